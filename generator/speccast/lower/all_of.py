"""A schema with its `allOf` and references -> the flat list of schemas that must all hold.

Each *part* is a schema of the document with its pointer; its `allOf` and `$ref` have been followed and
count no more. Later parts are the more specific ones: what a schema says itself comes after its bases.
Everything here walks with a list of its own, so neither depth nor cycles can hurt.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.resolve import join

from .raw import mapping, sequence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from speccast.resolve import Resolved

    from speccast.document import Json

    from .raw import JsonObject

Part = tuple["Json", str]
"""A schema (an object, or `False`) with its pointer."""

ANNOTATIONS = frozenset(
    "title description default example examples deprecated readOnly writeOnly externalDocs xml nullable"
    " $comment $id $anchor $schema $defs definitions $dynamicAnchor discriminator".split()
)
"""Keywords that say something about a schema, and nothing about which values it takes."""


def substance(node: JsonObject) -> Iterator[str]:
    """Iterate the keywords that say which values the schema takes."""
    for keyword in node:
        if keyword not in ANNOTATIONS and not keyword.startswith("x-"):
            yield keyword


def flatten(resolved: Resolved, places: Iterable[Part]) -> list[tuple[JsonObject, str] | None]:
    """Return the parts of a conjunction, bases first; None stands for a schema that takes nothing."""
    found: list[tuple[JsonObject, str] | None] = []
    seen: set[str] = set()
    # An entry is a place to open, or an opened schema whose bases have been dealt with.
    stack: list[tuple[Json, str, bool]] = [(node, pointer, False) for node, pointer in places][::-1]
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
            found.append(None)
        elif isinstance(node, dict):
            stack.append((node, pointer, True))
            stack += reversed(_bases(node, pointer))
    return found


def _bases(node: JsonObject, pointer: str) -> list[tuple[Json, str, bool]]:
    """Return what a schema refers to, or lists in `allOf`."""
    bases: list[tuple[Json, str, bool]] = []
    reference = node.get("$ref")
    if isinstance(reference, str):
        bases.append(({"$ref": reference}, pointer, False))
    for index, entry in enumerate(sequence(node.get("allOf"))):
        bases.append((entry, join(pointer, "allOf", str(index)), False))
    return bases


def only_base(node: JsonObject, pointer: str) -> Part | None:
    """Return the one schema that this one stands for, where it adds nothing but annotations to it."""
    bases = _bases(node, pointer)
    if not bases or any(k not in ("allOf", "$ref") for k in _telling(node)):
        return None
    telling = [(base, where) for base, where, _ in bases if any(_telling(mapping(base)))]
    return telling[0] if len(telling) == 1 else None


def _telling(node: JsonObject) -> Iterator[str]:
    """Iterate the keywords that say more than `type: object` does."""
    for keyword in substance(node):
        if keyword != "type" or node["type"] != "object":
            yield keyword
