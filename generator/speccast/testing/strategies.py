"""Hypothesis strategies for the JSON values of a schema.

A schema becomes a strategy according to its keywords; keywords such as `not` filter the values. The
strategy of a contradictory or infinite schema is `nothing()`, and so is a strategy that needs it.

Values are small: objects on the first level may have all properties, those on the second level a
few, and deeper ones only the required properties.

`hypothesis` is imported for the first strategy, since examples do not need it.
"""

from __future__ import annotations

import math
from importlib import import_module
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from speccast.testing import choices
from speccast.testing.keywords import merged, sizes
from speccast.testing.leaves import Leaves
from speccast.testing.patterns import compiled
from speccast.testing.validity import Validity, is_open
from speccast.testing.values import is_object, key_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.testing.schemas import Direction, Parts, Schemas
    from speccast.testing.values import Json, JsonObject

_WIDTHS: Final = (60, 3)
"""The maximum number of optional properties on each level; none on deeper levels."""
_DEEPEST: Final = 12
"""The number of levels after which a value is considered infinite."""
_MORE: Final = 3
"""The maximum number of items and undocumented properties beyond the required ones."""
_TRIES: Final = 20
_OBJECT: Final[JsonObject] = {"type": "object"}
_KEY: Final[JsonObject] = {"type": "string", "maxLength": 12}
_UNKNOWN: Final[JsonObject] = {"minLength": 1, "maxLength": 12}
_CHECKED: Final = {
    *("anyOf", "oneOf", "not", "if", "multipleOf", "exclusiveMinimum"),
    *("exclusiveMaximum", "format", "pattern", "minLength", "maxLength", "contains"),
    *("uniqueItems", "dependentRequired", "dependentSchemas", "propertyNames"),
}
"""Keywords that strategies follow only in part, so that values are filtered."""


class _Place(NamedTuple):
    """A place in a value: its schema and its level."""

    parts: Parts
    schema: JsonObject
    """The merged parts."""
    level: int
    in_union: bool
    """Whether it is in a union, where an unknown value may select another branch."""

    @property
    def width(self) -> int:
        return _WIDTHS[self.level] if self.level < len(_WIDTHS) else 0


def _hypothesis() -> tuple[Any, Any]:
    try:
        return import_module("hypothesis"), import_module("hypothesis.strategies")
    except ImportError as error:
        message = "strategies need hypothesis: pip install 'speccast[testing]'"
        raise ImportError(message) from error


