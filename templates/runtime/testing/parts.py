"""Schemas as parts: plain schema objects, all of which a value has to fit.

What the parts say together, of one keyword or of one property. 3.0 is spelled as 3.1.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, TypeGuard

from ..model import Json, JsonObject
from .patterns import matches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Parts: TypeAlias = tuple[JsonObject, ...]

NEVER: Final[JsonObject] = {"not": {}}
BRANCHES: Final = ("oneOf", "anyOf")
TYPES: Final = ("object", "array", "string", "integer", "number", "boolean", "null")
_HINTS: Final[Mapping[str, str]] = {
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
    "patternProperties": "object",
    "items": "array",
    "prefixItems": "array",
    "pattern": "string",
    "minLength": "string",
    "maxLength": "string",
    "contentEncoding": "string",
    "minimum": "number",
    "maximum": "number",
    "multipleOf": "number",
}
"""The type that a keyword is about, for schemas that name none."""


def is_object(value: Json) -> TypeGuard[JsonObject]:
    """Tell whether a JSON value is an object."""
    return isinstance(value, dict)


def is_array(value: Json) -> TypeGuard[list[Json]]:
    """Tell whether a JSON value is an array."""
    return isinstance(value, list)


def together(parts: Parts, more: Parts) -> Parts:
    """Return the parts of both, none twice."""
    return tuple({id(part): part for part in (*parts, *more)}.values())


def unions(parts: Parts) -> list[tuple[JsonObject, str]]:
    """Return where a branch has to be chosen: the part and its keyword."""
    return [(part, key) for part in parts for key in BRANCHES if items(part, key)]


def items(node: Json, keyword: str) -> list[Json]:
    """Return the members of a keyword that is a list; none where it is not."""
    found = node.get(keyword) if is_object(node) else None
    return found if is_array(found) else []


def modern(node: JsonObject) -> Iterator[JsonObject]:
    """Give a schema object in the spelling of 3.1, without what `parts` resolves."""
    part = {key: node[key] for key in node if key not in {"$ref", "allOf"}}
    if part.get("nullable") is True and isinstance(part.get("type"), str):
        part["type"] = [part["type"], "null"]
    for bound in ("inimum", "aximum"):
        plain, strict = f"m{bound}", f"exclusiveM{bound}"
        if isinstance(part.get(strict), bool) and part.pop(strict) and plain in part:
            part[strict] = part.pop(plain)
    if is_array(part.get("items")):
        part["prefixItems"] = part.pop("items")
    if "const" in part:
        part["enum"] = [part["const"]]
    if part:
        yield part


def types(parts: Parts) -> list[str]:
    """Return the types that a value can have; a "number" is one that is no integer."""
    found: list[str] = [*TYPES]
    named = [part["type"] for part in parts if part.get("type") is not None]
    for name in named:
        names = set(name) if is_array(name) else {name}
        if "number" in names:
            names.add("integer")
        found = [each for each in found if each in names]
    if not named:
        hints = {_HINTS[key] for part in parts for key in part if key in _HINTS}
        hints |= {"integer"} if "number" in hints else set()
        found = [each for each in found if each in hints] or found
    return found


def members(parts: Parts, name: str) -> list[Json]:
    """Return the schemas of a property, from every part that says something of it."""
    found: list[Json] = []
    for part in parts:
        properties, patterns = (
            mapping(part, "properties"),
            mapping(part, "patternProperties"),
        )
        told = [properties[name]] if name in properties else []
        told += [patterns[each] for each in patterns if matches(each, name)]
        if not told and "additionalProperties" in part:
            told = [part["additionalProperties"]]
        found += told
    return found


def mapping(node: JsonObject, keyword: str) -> JsonObject:
    """Return the members of a keyword that is an object; none where it is not."""
    found = node.get(keyword)
    return found if is_object(found) else {}


def is_closed(parts: Parts) -> bool:
    """Tell whether an object has no properties but those that are named."""
    return any(
        part.get(keyword) is False
        for part in parts
        for keyword in ("additionalProperties", "unevaluatedProperties")
    )


def required(parts: Parts) -> list[str]:
    """Return the names of the properties that have to be there."""
    names = (name for part in parts for name in items(part, "required"))
    return [*dict.fromkeys(name for name in names if isinstance(name, str))]


def limit(parts: Parts, keyword: str) -> int | float | None:
    """Return the strictest of the parts' limits, None where there is none."""
    found: list[int | float] = [
        part[keyword]
        for part in parts
        if type(part.get(keyword)) in (int, float)
        and part[keyword] - part[keyword] == 0
    ]
    if not found:
        return None
    return max(found) if keyword.lower().find("min") >= 0 else min(found)
