"""Settles who gets which name in one namespace: wishes in, distinct identifiers out.

Each wish brings a ladder of candidates, rung by rung from the one it likes best to the one that
says most. All wishes that want the same name on their present rung step up together (unless one of
them is stronger than the rest and keeps it), until no two share a name. A number is the last
resort. What a name costs does not depend on how many others there are.
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
    """Somebody who needs a name."""

    key: str
    """Identifies it within its scope, also in the next run."""
    pointer: str
    """Where it stands in the document."""
    strength: tuple[int, ...]
    """Among rivals the one lowest value keeps the name."""
    ladder: Ladder
    """Its candidates; the last one is numbered where none of them is free."""
    pin: str | None = None
    """The name that the configuration or the document prescribes."""
    avoid: AbstractSet[str] = frozenset()
    """Names that this one cannot have, though others in its namespace could."""


class Scope(Struct):
    """A namespace in the making. Names in it differ also when case is ignored."""

    style: Style
    reserved: AbstractSet[str]
    """Names that are never given."""
    diagnostics: Diagnostics
    previous: dict[str, str] = {}
    """By key, the names of the last run; who is still there keeps its name."""
    names: dict[str, str] = {}
    """By key, the names that have been given."""
    underscored: bool = False
    """Whether a name may begin with an underscore, where it is prescribed."""
    _owners: dict[str, str] = {}
    _numbers: dict[str, int] = {}

    def assign(self, wishes: Sequence[Wish]) -> None:
        """Give each wish a name."""
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
            # In the order of the document, however long it took.
            self.names[wish.key] = self.names.pop(wish.key)

    def fits(self, name: str) -> bool:
        """Return whether something in this namespace can have a name."""
        return is_name(name.removeprefix("_") if self.underscored else name)

    def take(self, key: str, name: str, avoid: AbstractSet[str] = frozenset()) -> bool:
        """Give a name to a key, if the name is valid and free."""
        if not self.fits(name) or name in self.reserved or name in avoid:
            return False
        if self._owners.setdefault(fold(name), key) != key:
            return False
        self.names[key] = name
        return True

    def _pinned(self, wish: Wish) -> str:
        """Return the prescribed name, or the identifier nearest to it."""
        text = wish.pin or ""
        fits = self.fits(text) and text not in self.reserved and text not in wish.avoid
        return text if fits else self.style.write(plain(text))

    def _report_pin(self, wish: Wish) -> None:
        """Say so when something is called otherwise than prescribed."""
        name, pin = self.names[wish.key], wish.pin
        if pin is None or name == pin:
            return
        is_taken = self.fits(pin) and self._owners.get(fold(pin), wish.key) != wish.key
        why = "belongs to something else already" if is_taken else "cannot be used in Python here"
        self.diagnostics.warning(
            "name-taken" if is_taken else "name-invalid",
            f"the prescribed name {pin!r} {why}, {name!r} is used instead",
            wish.pointer,
            "choose another name",
        )

    def _climb(self, wishes: Sequence[Wish]) -> None:
        """Let the wishes step up their ladders until none shares a name with another."""
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
        """Give a name to the strongest of those who want it, if there is one strongest."""
        strongest = group
        if len(group) > 1:
            best = min(wish.strength for wish, _ in group)
            strongest = [(wish, name) for wish, name in group if wish.strength == best]
        if len(strongest) == 1:
            wish, name = strongest[0]
            self.take(wish.key, name, wish.avoid)

    def _number(self, wish: Wish, base: str) -> None:
        """Name a wish by counting on from its last candidate."""
        if self.take(wish.key, base, wish.avoid):
            return
        number = self._numbers.get(fold(base), 1)
        while wish.key not in self.names:
            number += 1
            self.take(wish.key, self.style.number(base, number), wish.avoid)
        self._numbers[fold(base)] = number
        self.diagnostics.info(
            "name-numbered",
            f"nothing in the document tells this from its namesakes, it is called "
            f"{self.names[wish.key]!r}",
            wish.pointer,
            "give it a name of its own",
        )

    def _report_move(self, wish: Wish) -> None:
        """Say so when something is called otherwise than in the last run."""
        name, before = self.names[wish.key], self.previous.get(wish.key)
        if before is not None and before != name:
            self.diagnostics.warning(
                "name-moved", f"{before!r} is now called {name!r}", wish.pointer
            )