class Strategies:
    """The strategies of one document."""

    def __init__(
        self,
        schemas: Schemas,
        direction: Direction,
        *,
        unknown_values: bool,
        unknown_properties: bool,
        plain: bool,
    ) -> None:
        """Store the arguments of `Schemas.strategies`."""
        self._schemas = schemas
        self._lenient, self._exact = (
            Validity(schemas, direction, exact=exact, unknown_values=unknown_values)
            for exact in (False, True)
        )
        self._unknown_values = unknown_values
        self._unknown_properties = unknown_properties
        self._hypothesis, self._st = _hypothesis()
        self._leaves = Leaves(self._st, plain=plain)
        self._cache: dict[tuple[tuple[int, ...], int, bool], Any] = {}

    def of(self, node: Json, *, objects: bool = False) -> Any:
        """Return the strategy of a schema, as described in `Schemas.wire`."""
        found = self._any_of(node, 0, also=(_OBJECT,) if objects else ())
        return self._st.nothing() if found.is_empty else found

    def _any_of(self, node: Json, level: int, *, in_union: bool = False, also: Parts = ()) -> Any:
        versions = [choices.unique(*it, *also) for it in choices.versions(self._schemas, node)]
        return self._st.one_of([self._value(it, level, in_union=in_union) for it in versions])

    def _value(self, parts: Parts, level: int, *, in_union: bool) -> Any:
        if level > _DEEPEST:
            return self._st.nothing()
        key = (tuple(map(id, parts)), level, in_union)
        if key not in self._cache:
            place = _Place(parts, merged(parts), level, in_union)
            self._cache[key] = self._st.deferred(
                lambda: self._filtered(place, self._unfiltered(place))
            )
        return self._cache[key]

    def _filtered(self, place: _Place, values: Any) -> Any:
        """Filter the values of a strategy that does not follow all keywords."""
        if not place.schema.keys() & _CHECKED:
            return values

        def search(draw: Any, value: Json) -> Json:
            found: list[Json] = []
            for _ in range(_TRIES):
                for smaller in self._reduced(place, value):
                    if self._exact.all_fit(place.parts, smaller):
                        return smaller
                found += [value] if self._lenient.all_fit(place.parts, value) else []
                if len(found) > _MORE:
                    break  # the branches overlap, so few values fit only one of them
                value = draw(values)
            return found[0] if found else self._hypothesis.reject()

        return values.flatmap(self._st.composite(search))

    def _reduced(self, place: _Place, value: Json) -> Iterator[Json]:
        """Iterate a value, and smaller ones without the properties that other branches require."""
        yield value
        if "oneOf" not in place.schema or not is_object(value):
            return
        if self._unknown_values or "discriminator" in place.schema:
            return  # the discriminator selects the branch
        branches = choices.branches(self._schemas, place.parts)
        needed = {name for it in branches for name in merged(it).get("required", ())}
        for name in [each for each in reversed(value) if each in needed]:
            smaller = {key: value[key] for key in value if key != name}
            if self._lenient.all_fit(place.parts, smaller):
                value = smaller
                yield value

    def _unfiltered(self, place: _Place) -> Any:
        """Return the strategy for a place, which ignores some keywords."""
        st, level = self._st, place.level
        branches = choices.branches(self._schemas, place.parts)
        if branches:
            return st.one_of([self._value(it, level, in_union=True) for it in branches])
        lists = [part for part in place.parts if "enum" in part]
        if not lists:
            return st.one_of([self._of_type(it, place) for it in place.schema["type"]])
        known = [{*map(key_of, part["enum"])} for part in lists]
        values = [
            it
            for it in lists[0]["enum"]
            if all(key_of(it) in keys for keys in known) and self._lenient.all_fit(place.parts, it)
        ]
        found = st.sampled_from(values) if values else st.nothing()
        if self._unknown_values and not place.in_union and is_open({"enum": values}):
            return found | self._leaves.of_type("string", _UNKNOWN)
        return found

    def _of_type(self, name: str, place: _Place) -> Any:
        match name:
            case "object":
                return self._object(place)
            case "array":
                return self._array(place)
            case _:
                return self._leaves.of_type(name, place.schema)

    # --- Objects and arrays -----------------------------------------------------------

    def _object(self, place: _Place) -> Any:
        required: list[str] = place.schema.get("required", [])
        needed = [it for it in required if self._lenient.is_transferred(place.parts, it)]
        least, most = sizes(place.schema, "Properties")
        missing = max(0, least - len(needed))
        if max(least, len(needed)) > most:
            return self._st.nothing()
        whole = self._st.fixed_dictionaries({name: self._member(place, name) for name in needed})
        if not place.width and not missing:
            return whole

        def extend(draw: Any, value: JsonObject) -> JsonObject:
            for name in draw(self._optional_names(place, needed, missing)):
                values = self._member(place, name)
                if not values.is_empty:
                    value[name] = draw(values)
            return value if len(value) >= least else self._hypothesis.reject()

        return whole.flatmap(self._st.composite(extend))

    def _member(self, place: _Place, name: str) -> Any:
        node = self._schemas.member(place.parts, name)
        if node is True:  # not documented
            key = "unevaluatedProperties"
            node = self._schemas.all_of([it[key] for it in place.parts if key in it])
        return self._any_of(node, place.level + 1, in_union=place.in_union)

    def _optional_names(self, place: _Place, needed: list[str], missing: int) -> Any:
        """Return the strategy for the names of additional properties."""
        st, schema = self._st, place.schema
        named = [
            name
            for name in schema.get("properties", ())
            if name not in needed
            and self._lenient.is_transferred(place.parts, name)
            and not self._member(place, name).is_empty
        ]
        rest = schema.get("additionalProperties")
        names, room = st.sampled_from(named) if named else st.nothing(), len(named)
        if (
            (is_object(rest) and rest)
            or "patternProperties" in schema
            or "properties" not in schema
            or self._unknown_properties
            or missing > len(named)
        ):
            names, room = names | self._undocumented_names(place), room + max(_MORE, missing)
        room = min(room, sizes(place.schema, "Properties")[1] - len(needed))
        if names.is_empty or room <= 0:
            return st.just([])
        some = st.lists(
            names,
            unique=True,
            min_size=min(missing, room),
            max_size=min(room, max(missing, place.width)),
        )
        every = missing <= len(named) <= min(room, place.width)
        return some | st.just(named) if every else some

    def _undocumented_names(self, place: _Place) -> Any:
        """Return the strategy for names of undocumented properties."""
        schema = place.schema
        names = list[Any]()
        patterns: list[str] = [*schema.get("patternProperties", ())]
        names += [self._leaves.matching(it) for it in patterns if compiled(it)]
        closed = ("additionalProperties", "unevaluatedProperties")
        if not any(part.get(key) is False for part in place.parts for key in closed):
            rules = [it["propertyNames"] for it in place.parts if "propertyNames" in it]
            names.append(self._any_of(self._schemas.all_of([_KEY, *rules]), place.level + 1))
        described: JsonObject = schema.get("properties", {})

        def is_free(name: str) -> bool:
            return name not in described

        return self._st.one_of(names).filter(is_free)

    def _array(self, place: _Place) -> Any:
        least, most = sizes(place.schema, "Items")
        first = max(len(place.schema.get("prefixItems", ())), "contains" in place.schema)
        first = min(first, most)
        if least > most:
            return self._st.nothing()
        items = [self._item(place, index) for index in range(first)]
        start = self._st.tuples(*items)
        shorter = range(max(least, "contains" in place.schema), first)
        short = self._st.one_of([self._st.tuples(*items[:length]) for length in shorter])
        least = max(0, least - first)
        most = min(most - first, least + (_MORE if place.width else 0))
        unique_by = key_of if place.schema.get("uniqueItems") else None
        if unique_by and least > self._distinct(place, first):
            return self._st.nothing()

        def rest() -> Any:
            item = self._item(place, first)
            high = 0 if item.is_empty and not least else most
            return self._st.lists(item, min_size=least, max_size=high, unique_by=unique_by)

        whole = self._st.tuples(start, self._st.deferred(rest))
        return whole.map(chain.from_iterable).map(list) | short.map(list)

    def _distinct(self, place: _Place, index: int) -> float:
        """Return the maximum number of distinct items, if an enum limits it."""
        parts = self._schemas.parts(self._schemas.item(place.parts, index))
        fixed = (part["enum"] for part in parts if "enum" in part)
        return min((len(set(map(key_of, values))) for values in fixed), default=math.inf)

    def _item(self, place: _Place, index: int) -> Any:
        node = self._schemas.item(place.parts, index)
        return self._any_of(node, place.level + 1, in_union=place.in_union)
