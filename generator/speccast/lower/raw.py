"""Safe access to the raw tree: each function takes any JSON value and returns the requested type.

The document has been validated, but may still have invalid parts, so no function here relies on the
type of a node.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speccast.ir import Text
from speccast.reading.pointers import join
from speccast.resolve.kinds import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json
    from speccast.resolve import Resolved

JsonObject: TypeAlias = "dict[str, Json]"
Place: TypeAlias = "tuple[Json, str]"
"""A node with its pointer."""
Part: TypeAlias = "tuple[JsonObject, str]"
"""A schema with its pointer."""

_MORE = "additionalOperations"
_NOTHING: JsonObject = {}
_EMPTY: list[Json] = []


def keywords(text: str) -> frozenset[str]:
    """Return the words of a text as a set."""
    return frozenset(text.split())


def mapping(value: Json) -> JsonObject:
    """Return the object, or an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def sequence(value: Json) -> list[Json]:
    """Return the array, or an empty one."""
    return value if isinstance(value, list) else _EMPTY


def string(value: Json) -> str | None:
    """Return the string, or None."""
    return value if isinstance(value, str) else None


def strings(value: Json) -> list[str]:
    """Return the strings of an array, or a single string as a list of one."""
    if isinstance(value, str):
        return [value]
    return [entry for entry in sequence(value) if isinstance(entry, str)]


def text(value: Json) -> Text | None:
    """Return a string as `Text`, unless it is blank."""
    return Text(value) if isinstance(value, str) and value.strip() else None


def fields(value: Json) -> Iterator[tuple[str, Json]]:
    """Iterate the members of an object that are not extensions (`x-…`)."""
    for key, entry in mapping(value).items():
        if not key.startswith("x-"):
            yield key, entry


def target(resolved: Resolved, node: Json, pointer: str) -> Part:
    """Return an object other than a schema, or the target of its reference, with its pointer.

    The summary and description beside a `$ref` replace those of its target.
    """
    texts: JsonObject = {}
    while isinstance(node, dict) and isinstance(reference := node.get("$ref"), str):
        texts = {**resolved.sibling_texts.get(pointer, {}), **texts}
        node, pointer = resolved.at(reference), reference
    return {**mapping(node), **texts} if texts else mapping(node), pointer


def methods_of(resolved: Resolved, item: JsonObject, pointer: str) -> Iterator[tuple[str, Part]]:
    """Iterate the operations of a path item with their methods; OpenAPI 3.2 allows any method."""
    for method in item:
        if method in METHODS:
            yield method, target(resolved, item[method], join(pointer, method))
    for method, entry in mapping(item.get(_MORE)).items():
        yield method, target(resolved, entry, join(pointer, _MORE, method))


_KINDS: dict[type, str] = {
    str: "string", bool: "boolean", int: "integer", float: "number",
    type(None): "null", list: "array", dict: "object",
}  # fmt: skip


def kind_of(value: Json) -> str:
    """Return the JSON Schema type of a value."""
    return _KINDS[type(value)]
