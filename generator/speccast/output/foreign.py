"""Finds files and folders in a package that were not generated, since Python may import them.

Files that Python compiled are no foreign files: `__pycache__`, and a `.pyc` beside its module.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

_CACHE = "__pycache__"


def foreign(folder: str, owned: Collection[str]) -> list[str]:
    """Return the foreign paths, sorted.

    Args:
        folder: the package's folder; it need not exist.
        owned: the paths of the generated files relative to the folder, with forward slashes.

    Returns:
        Paths relative to the folder. An empty folder ends with a slash. For a folder with files,
        its files are returned; for a link that is none of the package's folders, the link.

    Raises:
        OSError: a folder cannot be read.

    """
    folders = {f"{parent}/" for path in owned for parent in folders_of(path)}
    return sorted(_walk(folder, "", owned, folders))


def folders_of(path: str) -> Iterator[str]:
    """Return the parent folders of a relative path, outermost first."""
    parts = path.split("/")[:-1]
    return ("/".join(parts[:end]) for end in range(1, len(parts) + 1))


def _walk(folder: str, below: str, owned: Collection[str], folders: set[str]) -> Iterator[str]:
    try:
        entries = list(os.scandir(f"{folder}/{below}"))
    except (FileNotFoundError, NotADirectoryError):
        return
    if not entries and below and below not in folders:
        yield below
    for entry in entries:
        path = below + entry.name
        if entry.is_dir(follow_symlinks=f"{path}/" in folders):
            if entry.name != _CACHE:
                yield from _walk(folder, f"{path}/", owned, folders)
        elif path not in owned and not _is_compiled(path, owned):
            yield path


def _is_compiled(path: str, owned: Collection[str]) -> bool:
    return path.endswith(".pyc") and path.removesuffix("c") in owned
