"""Matches the things of two documents: pairs of the same thing, renames, removals and additions.

Things with the same name match. Among the others, an old and a new thing match as a rename if they
have the same place or shape, and no other thing has it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

_Thing = TypeVar("_Thing")

_ALIKE = 0.5
"""The minimum similarity of two names that are matched only by their shape."""


@dataclass(frozen=True, slots=True)
class Pairs(Generic[_Thing]):
    """The result of matching."""

    same: list[tuple[_Thing, _Thing]]
    renamed: list[tuple[_Thing, _Thing]]
    removed: list[_Thing]
    added: list[_Thing]

    @property
    def common(self) -> list[tuple[_Thing, _Thing]]:
        """The things that are on both sides."""
        return [*self.same, *self.renamed]


def pair(
    old: Mapping[str, _Thing],
    new: Mapping[str, _Thing],
    places: Sequence[Callable[[_Thing], Hashable | None]],
    shape: Callable[[_Thing], Hashable | None],
) -> Pairs[_Thing]:
    """Match things.

    Args:
        old: the old things by name.
        new: the new things by name.
        places: functions that return the place of a thing, the most reliable first. Things with
            equal places match; None matches nothing.
        shape: returns the shape of a thing. Things with equal shapes match if their names are
            similar.

    """
    same = [(thing, new[name]) for name, thing in old.items() if name in new]
    removed = {name: thing for name, thing in old.items() if name not in new}
    added = {name: thing for name, thing in new.items() if name not in old}
    renamed: list[tuple[_Thing, _Thing]] = []
    for place in places:
        renamed += _matched(removed, added, place, lambda _, __: True)
    renamed += _matched(removed, added, shape, _alike)
    return Pairs(same, renamed, [*removed.values()], [*added.values()])


def _matched(
    removed: dict[str, _Thing],
    added: dict[str, _Thing],
    trait: Callable[[_Thing], Hashable | None],
    plausible: Callable[[str, str], bool],
) -> list[tuple[_Thing, _Thing]]:
    """Remove and return the pairs with an equal trait that no other thing has."""
    before, after = _by(removed, trait), _by(added, trait)
    found: list[tuple[_Thing, _Thing]] = []
    for value, names in before.items():
        others = after.get(value, [])
        if len(names) == len(others) == 1 and plausible(names[0], others[0]):
            found.append((removed.pop(names[0]), added.pop(others[0])))
    return found


def _by(
    things: Mapping[str, _Thing], trait: Callable[[_Thing], Hashable | None]
) -> dict[Hashable, list[str]]:
    found: dict[Hashable, list[str]] = defaultdict(list)
    for name, thing in things.items():
        value = trait(thing)
        if value is not None:
            found[value].append(name)
    return found


def _alike(name: str, other: str) -> bool:
    return SequenceMatcher(None, name.lower(), other.lower()).ratio() >= _ALIKE


def by_name(things: Iterable[_Thing], name: Callable[[_Thing], str]) -> dict[str, _Thing]:
    """Index things by their names."""
    return {name(thing): thing for thing in things}
