"""Carries out many file operations so that a kill at any moment loses nothing: all, or none.

New contents are staged in a hidden folder beside the package, on the same file system. Then the
list of steps is moved to its place in that folder: from there on the change is decided, and the run
that finds the folder completes it. Each step can be repeated. What was staged but not decided is
removed. A folder of that name with anything else in it is not ours, and is left alone.
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
"""The list of steps before they are decided; the first file of a journal, so that it is known."""


@dataclass(frozen=True, slots=True)
class Move:
    """A staged file takes its place."""

    staged: str
    """Its name in the hidden folder."""
    path: str
    after: str
    """The sha256 of the staged file."""
    before: str | None = None
    """The sha256 of what it replaces; None where nothing is."""


@dataclass(frozen=True, slots=True)
class Keep:
    """The file at `path` is moved to `copy`, which does not exist yet."""

    path: str
    copy: str


@dataclass(frozen=True, slots=True)
class Remove:
    """A file is removed."""

    path: str
    before: str
    """The sha256 of the file that is removed."""


@dataclass(frozen=True, slots=True)
class Steps:
    """One change of the output, in this order. Paths are relative to the root, with slashes."""

    keeps: list[Keep]
    moves: list[Move]
    removes: list[Remove]

    @property
    def paths(self) -> list[str]:
        """All places that are touched."""
        kept = [path for keep in self.keeps for path in (keep.path, keep.copy)]
        return [*kept, *(move.path for move in self.moves), *(go.path for go in self.removes)]


@dataclass(frozen=True, slots=True)
class Journal:
    """The hidden folder of one package."""

    root: Path
    name: str
    """`.speccast-<package>`"""

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self.root / self.name

    def exists(self) -> bool:
        """Return whether a run was interrupted, or is at work right now."""
        return self.folder.exists() or self.folder.is_symlink()

    def stage(self, contents: list[bytes]) -> list[str]:
        """Write contents aside and return the names they have there.

        Raises:
            OSError: the disk is full or may not be written. Call `discard` then.

        """
        self.folder.mkdir()
        folder = os.fspath(self.folder)
        disk.create(f"{folder}/{_DRAFT}", b"")
        names = [str(number) for number in range(len(contents))]
        for name, content in zip(names, progress.track("Writing", contents), strict=True):
            disk.create(f"{folder}/{name}", content)
        return names

    def decide(self, steps: Steps) -> None:
        """Make the change certain: it will be completed, by this run or by the next.

        Raises:
            OSError: the disk is full. Call `discard` then.

        """
        draft = self.folder / _DRAFT
        draft.write_text(json.dumps(steps, default=_fields), encoding="utf-8")
        draft.replace(self.folder / _STEPS)

    def decided(self) -> Steps | None:
        """Return what was decided, or None where a run ended before that.

        Raises:
            ValueError, TypeError, KeyError: it is not what we write.
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
        """Return the names in the folder, or raise `ValueError` where one is none that we give."""
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
        """Return whether a move takes what was staged for it, or has taken it already."""
        content = disk.sha256_of(str(self.folder / move.staged)) if move.staged.isdecimal() else ""
        return content in {move.after, None}

    def complete(self, steps: Steps) -> None:
        """Do all steps, or those that are still to be done, then remove the folder.

        Raises:
            OSError: a step failed. The folder stays, for a later try.

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
        """Remove the folder, its list of steps last. A foreign file in it stays, and so does it."""
        with suppress(OSError):
            for path in sorted(self.folder.iterdir()):
                if _is_known(path.name):
                    path.unlink()
            self.folder.rmdir()

    def _prune(self, path: str) -> None:
        """Remove the folders that a removal left empty."""
        for folder in list(Path(path).parents)[:-1]:
            with suppress(OSError):
                (self.root / folder).rmdir()

    def _at(self, path: str) -> Path:
        return self.root / path


def _is_known(name: str) -> bool:
    return name.isdecimal() or name in {_STEPS, _DRAFT}


def _fields(step: Steps | Move | Keep | Remove) -> dict[str, object]:
    """Return a dataclass as JSON has it, without what is None."""
    pairs = [(name, getattr(step, name)) for name in step.__slots__]
    return {name: value for name, value in pairs if value is not None}


def _texts(step: object) -> dict[str, str]:
    """Return what `_fields` made of a step. Raises `ValueError` if it is nothing of the kind."""
    found = checked.texts(step)
    if found is None:
        raise ValueError(step)
    return found
