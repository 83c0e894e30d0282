"""Validates JSON values against schemas: the vocabulary of JSON Schema, without formats."""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any, Final

from speccast.testing.keywords import LARGEST_MINIMUM, implied_types
from speccast.testing.patterns import matches
from speccast.testing.values import is_array, is_object, key_of, kind_of, rest_of_items

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from speccast.testing.schemas import Direction, Parts, Schemas
    from speccast.testing.values import Json, JsonObject

BRANCHES: Final = ("oneOf", "anyOf")
_DEEPEST: Final = 200


class Validity:
    """Validates values of one direction."""

    def __init__(
        self,
        schemas: Schemas,
        direction: Direction = "response",
        *,
        exact: bool = False,
        unknown_values: bool = False,
        as_read: bool = False,
    ) -> None:
        """Store the arguments.

        Args:
            schemas: the schemas.
            direction: the direction of the values.
            exact: whether only one branch of a `oneOf` may fit, as the standard requires. In many
                documents, several branches fit.
            unknown_values: whether an enum of strings allows other strings.
            as_read: whether a schema without `type` allows only the types that its keywords imply,
                as a client reads them: objects if there are `properties`.

        """
        self._schemas = schemas
        self.direction: Direction = direction
        self._hidden = "readOnly" if direction == "request" else "writeOnly"
        self._exact = exact
        self._open = unknown_values
        self._as_read = as_read
        self._depth = 0
        self._active: set[tuple[int, int]] = set()
        """The ids of the schemas and values that are being validated."""
        self._results: dict[tuple[int, int, bool, bool], tuple[bool, Json, Json]] = {}
        """The results for the current value, since nested branches repeat validations. Schema and
        value are stored as well, so that their ids are not used again."""
        self._cut = 0
        """The number of results that depend on an enclosing validation."""

    def fits(self, node: Json, value: Json) -> bool:
        """Return whether a value fits a schema; False in a cycle of references."""
        pair = id(node), id(value)
        if pair in self._active:
            self._cut += 1
            return False
        key, cut = (*pair, self._exact, self._open), self._cut
        if self._depth and key in self._results:
            return self._results[key][0]
        self._active.add(pair)
        try:
            result = self.all_fit(self._schemas.parts(node), value)
        finally:
            self._active.discard(pair)
        if self._depth and cut == self._cut:
            self._results[key] = result, node, value
        return result

    def all_fit(self, parts: Parts, value: Json) -> bool:
        """Return whether a value fits all parts."""
        if not self._depth:
            self._results.clear()
        self._depth += 1
        if self._depth > _DEEPEST:
            self._cut += 1
        try:
            return self._depth > _DEEPEST or (
                self._is_expected(parts, value)
                and all(self.one_fits(part, value) for part in parts)
                and self._fits_inside(parts, value)
            )
        finally:
            self._depth -= 1

    def _is_expected(self, parts: Parts, value: Json) -> bool:
        """Return whether a value has a type that the keywords imply."""
        names = implied_types(parts) if self._as_read else []
        if not names or any(key in part for part in parts for key in BRANCHES):
            return True
        return _is_one_of(names, kind_of(value), value)

    def is_transferred(self, parts: Parts, name: str) -> bool:
        """Return whether a property is transferred in this direction."""
        inner = self._schemas.parts(self._schemas.member(parts, name))
        return not any(part.get(self._hidden) is True for part in inner)

    def one_fits(self, part: JsonObject, value: Json) -> bool:
        """Return whether a value fits one part, without its members or items."""
        kind = kind_of(value)
        named = part.get("type", kind)
        checks = _CHECKS.get(kind, {})
        return (
            (named == kind or _is_one_of(named, kind, value))
            and self._is_listed(part, value)
            and all(checks[key](value, part[key]) for key in part if key in checks)
            and all(self._fits_a_branch(part, key, value) for key in BRANCHES if key in part)
            and not ("not" in part and self._fits_exactly(part["not"], value))
            and self._fits_condition(part, value)
        )

    def _is_listed(self, part: JsonObject, value: Json) -> bool:
        if "enum" not in part or (self._open and isinstance(value, str) and is_open(part)):
            return True
        return any(key_of(each) == key_of(value) for each in part["enum"])

    def _fits_exactly(self, node: Json, value: Json) -> bool:
        """Validate exactly, since a lenient result would be strict when it is negated."""
        before = self._exact, self._open
        self._exact, self._open = True, False
        try:
            return self.fits(node, value)
        finally:
            self._exact, self._open = before

    def _fits_a_branch(self, part: JsonObject, keyword: str, value: Json) -> bool:
        fitting = (self.fits(branch, value) for branch in part[keyword])
        only = self._exact and keyword == "oneOf"
        return any(fitting) and not (only and any(fitting))

    def _fits_condition(self, part: JsonObject, value: Json) -> bool:
        if "if" not in part:
            return True
        then = "then" if self._fits_exactly(part["if"], value) else "else"
        return self.fits(part.get(then, True), value)

    def _fits_inside(self, parts: Parts, value: Json) -> bool:
        if is_object(value):
            needed = (name for part in parts for name in part.get("required", ()))
            # Objects and arrays come last, since a scalar often decides, such as a discriminator.
            names = sorted(value, key=lambda k: isinstance(value[k], (dict, list)))
            return (
                all(k in value or not self.is_transferred(parts, k) for k in needed)
                and all(self.fits(self._schemas.member(parts, k), value[k]) for k in names)
                and all(self._fits_keys(part, value) for part in parts)
            )
        if is_array(value):
            return all(self._fits_items(part, value) for part in parts)
        return True

    def _fits_keys(self, part: JsonObject, value: JsonObject) -> bool:
        schemas: JsonObject = part.get("dependentSchemas", {})
        names: JsonObject = part.get("dependentRequired", {})
        keys: Json = part.get("propertyNames", True)
        return (
            all(self.fits(schemas[key], value) for key in schemas if key in value)
            and all({*names[key]} <= {*value} for key in names if key in value)
            and (keys is True or all(self.fits(keys, key) for key in value))
        )

    def _fits_items(self, part: JsonObject, value: list[Json]) -> bool:
        first: list[Json] = part.get("prefixItems", [])
        rest = [rest_of_items(part)] * (len(value) - len(first))
        if "contains" in part:
            count = sum(self.fits(part["contains"], each) for each in value)
            low, high = part.get("minContains", 1), part.get("maxContains", count)
            if not low <= count <= high:
                return False
        return all(map(self.fits, [*first, *rest], value))


