"""Finds files and folders in a package that were not generated: they change what Python imports.

From a package's folder and the paths of its files to the paths that are superfluous. Python's own
compiled files are not: `__pycache__`, and a `.pyc` beside the module that it was made from.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_CACHE = "__pycache__"


def foreign(folder: str, owned: Collection[str]) -> list[str]:
    """Return what is superfluous, sorted.

    Args:
        folder: the package's folder; it need not exist.
        owned: the paths of the files that belong there, from the folder, with forward slashes.

    Returns:
        Paths from the folder. An empty folder ends with a slash; a folder with files is named by
        its files, and a link that leads to none of the package's folders by its own name.

    Raises:
        OSError: a folder cannot be read.

    """
    ways = {way for path in owned for way in _ways(path)}
    return sorted(_walk(folder, "", owned, ways))


def _ways(path: str) -> Iterator[str]:
    """Return the folders from the package's to a file, each with its slash."""
    parts = path.split("/")[:-1]
    return ("/".join(parts[:end]) + "/" for end in range(1, len(parts) + 1))


def _walk(folder: str, below: str, owned: Collection[str], ways: set[str]) -> Iterator[str]:
    try:
        entries = list(os.scandir(f"{folder}/{below}"))
    except (FileNotFoundError, NotADirectoryError):
        return
    if not entries and below and below not in ways:
        yield below
    for entry in entries:
        path = below + entry.name
        if entry.is_dir(follow_symlinks=f"{path}/" in ways):
            if entry.name != _CACHE:
                yield from _walk(folder, f"{path}/", owned, ways)
        elif path not in owned and not _is_compiled(path, owned):
            yield path


def _is_compiled(path: str, owned: Collection[str]) -> bool:
    return path.endswith(".pyc") and path.removesuffix("c") in owned
