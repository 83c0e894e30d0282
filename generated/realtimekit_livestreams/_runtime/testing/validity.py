"""Whether a JSON value fits a schema: the vocabulary of JSON Schema, without formats."""

from __future__ import annotations

from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

from .parts import Parts, is_array, is_object, items, limit, mapping, members, required
from .patterns import matches

if TYPE_CHECKING:
    from ..model import Json, JsonObject
    from .schemas import Direction, Schemas

MOST: Final = 4096
"""What a `minLength`, and its like, asks for beyond this is more than anybody means."""
_DEEPEST: Final = 200


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

    def _fits_exactly(self, node: Json, value: Json) -> bool:
        """Judge by the letter: what is loose would be strict where it is negated."""
        exact, self._exact = self._exact, True
        try:
            return self.fits(node, value)
        finally:
            self._exact = exact

    def hidden(self, node: Json) -> bool:
        """Tell whether a property does not travel in this direction."""
        return any(part.get(self._hidden) is True for part in self._schemas.parts(node))

    def part_fits(self, part: JsonObject, value: Json) -> bool:
        """Tell whether a value fits one part, apart from what is inside the value."""
        return (
            _has_type(part.get("type"), value)
            and self._listed(part, value)
            and _sized(part, value)
            and _measured(part, value)
            and ("not" not in part or not self._fits_exactly(part["not"], value))
            and self._fits_branches(part, value)
            and self._fits_conditions(part, value)
        )

    def _listed(self, part: JsonObject, value: Json) -> bool:
        values = items(part, "enum")
        if not values:
            return True
        if self._open and isinstance(value, str) and is_open(part):
            return True
        return any(equal(each, value) for each in values)

    def _fits_branches(self, part: JsonObject, value: Json) -> bool:
        for keyword in ("oneOf", "anyOf"):
            branches = items(part, keyword)
            if branches:
                fitting = sum(self.fits(branch, value) for branch in branches)
                if not fitting or (self._exact and keyword == "oneOf" and fitting > 1):
                    return False
        return True

    def _fits_conditions(self, part: JsonObject, value: Json) -> bool:
        if "if" in part:
            then = "then" if self._fits_exactly(part["if"], value) else "else"
            if not self.fits(part.get(then, True), value):
                return False
        if not is_object(value):
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
        if is_object(value):
            return all(
                self.fits(node, value[key])
                for key in value
                for node in members(parts, key)
            ) and all(
                name in value or any(map(self.hidden, members(parts, name)))
                for name in required(parts)
            )
        if is_array(value):
            return all(self._fits_items(part, value) for part in parts)
        return True

    def _fits_items(self, part: JsonObject, value: list[Json]) -> bool:
        first = items(part, "prefixItems")
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
    values = items(part, "enum")
    return (
        "const" not in part
        and sum(isinstance(each, str) for each in values) > 1
        and all(each is None or isinstance(each, str) for each in values)
    )


def key_of(value: Json) -> object:
    """Return a hashable thing that is equal for equal values; 1 is 1.0, and not True."""
    if is_object(value):
        return frozenset((key, key_of(value[key])) for key in value)
    if is_array(value):
        return tuple(map(key_of, value))
    return (type(value) is bool, value)


def equal(one: Json, other: Json) -> bool:
    """Tell whether two JSON values are the same."""
    return one is other or key_of(one) == key_of(other)


def _has_type(wanted: Json, value: Json) -> bool:
    names = wanted if is_array(wanted) else [wanted]
    return wanted is None or any(map(_is, names, repeat(value)))


def _is(name: Json, value: Json) -> bool:
    match name:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "integer":
            return _is_number(value) and value == int(value)
        case "number":
            return _is_number(value)
        case "string":
            return isinstance(value, str)
        case "array":
            return is_array(value)
        case "object":
            return is_object(value)
        case _:
            return True


def _is_number(value: Json) -> bool:
    return (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and value - value == 0
    )


def _sized(part: JsonObject, value: Json) -> bool:
    if isinstance(value, str):
        pattern = part.get("pattern")
        return _within(part, "Length", len(value)) and (
            not isinstance(pattern, str) or matches(pattern, value)
        )
    if is_array(value):
        return _within(part, "Items", len(value))
    return not is_object(value) or _within(part, "Properties", len(value))


def _within(part: JsonObject, of: str, size: int) -> bool:
    least, most = limit((part,), f"min{of}"), limit((part,), f"max{of}")
    return (least is None or least > MOST or size >= least) and (
        most is None or size <= most
    )


def _measured(part: JsonObject, value: Json) -> bool:
    if not _is_number(value):
        return True
    low, high = limit((part,), "minimum"), limit((part,), "maximum")
    over, under = limit((part,), "exclusiveMinimum"), limit((part,), "exclusiveMaximum")
    step = limit((part,), "multipleOf")
    return (
        (low is None or value >= low)
        and (high is None or value <= high)
        and (over is None or value > over)
        and (under is None or value < under)
        and (step is None or is_multiple(value, step))
    )


def is_multiple(value: float, step: float) -> bool:
    """Tell whether a number is a whole number of steps."""
    if isinstance(value, int) and isinstance(step, int):
        return step == 0 or value % step == 0
    try:
        count = value / step
    except (ZeroDivisionError, OverflowError):
        return True
    return count - count != 0 or count == int(count)
