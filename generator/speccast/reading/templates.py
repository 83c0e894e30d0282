"""Finds the templates: the built-in ones and a folder that overlays any subset of them.

In an installed package they lie inside it, in a checkout beside `generator/`. Where this very
module lies decides which, so that a stale copy is never read.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from speccast.reading import disk
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Iterator

_PACKAGE = Path(__file__).parents[1]


def builtin() -> Path:
    """Return the folder of the built-in templates."""
    inside = _PACKAGE / "templates"
    beside = _PACKAGE.parents[1] / "templates"
    # An editable install has no copy inside; a wheel has nothing of ours two folders up.
    return inside if inside.is_dir() else beside


def folders(overlay: Path | None) -> list[Path]:
    """Return where templates are looked for, first come first served.

    Raises:
        SpeccastError: the overlay is not a folder.

    """
    if overlay is None:
        return [builtin()]
    if not overlay.is_dir():
        message = f"{overlay}: is not a folder; `speccast templates eject` makes one with templates"
        raise SpeccastError(message)
    return [overlay, builtin()]


def digest(folder: Path, without: str = "") -> str:
    """Return the sha256 of a folder's files: their names and contents, whatever their dates.

    Args:
        folder: where they are.
        without: the name of a folder in it that does not count.

    Raises:
        SpeccastError: the folder cannot be read.

    """
    total = hashlib.sha256()
    try:
        for path in sorted(walk(folder)):
            name = path[len(str(folder)) + 1 :].replace(os.sep, "/")
            if without and name.startswith(f"{without}/"):
                continue
            content = disk.read(path)
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    except OSError as error:
        message = f"cannot read the templates: {error.filename}: {error.strerror}"
        raise SpeccastError(message) from error
    return total.hexdigest()


def tool_digest() -> str:
    """Return the sha256 of our own modules and the built-in templates: of all that can matter."""
    # The templates apart, so that an installed copy and a checkout give the same.
    parts = [digest(_PACKAGE, without="templates"), digest(builtin())]
    return hashlib.sha256("".join(parts).encode()).hexdigest()


def walk(folder: Path | str) -> Iterator[str]:
    """Iterate the paths of all files below a folder, without caches and hidden files."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith((".", "__pycache__")):
                continue
            if entry.is_dir():
                yield from walk(entry.path)
            else:
                yield entry.path
