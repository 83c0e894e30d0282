"""Finds the aliases that Python cannot build during an import.

They contain themselves, or have so many nested types that building or hashing them would take too
long. Type checkers see the whole alias; at run time, its decoder replaces it.
"""

from __future__ import annotations

from graphlib import TopologicalSorter
from typing import TYPE_CHECKING, Final

from speccast.ir import Alias, Declared, Id, Ref, Union, parts, within

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST: Final = 2000
"""The maximum number of types in one alias; a model counts as one."""


def deferred(index: Mapping[Id, Declared]) -> frozenset[Id]:
    """Return the aliases that only type checkers see as a whole."""
    inside: dict[Id | None, list[Id | None]] = {
        declared.id: list(_parts(declared))
        for declared in index.values()
        if isinstance(declared, Union | Alias)
    }
    found = {id_ for id_ in inside if id_ and _reaches(id_, inside)}
    order = {
        id_: [ref for ref in parts if ref in inside and ref not in found]
        for id_, parts in inside.items()
        if id_ not in found
    }
    sizes: dict[Id | None, int] = {}
    for id_ in TopologicalSorter(order).static_order():
        sizes[id_] = sum(sizes.get(part, 1) for part in inside[id_])
        if id_ and sizes[id_] > _MOST:
            found.add(id_)
            sizes[id_] = 1
    return frozenset(found)


def _parts(declared: Union | Alias) -> Iterator[Id | None]:
    """Iterate the types in an alias: the id of a declared thing, or None for another type."""
    for type_ in within(*parts(declared)):
        yield type_.id if isinstance(type_, Ref) else None


def _reaches(goal: Id, inside: Mapping[Id | None, list[Id | None]]) -> bool:
    """Return whether an alias contains itself, except through models, which are loaded later."""
    seen: set[Id | None] = set()
    pending = [*inside[goal]]
    while pending:
        part = pending.pop()
        if part == goal:
            return True
        if part in inside and part not in seen:
            seen.add(part)
            pending += inside[part]
    return False
