"""JSON values: their types and their equality."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeGuard

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = Any
"""A JSON value."""
JsonObject: TypeAlias = dict[str, Json]
_KINDS: Final[Mapping[type, str]] = {
    dict: "object",
    list: "array",
    str: "string",
    int: "integer",
    float: "number",
    bool: "boolean",
    type(None): "null",
}


def is_object(value: Json) -> TypeGuard[JsonObject]:
    """Return whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: Json) -> TypeGuard[list[Json]]:
    """Return whether a JSON value is an array."""
    return isinstance(value, list)


def kind_of(value: Json) -> str:
    """Return the type of a JSON value; empty for infinity and NaN."""
    if isinstance(value, float) and value - value != 0:
        return ""
    return _KINDS[type(value)]


def key_of(value: Json) -> object:
    """Return a hashable key that is equal for equal values; 1 equals 1.0, but not True."""
    if is_object(value):
        return frozenset((key, key_of(value[key])) for key in value)
    if is_array(value):
        return tuple(map(key_of, value))
    return (type(value) is bool, value)


def rest_of_items(part: JsonObject) -> Json:
    """Return the schema of the items after those in `prefixItems`."""
    return part.get("items", part.get("unevaluatedItems", True))
