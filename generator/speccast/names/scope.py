"""Resolves collisions in one namespace: wishes in, distinct identifiers out.

Each wish has a list of candidates, from the preferred one to the most
specific. All wishes with the same current candidate advance together (unless one of
them has the highest priority and keeps it), until no two share a name. A number is the last
resort. The time for a name does not depend on the number of others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.names.words import Style, fold, is_name, plain

if TYPE_CHECKING:
    from speccast.reading.diagnostics import Diagnostics

Ladder = Callable[[], Iterable[str]]


class Wish(Struct, frozen=True):
    """A request for a name."""

    key: str
    """Identifies the named thing within its scope, also in the next run."""
    pointer: str
    """Its pointer in the document."""
    strength: tuple[int, ...]
    """Of colliding wishes, the one with the lowest value keeps the name, if it is unique."""
    ladder: Ladder
    """Its candidates; the last one is numbered if none of them is free."""
    pin: str | None = None
    """The name that the configuration or the document sets."""
    avoid: AbstractSet[str] = frozenset()
    """Names that are reserved for this one, but not for others in the namespace."""


class Scope(Struct):
    """A namespace during assignment. Its names are distinct even if case is ignored."""

    style: Style
    reserved: AbstractSet[str]
    """Reserved names."""
    diagnostics: Diagnostics
    previous: dict[str, str] = {}
    """The names of the last run by key; what still exists keeps its name."""
    names: dict[str, str] = {}
    """The assigned names by key."""
    underscored: bool = False
    """Whether a name that is set may begin with an underscore."""
    _owners: dict[str, str] = {}
    _numbers: dict[str, int] = {}

    def assign(self, wishes: Sequence[Wish]) -> None:
        """Assign a name to each wish."""
        pinned = {wish.key: self._pinned(wish) for wish in wishes if wish.pin is not None}
        for wish in wishes:
            name = self.previous.get(wish.key)
            if name is not None and pinned.get(wish.key, name) == name:
                self.take(wish.key, name, wish.avoid)
        for wish in wishes:
            if wish.key in pinned and wish.key not in self.names:
                self.take(wish.key, pinned[wish.key], wish.avoid)
        self._climb([wish for wish in wishes if wish.key not in self.names])
        for wish in wishes:
            self._report_move(wish)
            self._report_pin(wish)
            # In the order of the document.
            self.names[wish.key] = self.names.pop(wish.key)

    def fits(self, name: str) -> bool:
        """Return whether a name is valid and free in this namespace."""
        return is_name(name.removeprefix("_") if self.underscored else name)

    def take(self, key: str, name: str, avoid: AbstractSet[str] = frozenset()) -> bool:
        """Assign a name to a key, if the name is valid and free."""
        if not self.fits(name) or name in self.reserved or name in avoid:
            return False
        if self._owners.setdefault(fold(name), key) != key:
            return False
        self.names[key] = name
        return True

    def _pinned(self, wish: Wish) -> str:
        """Return the name that is set, or the nearest identifier."""
        text = wish.pin or ""
        fits = self.fits(text) and text not in self.reserved and text not in wish.avoid
        return text if fits else self.style.write(plain(text))

    def _report_pin(self, wish: Wish) -> None:
        """Report a name that differs from the one that is set."""
        name, pin = self.names[wish.key], wish.pin
        if pin is None or name == pin:
            return
        is_taken = self.fits(pin) and self._owners.get(fold(pin), wish.key) != wish.key
        why = "belongs to something else already" if is_taken else "cannot be used in Python here"
        self.diagnostics.warning(
            "name-taken" if is_taken else "name-invalid",
            f"the name {pin!r}, which is set for this, {why}; {name!r} is used instead",
            wish.pointer,
            "choose another name",
        )

    def _climb(self, wishes: Sequence[Wish]) -> None:
        """Advance wishes through their candidates until no two share a name."""
        waiting = [(wish, iter(wish.ladder()), "") for wish in wishes]
        while waiting:
            groups: dict[str, list[tuple[Wish, str]]] = defaultdict(list)
            stepped: list[tuple[Wish, Iterator[str], str]] = []
            for wish, rungs, last in waiting:
                name = next(rungs, None)
                if name is None:
                    self._number(wish, last)
                    continue
                stepped.append((wish, rungs, name))
                groups[fold(name)].append((wish, name))
            for group in groups.values():
                self._award(group)
            waiting = [entry for entry in stepped if entry[0].key not in self.names]

    def _award(self, group: Sequence[tuple[Wish, str]]) -> None:
        """Assign a name to the wish with the highest priority, if there is exactly one."""
        strongest = group
        if len(group) > 1:
            best = min(wish.strength for wish, _ in group)
            strongest = [(wish, name) for wish, name in group if wish.strength == best]
        if len(strongest) == 1:
            wish, name = strongest[0]
            self.take(wish.key, name, wish.avoid)

    def _number(self, wish: Wish, base: str) -> None:
        """Name a wish by adding a number to its last candidate."""
        if self.take(wish.key, base, wish.avoid):
            return
        number = self._numbers.get(fold(base), 1)
        while wish.key not in self.names:
            number += 1
            self.take(wish.key, self.style.number(base, number), wish.avoid)
        self._numbers[fold(base)] = number
        self.diagnostics.info(
            "name-numbered",
            f"nothing in the document distinguishes this from others of its name; it is called "
            f"{self.names[wish.key]!r}",
            wish.pointer,
            "give it a unique name",
        )

    def _report_move(self, wish: Wish) -> None:
        """Report a name that differs from the last run."""
        name, before = self.names[wish.key], self.previous.get(wish.key)
        if before is not None and before != name:
            self.diagnostics.warning(
                "name-moved", f"{before!r} is now called {name!r}", wish.pointer
            )
