"""Resolves collisions in one namespace: requests in, distinct identifiers out.

Each request has a list of candidates, from the preferred one to the most specific. Requests with
the same current candidate advance to their next ones together, unless exactly one of them has the
highest priority and keeps it. If there are no more candidates, a number is added. The time for a
name does not depend on the number of others.
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

Candidates = Callable[[], Iterable[str]]


class NameRequest(Struct, frozen=True):
    """A request for a name."""

    key: str
    """Identifies the named thing within its scope, also in the next run."""
    pointer: str
    """Its pointer in the document."""
    priority: tuple[int, ...]
    """The one of colliding requests with the lowest value keeps the name, if there is only one."""
    candidates: Candidates
    """If none of them is free, a number is added to the last one."""
    pin: str | None = None
    """The name that the configuration or the document sets."""
    avoid: AbstractSet[str] = frozenset()
    """Names that are reserved for this thing, but not for others in the namespace."""


class Scope(Struct):
    """A namespace whose names are distinct even if case is ignored."""

    style: Style
    reserved: AbstractSet[str]
    diagnostics: Diagnostics
    previous: dict[str, str] = {}
    """The names of the last run by key, which are kept."""
    names: dict[str, str] = {}
    """The assigned names by key."""
    underscored: bool = False
    """Whether a name that is set may begin with an underscore."""
    _owners: dict[str, str] = {}
    _numbers: dict[str, int] = {}

    def assign(self, requests: Sequence[NameRequest]) -> None:
        """Assign a name to each request."""
        pinned = {
            request.key: self._pinned(request) for request in requests if request.pin is not None
        }
        for request in requests:
            name = self.previous.get(request.key)
            if name is not None and pinned.get(request.key, name) == name:
                self.take(request.key, name, request.avoid)
        for request in requests:
            if request.key in pinned and request.key not in self.names:
                self.take(request.key, pinned[request.key], request.avoid)
        self._assign_free([request for request in requests if request.key not in self.names])
        for request in requests:
            self._report_move(request)
            self._report_pin(request)
            # The names are in the order of the document.
            self.names[request.key] = self.names.pop(request.key)

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

    def _pinned(self, request: NameRequest) -> str:
        """Return the name that is set, or the nearest identifier."""
        text = request.pin or ""
        fits = self.fits(text) and text not in self.reserved and text not in request.avoid
        return text if fits else self.style.write(plain(text))

    def _report_pin(self, request: NameRequest) -> None:
        """Report a name that differs from the one that is set."""
        name, pin = self.names[request.key], request.pin
        if pin is None or name == pin:
            return
        is_taken = self.fits(pin) and self._owners.get(fold(pin), request.key) != request.key
        reason = "is already taken" if is_taken else "cannot be used in Python here"
        self.diagnostics.warning(
            "name-taken" if is_taken else "name-invalid",
            f"the configured name {pin!r} {reason}; {name!r} is used instead",
            request.pointer,
            "choose another name",
        )

    def _assign_free(self, requests: Sequence[NameRequest]) -> None:
        """Advance requests through their candidates until no two share a name."""
        waiting = [(request, iter(request.candidates()), "") for request in requests]
        while waiting:
            groups: dict[str, list[tuple[NameRequest, str]]] = defaultdict(list)
            stepped: list[tuple[NameRequest, Iterator[str], str]] = []
            for request, candidates, last in waiting:
                name = next(candidates, None)
                if name is None:
                    self._number(request, last)
                    continue
                stepped.append((request, candidates, name))
                groups[fold(name)].append((request, name))
            for group in groups.values():
                self._assign_group(group)
            waiting = [entry for entry in stepped if entry[0].key not in self.names]

    def _assign_group(self, group: Sequence[tuple[NameRequest, str]]) -> None:
        """Assign a name to the request with the highest priority, if there is exactly one."""
        strongest = group
        if len(group) > 1:
            best = min(request.priority for request, _ in group)
            strongest = [(request, name) for request, name in group if request.priority == best]
        if len(strongest) == 1:
            request, name = strongest[0]
            self.take(request.key, name, request.avoid)

    def _number(self, request: NameRequest, base: str) -> None:
        """Name a request by adding a number to its last candidate."""
        if self.take(request.key, base, request.avoid):
            return
        number = self._numbers.get(fold(base), 1)
        while request.key not in self.names:
            number += 1
            self.take(request.key, self.style.number(base, number), request.avoid)
        self._numbers[fold(base)] = number
        self.diagnostics.info(
            "name-numbered",
            f"the document has several things of this name; this one is called"
            f" {self.names[request.key]!r}",
            request.pointer,
            "give it a unique name",
        )

    def _report_move(self, request: NameRequest) -> None:
        """Report a name that differs from the last run."""
        name, before = self.names[request.key], self.previous.get(request.key)
        if before is not None and before != name:
            self.diagnostics.warning(
                "name-moved", f"{before!r} is now called {name!r}", request.pointer
            )
