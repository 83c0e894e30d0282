"""A schema with its `allOf` and references -> the flat list of schemas that all apply.

Each *part* is a schema of the document with its pointer. Its `allOf` and `$ref` have been followed,
and later stages ignore them. Later parts are more specific: a schema comes after its bases. All
loops use a stack instead of recursion, because of depth and cycles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.lower.raw import keywords, mapping, sequence
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccast.lower.raw import JsonObject, Part, Place
    from speccast.reading.json_value import Json
    from speccast.resolve import Resolved

ANNOTATIONS = keywords(
    "title description default example examples deprecated readOnly writeOnly externalDocs xml"
    " nullable discriminator $comment $id $anchor $schema $defs definitions $dynamicAnchor"
)
"""Annotations: keywords that do not restrict the values of a schema."""


def substance(node: JsonObject) -> Iterator[str]:
    """Iterate the keywords that restrict the values of the schema."""
    for keyword in node:
        if keyword not in ANNOTATIONS and not keyword.startswith("x-"):
            yield keyword


def flatten(resolved: Resolved, places: Sequence[Place]) -> list[Part] | None:
    """Return the parts of a conjunction, bases first; None if one of them allows no value."""
    if len(places) == 1:
        node, pointer = places[0]
        if isinstance(node, dict) and "allOf" not in node and "$ref" not in node:
            return [(node, pointer)]
    found: list[Part] = []
    seen: set[str] = set()
    # An entry is a schema to open, or an opened schema whose bases are already in `found`.
    stack: list[tuple[Json, str, bool]] = [(node, at, False) for node, at in reversed(places)]
    while stack:
        node, pointer, opened = stack.pop()
        if opened:
            found.append((mapping(node), pointer))
            continue
        node, pointer = resolved.follow(node, pointer)
        if pointer in seen:
            continue
        seen.add(pointer)
        if node is False:
            return None
        if isinstance(node, dict):
            stack.append((node, pointer, True))
            stack += [(base, at, False) for base, at in reversed(_bases(node, pointer))]
    return found


def _bases(node: JsonObject, pointer: str) -> list[Place]:
    """Return the schemas that a schema refers to, by `$ref` and `allOf`."""
    bases: list[Place] = []
    reference = node.get("$ref")
    if isinstance(reference, str):
        bases.append(({"$ref": reference}, pointer))
    for index, entry in enumerate(sequence(node.get("allOf"))):
        bases.append((entry, join(pointer, "allOf", index)))
    return bases


def only_base(node: JsonObject, pointer: str) -> Place | None:
    """Return the only base of a schema that adds nothing but annotations to it, else None."""
    if "allOf" not in node and "$ref" not in node:
        return None
    for keyword in substance(node):
        if keyword not in ("allOf", "$ref") and not _adds_nothing(node, keyword):
            return None
    bases = [(base, at) for base, at in _bases(node, pointer) if _restricts(base)]
    return bases[0] if len(bases) == 1 else None


def _restricts(node: Json) -> bool:
    """Return whether a schema restricts more than `type: object` does."""
    if not isinstance(node, dict):
        return node is False
    return not all(_adds_nothing(node, keyword) for keyword in substance(node))


def _adds_nothing(node: JsonObject, keyword: str) -> bool:
    """Return whether a keyword adds nothing to a base, which is an object."""
    return keyword == "type" and node["type"] == "object"


def distinct(resolved: Resolved, places: Sequence[Place]) -> list[Place]:
    """Return the schemas that restrict values, without duplicates and bases of later ones."""
    if len(places) == 1:
        return list(places)
    kept: list[Place] = []
    for place in reversed(places):
        node, pointer = resolved.follow(*place)
        if not isinstance(node, dict) or next(substance(node), None) is not None:
            if any(pointer == at or node == other for other, at in kept):
                continue
            kept.append((node, pointer))
    return _without_bases(resolved, kept[::-1])


def _without_bases(resolved: Resolved, places: list[Place]) -> list[Place]:
    """Return the schemas without those that are bases of others."""
    if len(places) == 1:
        return places
    derived: set[str] = set()
    for node, pointer in places:
        if isinstance(node, dict) and ("allOf" in node or "$ref" in node):
            parts = flatten(resolved, [(node, pointer)]) or []
            derived.update(at for _, at in parts if at != pointer)
    return [(node, pointer) for node, pointer in places if pointer not in derived]
