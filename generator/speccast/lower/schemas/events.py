"""The schema of text/event-stream -> whether it is an event, and the format of its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.lower.raw import mapping, sequence, strings
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.lower.raw import JsonObject, Place
    from speccast.reading.json_value import Json
    from speccast.resolve import Resolved

_FIELDS = ("data", "event", "id", "retry")


def event_data(resolved: Resolved, node: Json, pointer: str) -> str | None:
    """Return the format of the data of an event; None if the schema does not describe an event."""
    fields = [*_fields(resolved, node, pointer)]
    if not fields:
        return None
    kinds = set[bool]().union(*(_forms(resolved, *at) for name, at in fields if name == "data"))
    if kinds == {True}:
        return "json"
    return "either" if True in kinds else "text"


def event_place(resolved: Resolved, node: Json, pointer: str) -> Place | None:
    """Return the schema of the event that `schema` describes; None if it describes the data.

    It should describe the data, but with oRPC and Huma it is an event, or a list of events. These
    require `event`; data may have optional members of the same names.
    """
    followed, at = resolved.follow(node, pointer)
    if "items" in mapping(followed):
        followed, at = mapping(followed)["items"], join(at, "items")
    parts = [*_parts(resolved, followed, at)]
    names = {name for part, _ in parts for name in mapping(part.get("properties"))}
    required = any("event" in strings(part.get("required")) for part, _ in parts)
    return (followed, at) if required and {"data", "event"} <= names <= {*_FIELDS} else None


def data_places(resolved: Resolved, places: list[Place]) -> list[Place]:
    """Return the schemas of what the data of events contains, or else those of the text."""
    found: list[Place] = []
    for place in places:
        followed, at = resolved.follow(*place)
        if "contentSchema" in mapping(followed):
            found.append((mapping(followed)["contentSchema"], join(at, "contentSchema")))
    return found or places


def _fields(resolved: Resolved, node: Json, pointer: str) -> Iterator[tuple[str, Place]]:
    """Iterate the fields of an event that a schema describes, in any of its branches."""
    for part, at in _parts(resolved, node, pointer):
        for name, entry in mapping(part.get("properties")).items():
            if name in _FIELDS:
                yield name, (entry, join(at, "properties", name))


def _parts(resolved: Resolved, node: Json, pointer: str) -> Iterator[tuple[JsonObject, str]]:
    """Iterate a schema and its branches, each once, with their pointers."""
    stack, seen = [(node, pointer)], set[str]()
    while stack:
        followed, at = resolved.follow(*stack.pop())
        if at not in seen:
            seen.add(at)
            schema = mapping(followed)
            stack += _branches(schema, at)
            yield schema, at


def _forms(resolved: Resolved, node: Json, pointer: str) -> set[bool]:
    """Return the forms of data: True for JSON, False for text; none for a schema without a type."""
    stack, seen, found = [(node, pointer)], set[str](), set[bool]()
    while stack:
        followed, at = resolved.follow(*stack.pop())
        if at in seen:
            continue
        seen.add(at)
        schema = mapping(followed)
        kinds = set(strings(schema.get("type"))) - {"null"}
        if "contentSchema" in schema or "properties" in schema:
            found |= {True}
        elif kinds:
            found |= {kind != "string" for kind in kinds}
        else:
            stack += _branches(schema, at)
    return found


def _branches(schema: JsonObject, pointer: str) -> Iterator[Place]:
    """Iterate the target of a reference that has siblings, and the branches of a schema."""
    if "$ref" in schema:
        yield {"$ref": schema["$ref"]}, pointer
    for keyword in ("allOf", "oneOf", "anyOf"):
        for index, entry in enumerate(sequence(schema.get(keyword))):
            yield entry, join(pointer, keyword, index)
