"""Documented examples that fit their schemas, and small values where there is none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .branches import Rules
from .leaves import NoValueError, Seeded, Simplest
from .model import Json
from .schemas import Direction, Schemas
from .values import Builder

_TRIES = 20


def example(schemas: Schemas, node: Json, direction: Direction) -> Json:
    """Return the first example of a schema, media type, parameter or header that fits."""
    rules = Rules(schemas, direction)
    node = schemas.follow(node)
    schema: Any = node
    if isinstance(node, dict) and "schema" in node:
        schema = node["schema"]
    for value in documented(schemas, node):
        if rules.loose.fits(schema, value):
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
    if not isinstance(node, dict):
        return
    if "example" in node:
        yield node["example"]
    examples: Any = node.get("examples")
    if isinstance(examples, list):
        yield from examples
    elif isinstance(examples, dict):
        for each in map(schemas.follow, examples.values()):
            if isinstance(each, dict) and "value" in each:
                yield each["value"]
    if "schema" in node:
        yield from documented(schemas, node["schema"])
