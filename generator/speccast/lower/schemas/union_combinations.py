"""Unions combined with the keywords beside them -> the branches of their product.

A branch that the keywords do not extend keeps its class. If there are more than `MAX_COMBINATIONS`,
all branches are merged into one object with optional properties.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.ir import Scalar
from speccast.lower.raw import keywords, mapping
from speccast.lower.schemas import by_type, closed_schemas, enums
from speccast.lower.schemas.all_of import flatten
from speccast.lower.schemas.branch_names import branch_words
from speccast.lower.schemas.conditionals import properties_of
from speccast.lower.schemas.drafts import Branch
from speccast.lower.schemas.json_types import declared
from speccast.lower.schemas.objects import required_of
from speccast.lower.schemas.union_types import without_null

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccast.ir import Type
    from speccast.lower.raw import Part, Place
    from speccast.lower.schemas.drafts import Subject
    from speccast.lower.schemas.interface import Schemas
    from speccast.lower.schemas.union_factors import Factor, Leaf

MAX_COMBINATIONS = 64
"""The maximum number of combinations that are kept separate."""

_STRUCTURAL = keywords(
    "properties patternProperties items prefixItems enum const format contentEncoding"
)
"""Keywords that affect the type of a value."""
_DECIDING = keywords("type enum const")
"""Keywords that can exclude all values of a branch."""
_TYPED = keywords("type oneOf anyOf properties enum const items")


def too_many(factors: Sequence[Factor], rest: list[Part]) -> bool:
    """Return whether a product has too many branches to be kept separate."""
    product = len(factors) > 1 or _affects_types(rest)
    return product and prod(len(factor.leaves) for factor in factors) > MAX_COMBINATIONS


def _affects_types(rest: list[Part]) -> bool:
    """Return whether the keywords beside a union can affect the types of its branches."""
    return any(not _STRUCTURAL.isdisjoint(node) for node, _ in rest)


def product(schemas: Schemas, factors: Sequence[Factor], subject: Subject) -> Iterator[Branch]:
    """Iterate the branches of the product of unions and the keywords beside them (`subject`)."""
    rest = subject.parts
    kinds = declared(rest)
    combinations: list[tuple[list[Leaf], tuple[str, ...]]] = [([], ())]
    for factor in factors:
        named = list(zip(factor.leaves, branch_words(factor.leaves), strict=True))
        combinations = [
            ([*chosen, leaf], words + own) for chosen, words in combinations for leaf, own in named
        ]
    if len(factors) > 1:
        possible = [entry for entry in combinations if _is_possible(schemas, rest, entry[0])]
        combinations = possible or combinations
    for index, (chosen, words) in enumerate(combinations):
        leaf = chosen[-1]
        name_path = (leaf.within or subject.name_path).branch(*words)
        if len(chosen) == 1 and not _is_extended(schemas, leaf, rest):
            closed_schemas.ignore_contradicting(schemas, [*rest, *_parts(schemas, leaf)])
            kind = schemas.type_of(leaf.node, leaf.pointer, leaf.place or name_path)
        else:
            name = subject.name.of(index)
            whole = schemas.merges.get(subject.name, (subject.pointer,))
            schemas.merges[name] = (*whole, *(leaf.pointer for leaf in chosen))
            places = [*rest, *((leaf.node, leaf.pointer) for leaf in chosen)]
            kind = schemas.product(places, name, subject.name_path.branch(*words))
        kind = without_null(kind, kinds)
        yield Branch(kind, mapping(leaf.node), leaf.pointer, leaf.discriminator)


def narrow(schemas: Schemas, factors: Sequence[Factor], rest: list[Part]) -> None:
    """Remove and report the branches that contradict the keywords beside the unions."""
    if all(_DECIDING.isdisjoint(node) for node, _ in rest):
        return
    for factor in factors:
        checked = [(leaf, _is_possible(schemas, rest, [leaf])) for leaf in factor.leaves]
        possible = [leaf for leaf, fits in checked if fits]
        if not possible:
            message = "all branches contradict the keywords beside them: the keywords are ignored"
            schemas.diagnostics.warning("all-of-conflict", message, factor.pointer)
            continue
        factor.leaves = possible
        for leaf in (leaf for leaf, fits in checked if not fits):
            message = "this branch contradicts the keywords beside the union: it is left out"
            schemas.diagnostics.warning("all-of-conflict", message, leaf.pointer)


def _is_possible(schemas: Schemas, rest: list[Part], chosen: list[Leaf]) -> bool:
    """Return whether `type`, `enum` and `const` allow a value of all chosen branches."""
    parts = [*rest, *(part for leaf in chosen for part in _parts(schemas, leaf))]
    kinds = declared(parts)
    return kinds != () and enums.possible(parts, kinds)


def _parts(schemas: Schemas, leaf: Leaf) -> list[Part]:
    """Return the schemas that a branch consists of."""
    return flatten(schemas.resolved, [(leaf.node, leaf.pointer)]) or []


def _is_extended(schemas: Schemas, leaf: Leaf, rest: list[Part]) -> bool:
    """Return whether the keywords beside a union add something to a branch."""
    if leaf.node == {"type": "null"}:
        return False
    adds = _affects_types(rest)
    if not adds and not any("type" in node or "required" in node for node, _ in rest):
        return False
    own = _parts(schemas, leaf)
    if not adds:
        untyped = all(_TYPED.isdisjoint(node) for node, _ in own)
        return untyped or _requires_more(rest, own)
    if any(k in _STRUCTURAL and k != "properties" for node, _ in rest for k in node):
        return True
    named = properties_of(own)
    return any(name not in named for name in properties_of(rest)) or _requires_more(rest, own)


def _requires_more(rest: list[Part], own: list[Part]) -> bool:
    """Return whether a property of a branch is required only by the keywords beside the union."""
    named, required = properties_of(own), required_of(own)
    return any(name in named and name not in required for name in required_of(rest))


def as_one_object(schemas: Schemas, factors: Sequence[Factor], subject: Subject) -> Type:
    """Merge all branches into one object with optional properties."""
    schemas.diagnostics.lossy(
        "too-many-combinations",
        f"more than {MAX_COMBINATIONS} combinations of branches: they are merged into one object",
        subject.pointer,
    )
    merged: dict[str, Place] = {}
    for leaf in (leaf for factor in factors for leaf in factor.leaves):
        for name, places in properties_of(_parts(schemas, leaf)).items():
            known = merged.setdefault(name, places[-1])
            if known[0] != places[-1][0]:
                merged[name] = ({}, places[-1][1])
    if not merged and not _affects_types(subject.parts):
        return Scalar.ANY
    # One schema per property, so that each keeps its own pointer.
    parts: list[Part] = [
        ({"type": "object", "properties": {name: schema}}, at.rsplit("/properties/", 1)[0])
        for name, (schema, at) in merged.items()
    ]
    return by_type.lower(schemas, replace(subject, parts=[*parts, *subject.parts]))
