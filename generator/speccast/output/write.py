"""Brings an output folder to the wanted state, never destructively.

From a `Tree` to the disk. Only files that the manifest owns and whose bytes are still ours are
replaced or removed, only files whose bytes differ are touched, and a run that is killed leaves the
old state, the new one, or a journal that the next run completes.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from os import W_OK, access
from pathlib import Path
from typing import TYPE_CHECKING

from speccast.output.differences import EditedError, Kind, OutputError, Owner, check_ways
from speccast.output.folder_lock import locked
from speccast.output.journal import Journal, Keep, Move, Remove, Steps
from speccast.output.manifest import journal as journal_name
from speccast.reading import disk

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from speccast.output.differences import Difference, Tree

_SHOWN = 10
"""How many files a message names."""


@contextmanager
def opened(root: str, package: str, waiting: Callable[[], None]) -> Generator[Journal]:
    """Hold the output folder for one change: make it, lock it, complete an interrupted run.

    Folders that had to be made are removed again if they are still empty at the end.

    Args:
        root: the output folder.
        package: the package's folder in it.
        waiting: called once when another run is at work there and must be waited for.

    Raises:
        OutputError: the folder cannot be made, read or written.
        EditedError: a file was edited after a run had been interrupted.

    """
    made = _missing_folders(root)
    try:
        with locked(root, waiting):
            journal = journal_of(root, package)
            try:
                recover(journal)
                yield journal
            finally:  # before another run goes into them
                _remove_empty(made)
    except OSError as error:
        _remove_empty(made)
        message = f"{error.filename or root}: {error.strerror or error}; nothing was changed"
        raise OutputError(message) from error


def journal_of(root: str, package: str) -> Journal:
    """Return the journal of a package, which exists only while a change is under way."""
    return Journal(Path(root), journal_name(package))


def recover(journal: Journal) -> None:
    """Complete what an interrupted run had decided, or forget what it had only prepared.

    Raises:
        EditedError: a file was edited since then.
        OutputError: the journal is not one of ours, or the folder may not be written.

    """
    if not journal.exists():
        return
    steps = _decided(journal)
    if steps is None:
        journal.discard()
        return
    check_ways(str(journal.root), steps.paths)
    _refuse_late_edits(journal, steps)
    _complete(journal, steps)


def _decided(journal: Journal) -> Steps | None:
    message = (
        f"{journal.folder}: is not what an interrupted run leaves behind;"
        " move it elsewhere, or remove it"
    )
    if journal.folder.is_symlink():
        raise OutputError(message)
    try:
        return journal.decided()
    except PermissionError:
        raise  # it may be one
    except (ValueError, TypeError, KeyError, RecursionError, OSError) as error:
        raise OutputError(message) from error


def refuse(tree: Tree, differences: Sequence[Difference], *, force: bool) -> None:
    """Stop where somebody's work would be lost.

    Args:
        tree: what is to be written.
        differences: as `differences_of` found them.
        force: whether to go on all the same; `apply` keeps copies then.

    Raises:
        OutputError: a foreign file is in the place of a generated one.
        EditedError: a generated file was edited by hand.

    """
    odd = [tree.at(item.path) for item in differences if item.sha256 == ""]
    blocked = [place for place in odd if Path(place).is_dir()]
    if blocked:
        message = f"{_listed(blocked)}: a folder, where a file must be written"
        raise OutputError(message)
    if force:
        return
    foreign = [tree.at(item.path) for item in differences if item.owner is Owner.FOREIGN]
    if foreign:
        message = (
            f"{_listed(foreign)}: not written by speccast, and in the way; move it,"
            " or run with --force, which keeps a copy"
        )
        raise OutputError(message)
    edited = [tree.at(item.path) for item in differences if item.owner is Owner.EDITED]
    if edited:
        message = (
            f"{_listed(edited)}: edited by hand since it was generated; undo the edit,"
            " or run with --force, which keeps a copy"
        )
        raise EditedError(message)


def apply(journal: Journal, tree: Tree, differences: Sequence[Difference]) -> list[str]:
    """Resolve the differences. Files that were not generated are moved aside first.

    Args:
        journal: of the opened folder.
        tree: what is to be written.
        differences: as `differences_of` found them, and `refuse` let pass.

    Returns:
        The copies that were kept, relative to the root.

    Raises:
        OutputError: the disk is full or a folder may not be written.

    """
    if not differences:
        return []
    written = [item.path for item in differences if item.kind is not Kind.SUPERFLUOUS]
    try:
        _check_access(tree, differences)
        staged = journal.stage([tree.wanted[path] for path in written])
        steps = _steps(tree, differences, dict(zip(written, staged, strict=True)))
        journal.decide(steps)
    except BaseException:
        journal.discard()
        raise
    _complete(journal, steps)
    return [keep.copy for keep in steps.keeps]


def _steps(tree: Tree, differences: Sequence[Difference], staged: dict[str, str]) -> Steps:
    """Turn differences into steps, given where the new contents are staged."""
    keeps = [
        Keep(item.path, _copy_name(tree, item.path))
        for item in differences
        if item.owner is not Owner.US
    ]
    kept = {keep.path for keep in keeps}
    moves = [
        Move(
            staged[item.path],
            item.path,
            before=None if item.path in kept else item.sha256,
            after=disk.sha256(tree.wanted[item.path]),
        )
        for item in differences
        if item.path in staged
    ]
    removes = [
        Remove(item.path, item.sha256 or "")
        for item in differences
        if item.kind is Kind.SUPERFLUOUS and item.path not in kept
    ]
    return Steps(keeps, moves, removes)


def _copy_name(tree: Tree, path: str) -> str:
    copy, number = f"{path}.orig", 1
    while disk.sha256_of(tree.at(copy)) is not None or copy in tree.wanted:
        number += 1
        copy = f"{path}.orig{number}"
    return copy


def _check_access(tree: Tree, differences: Sequence[Difference]) -> None:
    """Find out beforehand what would fail halfway."""
    for way in sorted({tree.at(item.path).rpartition("/")[0] for item in differences}):
        folder = Path(way)
        present = next(place for place in (folder, *folder.parents) if place.is_dir())
        if not access(present, W_OK):
            raise PermissionError(13, "this folder may not be written", str(present))


def _refuse_late_edits(journal: Journal, steps: Steps) -> None:
    left_to_keep = {
        keep.path for keep in steps.keeps if disk.sha256_of(str(journal.root / keep.copy)) is None
    }
    expected: list[tuple[str, set[str | None]]] = [
        *((move.path, {move.before, move.after}) for move in steps.moves),
        *((remove.path, {remove.before, None}) for remove in steps.removes),
    ]
    edited = [
        str(place)
        for path, known in expected
        if path not in left_to_keep
        and disk.sha256_of(str(place := journal.root / path)) not in known
    ]
    if edited:
        message = (
            f"{_listed(edited)}: edited since a run of speccast was interrupted;"
            f" undo the edit, or remove {journal.folder}"
        )
        raise EditedError(message)


def _complete(journal: Journal, steps: Steps) -> None:
    try:
        journal.complete(steps)
    except OSError as error:
        message = f"{error.filename}: {error.strerror}; run again to complete the change"
        raise OutputError(message) from error


def _listed(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _SHOWN} more" if len(paths) > _SHOWN else ""
    return ", ".join(paths[:_SHOWN]) + more


def _remove_empty(folders: Sequence[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _missing_folders(root: str) -> list[Path]:
    """Return the folders that do not exist on the way to the root, innermost first."""
    way = Path.cwd() / root
    return [folder for folder in (way, *way.parents) if not folder.is_dir()]
