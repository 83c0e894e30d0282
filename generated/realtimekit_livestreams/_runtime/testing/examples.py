"""Documented examples that fit their schemas, and small values where there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .branches import Rules
from .leaves import NoValueError, Seeded, Simplest
from .parts import is_array, is_object
from .values import Builder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Json
    from .schemas import Direction, Schemas

_TRIES = 20


def example(
    schemas: Schemas, node: Json, direction: Direction, *, objects: bool = False
) -> Json:
    """Return the first example of a schema, media type, parameter or header that fits."""
    rules = Rules(schemas, direction, objects=objects)
    node = schemas.follow(node)
    schema: Any = node
    if is_object(node) and "schema" in node:
        schema = node["schema"]
    for value in documented(schemas, node):
        if rules.loose.fits(schema, value) and (is_object(value) or not objects):
            return value
    for source in (Simplest(), *map(Seeded, range(_TRIES))):
        try:
            return Builder(rules, source).value(schema)
        except NoValueError:
            continue
    raise NoValueError


def documented(schemas: Schemas, node: Json) -> Iterator[Json]:
    """Give the examples that stand at a schema, media type, parameter or header."""
    node = schemas.follow(node)
    if not is_object(node):
        return
    if "example" in node:
        yield node["example"]
    examples: Any = node.get("examples")
    if is_array(examples):
        yield from examples
    elif is_object(examples):
        for each in map(schemas.follow, examples.values()):
            if is_object(each) and "value" in each:
                yield each["value"]
    if "schema" in node:
        yield from documented(schemas, node["schema"])