def is_open(part: JsonObject) -> bool:
    """Return whether an enum has several strings and may be extended."""
    kinds = [kind_of(value) for value in part.get("enum", ())]
    return "const" not in part and kinds.count("string") > 1 and {*kinds} <= _STRING_OR_NULL


def _is_one_of(names: str | list[str], kind: str, value: Json) -> bool:
    named = {names} if isinstance(names, str) else {*names}
    whole = kind == "number" and value == int(value)
    return kind in named or (
        ("integer" in named and whole) or ("number" in named and kind == "integer")
    )


def _at_least(value: Any, size: float) -> bool:
    return size > LARGEST_MINIMUM or len(value) >= size


def _at_most(value: Any, size: float) -> bool:
    return len(value) <= size


def _is_unique(value: list[Json], required: Json) -> bool:
    return not required or len({*map(key_of, value)}) == len(value)


def _is_multiple(value: float, step: float) -> bool:
    if isinstance(value, int) and isinstance(step, int):
        return step == 0 or value % step == 0
    try:
        count = value / step
    except (ZeroDivisionError, OverflowError):
        return True
    return count - count != 0 or count == int(count)


_STRING_OR_NULL: Final = {"string", "null"}
_NUMBERS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {
    "minimum": operator.ge,
    "maximum": operator.le,
    "exclusiveMinimum": operator.gt,
    "exclusiveMaximum": operator.lt,
    "multipleOf": _is_multiple,
}
_CHECKS: Final[Mapping[str, Mapping[str, Callable[[Any, Any], bool]]]] = {
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "string": {
        "minLength": _at_least,
        "maxLength": _at_most,
        "pattern": lambda value, pattern: matches(pattern, value),
    },
    "array": {
        "minItems": _at_least,
        "maxItems": _at_most,
        "uniqueItems": _is_unique,
    },
    "object": {"minProperties": _at_least, "maxProperties": _at_most},
}
"""The keywords that depend only on the value."""
