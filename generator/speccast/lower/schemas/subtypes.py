"""Bases with a `discriminator` -> the union of their subtypes, if there are any.

A reference to a base means all of its subtypes: those that `discriminator.mapping`
lists, and the components that have it in their `allOf`, whose keys are implicit values. Within the
`allOf` of a subtype it means only itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Id
from speccast.lower.naming.name_path import place_of
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
    """Return whether a component that adds nothing to its base is a separate type."""
    target, at = schemas.resolved.follow(*base)
    return pointer in schemas.heirs.get(at, ()) and discriminator_of(mapping(target)) is not None


def lower(schemas: Schemas, node: JsonObject, pointer: str, name_path: NamePath) -> Type | None:
    """Return the union of a base's subtypes and the base itself; None if there are no subtypes.

    The base stays a class: it is the type of objects with an unknown discriminator.
    """
    said = discriminator_of(node)
    if said is None or "oneOf" in node or "anyOf" in node:
        return None
    descendants = _descendants(schemas.heirs, pointer)
    said = _with_inner(schemas, said, descendants)
    values = strings(list(mapping(said.get("mapping")).values()))
    targets = dict.fromkeys(t for value in values if (t := target_of(schemas, value)))
    if "allOf" in node:  # a subtype may repeat the mapping of its base, which lists its siblings
        targets = {target: None for target in targets if target in descendants}
    targets |= descendants
    targets.pop(pointer, None)
    if not targets:
        return None
    found: list[Branch] = []
    for target in targets:
        kind = schemas.type_of({"$ref": target}, target, place_of(target) or name_path)
        found.append(Branch(kind, mapping(schemas.resolved.at(target)), target))
    base = schemas.conjunction([(node, pointer)], Id(pointer, ("base",)), name_path.branch("base"))
    found.append(Branch(base, node, pointer))
    return union_types.union(
        schemas, found, Source(Id(pointer), name_path, [(node, pointer)]), said
    )


def discriminator_of(node: JsonObject) -> JsonObject | None:
    """Return the discriminator of a schema, its own or that of an inline member of its `allOf`."""
    if "$ref" in node and "discriminator" not in node:
        return None
    for part in (node, *map(mapping, sequence(node.get("allOf")))):
        if "discriminator" in part:
            return mapping(part["discriminator"])
    return None


def _with_inner(schemas: Schemas, said: JsonObject, descendants: dict[str, None]) -> JsonObject:
    """Return a discriminator with the mappings of the subtypes for the same property."""
    mapped = mapping(said.get("mapping"))
    for target in descendants:
        inner = discriminator_of(mapping(schemas.resolved.at(target)))
        if inner is not None and inner.get("propertyName") == said.get("propertyName"):
            mapped = {**mapping(inner.get("mapping")), **mapped}
    return {**said, "mapping": mapped} if mapped else said


def _descendants(heirs: dict[str, list[str]], base: str) -> dict[str, None]:
    """Return the descendants of a schema, each once."""
    found: dict[str, None] = {}
    waiting = heirs.get(base, [])[::-1]
    while waiting:
        pointer = waiting.pop()
        if pointer not in found:
            found[pointer] = None
            waiting += heirs.get(pointer, [])[::-1]
    return found


def target_of(schemas: Schemas, value: str) -> str | None:
    """Return the canonical pointer of the schema that a mapping's value leads to, if it does."""
    try:
        node, target = schemas.resolved.follow({"$ref": value}, value)
    except (LookupError, ValueError):
        return None
    return target if isinstance(node, dict) else None
