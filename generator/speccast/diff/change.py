"""What a run of `generate` changes for callers: from the package that is replaced to a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.diff import sources
from speccast.diff.compare import compare
from speccast.diff.survey import survey
from speccast.diff.verdicts import Verdict, summary
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from pathlib import Path

    from speccast.pipeline import Made


def since(folder: Path, made: Made) -> tuple[str, bool]:
    """Return a line on what a run changes, and whether any of it is breaking.

    Args:
        folder: of the package that is replaced.
        made: what takes its place.

    """
    try:
        before = sources.load(str(folder)).side(None)
    except SpeccastError as error:
        return f"what changes for callers cannot be told: {error}", False
    changes = compare(before.surface, survey(made.api, made.names))
    return summary(changes), any(change.verdict is Verdict.BREAKING for change in changes)
