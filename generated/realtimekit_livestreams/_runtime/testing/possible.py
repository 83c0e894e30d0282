"""What a schema allows at all, and how deep a value for it has to be.

A schema may contain itself, or contradict itself. So before a choice is made it is
asked which options lead to a value, within a budget of levels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .leaves import NoValueError, Simplest, integer, number, string
from .parts import (
    NEVER,
    Parts,
    is_closed,
    items,
    limit,
    mapping,
    members,
    required,
    together,
    types,
    unions,
)
from .validity import MOST, Validity, key_of

if TYPE_CHECKING:
    from ..model import Json
    from .schemas import Schemas

_DEEPEST: Final = 16
"""Levels beyond which a value counts as endless."""
_FEW: Final = {"boolean": 2, "null": 1}


class Possible:
    """Knows which schemas have values."""

    def __init__(self, schemas: Schemas, validity: Validity) -> None:
        """Begin with nothing known."""
        self._schemas = schemas
        self._validity = validity
        self._within: dict[tuple[tuple[int, ...], int], bool] = {}

    def least(self, parts: Parts) -> int | None:
        """Return how many levels the flattest value has, None where there is no value."""
        budgets = (budget for budget in range(_DEEPEST) if self.within(parts, budget))
        return next(budgets, None)

    def within(self, parts: Parts, budget: int) -> bool:
        """Tell whether there is a value of so many levels."""
        key = tuple(map(id, parts)), budget
        if key not in self._within:
            self._within[key] = False  # while it is being found out
            self._within[key] = budget >= 0 and self._finite(parts, budget)
        return self._within[key]

    def _finite(self, parts: Parts, budget: int) -> bool:
        solid = tuple(map(self._schemas.solid, parts))
        values = self.listed(solid)
        return (
            (bool(self.types(solid, budget)) if values is None else bool(values))
            and NEVER not in parts
            and all(
                any(
                    self.within(together(solid, self._schemas.parts(each)), budget - 1)
                    for each in items(part, keyword)
                )
                for part, keyword in unions(parts)
            )
        )

    def listed(self, parts: Parts) -> list[Json] | None:
        """Return the values that an enum leaves, None where there is none."""
        lists = [items(part, "enum") for part in parts if items(part, "enum")]
        if not lists:
            return None
        fitting = self._validity.part_fits
        return [v for v in lists[0] if all(fitting(part, v) for part in parts)]

    def types(self, parts: Parts, budget: int) -> list[str]:
        """Return the types that a value of so many levels can have."""
        return [name for name in types(parts) if self._can(name, parts, budget)]

    def _can(self, name: str, parts: Parts, budget: int) -> bool:
        leaf = {"string": string, "integer": integer, "number": number}.get(name)
        if leaf is not None:
            try:
                leaf(parts, Simplest())
            except NoValueError:
                return False
            return True
        if name == "object":
            return self._object(parts, budget)
        return name != "array" or self._array(parts, budget)

    def _object(self, parts: Parts, budget: int) -> bool:
        needed = self.needed(parts)
        least, most = sizes(parts, "Properties")
        if any(self.member(parts, name, budget) is None for name in needed):
            return False
        if most is not None and most < max(least, len(needed)):
            return False
        known = is_closed(parts) and not any(
            mapping(part, "patternProperties") for part in parts
        )
        return (
            not known
            or least <= len(needed)
            or least <= len(needed) + len(self.optional(parts, budget))
        )

    def needed(self, parts: Parts) -> list[str]:
        """Return the properties that have to travel."""
        return [
            name
            for name in required(parts)
            if not any(map(self._validity.hidden, members(parts, name)))
        ]

    def optional(self, parts: Parts, budget: int) -> list[str]:
        """Return the properties that may travel, and have values that are flat enough."""
        needed = {*self.needed(parts)}
        names = dict.fromkeys(
            name for part in parts for name in mapping(part, "properties")
        )
        return [
            name
            for name in names
            if name not in needed
            and not any(map(self._validity.hidden, members(parts, name)))
            and self.member(parts, name, budget) is not None
        ]

    def member(self, parts: Parts, name: str, budget: int) -> Json:
        """Return the schema of a property, None where it has no value that is flat enough."""
        node = self._schemas.all_of(members(parts, name))
        return node if self.within(self._schemas.parts(node), budget - 1) else None

    def item(self, parts: Parts, index: int) -> Json:
        """Return the schema of an array's item."""
        found: list[Json] = []
        for part in parts:
            first = items(part, "prefixItems")
            found.append(
                first[index] if index < len(first) else part.get("items", True)
            )
        return self._schemas.all_of([node for node in found if node is not True])

    def _array(self, parts: Parts, budget: int) -> bool:
        low, high = sizes(parts, "Items")
        first = max((len(items(part, "prefixItems")) for part in parts), default=0)
        checked = range(min(low, first + 1))
        if high is not None and low > high:
            return False
        last = self._schemas.parts(self.item(parts, first))
        if low > first and unique(parts):
            values = self.listed(last)
            kinds = types(last)
            few = sum(_FEW.get(kind, MOST) for kind in kinds)
            if low - first > (few if values is None else len({*map(key_of, values)})):
                return False
        return all(
            self.within(self._schemas.parts(self.item(parts, index)), budget - 1)
            for index in checked
        )


def unique(parts: Parts) -> bool:
    """Tell whether an array holds nothing twice."""
    return any(part.get("uniqueItems") is True for part in parts)


def sizes(parts: Parts, of: str) -> tuple[int, int | None]:
    """Return the least and the most of what a value holds; absurd ones do not count."""
    low, high = limit(parts, f"min{of}") or 0, limit(parts, f"max{of}")
    return (int(low) if low <= MOST else 0), (None if high is None else int(high))
