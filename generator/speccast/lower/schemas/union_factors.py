"""One `oneOf` or `anyOf`, with its branches; branches that are only unions are flattened.

The raw schemas are flattened, with a stack instead of recursion, so that it terminates for a union
that contains itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.lower.naming.name_path import name_path_of
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
    """The words of its target, if it is a reference to a named schema."""
    within: NamePath | None
    """The words of the flattened union that contains it, if any."""
    discriminator: JsonObject | None
    """The keyword of the outermost flattened union that contains it."""


class Factor:
    """One `oneOf` or `anyOf`: its branches, flattened if they are only unions."""

    def __init__(self, schemas: Schemas, node: JsonObject, pointer: str, keyword: str) -> None:
        """Collect the branches."""
        self.pointer = join(pointer, keyword)
        self.reached: set[str] = {pointer}
        """The pointers of the union, its branches, and the flattened unions between them."""
        self.leaves: list[Leaf] = []
        within: NamePath | None = None
        discriminator: JsonObject | None = None
        stack = [(*branch, within, discriminator) for branch in _branches(node, pointer, keyword)]
        while stack:
            raw, slot, within, discriminator = stack.pop()
            branch, at = schemas.resolved.follow(raw, slot)
            if at in self.reached:
                continue
            self.reached.add(at)
            inner = mere_union(branch)
            place = None if at == slot else name_path_of(at)
            if inner is None:
                self.leaves.append(Leaf(branch, at, place, within, discriminator))
            else:
                node, within = mapping(branch), place or within
                discriminator = discriminator or mapping(node.get("discriminator")) or None
                stack += [(*branch, within, discriminator) for branch in _branches(node, at, inner)]


def _branches(node: JsonObject, pointer: str, keyword: str) -> list[Place]:
    """Return the branches of a keyword, the last one first."""
    listed = enumerate(sequence(node[keyword]))
    return [(branch, join(pointer, keyword, index)) for index, branch in listed][::-1]


def mere_union(node: Json) -> str | None:
    """Return the keyword of a schema that is only a union; None for any other schema."""
    if not isinstance(node, dict) or UNION.isdisjoint(node):
        return None
    found = list(substance(node))
    return found[0] if len(found) == 1 else None
