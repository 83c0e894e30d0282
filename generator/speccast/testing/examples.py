"""Documented examples that fit their schemas, or else small generated values."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING, Final

from speccast.testing import choices
from speccast.testing.keywords import merged
from speccast.testing.leaves import SHAPES
from speccast.testing.patterns import compiled, samples, with_length
from speccast.testing.validity import Validity
from speccast.testing.values import is_array, is_object, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.testing.schemas import Direction, Parts, Schemas
    from speccast.testing.values import Json, JsonObject

_OBJECT: Final[JsonObject] = {"type": "object"}
_DEEPEST: Final = 16
"""The number of levels after which a value is considered infinite."""
_SEVERAL: Final = 20
"""The number of strings or numbers that are tried, in addition to those from limits."""
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
"""A string for each format that a client does not read as a string."""
_FORMATS: Final = {
    **_VALUES,
    **{name: shape.format("text") for shape, names in SHAPES.items() for name in names.split()},
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
}


def example(schemas: Schemas, node: Json, direction: Direction, *, objects: bool = False) -> Json:
    """Return an example of a schema, media type, parameter or header.

    It is the first documented example that fits the schema, or else a small value. A schema with
    `properties` and without `type` allows a string, too, but a client reads objects only, so the
    example is an object.

    Raises:
        LookupError: no fitting value was found.

    """
    target = schemas.follow(node)
    schema = target["schema"] if is_object(target) and "schema" in target else node
    validity = Validity(schemas, direction, as_read=True)
    for value in documented(schemas, node):
        if validity.fits(schema, value) and (is_object(value) or not objects):
            return value
    also: Parts = (_OBJECT,) if objects else ()
    versions = [(*parts, *also) for parts in choices.versions(schemas, schema)]
    search: _Search = schemas.cached(("search", direction), lambda: _Search(schemas, validity))
    found = [*islice(search.all(versions), 1)]
    if not found:
        message = "no value was found that fits the schema"
        raise LookupError(message)
    if search.is_exact(versions, found[0]):
        return found[0]
    several = islice(search.all(versions, of_each=_FIRST_VALUES), _MOST_VALUES)
    return next((it for it in several if search.is_exact(versions, it)), found[0])


def simple(schemas: Schemas, validity: Validity, versions: list[Parts]) -> Iterator[Json]:
    """Iterate small values that fit one of several versions of a schema, the simplest first."""
    return _Search(schemas, validity).all(versions)


def documented(schemas: Schemas, node: Json) -> Iterator[Json]:
    """Iterate the documented examples of a schema, media type, parameter or header."""
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
    """Iterate the value of an Example Object; `serializedValue` is from OpenAPI 3.2."""
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
"""The number of values that are tried to fit only one branch of each `oneOf`."""
_MOST_TRIES: Final = 5_000
"""The number of combinations that are tried for one example; nested unions can have far more."""


class _Search:
    """Searches simple values that fit, the simplest first; caches them for the next example."""

    def __init__(self, schemas: Schemas, validity: Validity) -> None:
        self._schemas = schemas
        self._validity = validity
        self._exactly = Validity(schemas, validity.direction, exact=True, as_read=True)
        self._firsts: dict[tuple[tuple[int, ...], int], tuple[Parts, list[Json]]] = {}
        """The first value, or none, by the ids of parts and the number of levels. The parts are
        stored with it, so that their ids are not used again."""
        self._left = _MOST_TRIES

    def is_exact(self, versions: list[Parts], value: Json) -> bool:
        """Return whether a value fits one branch of each `oneOf`, and no other."""
        return any(self._exactly.all_fit(parts, value) for parts in versions)

    def all(self, versions: list[Parts], of_each: int | None = None) -> Iterator[Json]:
        """Iterate values that fit one of several versions of a schema, `of_each` for each depth."""
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
        if found or self._left > 0:  # after a limit, the next example may find a value
            self._firsts[key] = (parts, found)
        return found

    def _values(self, parts: Parts, depth: int) -> Iterator[Json]:
        """Iterate distinct values that fit and have at most `depth` levels."""
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
        """Iterate values of each branch; among the first few, those that fit one branch first."""
        found = [self._values(branch, depth - 1) for branch in branches]
        ambiguous: list[Json] = []
        for values in found:
            for value in islice(values, _FIRST_VALUES):
                if self._exactly.all_fit(parts, value):
                    yield value
                else:
                    ambiguous.append(value)
        yield from ambiguous
        for values in found:
            yield from values

    def _inside(self, node: Json, depth: int) -> Iterator[Json]:
        for parts in choices.versions(self._schemas, node):
            yield from self._values(parts, depth - 1)

    def _objects(self, parts: Parts, schema: JsonObject, depth: int) -> Iterator[JsonObject]:
        """Iterate an object with the required properties, and one with all properties."""
        for whole in (False, True):
            value = self._object(parts, schema, depth, whole=whole)
            if value is None:
                return
            yield value

    def _object(
        self, parts: Parts, schema: JsonObject, depth: int, *, whole: bool
    ) -> JsonObject | None:
        """Return an object; None if a required property has no value with so few levels."""
        value: JsonObject = {}
        needed: dict[str, None] = dict.fromkeys(schema.get("required", []))
        least: int = schema.get("minProperties", 0)
        patterns = filter(compiled, schema.get("patternProperties", ()) if least else ())
        extra_names = [text for pattern in patterns for text in samples(pattern)]
        extra_names += [f"key{index or ''}" for index in range(least)]
        for name in dict.fromkeys([*needed, *schema.get("properties", ()), *extra_names]):
            is_included = whole or name in needed or len(value) < least
            if is_included and self._validity.is_transferred(parts, name):
                versions = choices.versions(self._schemas, self._schemas.member(parts, name))
                firsts = (each for v in versions for each in self._first(v, depth - 1))
                for each in islice(firsts, 1):
                    value[name] = each
                if name in needed and name not in value:
                    return None
        return value

    def _arrays(self, parts: Parts, schema: JsonObject, depth: int) -> Iterator[list[Json]]:
        """Iterate the shortest array, and one with another item."""
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
    """Iterate strings that may fit."""
    low, high = schema.get("minLength", 0), schema.get("maxLength")
    for keyword in ("format", "contentEncoding"):
        name = str(schema.get(keyword)).lower()
        yield from [_FORMATS[name]] if name in _FORMATS else []
        if name in _VALUES:
            return
    if "pattern" in schema and compiled(schema["pattern"]):
        for text in samples(with_length(schema["pattern"], low, high)):
            yield from (text, text.ljust(low, "a"))
    for index in range(_SEVERAL):
        yield f"text{index or ''}".ljust(low, "-")[:high]
    yield from "abcdefghijklmnopqrstuvwxyz0123456789"


def _numbers(schema: JsonObject) -> Iterator[float]:
    """Iterate numbers that may fit."""
    step = schema.get("multipleOf", 1)
    ends = [schema[key] for key in _ENDS if key in schema]
    middle = sum(ends) / len(ends) if ends else 0
    for start in (0, *ends, middle):
        count = start // step
        yield from (start, *((count + more) * step for more in (0, 1, -1)))
    yield from range(_SEVERAL)
