"""What became of a package: plain data that can travel between processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from speccast.reading.diagnostics import Severity

if TYPE_CHECKING:
    from speccast.output.differences import Difference
    from speccast.reading.findings import Finding


class Mode(Enum):
    """What to do with the differences."""

    WRITE = "write"
    """Bring the output folder up to date."""
    CHECK = "check"
    """Write nothing, only report which files differ."""
    DIFF = "diff"
    """Write nothing, report how they differ."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """What was done for a package, or would be."""

    spec: str
    package: str
    output: str
    mode: Mode
    operations: int
    models: int
    files: int
    seconds: float = 0.0
    refused: bool = False
    """A finding is so serious that nothing may be written."""
    change: str = ""
    """What it means to callers of the package that is replaced, in a line; empty: not looked at."""
    differences: list[Difference] = field(default_factory=list["Difference"], repr=False)
    """The files that were brought up to date, or that are out of date where nothing is written."""
    diffs: list[str] = field(default_factory=list[str], repr=False)
    """With `Mode.DIFF`, each difference as a unified diff."""
    strangers: list[str] = field(default_factory=list[str])
    """What is in the package and was not generated, relative to `output`; left alone."""
    reasons: list[str] = field(default_factory=list[str])
    """The differences in how the existing package was made, from its manifest."""
    created: list[str] = field(default_factory=list[str])
    """The files of the project that were created, relative to `output`."""
    kept: list[str] = field(default_factory=list[str])
    """Copies of what was overwritten by force, relative to `output`."""
    counts: dict[str, int] = field(default_factory=dict[str, int])
    """Diagnostics by severity."""
    findings: list[Finding] = field(default_factory=list["Finding"])
    """The diagnostics that are worth showing."""
    inputs: list[str] = field(default_factory=list[str], repr=False)
    """Every file that was read, or that decides whether there is something to do."""
    outputs: list[str] = field(default_factory=list[str], repr=False)
    """Every file of the package and of its tests."""

    @property
    def exit_code(self) -> int:
        """What the process ends with."""
        return int(self.refused or (self.mode is not Mode.WRITE and bool(self.differences)))


def reaches(counts: dict[str, int], threshold: str | None) -> bool:
    """Return whether there is a diagnostic at least as grave as the threshold."""
    if threshold not in list(Severity):  # none, or a change for callers
        return False
    gravest_first = list(Severity)
    grave = gravest_first[: gravest_first.index(Severity(threshold)) + 1]
    return any(counts.get(severity) for severity in grave)
