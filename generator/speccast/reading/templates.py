"""Finds the templates: the built-in ones, and a folder that replaces some of them.

An installed package contains the built-in templates; in a checkout they are beside `generator/`.
They are searched relative to this module, so that a stale copy is never read.
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
    # An editable install has no copy inside; a wheel has no templates two folders up.
    return inside if inside.is_dir() else beside


def folders(overlay: Path | None) -> list[Path]:
    """Return the folders in which templates are searched, in this order.

    Raises:
        SpeccastError: the overlay is not a folder.

    """
    if overlay is None:
        return [builtin()]
    if not overlay.is_dir():
        message = f"{overlay}: is not a folder; `speccast templates eject` makes one with templates"
        raise SpeccastError(message)
    return [overlay, builtin()]


def digest(folder: Path, without: tuple[str, ...] = ()) -> str:
    """Return the sha256 of a folder's files: of their names and contents.

    Args:
        folder: their folder.
        without: folders in it to ignore, each with its slash.

    Raises:
        SpeccastError: the folder cannot be read.

    """
    total = hashlib.sha256()
    try:
        for path in sorted(walk(folder)):
            name = path[len(str(folder)) + 1 :].replace(os.sep, "/")
            if name.startswith(without):
                continue
            content = disk.read(path)
            total.update(f"{name}\0{len(content)}\0".encode())
            total.update(content)
    except OSError as error:
        message = f"cannot read the templates: {error.filename}: {error.strerror}"
        raise SpeccastError(message) from error
    return total.hexdigest()


def tool_digest() -> str:
    """Return the sha256 of speccast's modules and the built-in templates."""
    # Without `docs/`, and with the templates as a separate part, a wheel and a checkout have the
    # same digest.
    parts = [digest(_PACKAGE, without=("templates/", "docs/")), digest(builtin())]
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
