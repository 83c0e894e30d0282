"""Merges the parts of a schema into one object, with the strictest value of each keyword."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from speccast.testing.schemas import Parts
    from speccast.testing.values import JsonObject

TYPES: Final = ("object", "array", "string", "integer", "number", "boolean", "null")
LARGEST_MINIMUM: Final = 4096
"""The largest `minLength`, `minItems` or `minProperties` that is respected."""
_SIZES: Final = ("Length", "Items", "Properties")
_NUMBERS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_ENDLESS: Final = 10**9
_ABSURD: Final = 10.0**300
_ABOUT: Final = {
    "object": "properties additionalProperties patternProperties unevaluatedProperties",
    "array": "items prefixItems",
    "string": "contentEncoding contentMediaType",
}
_IMPLIED: Final = {key: name for name, keys in _ABOUT.items() for key in keys.split()}
"""The types that keywords imply in schemas without `type`."""
_FORMATS: Final = {
    **dict.fromkeys(["int8", "int16", "int32", "int64"], "integer"),
    **dict.fromkeys(["float", "double"], "number"),
}
"""The types that values of `format` imply, except for strings."""
_RULES: Final[Mapping[str, Callable[[Any, Any], Any]]] = {
    **dict.fromkeys([f"min{of}" for of in _SIZES], max),
    **dict.fromkeys([f"max{of}" for of in _SIZES], min),
    **dict.fromkeys(["minimum", "exclusiveMinimum"], max),
    **dict.fromkeys(["maximum", "exclusiveMaximum"], min),
    "properties": lambda one, other: {**one, **other},
    "patternProperties": lambda one, other: {**one, **other},
    "prefixItems": lambda one, other: max(one, other, key=len),
    "required": lambda one, other: [*dict.fromkeys([*one, *other])],
    "additionalProperties": lambda one, other: one and other,
    "uniqueItems": lambda one, other: one or other,
}
"""Functions that merge two values of a keyword; for other keywords, the last value is used."""


def merged(parts: Parts) -> JsonObject:
    """Return the parts as one schema object.

    Its `type` is the list of the allowed types, in which "number" excludes integers. Absurd limits
    are removed. Its schemas of properties and items are not complete: use `Schemas.member` and
    `Schemas.item` instead.
    """
    whole: JsonObject = {}
    for part in parts:
        for key, value in part.items():
            if not _is_absurd(key, value):
                rule = _RULES.get(key) if key in whole else None
                whole[key] = rule(whole[key], value) if rule else value
    whole["type"] = [name for name in TYPES if all(_allows(p, name) for p in parts)]
    whole["type"] = implied_types(parts) or whole["type"]
    return whole


def implied_types(parts: Parts) -> list[str]:
    """Return the types that keywords imply; none if there is a `type` or an `enum`."""
    if any("type" in part or "enum" in part for part in parts):
        return []
    kinds = {_IMPLIED[key] for part in parts for key in part if key in _IMPLIED} or {
        _FORMATS.get(part["format"], "string") for part in parts if "format" in part
    }
    kinds |= {"integer"} if "number" in kinds else set()
    return [name for name in TYPES if name in kinds]


def sizes(schema: JsonObject, of: str) -> tuple[int, int]:
    """Return the minimum and maximum of `Length`, `Items` or `Properties`."""
    least, most = schema.get(f"min{of}", 0), schema.get(f"max{of}", _ENDLESS)
    return math.ceil(least), math.floor(most)


def _allows(part: JsonObject, name: str) -> bool:
    named = part.get("type", name)
    names = [named] if isinstance(named, str) else named
    return name in names or (name == "integer" and "number" in names)


def _is_absurd(key: str, value: Any) -> bool:
    too_much = key.removeprefix("min") in _SIZES and value > LARGEST_MINIMUM
    return too_much or (key in _NUMBERS and abs(value) >= _ABSURD)
