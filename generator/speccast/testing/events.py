"""Server-sent events whose schema describes their fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from speccast.testing.examples import example
from speccast.testing.validity import Validity
from speccast.testing.values import is_object

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.testing.schemas import Schemas
    from speccast.testing.values import Json, JsonObject

_FIELDS: Final = frozenset({"data", "event", "id", "retry"})


def describes_event(schemas: Schemas, content: JsonObject) -> bool:
    """Return whether the schema of an item describes the fields of an event."""
    if "itemSchema" not in content:
        return _has_only_fields(schemas, event_schema(schemas, content))
    parts = schemas.parts(content["itemSchema"])
    named = {name for part in parts for name in part.get("properties", {})}
    branches = any("oneOf" in part or "anyOf" in part for part in parts)
    if branches and not named & _FIELDS:
        value = example(schemas, content["itemSchema"], "response")
        named = {*value} if is_object(value) else set[str]()
    return bool(named & _FIELDS)


def _has_only_fields(schemas: Schemas, schema: Json) -> bool:
    """Return whether a schema in the place of that of the data describes an event."""
    parts = [*schemas.parts(schema)]
    for keyword in ("oneOf", "anyOf"):
        parts += [schemas.follow(each) for part in parts for each in part.get(keyword, ())]
    named = {name for part in parts for name in part.get("properties", {})}
    required = {name for part in parts for name in part.get("required", ())}
    return "event" in required and {"data", "event"} <= named <= _FIELDS


def event_schema(schemas: Schemas, content: JsonObject) -> Json:
    """Return the schema of an item, or that of the data."""
    schema = schemas.follow(content.get("itemSchema", content.get("schema", True)))
    is_list = "itemSchema" not in content and is_object(schema) and "items" in schema
    return schema["items"] if is_list else schema


def event_example(schemas: Schemas, node: Json) -> Json:
    """Return the fields of an event; `data` has the decoded value."""
    value: Json = {"data": "", **example(schemas, node, "response")}
    for schema in _fitting(schemas, Validity(schemas), node, value):
        data = schemas.follow(schemas.member(schemas.parts(schema), "data"))
        if is_object(data) and "contentSchema" in data:
            return {**value, "data": example(schemas, data["contentSchema"], "response")}
        if is_object(data) and data and not value["data"]:
            value["data"] = example(schemas, data, "response")
    return value


def _fitting(schemas: Schemas, validity: Validity, node: Json, value: Json) -> Iterator[Json]:
    """Iterate a schema and the branches of its unions that a value fits."""
    yield node
    for part in schemas.parts(node):
        for branch in (*part.get("oneOf", ()), *part.get("anyOf", ())):
            if validity.fits(branch, value):
                yield from _fitting(schemas, validity, branch, value)


def event_text(value: JsonObject) -> bytes:
    """Return the text of a server-sent event."""
    data: Json = value["data"]
    text: str = data if isinstance(data, str) else json.dumps(data)
    lines = [f"{name}: {value[name]}" for name in sorted(_FIELDS - {"data"}) if name in value]
    lines += [f"data: {line}" for line in text.splitlines() or [""]]
    return "\n".join([*lines, "", ""]).encode()
