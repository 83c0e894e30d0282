"""The verdicts: which kind of change breaks whom, and why. The README shows this table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """How bad a change is for those who call the package, gravest first."""

    BREAKING = "breaking"
    """A program that was right fails: its type check, or when it runs."""
    RISKY = "risky"
    """A program goes on to run, and may do something else."""
    SAFE = "safe"
    """No program that was right fails."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of change."""

    verdict: Verdict
    why: str
    """One sentence for callers."""
    adds: bool = False
    """Whether there is something new that callers can use."""


_B, _R, _S = Verdict.BREAKING, Verdict.RISKY, Verdict.SAFE

KINDS = {
    "method-removed": Kind(_B, "Calls of it fail."),
    "method-renamed": Kind(_B, "Calls under the old name fail."),
    "method-added": Kind(_S, "Nobody called it before.", adds=True),
    "method-deprecated": Kind(_S, "Calls still work, and warn."),
    "argument-removed": Kind(_B, "Calls that give it fail."),
    "argument-renamed": Kind(_B, "Calls that give it under the old name fail."),
    "argument-added": Kind(_S, "Calls without it mean what they meant.", adds=True),
    "required-argument-added": Kind(_B, "Calls without it fail."),
    "argument-required": Kind(_B, "Calls without it fail."),
    "argument-optional": Kind(_S, "Calls that give it mean what they meant.", adds=True),
    "argument-moved": Kind(_B, "What was positional is a keyword now, or the other way round."),
    "arguments-reordered": Kind(_B, "Positional calls give the values to each other's argument."),
    "argument-narrowed": Kind(_B, "Values that were allowed are refused."),
    "argument-listed": Kind(_R, "A text still passes for a list, and goes out as the text it is."),
    "argument-widened": Kind(_S, "Every value that was allowed still is.", adds=True),
    "argument-default": Kind(_R, "Calls that leave it out may mean something else."),
    "argument-null": Kind(_R, "None was left out, and is sent as null now."),
    "argument-deprecated": Kind(_S, "It still works."),
    "result-widened": Kind(_B, "Callers get values that they did not expect."),
    "result-retyped": Kind(_B, "What it holds is narrower: code that names the old type fails."),
    "result-narrowed": Kind(_S, "Callers get nothing that they did not expect."),
    "error-changed": Kind(_R, "Code that looks into `error.body` may find something else."),
    "route-changed": Kind(_R, "The same call asks another URL."),
    "auth-changed": Kind(_R, "Calls prove who they are in another way."),
    "server-changed": Kind(_R, "Calls without a `base_url` go elsewhere."),
    "client-argument-removed": Kind(_B, "Clients that are made with it fail."),
    "client-argument-renamed": Kind(_B, "Clients that are made with the old name fail."),
    "client-argument-added": Kind(_S, "Clients without it work as before.", adds=True),
    "client-argument-needed": Kind(_B, "Calls fail unless the client, or they, give it."),
    "client-argument-changed": Kind(_B, "It takes another type."),
    "model-removed": Kind(_B, "Whoever imports it fails."),
    "model-renamed": Kind(_B, "Whoever imports it under the old name fails."),
    "model-replaced": Kind(_B, "It is another kind of thing now."),
    "model-added": Kind(_S, "Nobody used it before.", adds=True),
    "model-deprecated": Kind(_S, "It still works."),
    "property-removed": Kind(_B, "Code that reads or gives it fails."),
    "property-renamed": Kind(_B, "Code that uses the old name fails."),
    "property-added": Kind(_S, "Nobody used it before.", adds=True),
    "required-property-added": Kind(_B, "Whoever makes the model without it fails."),
    "property-required": Kind(_B, "Whoever makes the model without it fails."),
    "property-optional": Kind(_B, "It may be None where it was always there."),
    "property-present": Kind(_S, "It is always there now."),
    "property-omittable": Kind(_S, "It may be left out, and still be given.", adds=True),
    "property-narrowed": Kind(_B, "Values that were allowed are refused."),
    "property-widened": Kind(_B, "Callers get values that they did not expect."),
    "property-retyped": Kind(_B, "What it holds is narrower: code that names the old type fails."),
    "property-restricted": Kind(_S, "Callers get nothing that they did not expect."),
    "property-relaxed": Kind(_S, "Every value that was allowed still is.", adds=True),
    "property-default": Kind(_R, "Where it is left out, the API may do something else."),
    "property-deprecated": Kind(_S, "It still works."),
    "alias-widened": Kind(_B, "Callers get values that they did not expect."),
    "alias-narrowed": Kind(_B, "Values that were allowed are refused."),
    "alias-restricted": Kind(_S, "Callers get nothing that they did not expect."),
    "alias-relaxed": Kind(_S, "Every value that was allowed still is.", adds=True),
    "member-removed": Kind(_B, "Code that names it fails."),
    "member-renamed": Kind(_B, "Code that uses the old name fails."),
    "member-added": Kind(
        _S, "Enums are open: the value arrived before, as the text or number it is.", adds=True
    ),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference."""

    symbol: str
    """What it is about, as a caller writes it: `client.pets.list(limit)`."""
    kind: str
    what: str
    """What is different, in words: `str -> int`; empty where the kind says enough."""
    pointer: str
    """Where in the document."""
    old: bool = False
    """Whether that is the old document: what it is about is gone."""

    @property
    def verdict(self) -> Verdict:
        """How bad it is."""
        return KINDS[self.kind].verdict

    @property
    def why(self) -> str:
        """One sentence for callers."""
        return KINDS[self.kind].why


def advice(changes: list[Change]) -> str:
    """Return which part of the package's version to raise (semver.org)."""
    if any(change.verdict is Verdict.BREAKING for change in changes):
        return "major"
    if any(KINDS[change.kind].adds or change.verdict is Verdict.RISKY for change in changes):
        return "minor"
    return "patch"


def counts(changes: list[Change]) -> dict[str, int]:
    """Return how many changes of each verdict there are, those that occur."""
    found = {
        str(verdict): sum(change.verdict is verdict for change in changes) for verdict in Verdict
    }
    return {verdict: number for verdict, number in found.items() if number}


def summary(changes: list[Change]) -> str:
    """Return one line: `2 breaking and 1 safe change for callers: raise the major version`."""
    if not changes:
        return "nothing changes for callers"
    parts = [f"{number} {verdict}" for verdict, number in counts(changes).items()]
    told = " and ".join([", ".join(parts[:-1]), parts[-1]] if parts[1:] else parts)
    noun = "change" if parts[-1].startswith("1 ") else "changes"
    return f"{told} {noun} for callers: raise the {advice(changes)} version"
