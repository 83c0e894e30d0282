"""Groups changes into the entries of a report: one for each cause, with similar ones joined.

A property that many models share, or that is an argument of many methods, is at one place in the
document. Changes with the same place have one cause.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final

from speccast.diff.verdicts import KINDS, Verdict

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from speccast.diff.verdicts import Change

_OWNERS: Final = 6
_LEAVES: Final = 12
"""The number of names that are listed; the rest is counted. Added methods are always listed."""
AS_PROPERTY: Final[Mapping[str, str]] = {
    "argument-added": "property-added",
    "argument-default": "property-default",
    "argument-deprecated": "property-deprecated",
    "argument-narrowed": "property-narrowed",
    "argument-optional": "property-omittable",
    "argument-removed": "property-removed",
    "argument-renamed": "property-renamed",
    "argument-required": "property-required",
    "argument-widened": "property-relaxed",
    "required-argument-added": "required-property-added",
}
"""The kind of the same change if the property of a body is not an argument."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One or more changes in a report."""

    subject: str
    """The changed symbols: `client.emails: list, share`."""
    what: str
    """The difference; empty if the subject is enough."""
    change: Change
    """The change whose place is shown."""


@dataclass(frozen=True, slots=True)
class Section:
    """The entries of one kind."""

    kind: str
    entries: tuple[Entry, ...]

    @property
    def title(self) -> str:
        """The kind, as a heading."""
        return self.kind.replace("-", " ").capitalize()

    @property
    def why(self) -> str:
        """The consequence for callers."""
        return KINDS[self.kind].why


def sections(changes: Sequence[Change], *, whole: bool = False) -> dict[Verdict, list[Section]]:
    """Return the sections by verdict, the most severe first, in the order of the table.

    Args:
        changes: the changes.
        whole: whether all names are listed, however many there are.

    """
    by_kind: dict[str, list[list[Change]]] = {}
    for cause in _causes(changes):
        by_kind.setdefault(cause[0].kind, []).append(cause)
    found: dict[Verdict, list[Section]] = {}
    for verdict in Verdict:
        kinds = [kind for kind in KINDS if KINDS[kind].verdict is verdict and kind in by_kind]
        if kinds:
            found[verdict] = [
                Section(kind, tuple(_entries(by_kind[kind], whole=whole))) for kind in kinds
            ]
    return found


def _causes(changes: Sequence[Change]) -> list[list[Change]]:
    """Group changes with the same place, arguments before properties."""
    found: dict[tuple[object, ...], list[Change]] = {}
    ordered = sorted(changes, key=lambda change: change.kind not in AS_PROPERTY)
    for change in ordered:
        kind = AS_PROPERTY.get(change.kind, change.kind)
        symbol = change.symbol if "property" not in kind else ""
        found.setdefault((kind, change.pointer, change.old, symbol), []).append(change)
    return [*found.values()]


def _entries(causes: list[list[Change]], *, whole: bool) -> Iterator[Entry]:
    """Iterate the entries for the causes of one kind."""
    if not _is_addition(causes[0][0]):
        for alike in _by(causes, lambda cause: (cause[0].what,)):
            yield _entry([change for cause in alike for change in cause], whole=whole)
        return
    # Additions to one owner are joined, and owners with the same additions.
    owned = [[*chain(*alike)] for alike in _by(causes, _owners)]
    for alike in _by(owned, _leaves):
        yield _addition([*chain(*alike)], whole=whole)


def _by(
    causes: Iterable[list[Change]], key: Callable[[list[Change]], tuple[str, ...]]
) -> Iterable[list[list[Change]]]:
    """Group causes by a key, in the order of their first occurrence."""
    found: dict[tuple[str, ...], list[list[Change]]] = {}
    for cause in causes:
        found.setdefault(key(cause), []).append(cause)
    return found.values()


def _is_addition(change: Change) -> bool:
    """Return whether a change is a safe addition, which needs no description."""
    return change.kind.endswith("-added") and change.verdict is Verdict.SAFE


def _entry(changes: list[Change], *, whole: bool) -> Entry:
    symbols = [change.symbol for change in changes]
    return Entry(_listed(symbols, None if whole else _OWNERS), changes[0].what, changes[0])


def _addition(changes: list[Change], *, whole: bool) -> Entry:
    if len(changes) == 1:
        return _entry(changes, whole=whole)
    leaves = _leaves(changes)
    most = None if whole or changes[0].kind == "method-added" else _LEAVES
    owners = _listed(_owners(changes), None if whole else _OWNERS)
    subject = f"{owners}: {_listed(leaves, most)}"
    return Entry(subject, "", changes[0])


def _owners(changes: list[Change]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_owner(change.symbol) for change in changes))


def _leaves(changes: list[Change]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_leaf(change.symbol) for change in changes))


def _owner(symbol: str) -> str:
    """Return the symbol without its last name."""
    return symbol.partition("(")[0] if "(" in symbol else symbol.rpartition(".")[0]


def _leaf(symbol: str) -> str:
    """Return the last name of a symbol."""
    return symbol.partition("(")[2].rstrip(")") if "(" in symbol else symbol.rpartition(".")[2]


def _listed(names: Sequence[str], most: int | None) -> str:
    """Return a list of names, with at most `most` of them and the number of the others."""
    unique = list(dict.fromkeys(names))
    more = len(unique) - most if most is not None else 0
    return ", ".join(unique[:most]) + (f" and {more} more" if more > 0 else "")
