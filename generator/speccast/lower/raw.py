"""Careful looks at the raw tree: each function takes any JSON and gives the kind that was asked for, or nothing.

The document has been validated, but what did not validate is still in it, so that nothing here
may trust a node's kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speccast.ir import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.document import Json
    from speccast.resolve import Resolved

JsonObject: TypeAlias = "dict[str, Json]"

_NOTHING: JsonObject = {}


def mapping(value: Json) -> JsonObject:
    """Return the object, or an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def sequence(value: Json) -> list[Json]:
    """Return the array, or an empty one."""
    return value if isinstance(value, list) else []


def string(value: Json) -> str | None:
    """Return the string, or None."""
    return value if isinstance(value, str) else None


def strings(value: Json) -> list[str]:
    """Return the strings of an array, or a single string as a list of one."""
    if isinstance(value, str):
        return [value]
    return [entry for entry in sequence(value) if isinstance(entry, str)]


def text(value: Json) -> Text | None:
    """Return a string that says something as `Text`."""
    return Text(value) if isinstance(value, str) and value.strip() else None


def fields(value: Json) -> Iterator[tuple[str, Json]]:
    """Iterate the members of an object that are no extensions (`x-…`)."""
    for key, entry in mapping(value).items():
        if not key.startswith("x-"):
            yield key, entry


def target(resolved: Resolved, node: Json, pointer: str) -> tuple[JsonObject, str]:
    """Return the object that a node is or refers to, and its pointer.

    For everything but schemas: beside a `$ref` only a description can stand, and what is referred to
    has its own.
    """
    while isinstance(node, dict) and isinstance(node.get("$ref"), str):
        node, pointer = resolved.follow({"$ref": node["$ref"]}, pointer)
    return mapping(node), pointer
