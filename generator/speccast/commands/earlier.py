"""The existing files in the output folder, for a run to reuse those that would not change.

From the manifest of the last run to its files, if all are as it wrote them, with the same options
and by the same version. Only a run that writes may use it: `--check` generates everything, since a
manifest is not evidence for itself.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from speccast.output import manifest, up_to_date
from speccast.reading import config, disk
from speccast.views.fingerprints import Earlier

if TYPE_CHECKING:
    from speccast.output.manifest import Manifest
    from speccast.reading.config import Client

_NOTHING = Earlier()


def earlier(client: Client, package: str, previous: Manifest | None) -> Earlier:
    """Return what the last run made; nothing where one file is not as it was then."""
    if previous is None or not _is_of_the_same_kind(client, package, previous):
        return _NOTHING
    texts: dict[str, str] = {}
    try:
        for path, digest in manifest.owned_by(package, previous).items():
            content = disk.read(os.fspath(client.output / path))
            if disk.sha256(content) != digest:
                return _NOTHING
            if path in previous.made:
                texts[path] = content.decode()
    except OSError:
        return _NOTHING
    return Earlier(previous.shape, previous.made, texts)


def _is_of_the_same_kind(client: Client, package: str, previous: Manifest) -> bool:
    return (
        previous.package == package
        and previous.document == config.file_name_of(client.spec)
        and previous.options == up_to_date.options_of(client)
        and previous.generator == up_to_date.generator()
        and previous.listing == manifest.listing_of(previous)
    )
