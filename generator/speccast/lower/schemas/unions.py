"""`oneOf` and `anyOf` -> `ir.Union`, or an enum of constants.

A union whose branches only require properties is ignored, with a finding.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.lower.raw import mapping, sequence
from speccast.lower.schemas import by_type, enums, union_combinations, union_types
from speccast.lower.schemas.all_of import substance
from speccast.lower.schemas.union_factors import NULL, UNION, Factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.ir import Type
    from speccast.lower.raw import JsonObject, Part
    from speccast.lower.schemas.drafts import Subject
    from speccast.lower.schemas.interface import Schemas
    from speccast.reading.json_value import Json


def lower(schemas: Schemas, subject: Subject) -> Type:
    """Return the type of parts of which at least one is a union."""
    factors: list[Factor] = []
    pointers = {pointer for _, pointer in subject.parts}
    for node, pointer in subject.parts:
        # For a subtype, a base that lists its subtypes is not a union.
        others = pointers - {pointer}
        factors += (f for f in _factors(schemas, node, pointer) if f.reached.isdisjoint(others))
    rest = replace(subject, parts=[_without_unions(part) for part in subject.parts])
    if not factors:
        return by_type.lower(schemas, rest)
    union_combinations.narrow(schemas, factors, rest.parts)
    if len(factors) == 1:
        constants = _constants(schemas, factors[0], subject)
        if constants is not None:
            return constants
    if union_combinations.too_many(factors, rest.parts):
        return union_combinations.as_one_object(schemas, factors, rest)
    found = list(union_combinations.product(schemas, factors, rest))
    parts = reversed(subject.parts)
    discriminator = next(
        (node["discriminator"] for node, _ in parts if "discriminator" in node), None
    )
    return union_types.union(schemas, found, subject.source(), mapping(discriminator) or None)


def _without_unions(part: Part) -> Part:
    """Return a schema without its `oneOf` and `anyOf`."""
    node, pointer = part
    return {keyword: value for keyword, value in node.items() if keyword not in UNION}, pointer


def _factors(schemas: Schemas, node: JsonObject, pointer: str) -> Iterator[Factor]:
    """Iterate the unions of one part that distinguish values."""
    for keyword in ("oneOf", "anyOf"):
        if not sequence(node.get(keyword)):
            continue
        factor = Factor(schemas, node, pointer, keyword)
        # A null beside `type` comes from `nullable` of OpenAPI 3.0.
        leaves = [leaf for leaf in factor.leaves if leaf.node != NULL or "type" not in node]
        if leaves and all(_only_requires(leaf.node) for leaf in leaves):
            schemas.diagnostics.lossy(
                "required-combination",
                "the required combinations of properties are not enforced",
                factor.pointer,
            )
        else:
            yield factor


def _only_requires(node: Json) -> bool:
    """Return whether a branch only requires properties."""
    found = set(substance(mapping(node)))
    return bool(found & {"required", "not"}) and found <= {"required", "type", "not"}


def _constants(schemas: Schemas, factor: Factor, subject: Subject) -> Type | None:
    """Return the enum of a union of constants; None for any other union."""
    listed = [leaf.node for leaf in factor.leaves if leaf.node != NULL]
    values = enums.constants(listed)
    if values is None:
        return None
    declared = schemas.declare_enum(values, subject)
    null = len(listed) < len(factor.leaves) or any(
        "null" in sequence(node.get("type")) for node, _ in subject.parts
    )
    return union_types.nullable(declared) if null else declared
