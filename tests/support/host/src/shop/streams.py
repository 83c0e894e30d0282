"""Uses all three copies of the client in one process."""

from __future__ import annotations

import realtimekit_livestreams as installed

from . import live
from ._vendor import realtimekit_livestreams as vendored

LIVE = {
    "id": "1",
    "status": "LIVE",
    "created_at": "2023-07-15T11:48:34.753Z",
    "unheard_of": [1],
}

AnyStream = (
    installed.models.Livestream | live.models.Livestream | vendored.models.Livestream
)


def read() -> list[AnyStream]:
    """Read the same stream three times."""
    return [
        installed.models.Livestream.from_dict(LIVE),
        live.models.Livestream.from_dict(LIVE),
        vendored.models.Livestream.from_dict(LIVE),
    ]


def started() -> list[str]:
    """Return when the streams were made, by copy."""
    return [
        stream.created_at.isoformat() if stream.created_at else "" for stream in read()
    ]
