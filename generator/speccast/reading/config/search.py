"""Finds the configuration of a folder: in it, or above it in folders of the same user.

A configuration names templates, which are code. So the search ends at the repository's root, at the
home folder, and before a folder that other users own or may write to.
"""

from __future__ import annotations

import os
import stat
import sys
from os.path import relpath
from pathlib import Path
from typing import TYPE_CHECKING

from speccast.reading.config import ConfigError, configures_speccast

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = ("speccast.toml", "pyproject.toml")
_ROOTS = (".git", ".hg", ".jj", ".svn")
"""Entries of a repository's root."""


def find(start: Path) -> Path | None:
    """Return the nearest configuration from a folder upwards, relative to it, or None.

    Raises:
        ConfigError: the nearest one belongs to another user, or cannot be read.

    """
    for folder in _folders(start):
        found = [path for path in (folder / name for name in FILES) if configures_speccast(path)]
        if len(found) > 1:
            message = f"{found[0]} and {FILES[1]} both configure speccast; remove one of them"
            raise ConfigError(message)
        for path in found:
            _check_owner(path)
            return Path(relpath(path, start))
    return None


def _folders(start: Path) -> Iterator[Path]:
    """Iterate the folders to search, beginning with `start`."""
    yield start
    known = {_owner(start), _user()}
    home = Path(os.path.expanduser("~"))  # noqa: PTH111 - Path.home() fails if there is none
    for folder, above in zip((start, *start.parents), start.parents, strict=False):
        if folder == home or any(map(os.path.lexists, (folder / name for name in _ROOTS))):
            return
        if _owner(above) not in known or _is_shared(above):
            return
        yield above


def _check_owner(path: Path) -> None:
    owners = {_user()} if _is_shared(path.parent) else {_user(), _owner(path.parent)}
    if _owner(path) not in owners:
        message = f"{path}: belongs to another user; to use it anyway, pass --config {path}"
        raise ConfigError(message)


def _user() -> int:
    return 0 if sys.platform == "win32" else os.geteuid()


def _owner(path: Path) -> int:
    """Return the owner of a path; on Windows always 0."""
    return path.stat().st_uid


def _is_shared(folder: Path) -> bool:
    """Return whether a folder is writable by everyone."""
    return sys.platform != "win32" and bool(folder.stat().st_mode & stat.S_IWOTH)
