"""Matches the classes of this run with those of the last one.

A class is identified by its pointer. But an addition can shift pointers (a new first branch of a
union), or merge two shapes that were two classes before; then the candidates for its name decide.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast import ir
    from speccast.names.scope import Ladder

_SHIFTING = re.compile(r"/(?:oneOf|anyOf|allOf|prefixItems|parameters)/\d+(?=/|$)")
"""A part of a pointer that an addition can shift."""


def found_again(before: Mapping[str, str], ladders: Mapping[ir.Id, Ladder]) -> dict[str, str]:
    """Return the earlier names of the classes that still exist.

    Args:
        before: the earlier names, by the keys of ids.
        ladders: the candidates of each class of this run.

    """
    known = {str(id_): ladder for id_, ladder in ladders.items()}
    shifting = [str(id_) for id_ in ladders if _can_shift(id_)]
    homeless = {
        key for key in shifting if key not in before or not _wants(known[key](), before[key])
    }
    doubtful = {before[key] for key in homeless if key in before}
    wanted = {rung for key in homeless for rung in known[key]()} if doubtful else set[str]()
    # No class without a name has its own earlier one as candidate, so another class does.
    shifted = {key for key in homeless if before.get(key) in wanted}
    kept = {key: before[key] for key in known if key in before and key not in shifted}
    lost = {name for key, name in before.items() if key not in kept}
    for key, ladder in known.items():
        if key not in kept and lost:
            name = next((rung for rung in ladder() if rung in lost), None)
            if name is not None:
                lost.remove(name)
                kept[key] = name
    return kept


def _can_shift(id_: ir.Id) -> bool:
    """Return whether an addition to the document can change an id."""
    is_numbered = isinstance(id_.role[-1], int) if id_.role else False
    return is_numbered or _SHIFTING.search(id_.pointer) is not None


def _wants(rungs: Iterable[str], name: str) -> bool:
    """Return whether a name is one of the candidates, ignoring numbers."""
    return _stem(name) in map(_stem, rungs)


def _stem(name: str) -> str:
    """Return a name without the number after it."""
    return name.rstrip("0123456789").rstrip("_")


def merged(
    before: Mapping[str, str], classes: Mapping[ir.Id, str], ladders: Mapping[ir.Id, Ladder]
) -> Iterator[tuple[ir.Id, str]]:
    """Yield each class that includes another one of the last run, with that one's name."""
    known = {str(id_) for id_ in classes}
    lost = {name for key, name in before.items() if key not in known} - {*classes.values()}
    for key, ladder in ladders.items() if lost else ():
        for rung in dict.fromkeys(ladder()):
            if rung in lost:
                lost.remove(rung)
                yield key, rung
