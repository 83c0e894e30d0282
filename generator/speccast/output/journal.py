"""Applies many file operations as one transaction, which survives a kill at any moment.

New contents are staged in a hidden folder beside the package, on the same file system. Then the
list of steps is moved to its place in that folder, which commits the change: the next run that
finds the folder completes it. Each step can be repeated. A change that was staged but not committed
is discarded. A folder of that name with any other file in it is not ours and is not touched.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from speccast.output.manifest import is_inside, journal
from speccast.reading import checked, disk, progress

_STEPS = "steps.json"
_DRAFT = f"{_STEPS}.draft"
"""The list of steps before the commit; the first file of a journal, so it marks the folder."""


@dataclass(frozen=True, slots=True)
class Move:
    """Moves a staged file to its place."""

    staged: str
    """Its name in the hidden folder."""
    path: str
    after: str
    """The sha256 of the staged file."""
    before: str | None = None
    """The sha256 of the file that it replaces, if any."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Moves the file at `path` to `copy`, which does not exist yet."""

    path: str
    copy: str


@dataclass(frozen=True, slots=True)
class Remove:
    """Removes a file."""

    path: str
    before: str
    """The sha256 of the file that is removed."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of one change, in their order. Paths are relative to the root, with slashes."""

    keeps: list[Keep]
    moves: list[Move]
    removes: list[Remove]

    @property
    def paths(self) -> list[str]:
        """All paths that the steps change."""
        kept = [path for keep in self.keeps for path in (keep.path, keep.copy)]
        rest: tuple[Move | Remove, ...] = (*self.moves, *self.removes)
        return [*kept, *(step.path for step in rest)]


@dataclass(frozen=True, slots=True)
class Journal:
    """The hidden folder of one package."""

    root: Path
    name: str
    """`.speccast-<package>`"""

    @property
    def folder(self) -> Path:
        """The path of the folder."""
        return self.root / self.name

    def exists(self) -> bool:
        """Return whether a run was interrupted, or is in progress."""
        return self.folder.exists() or self.folder.is_symlink()

    def stage(self, contents: list[bytes]) -> list[str]:
        """Write contents to the folder and return their names there.

        Raises:
            OSError: the folder cannot be written. Call `discard` then.

        """
        self.folder.mkdir()
        folder = os.fspath(self.folder)
        disk.create(f"{folder}/{_DRAFT}", b"")
        names = [str(number) for number in range(len(contents))]
        for name, content in zip(names, progress.track("Writing", contents), strict=True):
            disk.create(f"{folder}/{name}", content)
        return names

    def commit(self, steps: Steps) -> None:
        """Commit the change: this run or the next one completes it.

        Raises:
            OSError: the folder cannot be written. Call `discard` then.

        """
        draft = self.folder / _DRAFT
        draft.write_text(json.dumps(steps, default=_fields), encoding="utf-8")
        draft.replace(self.folder / _STEPS)

    def committed(self) -> Steps | None:
        """Return the committed steps, or None if a run ended before the commit.

        Raises:
            ValueError, TypeError, KeyError: the folder is not a journal of ours.
            OSError: it cannot be read.

        """
        present = self._present()
        if _STEPS not in present:
            if present and _DRAFT not in present:
                raise ValueError(present)
            return None
        content = json.loads(disk.read(str(self.folder / _STEPS)))
        steps = Steps(
            keeps=[Keep(**_texts(keep)) for keep in content["keeps"]],
            moves=[Move(**_texts(move)) for move in content["moves"]],
            removes=[Remove(**_texts(remove)) for remove in content["removes"]],
        )
        if not all(map(self._is_ours, steps.paths)) or not all(map(self._is_staged, steps.moves)):
            raise ValueError(content)
        return steps

    def _present(self) -> set[str]:
        """Return the names in the folder; raise `ValueError` if one of them is not ours."""
        with os.scandir(self.folder) as entries:
            found = {entry.name: entry.is_file(follow_symlinks=False) for entry in entries}
        if not all(is_file and _is_known(name) for name, is_file in found.items()):
            raise ValueError(found)
        return set(found)

    def _is_ours(self, path: str) -> bool:
        """Return whether a path belongs to the package or to its tests."""
        package = self.name.removeprefix(journal(""))
        return is_inside(path) and path.startswith((f"{package}/", f"tests/{package}/"))

    def _is_staged(self, move: Move) -> bool:
        """Return whether the staged file of a move is there, or was moved already."""
        content = disk.sha256_of(str(self.folder / move.staged)) if move.staged.isdecimal() else ""
        return content in {move.after, None}

    def complete(self, steps: Steps) -> None:
        """Do all remaining steps, then remove the folder.

        Raises:
            OSError: a step failed. The folder stays, so that a later run can complete the change.

        """
        for keep in steps.keeps:
            if not self._at(keep.copy).is_symlink() and not self._at(keep.copy).exists():
                self._at(keep.path).replace(self._at(keep.copy))
        for folder in sorted({move.path.rpartition("/")[0] for move in steps.moves}):
            self._at(folder).mkdir(parents=True, exist_ok=True)
        root, staging = os.fspath(self.root), os.fspath(self.folder)
        for move in steps.moves:
            with suppress(FileNotFoundError):  # it was moved before the interruption
                os.replace(f"{staging}/{move.staged}", f"{root}/{move.path}")  # noqa: PTH105 - fast
        for remove in steps.removes:
            with suppress(FileNotFoundError):
                self._at(remove.path).unlink()
            self._prune(remove.path)
        self.discard()

    def discard(self) -> None:
        """Remove the folder, its list of steps last, unless it has a foreign file."""
        with suppress(OSError):
            for path in sorted(self.folder.iterdir()):
                if _is_known(path.name):
                    path.unlink()
            self.folder.rmdir()

    def _prune(self, path: str) -> None:
        """Remove the folders that are empty after a removal."""
        for folder in list(Path(path).parents)[:-1]:
            with suppress(OSError):
                (self.root / folder).rmdir()

    def _at(self, path: str) -> Path:
        return self.root / path


def _is_known(name: str) -> bool:
    return name.isdecimal() or name in {_STEPS, _DRAFT}


def _fields(step: Steps | Move | Keep | Remove) -> dict[str, object]:
    """Return the fields of a step for JSON, without those that are None."""
    pairs = [(name, getattr(step, name)) for name in step.__slots__]
    return {name: value for name, value in pairs if value is not None}


def _texts(step: object) -> dict[str, str]:
    """Return the fields of a step from JSON; raise `ValueError` if they are no strings."""
    fields = checked.texts(step)
    if fields is None:
        raise ValueError(step)
    return fields
