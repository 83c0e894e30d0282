"""Compares what would be written with what is there: the base of writing, `--check` and `--diff`.

From a `Tree` (what we want, what we own) to its differences. Reads the disk, changes nothing.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from speccast.output.foreign import foreign
from speccast.reading import disk
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Iterable


class OutputError(SpeccastError):
    """The output folder cannot take what is to be written."""


class EditedError(SpeccastError):
    """Generated files were edited by hand and are not overwritten."""

    exit_code = 1


class Kind(StrEnum):
    """How a place differs from what it should be."""

    MISSING = "missing"
    CHANGED = "changed"
    SUPERFLUOUS = "superfluous"
    """An earlier run wrote it and this one does not, or it was never generated."""


class Owner(StrEnum):
    """The owner of the existing content."""

    US = "ours"
    """No work would be lost: the file is unmodified, or missing."""
    EDITED = "edited by hand"
    FOREIGN = "not written by speccast"


@dataclass(frozen=True, slots=True)
class Difference:
    """One file that is not as it should be."""

    kind: Kind
    path: str
    """Relative to the output folder, with forward slashes."""
    owner: Owner
    sha256: str | None
    """Of what is there; None where nothing is, empty where it is not a regular file."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The wanted content of some files of one folder."""

    root: str
    """The output folder; it need not exist."""
    wanted: dict[str, bytes]
    """Content by path relative to the root, in the order of writing; the manifest last."""
    owned: dict[str, str]
    """The sha256 of what we wrote the last time, by path."""
    manifest: str
    """The path of the manifest, which always belongs to speccast."""

    def at(self, path: str) -> str:
        """Return the place of a path on disk."""
        return f"{self.root}/{path}"


def differences_of(tree: Tree) -> list[Difference]:
    """Return all differences, in the order of the wanted files, superfluous ones last.

    Raises:
        OutputError: a folder on the way to a file is none, or is a link that leads out of the root;
            or something cannot be read.

    """
    try:
        check_ways(tree.root, [*tree.wanted, *tree.owned])
        return _differences_of(tree)
    except OSError as error:
        message = f"{error.filename}: cannot be read: {error.strerror}"
        raise OutputError(message) from error


def _differences_of(tree: Tree) -> list[Difference]:
    found: list[Difference] = []
    for path, content in tree.wanted.items():
        present = disk.sha256_of(tree.at(path))
        if present is None:
            found.append(Difference(Kind.MISSING, path, Owner.US, None))
        elif present != disk.sha256(content):
            found.append(Difference(Kind.CHANGED, path, _owner(tree, path, present), present))
    for path, written in tree.owned.items():
        if path not in tree.wanted and (present := disk.sha256_of(tree.at(path))) is not None:
            owner = Owner.US if present == written else Owner.EDITED
            found.append(Difference(Kind.SUPERFLUOUS, path, owner, present))
    return found


def strangers(tree: Tree) -> list[Difference]:
    """Return files in the package's folder that were never generated.

    Raises:
        OutputError: a folder cannot be read.

    """
    package = tree.manifest.rpartition("/")[0]
    known = [*tree.wanted, *tree.owned]
    inside = {path[len(package) + 1 :] for path in known if path.startswith(f"{package}/")}
    try:
        found = foreign(tree.at(package), inside)
    except OSError as error:
        message = f"{error.filename}: cannot be read: {error.strerror}"
        raise OutputError(message) from error
    paths = (f"{package}/{path}" for path in found)
    return [Difference(Kind.SUPERFLUOUS, path, Owner.FOREIGN, "") for path in paths]


def _owner(tree: Tree, path: str, present: str) -> Owner:
    if path == tree.manifest and present:
        return Owner.US
    if path not in tree.owned or not present:
        return Owner.FOREIGN
    return Owner.US if tree.owned[path] == present else Owner.EDITED


def unified(tree: Tree, item: Difference) -> str:
    """Return how a file differs, as a unified diff from what is there to what is wanted."""
    import difflib  # noqa: PLC0415 - only for --diff

    before = disk.read(tree.at(item.path)) if item.sha256 else b""
    after = tree.wanted.get(item.path, b"")
    lines = difflib.unified_diff(
        before.decode(errors="replace").splitlines(keepends=True),
        after.decode(errors="replace").splitlines(keepends=True),
        f"{tree.at(item.path)}" if item.sha256 is not None else "/dev/null",
        f"{tree.at(item.path)}" if item.path in tree.wanted else "/dev/null",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def check_ways(root: str, paths: Iterable[str]) -> None:
    """Refuse to go through what is not a folder of the output, be it to write or to read.

    Raises:
        OutputError: there is a link, or anything else, in the place of a folder.

    """
    real_root = os.path.realpath(root)
    for way in sorted({way for path in paths for way in _ways(path)}):
        place = Path(root, way)
        try:
            mode = place.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue
        if stat.S_ISLNK(mode) and not Path(os.path.realpath(place)).is_relative_to(real_root):
            message = f"{place}: is a symbolic link that leads out of the output folder"
            raise OutputError(message)
        if not place.is_dir():
            message = f"{place}: is in the way: a folder is needed there"
            raise OutputError(message)


def _ways(path: str) -> Iterable[str]:
    """Return the folders from the root to a path."""
    parts = path.split("/")[:-1]
    return ("/".join(parts[:end]) for end in range(1, len(parts) + 1))
