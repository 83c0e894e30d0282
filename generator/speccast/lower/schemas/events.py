"""The schema of text/event-stream -> whether it is an event, and the format of its data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.lower.raw import mapping, sequence, strings
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.lower.raw import Place
    from speccast.reading.json_value import Json
    from speccast.resolve import Resolved

_FIELDS = ("data", "event", "id", "retry")


def event_data(resolved: Resolved, node: Json, pointer: str) -> str | None:
    """Return the format of the data of an event; None if the schema does not describe an event."""
    fields = [*_fields(resolved, node, pointer)]
    if not fields:
        return None
    kinds = {_is_json(resolved, *place) for name, place in fields if name == "data"}
    if kinds == {True}:
        return "json"
    return "either" if True in kinds else "text"


def event_place(resolved: Resolved, node: Json, pointer: str) -> Place | None:
    """Return the schema of the event that `schema` describes; None if it describes the data.

    It should describe the data, but with oRPC and Huma it is an event, or a list of events.
    """
    followed, at = resolved.follow(node, pointer)
    if "items" in mapping(followed):
        followed, at = mapping(followed)["items"], join(at, "items")
    names = {name for name, _ in _properties(resolved, followed, at)}
    return (followed, at) if {"data", "event"} <= names <= {*_FIELDS} else None


def data_places(resolved: Resolved, places: list[Place]) -> list[Place]:
    """Return the schemas of what an event's data holds; those of the text, if it holds nothing."""
    found: list[Place] = []
    for place in places:
        followed, at = resolved.follow(*place)
        if "contentSchema" in mapping(followed):
            found.append((mapping(followed)["contentSchema"], join(at, "contentSchema")))
    return found or places


def _fields(resolved: Resolved, node: Json, pointer: str) -> Iterator[tuple[str, Place]]:
    """Iterate the fields of an event that a schema describes, in any of its branches."""
    return (entry for entry in _properties(resolved, node, pointer) if entry[0] in _FIELDS)


def _properties(resolved: Resolved, node: Json, pointer: str) -> Iterator[tuple[str, Place]]:
    """Iterate the properties of a schema, in any of its branches."""
    stack, seen = [(node, pointer)], set[str]()
    while stack:
        followed, at = resolved.follow(*stack.pop())
        if at in seen:
            continue
        seen.add(at)
        schema = mapping(followed)
        if "$ref" in schema:
            stack.append(({"$ref": schema["$ref"]}, at))
        for name, entry in mapping(schema.get("properties")).items():
            yield name, (entry, join(at, "properties", name))
        for keyword in ("allOf", "oneOf", "anyOf"):
            for index, entry in enumerate(sequence(schema.get(keyword))):
                stack.append((entry, join(at, keyword, index)))


def _is_json(resolved: Resolved, node: Json, pointer: str) -> bool:
    """Return whether data is JSON: its content has a schema, or it cannot be text."""
    schema = mapping(resolved.follow(node, pointer)[0])
    if "contentSchema" in schema:
        return True
    kinds = strings(schema.get("type"))
    return "properties" in schema or bool(kinds and "string" not in kinds)
