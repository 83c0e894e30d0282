"""Matches the classes of this run with those of the last one.

A class is identified by its pointer. But an addition to the document can shift pointers (a new
first branch of a union), or make two types equal that were two classes before. Then a class is
matched by the candidates for its name.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast import ir
    from speccast.names.scope import Candidates

_SHIFTING = re.compile(r"/(?:oneOf|anyOf|allOf|prefixItems|parameters)/\d+(?=/|$)")
"""A part of a pointer that an addition can shift."""


def match_previous(
    before: Mapping[str, str], candidates: Mapping[ir.Id, Candidates]
) -> dict[str, str]:
    """Return the earlier names of the classes that still exist.

    Args:
        before: the earlier names, by the keys of ids.
        candidates: the candidates of each class of this run.

    """
    known = {str(id_): own for id_, own in candidates.items()}
    shifting = [str(id_) for id_ in candidates if _can_shift(id_)]
    unmatched = {
        key for key in shifting if key not in before or not _is_candidate(known[key](), before[key])
    }
    doubtful = {before[key] for key in unmatched if key in before}
    found = {name for key in unmatched for name in known[key]()} if doubtful else set[str]()
    # An earlier name that is a candidate of another unmatched class belongs to that class.
    shifted = {key for key in unmatched if before.get(key) in found}
    kept = {key: before[key] for key in known if key in before and key not in shifted}
    lost = {name for key, name in before.items() if key not in kept}
    for key, own in known.items():
        if key not in kept and lost:
            name = next((candidate for candidate in own() if candidate in lost), None)
            if name is not None:
                lost.remove(name)
                kept[key] = name
    return kept


def _can_shift(id_: ir.Id) -> bool:
    """Return whether an addition to the document can change an id."""
    is_numbered = isinstance(id_.role[-1], int) if id_.role else False
    return is_numbered or _SHIFTING.search(id_.pointer) is not None


def _is_candidate(candidates: Iterable[str], name: str) -> bool:
    """Return whether a name is one of the candidates, ignoring numbers."""
    return _stem(name) in map(_stem, candidates)


def _stem(name: str) -> str:
    """Return a name without the number after it."""
    return name.rstrip("0123456789").rstrip("_")


def merged(
    before: Mapping[str, str], classes: Mapping[ir.Id, str], candidates: Mapping[ir.Id, Candidates]
) -> Iterator[tuple[ir.Id, str]]:
    """Yield each class that another one of the last run has been merged into, with its old name."""
    known = {str(id_) for id_ in classes}
    lost = {name for key, name in before.items() if key not in known} - {*classes.values()}
    for key, own in candidates.items() if lost else ():
        for candidate in dict.fromkeys(own()):
            if candidate in lost:
                lost.remove(candidate)
                yield key, candidate
