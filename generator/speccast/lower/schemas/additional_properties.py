"""`additionalProperties` and its like -> the type of the members that have no property.

The name of a member decides whether a pattern or `additionalProperties` applies. Neither the
generator nor a client evaluates patterns, so a member may have any of these types.
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

_ADDITIONAL = "additionalProperties"
_UNEVALUATED = "unevaluatedProperties"
_CONDITIONS = keywords("if then else dependentSchemas")
"""Keywords that may describe further properties, and are ignored here."""


def additional(schemas: Schemas, subject: Subject) -> Type | None:
    """Return the type of the members without a property; None if it is unknown."""
    patterns = list(_patterns(subject.parts))
    limits = _limits(subject.parts)
    typed = [
        (node, pointer)
        for node, pointer in (*patterns, *limits)
        if isinstance(node, dict) and not _is_open(node)
    ]
    if not typed:
        return None
    if not limits or any(_is_open(node) for node, _ in patterns):
        reason = "patterns are not evaluated, and some properties may have any value"
        return schemas.any_value(reason, patterns[0][1])
    place = subject.name_path.item()
    branches = [Branch(schemas.type_of(*entry, place), *entry) for entry in typed]
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
    """Return the schemas of members that no other keyword describes; empty: any value."""
    found = [
        (node[keyword], join(pointer, keyword))
        for node, pointer in parts
        for keyword in [k for k in (_ADDITIONAL, _UNEVALUATED) if k in node][:1]
    ]
    # `unevaluatedProperties` does not apply to members that another part describes.
    is_conditional = any(not _CONDITIONS.isdisjoint(node) for node, _ in parts)
    is_evaluated = is_conditional or any(_is_open(node) for node, _ in found)
    return [
        (node, pointer)
        for node, pointer in found
        if not _is_open(node) and not (is_evaluated and pointer.endswith(_UNEVALUATED))
    ]


def _is_open(node: Json) -> bool:
    """Return whether a schema allows any value."""
    return node is True or node == {}
