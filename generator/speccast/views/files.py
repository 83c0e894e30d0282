"""Files that do not exist yet: as Views to be rendered, and as text to be written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from speccast.views.python.source import Code, Import


class File(Struct, frozen=True):
    """A file to be, relative to the output folder."""

    path: str
    """With forward slashes: `pets/client.py`, `tests/pets/test_client.py`."""
    text: str
    """Its content; written as UTF-8 with the line ends it has."""


class Kept(File, frozen=True):
    """A file as it stands there, which would be made the same again."""


class Printed(File, frozen=True):
    """A file that a template has printed."""

    template: str = ""
    needs: frozenset[Import] = frozenset()
    """What its code imports, besides what the template itself says."""


class FileView(Struct, frozen=True):
    """A file to be printed: a template, its View, and what every module begins with."""

    path: str
    """Relative to the output folder."""
    template: str
    source: Code
    """The name of the document, for the header."""
    docstring: Code
    imports: Code
    view: Any
    needs: frozenset[Import] = frozenset()
    """What its code imports, besides what the template itself says."""
