"""What the tests share: the livestream API on a loopback socket."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve the livestream API, new and empty."""
    with serving() as running:
        yield running
