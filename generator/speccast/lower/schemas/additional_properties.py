"""The members of an object without named properties -> their type, if the schema has one.

The name of a member decides whether a pattern or `additionalProperties` applies. No pattern is
evaluated, neither here nor by a client, so a member may have any of their types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.lower.raw import keywords, mapping
from speccast.lower.schemas.drafts import Branch
from speccast.lower.schemas.union_types import union
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.ir import Type
    from speccast.lower.raw import Part, Place
    from speccast.lower.schemas.drafts import Subject
    from speccast.lower.schemas.interface import Schemas
    from speccast.reading.json_value import Json

_REST = "additionalProperties"
_LEFT = "unevaluatedProperties"
_CONDITIONS = keywords("if then else dependentSchemas")
"""Keywords that may describe properties, and are ignored here."""


def additional(schemas: Schemas, subject: Subject) -> Type | None:
    """Return the type of the members that the document does not name; None if it is unknown."""
    patterns = list(_patterns(subject.parts))
    limits = _limits(subject.parts)
    told = [
        (node, pointer)
        for node, pointer in (*patterns, *limits)
        if isinstance(node, dict) and not _is_open(node)
    ]
    if not told:
        return None
    if not limits or any(_is_open(node) for node, _ in patterns):
        why = "names are not compared with patterns, and some properties may hold anything"
        return schemas.given_up(why, patterns[0][1])
    place = subject.name_path.item()
    branches = [Branch(schemas.type_of(*entry, place), *entry) for entry in told]
    if len(branches) == 1:
        return branches[0].type
    return union(
        schemas, branches, replace(subject.variant("additional"), name_path=place).source()
    )


def _patterns(parts: list[Part]) -> Iterator[Place]:
    """Iterate the schemas of `patternProperties`."""
    for node, pointer in parts:
        for pattern, schema in mapping(node.get("patternProperties")).items():
            yield schema, join(pointer, "patternProperties", pattern)


def _limits(parts: list[Part]) -> list[Place]:
    """Return the schemas of members that no other keyword describes; none: any value."""
    rests = [
        (node[keyword], join(pointer, keyword))
        for node, pointer in parts
        for keyword in ([_REST] if _REST in node else [_LEFT] if _LEFT in node else [])
    ]
    # What another part describes is not left for `unevaluatedProperties`.
    conditional = any(not _CONDITIONS.isdisjoint(node) for node, _ in parts)
    taken = conditional or any(_is_open(node) for node, _ in rests)
    return [
        (node, pointer)
        for node, pointer in rests
        if not _is_open(node) and not (taken and pointer.endswith(_LEFT))
    ]


def _is_open(node: Json) -> bool:
    """Return whether a schema allows any value."""
    return node is True or node == {}
