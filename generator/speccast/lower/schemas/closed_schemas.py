"""Closed schemas that contradict others -> the keywords that are ignored.

`additionalProperties: false` allows only the properties of its own schema. In an `allOf` it also
forbids the properties of the other schemas, which is rarely intended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.lower.raw import keywords, mapping
from speccast.lower.schemas.all_of import flatten
from speccast.lower.schemas.conditionals import properties_of
from speccast.lower.schemas.objects import required_of
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.lower.raw import JsonObject, Part
    from speccast.lower.schemas.interface import Schemas
    from speccast.resolve import Resolved

_CLOSING = ("additionalProperties", "unevaluatedProperties")
_KNOWING = {
    "additionalProperties": keywords("patternProperties"),
    "unevaluatedProperties": keywords(
        "patternProperties additionalProperties oneOf anyOf if dependentSchemas"
    ),
}
"""Keyword that closes a schema -> keywords that describe further properties."""


def ignore_contradicting(schemas: Schemas, parts: list[Part]) -> None:
    """Record in `schemas.ignored_keywords` the keywords that forbid properties of other schemas."""
    closed = [(pointer, keyword) for node, pointer in parts for keyword in _closing(node)]
    named = list(_named(parts)) if closed else []
    for pointer, keyword in closed:
        place, known = join(pointer, keyword), _known(schemas.resolved, pointer, keyword)
        forbidden = [] if known is None else [name for name in named if name not in known]
        if forbidden and place not in schemas.ignored_keywords:
            schemas.ignored_keywords[place] = None
            message = f"`{keyword}: false` forbids `{forbidden[0]}` of a schema beside it"
            schemas.diagnostics.warning("all-of-conflict", f"{message}; it is left out", place)


def _closing(node: JsonObject) -> Iterator[str]:
    """Yield the keyword that closes a schema, if one does."""
    for keyword in _CLOSING:
        if keyword in node:
            if node[keyword] is False:
                yield keyword
            return


def _named(parts: list[Part]) -> Iterator[str]:
    """Iterate the properties that at least one schema describes or requires."""
    for name, places in properties_of(parts).items():
        if all(schema is not False for schema, _ in places):
            yield name
    yield from required_of(parts)


def _known(resolved: Resolved, pointer: str, keyword: str) -> set[str] | None:
    """Return the properties that a keyword allows; None if they are unknown."""
    own: list[Part] = [(mapping(resolved.at(pointer)), pointer)]
    if keyword != _CLOSING[0]:
        own = flatten(resolved, own) or []
    if any(not _KNOWING[keyword].isdisjoint(node) for node, _ in own):
        return None
    return set(properties_of(own))
