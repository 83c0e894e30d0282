"""From a `Tree` of wanted files to the differences, told or brought in order."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from speccast.output import manifest, write
from speccast.output.differences import Difference, Kind, compare, unified
from speccast.output.outcome import Mode

if TYPE_CHECKING:
    from collections.abc import Callable

    from speccast.output.differences import Tree
    from speccast.output.outcome import Outcome


def settle(
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
        is_current: asked once nobody else can write; tells whether the tree still fits.
        waiting: called when another run is at work there and has to be waited for.

    Returns:
        Whether the tree still fitted. Nothing was done otherwise.

    Raises:
        OutputError: the output folder cannot take the files.
        EditedError: a file was edited by hand.

    """
    if outcome.mode is not Mode.WRITE:
        outcome.differences = [item for item in compare(tree) if not _is_upgrade(tree, item)]
        if outcome.mode is Mode.DIFF:
            outcome.diffs = [unified(tree, item) for item in outcome.differences]
        return True
    with write.opened(tree.root, outcome.package, waiting) as journal:
        if not is_current():
            return False
        outcome.differences = compare(tree)
        write.refuse(tree, outcome.differences, force=force)
        outcome.kept = write.apply(journal, tree, outcome.differences)
    return True


def _is_upgrade(tree: Tree, item: Difference) -> bool:
    """Tell whether a difference is only that another version of speccast made the very same."""
    if item.path != tree.manifest or item.kind is not Kind.CHANGED:
        return False
    wanted = manifest.parse(tree.wanted[item.path], item.path)
    present = manifest.read(Path(tree.at(item.path)))
    return present is not None and replace(present, generator=wanted.generator) == wanted
