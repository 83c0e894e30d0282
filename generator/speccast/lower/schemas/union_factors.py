"""One `oneOf` or `anyOf`; branches that are only unions are flattened.

Unions are opened while they are still raw, with a list instead of recursion, so a union of unions
is flat, and opening one that contains itself terminates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.lower.naming.name_path import place_of
from speccast.lower.raw import mapping, sequence
from speccast.lower.schemas.all_of import substance
from speccast.resolve import join

if TYPE_CHECKING:
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import JsonObject, Place
    from speccast.lower.schemas.interface import Schemas
    from speccast.reading.json_value import Json

UNION = frozenset(("oneOf", "anyOf"))
NULL = {"type": "null"}


class Leaf(Struct, frozen=True):
    """One branch of a union."""

    node: Json
    pointer: str
    place: NamePath | None
    """Its own words, if it is a reference to something that has some."""
    within: NamePath | None
    """The words of the union that contains it, if that is not the requested one."""
    discriminator: JsonObject | None
    """That of the outermost such union."""


class Factor:
    """One `oneOf` or `anyOf`: its branches, flattened if they are only unions."""

    def __init__(self, schemas: Schemas, node: JsonObject, pointer: str, keyword: str) -> None:
        """Open the branches."""
        self.pointer = join(pointer, keyword)
        self.reached: set[str] = {pointer}
        """Every schema that is the union, a branch, or a flattened union between them."""
        self.leaves: list[Leaf] = []
        within: NamePath | None = None
        told: JsonObject | None = None
        stack = [(*each, within, told) for each in _branches(node, pointer, keyword)]
        while stack:
            raw, slot, within, told = stack.pop()
            branch, at = schemas.resolved.follow(raw, slot)
            if at in self.reached:
                continue
            self.reached.add(at)
            inner = mere_union(branch)
            place = None if at == slot else place_of(at)
            if inner is None:
                self.leaves.append(Leaf(branch, at, place, within, told))
            else:
                node, within = mapping(branch), place or within
                told = told or mapping(node.get("discriminator")) or None
                stack += [(*each, within, told) for each in _branches(node, at, inner)]


def _branches(node: JsonObject, pointer: str, keyword: str) -> list[Place]:
    """Return the branches of one keyword, the last first."""
    listed = enumerate(sequence(node[keyword]))
    return [(branch, join(pointer, keyword, index)) for index, branch in listed][::-1]


def mere_union(node: Json) -> str | None:
    """Return the keyword of a schema that is a union and nothing else."""
    if not isinstance(node, dict) or UNION.isdisjoint(node):
        return None
    found = list(substance(node))
    return found[0] if len(found) == 1 else None
