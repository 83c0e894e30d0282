"""JSON values made from schemas, by whoever makes the choices.

`Builder` walks a schema and asks a `Source` at each turn: Hypothesis (`strategies.py`),
or one that always takes the simplest (`examples.py`). A value's depth is bounded by a
budget of levels, its size by how many values may still be made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import leaves
from .branches import Rules, settled, subtype
from .leaves import NoValueError, Seeded, Source
from .parts import BRANCHES, Parts, is_closed, is_object, items, mapping, unions
from .patterns import readable, sample
from .possible import sizes, unique
from .validity import is_open, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Json, JsonObject

_SPARE: Final = 3
"""Levels beyond what a value needs."""
_ENOUGH: Final = 60
"""Values within one value, before only what has to be there is made."""
_MORE: Final = 3
"""Items beyond what an array or a map needs."""
_TRIES: Final = 4
_KEY: Final[JsonObject] = {"type": "string", "maxLength": 12}
_UNKNOWN: Final[Parts] = ({"minLength": 1, "maxLength": 12},)
_SELDOM: Final = (False, False, True)
_CHECKED: Final = (
    *BRANCHES,
    *(
        "not",
        "if",
        "dependentSchemas",
        "dependentRequired",
        "contains",
        "propertyNames",
    ),
)
"""Keywords that are not followed to the letter, so that the value is looked at again."""


class Builder:
    """Makes one value."""

    def __init__(self, rules: Rules, source: Source) -> None:
        """Take what decides."""
        self._rules = rules
        self._schemas = rules.schemas
        self._possible = rules.possible
        self._source = source
        self._left = _ENOUGH
        self._inside = False
        """Whether this is part of a union, where an unknown value may mislead."""

    def value(self, node: Json) -> Json:
        """Return a value that fits a schema.

        Raises:
            NoValueError: there is none.

        """
        also = self._rules.also
        least = self._possible.least((*self._schemas.parts(node), *also))
        if least is None:
            raise NoValueError
        return self._value(node, least + _SPARE, also)

    def _value(self, node: Json, budget: int, also: Parts = ()) -> Json:
        self._left -= 1
        node, parts = subtype(self._rules, self._source, node, budget)
        parts = (*parts, *also)
        if self._left < 0:
            budget = min(budget, self._possible.least(parts) or 0)
        if not any(keyword in part for part in parts for keyword in _CHECKED):
            return self._made(parts, budget)
        found: list[Json] = []
        for value in self._tried(parts, budget):
            if self._rules.exact.fits(node, value):
                return value
            if self._rules.loose.fits(node, value):
                found.append(value)
        if not found:
            raise NoValueError
        # The branches overlap: hardly a value fits only one of them.
        return found[0]

    def _tried(self, parts: Parts, budget: int) -> Iterator[Json]:
        """Give values that may fit, in the end from sources that may be luckier."""
        own = self._source
        sources: list[Source] = [own] * _TRIES
        if not isinstance(own, Seeded):
            sources += map(Seeded, range(2 * _TRIES))
        for source in sources:
            self._source = source
            try:
                value = self._made(parts, budget)
            except NoValueError:
                continue
            finally:
                self._source = own
            yield value

    def _made(self, parts: Parts, budget: int) -> Json:
        inside = self._inside
        self._inside = inside or bool(unions(parts))
        try:
            parts = settled(self._rules, self._source, parts, budget)
            return self._typed(parts, budget)
        finally:
            self._inside = inside

    def _typed(self, parts: Parts, budget: int) -> Json:
        values = self._possible.listed(parts)
        if values is not None:
            return self._listed(parts, values)
        kinds = self._possible.types(parts, budget)
        if self._schemas.siblings and any("nullable" in part for part in parts):
            # A word of 3.0: a null is read, but by the letter of 3.1 not sent.
            kinds = [kind for kind in kinds if kind != "null"]
        if not kinds:
            raise NoValueError
        match self._source.choose(kinds):
            case "object":
                return self._object(parts, budget)
            case "array":
                return self._array(parts, budget)
            case "string":
                return leaves.string(parts, self._source)
            case "integer":
                return leaves.integer(parts, self._source)
            case "number":
                return leaves.number(parts, self._source)
            case "boolean":
                return self._source.choose([False, True])
            case _:
                return None

    def _listed(self, parts: Parts, values: list[Json]) -> Json:
        listing = [part for part in parts if items(part, "enum")]
        invites = self._rules.unknown_values and not self._inside
        if invites and all(map(is_open, listing)) and self._source.choose(_SELDOM):
            return leaves.string(_UNKNOWN, self._source)
        if not values:
            raise NoValueError
        return self._source.choose(values)

    # --- Objects and arrays ---------------------------------------------------------

    def _object(self, parts: Parts, budget: int) -> JsonObject:
        needed = self._possible.needed(parts)
        optional = self._possible.optional(parts, budget)
        least, most = sizes(parts, "Properties")
        room = len(optional) if most is None else max(0, most - len(needed))
        wanted = min(len(optional), max(0, least - len(needed)))
        chosen = [*needed]
        if self._left > 0 or wanted:
            room = min(room, max(wanted, self._left))
            chosen += self._source.some(optional, wanted, room)
        value: JsonObject = {}
        names = [name for part in parts for name in mapping(part, "properties")]
        for name in dict.fromkeys([*names, *needed]):
            if name in chosen:
                self._add(value, parts, name, budget, must=name in needed)
        room = self._left if most is None else min(most - len(value), self._left)
        self._extend(value, parts, budget, max(0, least - len(value)), room)
        if len(value) < least:
            raise NoValueError
        return value

    def _add(
        self, value: JsonObject, parts: Parts, name: str, budget: int, *, must: bool
    ) -> None:
        node = self._possible.member(parts, name, budget)
        try:
            value[name] = self._value(False if node is None else node, budget - 1)
        except NoValueError:
            if must:
                raise

    def _extend(
        self, value: JsonObject, parts: Parts, budget: int, least: int, most: int
    ) -> None:
        """Add properties that are not named."""
        if most <= 0 and not least:
            return
        patterns = [
            each for part in parts for each in mapping(part, "patternProperties")
        ]
        rest = [part[_REST] for part in parts if _REST in part]
        named = any(mapping(part, "properties") for part in parts)
        typed = any(is_object(each) and each for each in rest) or not named
        if not (typed or patterns or least or self._rules.unknown_properties):
            return
        ways: list[str | None] = [each for each in patterns if readable(each)]
        ways += [] if is_closed(parts) else [None]
        whole = len(value) + self._source.integer(
            least, max(least, min(most, _MORE)) if ways else least
        )
        for _ in range((whole - len(value)) * (_TRIES if least else 1)):
            key = self._key(parts, self._source.choose(ways)) if ways else None
            if key is not None and key not in value and len(value) < whole:
                self._add(value, parts, key, budget, must=False)

    def _key(self, parts: Parts, pattern: str | None) -> str | None:
        """Return the name of a property that is not named, None where none was found."""
        if pattern is not None:
            return sample(pattern, self._source)
        nodes = [part["propertyNames"] for part in parts if "propertyNames" in part]
        node = self._schemas.all_of([_KEY, *nodes])
        if not self._possible.within(self._schemas.parts(node), 1):
            return None
        key = self._value(node, 1)
        return (
            None if any(key in mapping(part, "properties") for part in parts) else key
        )

    def _array(self, parts: Parts, budget: int) -> list[Json]:
        least, most = sizes(parts, "Items")
        first = max((len(items(part, "prefixItems")) for part in parts), default=0)
        least = max(least, first if most is None else min(first, most))
        least = max(least, 1 if any("contains" in part for part in parts) else 0)
        room = min(_MORE, max(0, self._left))
        high = least + room if most is None else min(most, least + room)
        if not self._possible.within(
            self._schemas.parts(self._item(parts, first)), budget - 1
        ):
            high = min(high, first)
        value: list[Json] = []
        size = self._source.integer(least, max(least, high))
        tries = size * _TRIES if unique(parts) else size
        seen: set[object] = set()
        while tries > 0 and len(value) < size:
            tries -= 1
            each = self._value(self._item(parts, len(value)), budget - 1)
            if not unique(parts) or key_of(each) not in seen:
                seen.add(key_of(each))
                value.append(each)
        if len(value) < least:
            raise NoValueError
        return value

    def _item(self, parts: Parts, index: int) -> Json:
        """Return the schema of an item; the first also shows what the array has to contain."""
        node = self._possible.item(parts, index)
        wanted = [part["contains"] for part in parts if "contains" in part]
        return self._schemas.all_of([node, *wanted]) if wanted and not index else node


_REST: Final = "additionalProperties"
