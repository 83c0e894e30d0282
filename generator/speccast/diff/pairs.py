"""Who is who in two documents: from old and new things by name to pairs, leftovers and renames.

Things of the same name are the same. Of the others, one that is gone and one that is new are taken
for one that was renamed where they have the same place or the same shape, and nothing else has.
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
"""The similarity of two names that are matched only by their shape."""


@dataclass(frozen=True, slots=True)
class Pairs(Generic[_Thing]):
    """What became of each thing."""

    same: list[tuple[_Thing, _Thing]]
    renamed: list[tuple[_Thing, _Thing]]
    removed: list[_Thing]
    added: list[_Thing]

    @property
    def kept(self) -> list[tuple[_Thing, _Thing]]:
        """Whatever is on both sides."""
        return [*self.same, *self.renamed]


def pair(
    old: Mapping[str, _Thing],
    new: Mapping[str, _Thing],
    places: Sequence[Callable[[_Thing], Hashable | None]],
    shape: Callable[[_Thing], Hashable | None],
) -> Pairs[_Thing]:
    """Pair things.

    Args:
        old: things by name.
        new: things by name.
        places: what tells where a thing is, the surest first; equal places mean the same thing.
            None is ignored.
        shape: what a thing looks like; of the same shape, it is the same if the names are alike.

    """
    same = [(thing, new[name]) for name, thing in old.items() if name in new]
    gone = {name: thing for name, thing in old.items() if name not in new}
    come = {name: thing for name, thing in new.items() if name not in old}
    renamed: list[tuple[_Thing, _Thing]] = []
    for place in places:
        renamed += _matched(gone, come, place, lambda _, __: True)
    renamed += _matched(gone, come, shape, _alike)
    return Pairs(same, renamed, [*gone.values()], [*come.values()])


def _matched(
    gone: dict[str, _Thing],
    come: dict[str, _Thing],
    trait: Callable[[_Thing], Hashable | None],
    plausible: Callable[[str, str], bool],
) -> list[tuple[_Thing, _Thing]]:
    """Take out the pairs of which one trait is equal, and equal in no other."""
    before, after = _by(gone, trait), _by(come, trait)
    found: list[tuple[_Thing, _Thing]] = []
    for value, names in before.items():
        others = after.get(value, [])
        if len(names) == len(others) == 1 and plausible(names[0], others[0]):
            found.append((gone.pop(names[0]), come.pop(others[0])))
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
    """Return things by their names."""
    return {name(thing): thing for thing in things}
