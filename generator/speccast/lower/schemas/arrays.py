"""An array schema -> `ir.Array`, or `ir.Tuple` if each position has a schema."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from speccast.ir import Array, Scalar, Tuple, within
from speccast.lower.raw import keywords, sequence
from speccast.lower.schemas import union_types
from speccast.lower.schemas.drafts import Branch
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.ir import Type
    from speccast.lower.raw import JsonObject, Place
    from speccast.lower.schemas.drafts import Subject
    from speccast.lower.schemas.interface import Schemas

_MAX_OPTIONAL = 8
"""The maximum number of optional positions: there is a tuple for each possible length."""
_EVALUATING = keywords("items contains if anyOf oneOf")
"""Keywords that may describe further items, to which `unevaluatedItems` does not apply."""
_MAX_INLINE = 40
"""The maximum number of parts of a tuple's type that is spelled inline."""


def lower(schemas: Schemas, subject: Subject) -> Type:
    """Return the type of an array."""
    listed: list[Place] = [
        (node["items"], join(pointer, "items"))
        for node, pointer in subject.parts
        if "items" in node
    ]
    item = schemas.all_of(listed, subject.name_path.item()) if listed else Scalar.ANY
    fixed = _fixed(schemas, subject)
    return _tuple(schemas, subject, fixed, item) if fixed else Array(item)


def _fixed(schemas: Schemas, subject: Subject) -> tuple[Type, ...]:
    """Return the types of the items by position."""
    places: list[list[Place]] = []
    for node, pointer in subject.parts:
        for index, entry in enumerate(sequence(node.get("prefixItems"))):
            places += [[]] if index == len(places) else []
            places[index].append((entry, join(pointer, "prefixItems", index)))
    return tuple(
        schemas.all_of(listed, subject.name_path.branch("item", str(index + 1)))
        for index, listed in enumerate(places)
    )


def _tuple(schemas: Schemas, subject: Subject, fixed: tuple[Type, ...], item: Type) -> Type:
    """Return the type of an array with types by position; the last ones may be optional."""
    nodes = [node for node, _ in subject.parts]
    most = min((_size(node, "maxItems", len(fixed)) for node in nodes), default=0)
    closed = any("maxItems" in node for node in nodes) and most <= len(fixed)
    forbidden = {node["unevaluatedItems"] is False for node in nodes if "unevaluatedItems" in node}
    closed |= forbidden == {True} and all(_EVALUATING.isdisjoint(node) for node in nodes)
    fixed = fixed[:most] if closed else fixed
    whole = Tuple(fixed, None if closed or item is Scalar.NEVER else item)
    least = max(_size(node, "minItems", 0) for node in nodes)
    if least >= len(fixed):
        return schemas.declare_alias(whole, subject) if _is_big(whole) else whole
    if len(fixed) - least > _MAX_OPTIONAL or _is_big(whole):
        rest = whole.rest or Scalar.NEVER
        return Array(
            union_types.union(schemas, _branches(subject, (*fixed, rest)), subject.source())
        )
    short = [Tuple(fixed[:length], None) for length in reversed(range(least, len(fixed)))]
    return union_types.union(schemas, _branches(subject, (whole, *short)), subject.source())


def _size(node: JsonObject, keyword: str, default: int) -> int:
    value = node.get(keyword)
    return int(value) if isinstance(value, (int, float)) else default


def _branches(subject: Subject, kinds: Iterable[Type]) -> list[Branch]:
    return [Branch(kind, *subject.parts[-1]) for kind in kinds]


def _is_big(kind: Type) -> bool:
    """Return whether a type has too many parts to be spelled inline."""
    return next(islice(within(kind), _MAX_INLINE, None), None) is not None
