"""Compares a `Tree` of generated files with the disk, and reports or writes the differences."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from speccast.output import manifest, write
from speccast.output.differences import (
    Difference,
    Kind,
    Owner,
    differences_of,
    foreign_files,
    unified,
)
from speccast.output.outcome import Mode
from speccast.reading import disk

if TYPE_CHECKING:
    from collections.abc import Callable

    from speccast.output.differences import Tree
    from speccast.output.outcome import Outcome


_OF_THE_PROGRAM: Final = ("generator", "shape", "made", "listing")
"""The entries of a manifest about the program that wrote it, and its templates."""


def reconcile(
    tree: Tree,
    outcome: Outcome,
    *,
    force: bool,
    is_current: Callable[[], bool],
    on_wait: Callable[[], None],
) -> bool:
    """Find the differences and, with `Mode.WRITE`, write the files; record both in the outcome.

    Args:
        tree: the generated files.
        outcome: the outcome, which is updated.
        force: whether to overwrite edited and foreign files, keeping copies.
        is_current: called while no other run can write; returns whether the tree is still valid.
        on_wait: called before this run waits for another run in the same folder.

    Returns:
        Whether the tree was still valid. If not, nothing was written.

    Raises:
        OutputError: the files cannot be written to the output folder.
        EditedError: a file was edited by hand.

    """
    if outcome.mode is not Mode.WRITE:
        found = [item for item in differences_of(tree) if not _is_upgrade(tree, item)]
        outcome.differences = [*found, *foreign_files(tree), *_interrupted(tree, outcome.package)]
        if outcome.mode is Mode.DIFF:
            outcome.diffs = [unified(tree, item) for item in outcome.differences]
        return True
    with write.opened(tree.root, outcome.package, on_wait) as journal:
        if not is_current():
            return False
        outcome.differences = differences_of(tree)
        write.refuse(tree, outcome.differences, force=force)
        outcome.copies = write.apply(journal, tree, outcome.differences)
        outcome.foreign = [item.path for item in foreign_files(tree)]
    return True


def _is_upgrade(tree: Tree, item: Difference) -> bool:
    """Return whether the only difference is the version of speccast."""
    if item.path != tree.manifest or item.kind is not Kind.CHANGED or not item.sha256:
        return False
    content = disk.read(tree.at(item.path))
    try:
        present = manifest.parse(content, tree.at(item.path))
    except manifest.ManifestError:
        return False
    generated = manifest.parse(tree.files[item.path], item.path)
    if generated.generator == present.generator:
        return False
    same = {name: getattr(present, name) for name in _OF_THE_PROGRAM}
    return replace(generated, **same).dump().encode() == content


def _interrupted(tree: Tree, package: str) -> list[Difference]:
    """Return the journal of an interrupted run, which the next one completes."""
    if not write.journal_of(tree.root, package).exists():
        return []
    return [Difference(Kind.SUPERFLUOUS, manifest.journal(package), Owner.US, "")]
