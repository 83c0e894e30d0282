"""The kinds of changes, with their verdicts and reasons.

`generator/docs/diff.md` shows this table.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Verdict(StrEnum):
    """The effect of a change on callers of the package, most severe first."""

    BREAKING = "breaking"
    """A correct program now fails, in its type check or at run time."""
    RISKY = "risky"
    """A correct program still runs, and may behave differently."""
    SAFE = "safe"
    """No correct program fails."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change."""

    verdict: Verdict
    why: str
    """One sentence for callers."""
    adds: bool = False
    """Whether it adds something that callers can use."""


_B, _R, _S = Verdict.BREAKING, Verdict.RISKY, Verdict.SAFE

KINDS = {
    "method-removed": Kind(_B, "Calls of it fail."),
    "method-renamed": Kind(_B, "Calls under the old name fail."),
    "method-added": Kind(_S, "No code called it before.", adds=True),
    "method-deprecated": Kind(_S, "Calls still work, and warn."),
    "argument-removed": Kind(_B, "Calls that pass it fail."),
    "argument-renamed": Kind(_B, "Calls that pass it under the old name fail."),
    "argument-added": Kind(_S, "Calls without it behave as before.", adds=True),
    "required-argument-added": Kind(_B, "Calls without it fail."),
    "argument-required": Kind(_B, "Calls without it fail."),
    "argument-optional": Kind(_S, "Calls that pass it behave as before.", adds=True),
    "argument-moved": Kind(_B, "It was positional and is a keyword now, or the other way round."),
    "arguments-reordered": Kind(_B, "Positional calls pass their values to the wrong arguments."),
    "argument-narrowed": Kind(_B, "Values that were accepted are refused."),
    "argument-listed": Kind(_R, "A string is still accepted for the list, and is sent as it is."),
    "argument-widened": Kind(_S, "Every value that was accepted still is.", adds=True),
    "argument-default": Kind(_R, "Calls without it may behave differently."),
    "argument-null": Kind(_R, "None was not sent, and is sent as null now."),
    "argument-deprecated": Kind(_S, "It still works."),
    "result-widened": Kind(_B, "Callers receive values that they did not expect."),
    "result-retyped": Kind(_B, "Its type is narrower: code that names the old type fails."),
    "result-narrowed": Kind(_S, "Callers receive no value that they did not expect."),
    "error-changed": Kind(_R, "Code that reads `error.body` may find something else."),
    "route-changed": Kind(_R, "The same call requests another URL."),
    "auth-changed": Kind(_R, "Calls authenticate in another way."),
    "server-changed": Kind(_R, "Calls without a `base_url` go to another server."),
    "client-argument-removed": Kind(_B, "Clients that are created with it fail."),
    "client-argument-renamed": Kind(_B, "Clients that are created with the old name fail."),
    "client-argument-added": Kind(_S, "Clients without it work as before.", adds=True),
    "client-argument-needed": Kind(
        _B, "Calls fail unless it is passed to the client or to the call."
    ),
    "client-argument-changed": Kind(_B, "It has another type."),
    "model-removed": Kind(_B, "Code that imports it fails."),
    "model-renamed": Kind(_B, "Code that imports it under the old name fails."),
    "model-replaced": Kind(_B, "It is another kind of object now."),
    "model-added": Kind(_S, "No code used it before.", adds=True),
    "model-deprecated": Kind(_S, "It still works."),
    "property-removed": Kind(_B, "Code that reads or passes it fails."),
    "property-renamed": Kind(_B, "Code that uses the old name fails."),
    "property-added": Kind(_S, "No code used it before.", adds=True),
    "required-property-added": Kind(_B, "Code that creates the model without it fails."),
    "property-required": Kind(_B, "Code that creates the model without it fails."),
    "property-optional": Kind(_B, "It may be None and was always present."),
    "property-present": Kind(_S, "It is always present now."),
    "property-omittable": Kind(_S, "It may be left out.", adds=True),
    "property-narrowed": Kind(_B, "Values that were accepted are refused."),
    "property-widened": Kind(_B, "Callers receive values that they did not expect."),
    "property-retyped": Kind(_B, "Its type is narrower: code that names the old type fails."),
    "property-restricted": Kind(_S, "Callers receive no value that they did not expect."),
    "property-relaxed": Kind(_S, "Every value that was accepted still is.", adds=True),
    "property-default": Kind(_R, "If it is left out, the API may behave differently."),
    "property-deprecated": Kind(_S, "It still works."),
    "alias-widened": Kind(_B, "Callers receive values that they did not expect."),
    "alias-narrowed": Kind(_B, "Values that were accepted are refused."),
    "alias-restricted": Kind(_S, "Callers receive no value that they did not expect."),
    "alias-relaxed": Kind(_S, "Every value that was accepted still is.", adds=True),
    "member-removed": Kind(_B, "Code that names it fails."),
    "member-renamed": Kind(_B, "Code that uses the old name fails."),
    "member-added": Kind(
        _S,
        "Enums are open: the value was already returned, as a plain string or number.",
        adds=True,
    ),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    symbol: str
    """The changed symbol, as in the code of callers: `client.pets.list(limit)`."""
    kind: str
    what: str
    """The difference: `str -> int`; empty if the kind is enough."""
    pointer: str
    """The place in the document."""
    old: bool = False
    """Whether the pointer refers to the old document, since the symbol was removed."""

    @property
    def verdict(self) -> Verdict:
        """The effect on callers."""
        return KINDS[self.kind].verdict

    @property
    def why(self) -> str:
        """One sentence for callers."""
        return KINDS[self.kind].why


def advice(changes: list[Change]) -> str:
    """Return the part of the package's version to raise (semver.org)."""
    if any(change.verdict is Verdict.BREAKING for change in changes):
        return "major"
    if any(KINDS[change.kind].adds or change.verdict is Verdict.RISKY for change in changes):
        return "minor"
    return "patch"


def counts(changes: list[Change]) -> dict[str, int]:
    """Return the number of changes by verdict, without zeros."""
    found = {
        str(verdict): sum(change.verdict is verdict for change in changes) for verdict in Verdict
    }
    return {verdict: number for verdict, number in found.items() if number}


NOTHING: Final = "nothing changes for callers"


def summary(changes: list[Change]) -> str:
    """Return one line: `2 breaking and 1 safe change for callers: raise the major version`."""
    if not changes:
        return NOTHING
    parts = [f"{number} {verdict}" for verdict, number in counts(changes).items()]
    listed = " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
    noun = "change" if parts[-1].startswith("1 ") else "changes"
    return f"{listed} {noun} for callers: raise the {advice(changes)} version"
