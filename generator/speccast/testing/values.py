"""JSON values: of which type one is, and which are equal."""

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
    """Return the type of a JSON value; infinity and what is not a number have none."""
    if isinstance(value, float) and value - value != 0:
        return ""
    return _KINDS[type(value)]


def key_of(value: Json) -> object:
    """Return a hashable thing that is equal for equal values; 1 is 1.0, and not True."""
    if is_object(value):
        return frozenset((key, key_of(value[key])) for key in value)
    if is_array(value):
        return tuple(map(key_of, value))
    return (type(value) is bool, value)


def others(part: JsonObject) -> Json:
    """Return what an array has behind the items that have a place."""
    return part.get("items", part.get("unevaluatedItems", True))
