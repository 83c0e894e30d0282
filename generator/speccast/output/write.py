"""Writes generated files to an output folder without losing the work of others.

From a `Tree` to the disk. A file is replaced or removed only if the manifest lists it and it was
not edited, and it is written only if its bytes differ. A run that is killed leaves the old state,
the new state, or a journal that the next run completes.
"""

from __future__ import annotations

from contextlib import contextmanager, suppress
from os import W_OK, access
from pathlib import Path
from typing import TYPE_CHECKING

from speccast.output.differences import EditedError, Kind, OutputError, Owner, check_folders
from speccast.output.folder_lock import locked
from speccast.output.journal import Journal, Keep, Move, Remove, Steps
from speccast.output.manifest import journal as journal_name
from speccast.reading import disk

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Sequence

    from speccast.output.differences import Difference, Tree

_SHOWN = 10
"""The number of files that a message names."""


@contextmanager
def opened(root: str, package: str, on_wait: Callable[[], None]) -> Generator[Journal]:
    """Create and lock the output folder for one change, and complete an interrupted run.

    Folders that were created are removed if they are still empty at the end.

    Args:
        root: the output folder.
        package: the package's folder in it.
        on_wait: called once before this run waits for another run in the same folder.

    Raises:
        OutputError: the folder cannot be created, read or written.
        EditedError: a file was edited after a run had been interrupted.

    """
    created = _missing_folders(root)
    try:
        with locked(root, on_wait):
            journal = journal_of(root, package)
            try:
                recover(journal)
                yield journal
            finally:  # before the lock is released
                _remove_empty(created)
    except OSError as error:
        _remove_empty(created)
        message = f"{error.filename or root}: {error.strerror or error}; nothing was changed"
        raise OutputError(message) from error


def journal_of(root: str, package: str) -> Journal:
    """Return the journal of a package; its folder exists only during a change."""
    return Journal(Path(root), journal_name(package))


def recover(journal: Journal) -> None:
    """Complete the committed change of an interrupted run, or discard one that was only staged.

    Raises:
        EditedError: a file was edited since then.
        OutputError: the journal is not ours, or the folder cannot be written.

    """
    if not journal.exists():
        return
    steps = _committed(journal)
    if steps is None:
        journal.discard()
        return
    check_folders(str(journal.root), steps.paths)
    _refuse_late_edits(journal, steps)
    _complete(journal, steps)


def _committed(journal: Journal) -> Steps | None:
    message = f"{journal.folder}: is not the folder of an interrupted run; move or remove it"
    if journal.folder.is_symlink():
        raise OutputError(message)
    try:
        return journal.committed()
    except PermissionError:
        raise  # the folder may be a journal
    except (ValueError, TypeError, KeyError, RecursionError, OSError) as error:
        raise OutputError(message) from error


def refuse(tree: Tree, differences: Sequence[Difference], *, force: bool) -> None:
    """Refuse to replace files that were edited or not generated.

    Args:
        tree: the generated files.
        differences: the result of `differences_of`.
        force: whether such files are accepted; `apply` keeps copies of them.

    Raises:
        OutputError: a foreign file has the path of a generated file.
        EditedError: a generated file was edited by hand.

    """
    irregular = [tree.at(item.path) for item in differences if item.sha256 == ""]
    folders = [place for place in irregular if Path(place).is_dir()]
    if folders:
        message = f"{_listed(folders)}: is a folder, but a file must be written there"
        raise OutputError(message)
    if force:
        return
    foreign = [tree.at(item.path) for item in differences if item.owner is Owner.FOREIGN]
    if foreign:
        message = (
            f"{_listed(foreign)}: exists and was not written by speccast; move it,"
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
    """Write and remove files to resolve the differences, after copying files that are not ours.

    Args:
        journal: the journal of the opened folder.
        tree: the generated files.
        differences: the result of `differences_of`, accepted by `refuse`.

    Returns:
        The copies that were kept, relative to the root.

    Raises:
        OutputError: a file or folder cannot be written.

    """
    if not differences:
        return []
    written = [item.path for item in differences if item.kind is not Kind.SUPERFLUOUS]
    try:
        _check_access(tree, differences)
        staged = journal.stage([tree.files[path] for path in written])
        steps = _steps(tree, differences, dict(zip(written, staged, strict=True)))
        journal.commit(steps)
    except BaseException:
        journal.discard()
        raise
    _complete(journal, steps)
    return [keep.copy for keep in steps.keeps]


def _steps(tree: Tree, differences: Sequence[Difference], staged: dict[str, str]) -> Steps:
    """Return the steps that resolve differences; `staged` has the staged name of each path."""
    keeps = [
        Keep(item.path, _copy_name(tree, item.path))
        for item in differences
        if item.owner is not Owner.US
    ]
    copied = {keep.path for keep in keeps}
    moves = [
        Move(
            staged[item.path],
            item.path,
            before=None if item.path in copied else item.sha256,
            after=disk.sha256(tree.files[item.path]),
        )
        for item in differences
        if item.path in staged
    ]
    removes = [
        Remove(item.path, item.sha256 or "")
        for item in differences
        if item.kind is Kind.SUPERFLUOUS and item.path not in copied
    ]
    return Steps(keeps, moves, removes)


def _copy_name(tree: Tree, path: str) -> str:
    copy, number = f"{path}.orig", 1
    while disk.sha256_of(tree.at(copy)) is not None or copy in tree.files:
        number += 1
        copy = f"{path}.orig{number}"
    return copy


def _check_access(tree: Tree, differences: Sequence[Difference]) -> None:
    """Raise `PermissionError` before the first change if a folder cannot be written."""
    for name in sorted({tree.at(item.path).rpartition("/")[0] for item in differences}):
        folder = Path(name)
        present = next(place for place in (folder, *folder.parents) if place.is_dir())
        if not access(present, W_OK):
            raise PermissionError(13, "this folder may not be written", str(present))


def _refuse_late_edits(journal: Journal, steps: Steps) -> None:
    not_yet_copied = {
        keep.path for keep in steps.keeps if disk.sha256_of(str(journal.root / keep.copy)) is None
    }
    expected: list[tuple[str, set[str | None]]] = [
        *((move.path, {move.before, move.after}) for move in steps.moves),
        *((remove.path, {remove.before, None}) for remove in steps.removes),
    ]
    edited = [
        str(place)
        for path, known in expected
        if path not in not_yet_copied
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
    """Return the root and its parents as far as they do not exist, innermost first."""
    path = Path.cwd() / root
    return [folder for folder in (path, *path.parents) if not folder.is_dir()]
