"""`oneOf` and `anyOf` -> `ir.Union`; together with other keywords, the product of both.

Unions are opened while they are still raw, with a list instead of recursion, so a union of unions is
flat and one that contains itself ends. What every branch already says needs no product: then the
branches stay the classes that they are.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING

from speccast.diagnostics import SpeccastError
from speccast.ir import Id, Literal, Ref, Scalar, Text
from speccast.resolve import join

from . import enums
from .all_of import flatten, substance
from .drafts import Branch, EnumDraft, Source
from .objects import properties_of
from .raw import mapping, sequence
from .where import place_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from speccast.ir import Type

    from .drafts import Draft
    from speccast.document import Json

    from .raw import JsonObject
    from .schemas import Parts, Schemas
    from .where import Where

MOST = 64
"""Combinations of unions that are told apart; beyond them they are merged loosely."""

_UNION = frozenset(("oneOf", "anyOf"))
_STRUCTURAL = frozenset(
    "properties patternProperties items prefixItems enum const format contentEncoding".split()
)
"""Keywords that decide of which types a value is made."""
_TYPED = frozenset("type oneOf anyOf properties enum const items".split())


class Factor:
    """One `oneOf` or `anyOf`: its branches, opened as far as they are unions and nothing else."""

    def __init__(self, schemas: Schemas, node: JsonObject, pointer: str, keyword: str) -> None:
        """Open the branches."""
        self.node = node
        self.pointer = join(pointer, keyword)
        self.reached: set[str] = {pointer}
        """Every schema that was opened or is a branch."""
        self.leaves: list[tuple[Json, str, bool]] = []
        """Each branch, and whether it is a reference."""
        self._open(schemas, node, pointer, keyword)

    def _open(self, schemas: Schemas, node: JsonObject, pointer: str, keyword: str) -> None:
        """Walk down to the branches that are no mere unions."""
        stack = _branches(node, pointer, keyword)[::-1]
        while stack:
            raw, slot = stack.pop()
            branch, where = schemas.resolved.follow(raw, slot)
            if where in self.reached:
                continue
            self.reached.add(where)
            inner = _mere_union(branch)
            if inner is None:
                self.leaves.append((branch, where, where != slot))
            else:
                stack += _branches(mapping(branch), where, inner)[::-1]


def _branches(node: JsonObject, pointer: str, keyword: str) -> list[tuple[Json, str]]:
    """Return the branches of one keyword."""
    listed = enumerate(sequence(node[keyword]))
    return [(branch, join(pointer, keyword, str(index))) for index, branch in listed]


def _mere_union(node: Json) -> str | None:
    """Return the keyword of a schema that is a union and nothing else."""
    if not isinstance(node, dict):
        return None
    telling = list(substance(node))
    return telling[0] if len(telling) == 1 and telling[0] in _UNION else None


def lower(schemas: Schemas, parts: Parts, name: Id, where: Where) -> Type:
    """Return the type of parts of which at least one is a union."""
    factors: list[Factor] = []
    rest: Parts = []
    pointers = {pointer for _, pointer in parts}
    for node, pointer in parts:
        # A base that lists its own subtypes is no union from a subtype's point of view.
        others = pointers - {pointer}
        factors += (f for f in _factors(schemas, node, pointer) if f.reached.isdisjoint(others))
        if any(keyword not in _UNION for keyword in substance(node)) or len(parts) == 1:
            rest.append(({k: v for k, v in node.items() if k not in _UNION}, pointer))
    if not factors:
        return schemas.typed(rest or parts, name, where)
    if len(factors) == 1:
        constants = _constants(schemas, factors[0], parts, name, where)
        if constants is not None:
            return constants
    discriminator = next((n["discriminator"] for n, _ in parts if "discriminator" in n), None)
    source = Source(name, where, parts[::-1])
    if prod(len(factor.leaves) for factor in factors) > MOST and (len(factors) > 1 or _adds(rest)):
        return _loosely(schemas, factors, rest, source)
    branches = list(_products(schemas, factors, rest, source))
    return schemas.union(branches, source, mapping(discriminator) or None)


def _factors(schemas: Schemas, node: JsonObject, pointer: str) -> Iterator[Factor]:
    """Iterate the unions of one part that tell values apart."""
    for keyword in ("oneOf", "anyOf"):
        if not sequence(node.get(keyword)):
            continue
        factor = Factor(schemas, node, pointer, keyword)
        if all(_only_requires(leaf) for leaf, _, _ in factor.leaves) and factor.leaves:
            schemas.diagnostics.lossy(
                "required-combination",
                "which properties must come together is not enforced",
                factor.pointer,
            )
            continue
        yield factor


def _only_requires(node: Json) -> bool:
    """Tell whether a branch merely says which properties must be there."""
    telling = set(substance(mapping(node)))
    return "required" in telling and telling <= {"required", "type", "not"}


def _constants(
    schemas: Schemas, factor: Factor, parts: Parts, name: Id, where: Where
) -> Type | None:
    """Return the enum that a list of constants is."""
    listed = [leaf for leaf, _, _ in factor.leaves if leaf != {"type": "null"}]
    values = enums.constants(listed)
    if values is None:
        return None
    declared: Type = schemas.declare_enum(values, Source(name, where, parts[::-1]))
    if len(listed) < len(factor.leaves):
        branches = [Branch(declared, *parts[0]), Branch(Scalar.NULL, *parts[0])]
        return schemas.union(branches, Source(Id(f"{name};null"), where, parts[::-1]))
    return declared


# --- products -----------------------------------------------------------------------------------


def _adds(rest: Parts) -> bool:
    """Tell whether what stands beside a union can change the types of its branches."""
    return any(keyword in _STRUCTURAL for node, _ in rest for keyword in node)


def _products(
    schemas: Schemas, factors: list[Factor], rest: Parts, source: Source
) -> Iterator[Branch]:
    """Iterate the branches of the product of unions, and of what stands beside them."""
    combinations: list[list[tuple[Json, str, bool]]] = [[]]
    for factor in factors:
        combinations = [[*chosen, leaf] for chosen in combinations for leaf in factor.leaves]
    words = branch_words([chosen[-1][0] for chosen in combinations])
    for index, chosen in enumerate(combinations):
        leaf, pointer, _ = chosen[-1]
        word = _word(chosen, words[index], index, len(combinations))
        if len(chosen) == 1 and not _changed(schemas, leaf, pointer, rest):
            kind = schemas.type_of(leaf, pointer, place_of(pointer) or source.where.branch(*word))
        else:
            places = [*rest, *((node, where) for node, where, _ in chosen)]
            variant = Id(f"{source.id};{index}")
            kind = schemas.product(places, variant, source.where.branch(*word))
        yield Branch(kind, mapping(leaf), pointer)


def _word(
    chosen: list[tuple[Json, str, bool]], word: str, index: int, count: int
) -> tuple[str, ...]:
    """Return what tells one branch from the others."""
    keys = tuple(place.words[-1] for _, pointer, _ in chosen if (place := place_of(pointer)))
    if keys:
        return keys
    if word or count == 1:
        return (word,) if word else ()
    return ("option", str(index + 1))


def branch_words(nodes: Sequence[Json]) -> list[str]:
    """Return a word for each object among a union's branches: a constant, or a property of its own.

    An object that stands alone among other kinds needs none.
    """
    objects = [mapping(mapping(node).get("properties")) for node in nodes]
    if sum(1 for found in objects if found) < 2:  # noqa: PLR2004 - nothing to tell apart
        return ["" for _ in nodes]
    met: dict[str, int] = {}
    for found in objects:
        for name in found:
            met[name] = met.get(name, 0) + 1
    return [_constant(found) or next((n for n in found if met[n] == 1), "") for found in objects]


def _constant(properties: Mapping[str, Json]) -> str:
    """Return the value of the first property that has only one."""
    for schema in properties.values():
        node = mapping(schema)
        listed = sequence(node.get("enum"))
        value = node.get("const", listed[0] if len(listed) == 1 else None)
        if isinstance(value, str) and value:
            return value
    return ""


def _changed(schemas: Schemas, leaf: Json, pointer: str, rest: Parts) -> bool:
    """Tell whether what stands beside a union says more about a branch than the branch itself."""
    if leaf == {"type": "null"}:
        return False
    adds = _adds(rest)
    if not adds and not any("type" in node for node, _ in rest):
        return False
    own = [part for part in flatten(schemas.resolved, [(leaf, pointer)]) if part is not None]
    if not adds:
        return not any(keyword in _TYPED for node, _ in own for keyword in node)
    if any(k in _STRUCTURAL and k != "properties" for node, _ in rest for k in node):
        return True
    named = properties_of(own)
    return any(name not in named for name in properties_of(rest))


def _loosely(schemas: Schemas, factors: list[Factor], rest: Parts, source: Source) -> Type:
    """Merge all branches into one object of which each property may be missing."""
    schemas.diagnostics.lossy(
        "too-many-combinations",
        f"more than {MOST} combinations of branches: merged into one object",
        source.pointer,
    )
    merged: dict[str, tuple[Json, str]] = {}
    for factor in factors:
        for leaf, pointer, _ in factor.leaves:
            own = [
                part for part in flatten(schemas.resolved, [(leaf, pointer)]) if part is not None
            ]
            for name, places in properties_of(own).items():
                known = merged.setdefault(name, places[-1])
                if known[0] != places[-1][0]:
                    merged[name] = ({}, places[-1][1])
    loose: Parts = [
        ({"type": "object", "properties": {name: schema}}, pointer.rsplit("/properties/", 1)[0])
        for name, (schema, pointer) in merged.items()
    ]
    return schemas.typed([*rest, *loose], source.id, source.where)


# --- simplifying --------------------------------------------------------------------------------


def simplest(branches: list[Branch], drafts: Mapping[Id, Draft]) -> list[Branch]:
    """Leave out the branches that another one takes in.

    An open enum of strings takes every string, and an open enum of integers every integer.
    """
    kinds = {branch.type for branch in branches}
    absorbed: set[Type] = set()
    for branch in branches:
        draft = drafts.get(branch.type.id) if isinstance(branch.type, Ref) else None
        if isinstance(draft, EnumDraft):
            of_text = isinstance(draft.values[0].value, Text)
            absorbed.add(Scalar.STR if of_text else Scalar.INT)
    if Scalar.FLOAT in kinds:
        absorbed.add(Scalar.INT)
    return _literals([branch for branch in branches if branch.type not in absorbed])


def _literals(branches: list[Branch]) -> list[Branch]:
    """Put the fixed values of several branches together."""
    fixed = [branch.type.values for branch in branches if isinstance(branch.type, Literal)]
    if len(fixed) < 2:  # noqa: PLR2004 - nothing to put together
        return branches
    together = Literal(tuple(dict.fromkeys(value for values in fixed for value in values)))
    left: list[Branch] = []
    for branch in branches:
        if not isinstance(branch.type, Literal):
            left.append(branch)
        elif together not in (kept.type for kept in left):
            left.append(Branch(together, branch.node, branch.pointer))
    return left


# --- subtypes -----------------------------------------------------------------------------------


def subtypes(schemas: Schemas, node: JsonObject, pointer: str, where: Where) -> Type | None:
    """Return the union of the subtypes that a base's `discriminator.mapping` lists, and of the base itself.

    The base stays a class of its own: what has an unknown discriminator is still one of it.
    """
    mapped = strings_of(mapping(mapping(node.get("discriminator")).get("mapping")))
    targets = dict.fromkeys(t for value in mapped if (t := target_of(schemas, value, pointer)))
    targets.pop(pointer, None)
    if not targets:
        return None
    found = [
        Branch(
            schemas.type_of({"$ref": target}, target, where),
            mapping(schemas.resolved.at(target)),
            target,
        )
        for target in targets
    ]
    base = schemas.conjunction([(node, pointer)], Id(f"{pointer};base"), where.branch("base"))
    found.append(Branch(base, node, pointer))
    source = Source(Id(pointer), where, [(node, pointer)])
    return schemas.union(found, source, mapping(node["discriminator"]))


def strings_of(values: JsonObject) -> list[str]:
    """Return the values of an object that are strings."""
    return [value for value in values.values() if isinstance(value, str)]


def target_of(schemas: Schemas, value: str, pointer: str) -> str | None:
    """Return the canonical pointer of what a discriminator's mapping names; None where it leads nowhere."""
    if "#" not in value and "/" not in value and "." not in value:
        value = join("#/components/schemas", value)
    try:
        node, target = schemas.resolved.follow({"$ref": value}, pointer)
    except (SpeccastError, LookupError, ValueError, TypeError):
        node, target = None, value
    if isinstance(node, dict):
        return target
    schemas.diagnostics.warning(
        "discriminator-mapping",
        f"the mapping leads nowhere: {value!r}",
        join(pointer, "discriminator"),
    )
    return None
