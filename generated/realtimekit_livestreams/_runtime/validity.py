"""Whether a JSON value fits a schema: the vocabulary of JSON Schema, without formats."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from .model import Json, JsonObject
from .patterns import matches
from .parts import Parts, limit, mapping, members, required
from .schemas import Direction, Schemas

MOST: Final = 4096
"""What a `minLength`, and its like, asks for beyond this is more than anybody means."""
_DEEPEST: Final = 200
_SIZES: Final[tuple[tuple[str, type, str, str], ...]] = (
    ("string", str, "minLength", "maxLength"),
    ("array", list, "minItems", "maxItems"),
    ("object", dict, "minProperties", "maxProperties"),
)


class Validity:
    """Judges values that travel in one direction."""

    def __init__(
        self,
        schemas: Schemas,
        direction: Direction = "response",
        *,
        exact: bool = False,
        unknown_values: bool = False,
    ) -> None:
        """Take the schemas.

        Args:
            schemas: what to judge by.
            direction: which way the values travel.
            exact: only one branch of a `oneOf` may fit, as the standard asks. Many
                documents do not mean it so.
            unknown_values: an enum of strings does not list all of its values.
        """
        self._schemas = schemas
        self._hidden = "readOnly" if direction == "request" else "writeOnly"
        self._exact = exact
        self._open = unknown_values
        self._depth = 0

    def fits(self, node: Json, value: Json) -> bool:
        """Tell whether a value fits a schema."""
        self._depth += 1
        try:
            parts = self._schemas.parts(node)
            return self._depth > _DEEPEST or (
                all(self.part_fits(part, value) for part in parts)
                and self._fits_members(parts, value)
            )
        finally:
            self._depth -= 1

    def hidden(self, node: Json) -> bool:
        """Tell whether a property does not travel in this direction."""
        return any(part.get(self._hidden) is True for part in self._schemas.parts(node))

    def part_fits(self, part: JsonObject, value: Json) -> bool:
        return (
            _has_type(part.get("type"), value)
            and self._listed(part, value)
            and _sized(part, value)
            and _measured(part, value)
            and ("not" not in part or not self.fits(part["not"], value))
            and self._fits_branches(part, value)
            and self._fits_conditions(part, value)
        )

    def _listed(self, part: JsonObject, value: Json) -> bool:
        values: Any = part.get("enum")
        if not isinstance(values, list) or not values:
            return True
        if self._open and isinstance(value, str) and is_open(part):
            return True
        return any(equal(each, value) for each in values)

    def _fits_branches(self, part: JsonObject, value: Json) -> bool:
        for keyword in ("oneOf", "anyOf"):
            branches: Any = part.get(keyword)
            if isinstance(branches, list) and branches:
                fitting = sum(self.fits(branch, value) for branch in branches)
                if not fitting or (self._exact and keyword == "oneOf" and fitting > 1):
                    return False
        return True

    def _fits_conditions(self, part: JsonObject, value: Json) -> bool:
        if "if" in part:
            then = "then" if self.fits(part["if"], value) else "else"
            if not self.fits(part.get(then, True), value):
                return False
        if not isinstance(value, dict):
            return True
        schemas = mapping(part, "dependentSchemas")
        names = mapping(part, "dependentRequired")
        keys: Any = part.get("propertyNames", True)
        return (
            all(self.fits(schemas[key], value) for key in schemas if key in value)
            and all(
                each in value for key in names if key in value for each in names[key]
            )
            and (keys is True or all(self.fits(keys, key) for key in value))
        )

    def _fits_members(self, parts: Parts, value: Json) -> bool:
        if isinstance(value, dict):
            return all(
                self.fits(node, value[key])
                for key in value
                for node in members(parts, key)
            ) and all(
                name in value or any(map(self.hidden, members(parts, name)))
                for name in required(parts)
            )
        if isinstance(value, list):
            return all(self._fits_items(part, value) for part in parts)
        return True

    def _fits_items(self, part: JsonObject, value: list[Json]) -> bool:
        first: Any = part.get("prefixItems") or []
        nodes = [*first, *[part.get("items", True)] * (len(value) - len(first))]
        if part.get("uniqueItems") is True and len({*map(key_of, value)}) < len(value):
            return False
        if "contains" in part:
            count = sum(self.fits(part["contains"], each) for each in value)
            low, high = part.get("minContains", 1), part.get("maxContains", count)
            if not low <= count <= high:
                return False
        return all(map(self.fits, nodes, value))


def is_open(part: JsonObject) -> bool:
    """Tell whether an enum is one of strings, to which others may come."""
    values: Any = part.get("enum")
    return isinstance(values, list) and (
        "const" not in part
        and sum(isinstance(each, str) for each in values) > 1
        and all(each is None or isinstance(each, str) for each in values)
    )


def key_of(value: Json) -> object:
    """Return a hashable thing that is equal for equal values; 1 is 1.0, and not True."""
    if isinstance(value, dict):
        return frozenset((key, key_of(value[key])) for key in value)
    if isinstance(value, list):
        return tuple(map(key_of, value))
    return (type(value) is bool, value)


def equal(one: Json, other: Json) -> bool:
    """Tell whether two JSON values are the same."""
    return one is other or key_of(one) == key_of(other)


def _has_type(wanted: Json, value: Json) -> bool:
    if wanted is None:
        return True
    names: list[str] = wanted if isinstance(wanted, list) else [wanted]
    kinds: dict[str, Callable[[], bool]] = {
        "null": lambda: value is None,
        "boolean": lambda: isinstance(value, bool),
        "integer": lambda: _is_number(value) and value == int(value),
        "number": lambda: _is_number(value),
        "string": lambda: isinstance(value, str),
        "array": lambda: isinstance(value, list),
        "object": lambda: isinstance(value, dict),
    }
    return any(name not in kinds or kinds[name]() for name in names)


def _is_number(value: Json) -> bool:
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and value - value == 0
    )


def _sized(part: JsonObject, value: Json) -> bool:
    for _, kind, low, high in _SIZES:
        if isinstance(value, kind):
            least, most = limit((part,), low), limit((part,), high)
            if least is not None and least <= MOST and len(value) < least:
                return False
            if most is not None and len(value) > most:
                return False
    pattern = part.get("pattern")
    if isinstance(value, str) and isinstance(pattern, str):
        return matches(pattern, value)
    return True


def _measured(part: JsonObject, value: Json) -> bool:
    return not _is_number(value) or all(_bounds(part, value))


def _bounds(part: JsonObject, value: float) -> Iterator[bool]:
    for keyword, fits in (
        ("minimum", lambda bound: value >= bound),
        ("maximum", lambda bound: value <= bound),
        ("exclusiveMinimum", lambda bound: value > bound),
        ("exclusiveMaximum", lambda bound: value < bound),
        ("multipleOf", lambda step: is_multiple(value, step)),
    ):
        bound = limit((part,), keyword)
        yield bound is None or fits(bound)


def is_multiple(value: float, step: float) -> bool:
    """Tell whether a number is a whole number of steps."""
    if isinstance(value, int) and isinstance(step, int):
        return step == 0 or value % step == 0
    try:
        count = value / step
    except (ZeroDivisionError, OverflowError):
        return True
    return count - count != 0 or count == int(count)
