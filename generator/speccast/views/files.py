"""Files in memory: Views to render, and texts to write."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from speccast.views.python.code import Code, Import


class File(Struct, frozen=True):
    """A file to write, relative to the output folder."""

    path: str
    """With forward slashes: `pets/client.py`, `tests/pets/test_client.py`."""
    text: str
    """Its content, which is written as UTF-8 with unchanged line ends."""


class Reused(File, frozen=True):
    """An existing file that would not change."""


class Printed(File, frozen=True):
    """A file that a template has printed."""

    template: str = ""
    needs: frozenset[Import] = frozenset()
    """The imports of its `Code`, without those of the template itself."""


class FileView(Struct, frozen=True):
    """A file to print: a template, its View, and the header of every module."""

    path: str
    """Relative to the output folder."""
    template: str
    source: Code
    """The name of the document, for the header."""
    docstring: Code
    imports: Code
    view: Any
    needs: frozenset[Import] = frozenset()
    """The imports of its code, without those of the template itself."""
