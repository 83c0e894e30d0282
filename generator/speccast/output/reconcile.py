"""From a `Tree` of wanted files to the differences, which are reported or resolved."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from speccast.output import manifest, write
from speccast.output.differences import Difference, Kind, Owner, differences_of, strangers, unified
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
    waiting: Callable[[], None],
) -> bool:
    """Find the differences and, where that is wanted, bring them in order; note both.

    Args:
        tree: what is wanted.
        outcome: takes what is found and done.
        force: whether to overwrite what is not ours, keeping copies.
        is_current: called when no other run can write; returns whether the tree still fits.
        waiting: called when another run is at work there and has to be waited for.

    Returns:
        Whether the tree still fitted. Nothing was done otherwise.

    Raises:
        OutputError: the output folder cannot take the files.
        EditedError: a file was edited by hand.

    """
    if outcome.mode is not Mode.WRITE:
        found = [item for item in differences_of(tree) if not _is_upgrade(tree, item)]
        outcome.differences = [*found, *strangers(tree), *_interrupted(tree, outcome.package)]
        if outcome.mode is Mode.DIFF:
            outcome.diffs = [unified(tree, item) for item in outcome.differences]
        return True
    with write.opened(tree.root, outcome.package, waiting) as journal:
        if not is_current():
            return False
        outcome.differences = differences_of(tree)
        write.refuse(tree, outcome.differences, force=force)
        outcome.kept = write.apply(journal, tree, outcome.differences)
        outcome.strangers = [item.path for item in strangers(tree)]
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
    wanted = manifest.parse(tree.wanted[item.path], item.path)
    if wanted.generator == present.generator:
        return False
    same = {name: getattr(present, name) for name in _OF_THE_PROGRAM}
    return replace(wanted, **same).dump().encode() == content


def _interrupted(tree: Tree, package: str) -> list[Difference]:
    """Return the journal of an interrupted run, which the next one completes."""
    if not write.journal_of(tree.root, package).exists():
        return []
    return [Difference(Kind.SUPERFLUOUS, manifest.journal(package), Owner.US, "")]
