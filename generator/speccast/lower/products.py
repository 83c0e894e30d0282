"""Unions together with what stands beside them -> the branches of their product.

What every branch already says needs no product: then the branches stay the classes that they are.
Beyond `MOST` combinations all branches are merged into one object, loosely.
"""

from __future__ import annotations

from dataclasses import replace
from math import prod
from typing import TYPE_CHECKING

from speccast.ir import Id, Scalar

from . import typed
from .all_of import flatten
from .drafts import Branch
from .hints import title_of
from .objects import properties_of, required_of
from .raw import keywords, mapping, sequence, string

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from speccast.document import Json
    from speccast.ir import Type

    from .drafts import Subject
    from .raw import JsonObject, Part, Place
    from .schemas import Schemas
    from .unions import Factor, Leaf

MOST = 64
"""Combinations of branches that are told apart."""

_STRUCTURAL = keywords(
    "properties patternProperties items prefixItems enum const format contentEncoding"
)
"""Keywords that decide of which types a value is made."""
_TYPED = keywords("type oneOf anyOf properties enum const items")


def too_many(factors: Sequence[Factor], rest: list[Part]) -> bool:
    """Tell whether a product has more branches than are told apart."""
    multiplied = len(factors) > 1 or _adds(rest)
    return multiplied and prod(len(factor.leaves) for factor in factors) > MOST


def _adds(rest: list[Part]) -> bool:
    """Tell whether what stands beside a union can change the types of its branches."""
    return any(not _STRUCTURAL.isdisjoint(node) for node, _ in rest)


def multiplied(schemas: Schemas, factors: Sequence[Factor], subject: Subject) -> Iterator[Branch]:
    """Iterate the branches of the product of unions and of what stands beside them, the subject."""
    rest = subject.parts
    combinations: list[list[Leaf]] = [[]]
    for factor in factors:
        combinations = [[*chosen, leaf] for chosen in combinations for leaf in factor.leaves]
    words = branch_words([chosen[-1] for chosen in combinations])
    for index, chosen in enumerate(combinations):
        leaf, pointer, place = chosen[-1]
        where = subject.where.branch(*words[index])
        if len(chosen) == 1 and not _changed(schemas, leaf, pointer, rest):
            kind = schemas.type_of(leaf, pointer, place or where)
        else:
            places = [*rest, *((node, at) for node, at, _ in chosen)]
            kind = schemas.product(places, Id(f"{subject.name};{index}"), where)
        yield Branch(kind, mapping(leaf), pointer)


def _changed(schemas: Schemas, leaf: Json, pointer: str, rest: list[Part]) -> bool:
    """Tell whether what stands beside a union says more about a branch than the branch itself."""
    if leaf == {"type": "null"}:
        return False
    adds = _adds(rest)
    if not adds and not any("type" in node or "required" in node for node, _ in rest):
        return False
    own = flatten(schemas.resolved, [(leaf, pointer)]) or []
    if not adds:
        untyped = all(_TYPED.isdisjoint(node) for node, _ in own)
        return untyped or _requires_more(rest, own)
    if any(k in _STRUCTURAL and k != "properties" for node, _ in rest for k in node):
        return True
    named = properties_of(own)
    return any(name not in named for name in properties_of(rest)) or _requires_more(rest, own)


def _requires_more(rest: list[Part], own: list[Part]) -> bool:
    """Tell whether a property of a branch is required only by what stands beside the union."""
    named, required = properties_of(own), required_of(own)
    return any(name in named and name not in required for name in required_of(rest))


def loosely(schemas: Schemas, factors: Sequence[Factor], subject: Subject) -> Type:
    """Merge all branches into one object of which each property may be missing."""
    schemas.diagnostics.lossy(
        "too-many-combinations",
        f"more than {MOST} combinations of branches: merged into one object",
        subject.pointer,
    )
    merged: dict[str, Place] = {}
    for leaf, pointer, _ in (leaf for factor in factors for leaf in factor.leaves):
        own = flatten(schemas.resolved, [(leaf, pointer)]) or []
        for name, places in properties_of(own).items():
            known = merged.setdefault(name, places[-1])
            if known[0] != places[-1][0]:
                merged[name] = ({}, places[-1][1])
    if not merged and not _adds(subject.parts):
        return Scalar.ANY
    # One schema a property, so that each keeps its own pointer.
    loose: list[Part] = [
        ({"type": "object", "properties": {name: schema}}, at.rsplit("/properties/", 1)[0])
        for name, (schema, at) in merged.items()
    ]
    return typed.lower(schemas, replace(subject, parts=[*loose, *subject.parts]))


# --- words for branches -------------------------------------------------------------------------


def branch_words(leaves: Sequence[Leaf]) -> list[tuple[str, ...]]:
    """Return what tells each branch from the others, where it must be told from any.

    A named schema brings its name; an object has a constant or a property of its own.
    """
    objects = [mapping(mapping(leaf.node).get("properties")) for leaf in leaves]
    named = any(leaf.place for leaf in leaves)
    if sum(1 for found in objects if found) < 2 and not named:  # noqa: PLR2004 - told apart by kind
        return [() for _ in leaves]
    met: dict[str, int] = {}
    for found in objects:
        for name in found:
            met[name] = met.get(name, 0) + 1
    return [
        leaf.place.words if leaf.place else _own_words(mapping(leaf.node), found, met, index)
        for index, (leaf, found) in enumerate(zip(leaves, objects, strict=True))
    ]


def _own_words(
    node: JsonObject, properties: JsonObject, met: Mapping[str, int], index: int
) -> tuple[str, ...]:
    """Return the words of an inline branch: its title, a constant, its own property, a number."""
    if not properties:
        return ()
    title = title_of([(node, "")])
    alone = next((name for name in properties if met[name] == 1), None)
    word = title or _constant(properties) or alone
    return (word,) if word else ("option", str(index + 1))


def _constant(properties: JsonObject) -> str | None:
    """Return the value of the first property that has only one."""
    for schema in properties.values():
        node = mapping(schema)
        listed = sequence(node.get("enum"))
        value = node["const"] if "const" in node else listed[0] if len(listed) == 1 else None
        if string(value):
            return string(value)
    return None
