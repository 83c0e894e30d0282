"""The outcome of a run for one package: plain data that is sent between processes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from speccast.reading.diagnostics import Severity

if TYPE_CHECKING:
    from speccast.output.differences import Difference
    from speccast.reading.findings import Finding


class Mode(Enum):
    """The treatment of differences."""

    WRITE = "write"
    """Bring the output folder up to date."""
    CHECK = "check"
    """Write nothing, only report which files differ."""
    DIFF = "diff"
    """Write nothing, report how they differ."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """The outcome of a run for one package."""

    spec: str
    package: str
    output: str
    mode: Mode
    operations: int
    models: int
    files: int
    seconds: float = 0.0
    refused: bool = False
    """Whether nothing was written, since a finding or a change reaches `--fail-on`."""
    change: str = ""
    """One line about the changes for callers of the previous package; empty if not compared."""
    differences: list[Difference] = field(default_factory=list["Difference"], repr=False)
    """The files that were written or removed, or, if nothing is written, the differing files."""
    diffs: list[str] = field(default_factory=list[str], repr=False)
    """With `Mode.DIFF`, each difference as a unified diff."""
    foreign: list[str] = field(default_factory=list[str])
    """Files in the package that were not generated, relative to `output`; they are not touched."""
    reasons: list[str] = field(default_factory=list[str])
    """The changed options, inputs or generator versions since the previous run."""
    created: list[str] = field(default_factory=list[str])
    """The files of the project that were created, relative to `output`."""
    copies: list[str] = field(default_factory=list[str])
    """Copies of files that were overwritten with `--force`, relative to `output`."""
    counts: dict[str, int] = field(default_factory=dict[str, int])
    """The number of diagnostics by severity."""
    findings: list[Finding] = field(default_factory=list["Finding"])
    """The diagnostics to show."""
    inputs: list[str] = field(default_factory=list[str], repr=False)
    """The files that the run has read."""
    outputs: list[str] = field(default_factory=list[str], repr=False)
    """The files of the package and of its tests."""

    @property
    def exit_code(self) -> int:
        """The exit code for this package."""
        return int(self.refused or (self.mode is not Mode.WRITE and bool(self.differences)))


def reaches(counts: dict[str, int], threshold: str | None) -> bool:
    """Return whether there is a diagnostic at least as severe as the threshold."""
    severities = list(Severity)  # the most severe first
    if threshold not in severities:  # None, or `breaking`, which is about changes
        return False
    severe = severities[: severities.index(Severity(threshold)) + 1]
    return any(counts.get(severity) for severity in severe)
