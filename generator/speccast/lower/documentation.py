"""The documentation of types: descriptions, defaults, examples, constraints.

The functions take the parts that document a type: the schema itself, then the schemas that it
refers to. The first part that has a keyword has priority.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from speccast.ir import Constraint, Doc, Example, JsonValue, Text
from speccast.lower.naming.english import words
from speccast.lower.raw import keywords, mapping, sequence, string, text
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speccast.lower.raw import JsonObject, Part
    from speccast.reading.json_value import Json

CONSTRAINTS = keywords(
    "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength pattern"
    " minItems maxItems uniqueItems minProperties maxProperties propertyNames"
)
TYPED_FORMATS = keywords(
    "date-time date time duration uuid byte base64url binary decimal float double password"
)
"""Formats that the type already expresses."""
NO_DOC = Doc()
_ENCODE = json.JSONEncoder(sort_keys=True, allow_nan=False, separators=(",", ":")).encode


def canonical(value: Json) -> JsonValue | None:
    """Return a value as canonical JSON; None if it has an infinite number or is nested too deep."""
    try:
        return JsonValue(_ENCODE(value))
    except (ValueError, RecursionError):
        return None


def of_schema(doc_parts: Sequence[Part], name: str = "") -> Doc:
    """Return the documentation of a schema, without a title that only repeats the name."""
    description: Text | None = None
    url: Text | None = None
    deprecated = False
    for node, _ in doc_parts:
        if description is None and "description" in node:
            description = text(node["description"])
        if url is None and "externalDocs" in node:
            url = _url(node)
        deprecated = deprecated or node.get("deprecated") is True
    summary = _title(doc_parts[0][0], name) if doc_parts and description is None else None
    if description or url or deprecated or summary:
        return Doc(summary, description, deprecated, url)
    return NO_DOC


def of_object(node: JsonObject) -> Doc:
    """Return the documentation of an object other than a schema."""
    return Doc(
        text(node.get("summary")),
        text(node.get("description")),
        node.get("deprecated") is True,
        _url(node),
    )


def _url(node: JsonObject) -> Text | None:
    """Return the link to further documentation."""
    return text(mapping(node.get("externalDocs")).get("url")) if "externalDocs" in node else None


def _title(node: JsonObject, name: str) -> Text | None:
    """Return a title, unless it only repeats the name."""
    title = string(node.get("title"))
    if not title or " " not in title.strip() or words(title) == words(name):
        return None
    return Text(title)


def default(doc_parts: Iterable[Part]) -> JsonValue | None:
    """Return the documented default."""
    for node, _ in doc_parts:
        if "default" in node:
            return canonical(node["default"])
    return None


def examples(doc_parts: Iterable[Part]) -> tuple[Example, ...]:
    """Return the examples of a schema: `example`, and the list `examples` of 3.1."""
    for node, pointer in doc_parts:
        found: list[tuple[Json, str]] = []
        if "example" in node:
            found.append((node["example"], join(pointer, "example")))
        if "examples" in node:
            listed = enumerate(sequence(node["examples"]))
            found += [(value, join(pointer, "examples", str(index))) for index, value in listed]
        if found:
            return tuple(
                Example(None, value, at)
                for raw, at in found
                if (value := canonical(raw)) is not None
            )
    return ()


def constraints(doc_parts: Iterable[Part]) -> tuple[Constraint, ...]:
    """Return the validation keywords, for an array with those of its items (`items.minLength`)."""
    found: dict[str, Json] = {}
    for node, _ in doc_parts:
        _constrain(found, node, "")
    if not found:
        return ()
    return tuple(
        Constraint(keyword, value)
        for keyword, raw in found.items()
        if (value := canonical(raw)) is not None
    )


def _constrain(found: dict[str, Json], node: JsonObject, prefix: str) -> None:
    """Add one schema's validation keywords."""
    for keyword in node:
        if keyword in CONSTRAINTS or (keyword == "format" and node[keyword] not in TYPED_FORMATS):
            found.setdefault(prefix + keyword, node[keyword])
        elif keyword == "items" and not prefix:
            items = node[keyword]
            if isinstance(items, dict):
                _constrain(found, items, "items.")
