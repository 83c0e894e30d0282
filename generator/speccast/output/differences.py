"""Compares generated files with those on disk, for writing, `--check` and `--diff`.

From a `Tree` to its differences. Reads the disk, but does not change it.
"""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from speccast.output.foreign import folders_of, foreign
from speccast.reading import disk
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Iterable


class OutputError(SpeccastError):
    """The files cannot be written to the output folder."""


class EditedError(SpeccastError):
    """Generated files were edited by hand and are not overwritten."""

    exit_code = 1


class Kind(StrEnum):
    """The kind of a difference."""

    MISSING = "missing"
    CHANGED = "changed"
    SUPERFLUOUS = "superfluous"
    """An earlier run wrote it and this run does not, or it was never generated."""


class Owner(StrEnum):
    """The owner of the existing content."""

    US = "ours"
    """The file is unmodified or missing, so replacing it loses no work."""
    EDITED = "edited by hand"
    FOREIGN = "not written by speccast"


@dataclass(frozen=True, slots=True)
class Difference:
    """A file that differs from the generated one."""

    kind: Kind
    path: str
    """Relative to the output folder, with forward slashes."""
    owner: Owner
    sha256: str | None
    """The digest of the existing file; None if it is missing, empty if it is no regular file."""


@dataclass(frozen=True, slots=True)
class Tree:
    """The generated files for one output folder."""

    root: str
    """The output folder; it need not exist."""
    files: dict[str, bytes]
    """The contents by path relative to the root, in the order of writing; the manifest last."""
    owned: dict[str, str]
    """The sha256 of each file that the previous run wrote, by path."""
    manifest: str
    """The path of the manifest, which always belongs to speccast."""

    def at(self, path: str) -> str:
        """Return the path on disk of a path relative to the root."""
        return f"{self.root}/{path}"


def differences_of(tree: Tree) -> list[Difference]:
    """Return all differences, in the order of the generated files, superfluous ones last.

    Raises:
        OutputError: something cannot be read, or a parent of a file is not a folder, or is a link
            to a folder outside of the root.

    """
    try:
        check_folders(tree.root, [*tree.files, *tree.owned])
        return _differences_of(tree)
    except OSError as error:
        message = f"{error.filename}: cannot be read: {error.strerror}"
        raise OutputError(message) from error


def _differences_of(tree: Tree) -> list[Difference]:
    found: list[Difference] = []
    for path, content in tree.files.items():
        present = disk.sha256_of(tree.at(path))
        if present is None:
            found.append(Difference(Kind.MISSING, path, Owner.US, None))
        elif present != disk.sha256(content):
            found.append(Difference(Kind.CHANGED, path, _owner(tree, path, present), present))
    for path, written in tree.owned.items():
        if path not in tree.files and (present := disk.sha256_of(tree.at(path))) is not None:
            owner = Owner.US if present == written else Owner.EDITED
            found.append(Difference(Kind.SUPERFLUOUS, path, owner, present))
    return found


def foreign_files(tree: Tree) -> list[Difference]:
    """Return the files in the package's folder that were never generated.

    Raises:
        OutputError: a folder cannot be read.

    """
    package = tree.manifest.rpartition("/")[0]
    known = [*tree.files, *tree.owned]
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
    """Return a unified diff from the existing file to the generated one."""
    import difflib  # noqa: PLC0415 - only for --diff

    before = disk.read(tree.at(item.path)) if item.sha256 else b""
    after = tree.files.get(item.path, b"")
    lines = difflib.unified_diff(
        before.decode(errors="replace").splitlines(keepends=True),
        after.decode(errors="replace").splitlines(keepends=True),
        f"{tree.at(item.path)}" if item.sha256 is not None else "/dev/null",
        f"{tree.at(item.path)}" if item.path in tree.files else "/dev/null",
    )
    return "".join(
        line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines
    )


def check_folders(root: str, paths: Iterable[str]) -> None:
    """Check that the parents of paths are missing, or are folders inside of the root.

    Raises:
        OutputError: a parent is a link to another place, or is not a folder.

    """
    real_root = os.path.realpath(root)
    for folder in sorted({folder for path in paths for folder in folders_of(path)}):
        place = Path(root, folder)
        try:
            mode = place.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            continue
        if stat.S_ISLNK(mode) and not Path(os.path.realpath(place)).is_relative_to(real_root):
            message = f"{place}: is a symbolic link that leads out of the output folder"
            raise OutputError(message)
        if not place.is_dir():
            message = f"{place}: exists and is not a folder; remove or rename it"
            raise OutputError(message)
