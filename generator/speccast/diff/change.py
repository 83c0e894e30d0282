"""What a run of `generate` changes for callers: from the package that is replaced to a line."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from speccast.diff import sources
from speccast.diff.compare import compare
from speccast.diff.verdicts import Change, Verdict, summary
from speccast.reading.diagnostics import SpeccastError
from speccast.surface import lines
from speccast.surface.survey import survey

if TYPE_CHECKING:
    from pathlib import Path

    from speccast.pipeline import Result


def since(folder: Path, made: Result, kept: tuple[str, str] | None = None) -> tuple[str, bool]:
    """Return a line on what a run changes, and whether any of it is breaking.

    Args:
        folder: of the package that is replaced.
        made: what takes its place.
        kept: what both packages say of what callers see, where this can be relied on.

    """
    try:
        changes = _changes(folder, made, kept)
    except SpeccastError as error:
        return f"what changes for callers cannot be told: {error}", False
    return summary(changes), any(change.verdict is Verdict.BREAKING for change in changes)


def _changes(folder: Path, made: Result, kept: tuple[str, str] | None) -> list[Change]:
    """Compare what is kept; without it, or where it is damaged, understand the old document."""
    if kept is not None:
        with suppress(ValueError):
            return compare(*lines.apart(*kept))
    before = sources.load(str(folder)).side(None)
    return compare(before.surface, survey(made.api, made.names, made.positional))
