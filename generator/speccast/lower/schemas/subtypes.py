"""Bases with a `discriminator` -> the union of their subtypes, if there are any.

A reference to a base means the base and its subtypes: the schemas in `discriminator.mapping`, and
the components that have the base in their `allOf`, whose keys are implicit values. In the `allOf`
of a subtype it means only the base.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Id
from speccast.lower.naming.name_path import name_path_of
from speccast.lower.naming.type_names import Source
from speccast.lower.raw import mapping, sequence, strings
from speccast.lower.schemas import union_types
from speccast.lower.schemas.drafts import Branch

if TYPE_CHECKING:
    from speccast.ir import Type
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import JsonObject, Place
    from speccast.lower.schemas.interface import Schemas


def is_subtype(schemas: Schemas, base: Place, pointer: str) -> bool:
    """Return whether a component is a subtype of a base, even if it adds nothing to the base."""
    target, at = schemas.resolved.follow(*base)
    return pointer in schemas.derived.get(at, ()) and discriminator_of(mapping(target)) is not None


def lower(schemas: Schemas, node: JsonObject, pointer: str, name_path: NamePath) -> Type | None:
    """Return the union of a base's subtypes and the base itself; None if there are no subtypes.

    The base itself is the type of objects with an unknown discriminator.
    """
    discriminator = discriminator_of(node)
    if discriminator is None or "oneOf" in node or "anyOf" in node:
        return None
    descendants = _descendants(schemas.derived, pointer)
    discriminator = _with_inner(schemas, discriminator, descendants)
    values = strings(list(mapping(discriminator.get("mapping")).values()))
    targets = dict.fromkeys(t for value in values if (t := target_of(schemas, value)))
    if "allOf" in node:  # a subtype may repeat the mapping of its base, with its siblings
        targets = {target: None for target in targets if target in descendants}
    targets |= descendants
    targets.pop(pointer, None)
    if not targets:
        return None
    found: list[Branch] = []
    for target in targets:
        kind = schemas.type_of({"$ref": target}, target, name_path_of(target) or name_path)
        found.append(Branch(kind, mapping(schemas.resolved.at(target)), target))
    base = schemas.conjunction([(node, pointer)], Id(pointer, ("base",)), name_path.branch("base"))
    found.append(Branch(base, node, pointer))
    return union_types.union(
        schemas, found, Source(Id(pointer), name_path, [(node, pointer)]), discriminator
    )


def discriminator_of(node: JsonObject) -> JsonObject | None:
    """Return the discriminator of a schema, or of an inline member of its `allOf`."""
    if "$ref" in node and "discriminator" not in node:
        return None
    for part in (node, *map(mapping, sequence(node.get("allOf")))):
        if "discriminator" in part:
            return mapping(part["discriminator"])
    return None


def _with_inner(
    schemas: Schemas, discriminator: JsonObject, descendants: dict[str, None]
) -> JsonObject:
    """Return a discriminator with the mappings of subtypes by the same property added."""
    mapped = mapping(discriminator.get("mapping"))
    for target in descendants:
        inner = discriminator_of(mapping(schemas.resolved.at(target)))
        if inner is not None and inner.get("propertyName") == discriminator.get("propertyName"):
            mapped = {**mapping(inner.get("mapping")), **mapped}
    return {**discriminator, "mapping": mapped} if mapped else discriminator


def _descendants(derived: dict[str, list[str]], base: str) -> dict[str, None]:
    """Return the descendants of a schema, each once."""
    found: dict[str, None] = {}
    waiting = derived.get(base, [])[::-1]
    while waiting:
        pointer = waiting.pop()
        if pointer not in found:
            found[pointer] = None
            waiting += derived.get(pointer, [])[::-1]
    return found


def target_of(schemas: Schemas, value: str) -> str | None:
    """Return the canonical pointer for a value of a mapping; None if it leads to no schema."""
    try:
        node, target = schemas.resolved.follow({"$ref": value}, value)
    except (LookupError, ValueError):
        return None
    return target if isinstance(node, dict) else None
