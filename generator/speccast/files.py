"""What the rendering gives and the writing takes: files that do not exist yet."""

from __future__ import annotations

from msgspec import Struct


class File(Struct, frozen=True):
    """A file to be, relative to the output folder."""

    path: str
    """With forward slashes: `pets/client.py`, `tests/pets/test_client.py`."""
    text: str
    """Its content; written as UTF-8 with the line ends it has."""
