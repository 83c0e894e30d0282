"""Documented examples that fit their schemas, and small values where there is none."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Final

from speccast.testing import choices
from speccast.testing.keywords import merged
from speccast.testing.leaves import SHAPES
from speccast.testing.patterns import fitted, readable, samples
from speccast.testing.validity import Validity
from speccast.testing.values import is_array, is_object, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.testing.schemas import Direction, Parts, Schemas
    from speccast.testing.values import Json, JsonObject

_OBJECT: Final[JsonObject] = {"type": "object"}
_DEEPEST: Final = 16
"""Levels beyond which a value counts as endless."""
_SEVERAL: Final = 20
"""How many texts or numbers are tried, besides those that limits name."""
_ENDS: Final = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_VALUES: Final = {
    "date-time": "2026-05-31T12:30:00Z",
    "date": "2026-05-31",
    "time": "12:30:00Z",
    "duration": "PT1H30M",
    "uuid": "0191e8f5-1b3c-7000-8000-0123456789ab",
    "byte": "dGV4dA==",
    "base64": "dGV4dA==",
    "base64url": "dGV4dA",
    "decimal": "1.50",
}
"""A text of each format that a client reads as a value of its own: no other text will do."""
_FORMATS: Final = {
    **_VALUES,
    **{name: shape.format("text") for shape, names in SHAPES.items() for name in names.split()},
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}


def example(schemas: Schemas, node: Json, direction: Direction, *, objects: bool = False) -> Json:
    """Return the first example of a schema, media type, parameter or header that fits.

    It has to fit as a client reads it: the text `"{}"` is not an object, though a schema with
    `properties` and without `type` takes any text.

    Raises:
        LookupError: none is documented, and none was found.

    """
    target = schemas.follow(node)
    schema = target["schema"] if is_object(target) and "schema" in target else node
    validity = Validity(schemas, direction, as_read=True)
    for value in documented(schemas, node):
        if validity.fits(schema, value) and (is_object(value) or not objects):
            return value
    also: Parts = (_OBJECT,) if objects else ()
    versions = [(*parts, *also) for parts in choices.versions(schemas, schema)]
    search: _Simplest = schemas.once(("simplest", direction), lambda: _Simplest(schemas, validity))
    found = [*islice(search.all(versions), 1)]
    if not found:
        message = "no value was found that fits the schema"
        raise LookupError(message)
    if search.is_exact(versions, found[0]):
        return found[0]
    several = islice(search.all(versions, of_each=_FIRST_VALUES), _MOST_VALUES)
    return next((it for it in several if search.is_exact(versions, it)), found[0])


def simple(schemas: Schemas, validity: Validity, versions: list[Parts]) -> Iterator[Json]:
    """Give small values that fit one of several versions of a schema, the simplest first."""
    return _Simplest(schemas, validity).all(versions)


def documented(schemas: Schemas, node: Json) -> Iterator[Json]:
    """Give the examples that stand at a schema, media type, parameter or header."""
    node = schemas.follow(node)
    if not is_object(node):
        return
    if "example" in node:
        yield node["example"]
    examples: Json = node.get("examples")
    if is_array(examples):
        yield from examples
    elif is_object(examples):
        for each in map(schemas.follow, examples.values()):
            if is_object(each):
                yield from _shown(each)
    if "schema" in node:
        yield from documented(schemas, node["schema"])


def _shown(example: JsonObject) -> Iterator[Json]:
    """Give the value of an Example Object: as data, or as it travels (OpenAPI 3.2)."""
    for field in ("value", "dataValue"):
        if field in example:
            yield example[field]
            return
    text = example.get("serializedValue")
    if isinstance(text, str):
        try:
            yield json.loads(text)
        except (ValueError, RecursionError):
            yield text


_FIRST_VALUES: Final = 3
_MOST_VALUES: Final = 10
"""Values that are tried for one that fits only one branch of each `oneOf`."""
_MOST_TRIES: Final = 5_000
"""Combinations of schemas that are tried for one example: unions in unions have no end of them."""


class _Simplest:
    """Tries simple values, the simplest first; keeps what it has found for the next example."""

    def __init__(self, schemas: Schemas, validity: Validity) -> None:
        self._schemas = schemas
        self._validity = validity
        self._exactly = Validity(schemas, validity.direction, exact=True, as_read=True)
        self._firsts: dict[tuple[tuple[int, ...], int], tuple[Parts, list[Json]]] = {}
        """The first value of so many levels, or none, with the parts so that each `id` stays."""
        self._left = _MOST_TRIES

    def is_exact(self, versions: list[Parts], value: Json) -> bool:
        """Return whether a value fits one branch of each `oneOf`, and no other."""
        return any(self._exactly.all_fit(parts, value) for parts in versions)

    def all(self, versions: list[Parts], of_each: int | None = None) -> Iterator[Json]:
        """Give values that fit one of several versions of a schema; so many of each depth."""
        self._left = _MOST_TRIES
        for depth in range(_DEEPEST):
            for parts in versions:
                yield from islice(self._values(parts, depth), of_each)

    def _first(self, parts: Parts, depth: int) -> list[Json]:
        """Return the first value that fits, if there is one."""
        key = (tuple(map(id, parts)), depth)
        if key in self._firsts:
            return self._firsts[key][1]
        found = [*islice(self._values(parts, depth), 1)]
        if found or self._left > 0:  # else it was given up, which says nothing of the next example
            self._firsts[key] = (parts, found)
        return found

    def _values(self, parts: Parts, depth: int) -> Iterator[Json]:
        """Give different values that fit, and have so many levels at most."""
        key = (tuple(map(id, parts)), depth)
        known = self._firsts.get(key)
        if depth < 0 or self._left <= 0 or (known and not known[1]):
            return
        self._left -= 1
        seen = set[object]()
        for value in self._guesses(parts, depth):
            if key_of(value) not in seen and self._validity.all_fit(parts, value):
                seen.add(key_of(value))
                yield value
        if not seen and self._left > 0:
            self._firsts[key] = (parts, [])

    def _guesses(self, parts: Parts, depth: int) -> Iterator[Json]:
        for part in parts:
            if "enum" in part:
                yield from part["enum"]
                return
        branches = choices.branches(self._schemas, parts)
        self._left -= len(branches)
        yield from self._of_branches(parts, branches, depth)
        schema: JsonObject = {"type": []} if branches else merged(parts)
        for kind in schema["type"]:
            match kind:
                case "object":
                    yield from self._objects(parts, schema, depth)
                case "array":
                    yield from self._arrays(parts, schema, depth)
                case "string":
                    yield from _texts(schema)
                case "integer" | "number":
                    yield from _numbers(schema)
                case "boolean":
                    yield from (False, True)
                case _:
                    yield None

    def _of_branches(self, parts: Parts, branches: list[Parts], depth: int) -> Iterator[Json]:
        """Give values of each branch; of the first few, those that fit no other come first."""
        found = [self._values(branch, depth - 1) for branch in branches]
        loose: list[Json] = []
        for values in found:
            for value in islice(values, _FIRST_VALUES):
                if self._exactly.all_fit(parts, value):
                    yield value
                else:
                    loose.append(value)
        yield from loose
        for values in found:
            yield from values

    def _inside(self, node: Json, depth: int) -> Iterator[Json]:
        for parts in choices.versions(self._schemas, node):
            yield from self._values(parts, depth - 1)

    def _objects(self, parts: Parts, schema: JsonObject, depth: int) -> Iterator[JsonObject]:
        """Give an object of what is required, then one of all properties."""
        for whole in (False, True):
            value = self._object(parts, schema, depth, whole=whole)
            if value is None:
                return
            yield value

    def _object(
        self, parts: Parts, schema: JsonObject, depth: int, *, whole: bool
    ) -> JsonObject | None:
        """Return an object; None where a required property has no value of so few levels."""
        value: JsonObject = {}
        needed: dict[str, None] = dict.fromkeys(schema.get("required", []))
        least: int = schema.get("minProperties", 0)
        patterns = filter(readable, schema.get("patternProperties", ()) if least else ())
        spare = [text for pattern in patterns for text in samples(pattern)]
        spare += [f"key{index or ''}" for index in range(least)]
        for name in dict.fromkeys([*needed, *schema.get("properties", ()), *spare]):
            wanted = whole or name in needed or len(value) < least
            if wanted and self._validity.travels(parts, name):
                versions = choices.versions(self._schemas, self._schemas.member(parts, name))
                firsts = (each for v in versions for each in self._first(v, depth - 1))
                for each in islice(firsts, 1):
                    value[name] = each
                if name in needed and name not in value:
                    return None
        return value

    def _arrays(self, parts: Parts, schema: JsonObject, depth: int) -> Iterator[list[Json]]:
        """Give the shortest array, then one with an item more."""
        value: list[Json] = []
        least = max(schema.get("minItems", 0), "contains" in schema)
        first = len(schema.get("prefixItems", ()))
        length = max(least, min(first, schema.get("maxItems", first)))
        for index in range(length + 1):
            if index == length:
                yield [*value]
            for each in self._inside(self._schemas.item(parts, index), depth):
                if not schema.get("uniqueItems") or key_of(each) not in map(key_of, value):
                    value.append(each)
                    break
            else:
                return
        yield value


def _texts(schema: JsonObject) -> Iterator[str]:
    """Give texts that may fit."""
    low, high = schema.get("minLength", 0), schema.get("maxLength")
    for keyword in ("format", "contentEncoding"):
        name = str(schema.get(keyword)).lower()
        yield from [_FORMATS[name]] if name in _FORMATS else []
        if name in _VALUES:
            return
    if "pattern" in schema and readable(schema["pattern"]):
        for text in samples(fitted(schema["pattern"], low, high)):
            yield from (text, text.ljust(low, "a"))
    for index in range(_SEVERAL):
        yield f"text{index or ''}".ljust(low, "-")[:high]
    yield from "abcdefghijklmnopqrstuvwxyz0123456789"


def _numbers(schema: JsonObject) -> Iterator[float]:
    """Give numbers that may fit."""
    step = schema.get("multipleOf", 1)
    ends = [schema[key] for key in _ENDS if key in schema]
    middle = sum(ends) / len(ends) if ends else 0
    for start in (0, *ends, middle):
        count = start // step
        yield from (start, *((count + more) * step for more in (0, 1, -1)))
    yield from range(_SEVERAL)
