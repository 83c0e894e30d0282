"""The parts of a schema -> the JSON types that they allow, and the keywords that are ignored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.lower.raw import keywords, kind_of, sequence, string, strings
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speccast.lower.raw import JsonObject
    from speccast.reading.diagnostics import Diagnostics

KINDS = ("null", "boolean", "integer", "number", "string", "array", "object")

_HINTS = {
    "object": "properties additionalProperties patternProperties unevaluatedProperties",
    "array": "items prefixItems",
    "string": "contentEncoding contentMediaType",
}
"""The keywords that imply a type. Limits (`maxLength`, `minimum`, `required`) imply none."""
_HINT_OF = {keyword: kind for kind, listed in _HINTS.items() for keyword in listed.split()}
_NUMBER_FORMATS = {
    "int32": "integer", "int64": "integer", "int16": "integer", "int8": "integer",
    "float": "number", "double": "number",
}  # fmt: skip
_IGNORED = keywords(
    "not if then else dependentSchemas dependentRequired dependencies contains minContains"
    " maxContains unevaluatedItems unevaluatedProperties contentSchema $dynamicRef"
)
_NESTING = keywords("items prefixItems additionalProperties patternProperties oneOf anyOf allOf")


_DECISIVE = keywords("properties enum const")
"""Keywords that determine the type for certain."""


def nests(node: JsonObject) -> bool:
    """Return whether a schema's type has component types."""
    return not _NESTING.isdisjoint(node)


def report_ignored(
    node: JsonObject, pointer: str, diagnostics: Diagnostics, *, listed: bool
) -> None:
    """Report the keywords that are not honoured; `listed` if a part of the schema has a tuple."""
    if _IGNORED.isdisjoint(node):
        return
    for keyword in node:
        if keyword in _IGNORED and not _harmless(node, keyword, listed=listed):
            diagnostics.lossy(
                "keyword-ignored", f"`{keyword}` is not honoured", join(pointer, keyword)
            )


def _harmless(node: JsonObject, keyword: str, *, listed: bool) -> bool:
    """Return whether a keyword has no effect in a schema, or is honoured with another one."""
    if keyword in ("then", "else"):
        return "if" in node
    if keyword == "contentSchema":
        return holds_json(node)
    if keyword == "unevaluatedItems":
        return "items" in node or (node[keyword] is False and listed)
    return keyword == "unevaluatedProperties" and isinstance(node[keyword], dict)


def holds_json(node: JsonObject) -> bool:
    """Return whether a schema has a `contentSchema` and the media type of JSON."""
    kind = (string(node.get("contentMediaType")) or "").partition(";")[0].strip().lower()
    return "contentSchema" in node and (kind.endswith(("/json", "+json")))


def kinds_of(parts: Sequence[tuple[JsonObject, str]], diagnostics: Diagnostics) -> tuple[str, ...]:
    """Return the types that all parts allow, in the document's order; empty if all are allowed.

    If the parts contradict each other, the most specific one is used.
    """
    found: tuple[str, ...] | None = None
    for node, pointer in parts:
        declared = _declared(node)
        if not declared:
            continue
        both = declared if found is None else _intersection(found, declared)
        if not both:
            one, other = " or ".join(found or ()), " or ".join(declared)
            message = f"no value is both {one} and {other}: {other} is used"
            diagnostics.warning("all-of-conflict", message, pointer)
        found = both or declared
    if found is not None:
        return tuple(k for k in found if k != "integer" or "number" not in found)
    return _inferred(parts, diagnostics)


def declared(parts: Iterable[tuple[JsonObject, str]]) -> tuple[str, ...] | None:
    """Return the types that `type` allows in all parts; None if no part has one."""
    found: tuple[str, ...] | None = None
    for node, _ in parts:
        named = _declared(node)
        if named:
            found = named if found is None else _intersection(found, named)
    return found


def _declared(node: JsonObject) -> tuple[str, ...]:
    """Return the types that `type` names."""
    return tuple(kind for kind in strings(node.get("type")) if kind in KINDS)


def _intersection(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Return the types that both tuples allow; an integer is a number."""
    both: dict[str, None] = {}
    for kind in other:
        if kind in one or (kind == "integer" and "number" in one):
            both[kind] = None
        elif kind == "number" and "integer" in one:
            both["integer"] = None
    return tuple(both)


def _inferred(parts: Sequence[tuple[JsonObject, str]], diagnostics: Diagnostics) -> tuple[str, ...]:
    """Return the type that the other keywords imply."""
    for node, pointer in reversed(parts):
        kind = _hinted(node)
        if kind is not None:
            if _DECISIVE.isdisjoint(node):
                diagnostics.info("type-inferred", f"no `type`: read as {kind}", pointer)
            return (kind, "null") if _lists_null(node) else (kind,)
    return ()


def _lists_null(node: JsonObject) -> bool:
    """Return whether null is a value of the schema's `enum`."""
    return "const" not in node and None in sequence(node.get("enum"))


def _hinted(node: JsonObject) -> str | None:
    """Return the type that one schema's keywords imply."""
    if "const" in node or sequence(node.get("enum")):
        listed = [node["const"]] if "const" in node else sequence(node["enum"])
        kinds = {kind_of(value) for value in listed} - {"null"}
        return kinds.pop() if len(kinds) == 1 else None
    hinted = {_HINT_OF[keyword] for keyword in node if keyword in _HINT_OF}
    if hinted:
        # Keywords of several types imply none of them, but `properties` implies an object.
        return "object" if "properties" in node else hinted.pop() if len(hinted) == 1 else None
    format_ = node.get("format")
    if isinstance(format_, str):
        return _NUMBER_FORMATS.get(format_, "string")
    return None
