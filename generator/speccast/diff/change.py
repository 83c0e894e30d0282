"""Summarises in a line how a run of `generate` changes a package for its callers."""

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


def since(
    folder: Path, result: Result, recorded: tuple[str, str] | None = None
) -> tuple[str, bool]:
    """Return a line about the changes of a run, and whether one of them is breaking.

    Args:
        folder: the folder of the package that is replaced.
        result: the new package.
        recorded: the recorded surfaces of both packages, if the old one can be trusted.

    """
    try:
        changes = _changes(folder, result, recorded)
    except SpeccastError as error:
        return f"the changes for callers are not known: {error}", False
    return summary(changes), any(change.verdict is Verdict.BREAKING for change in changes)


def _changes(folder: Path, result: Result, recorded: tuple[str, str] | None) -> list[Change]:
    """Compare the recorded surfaces; if they are missing or damaged, read the old document."""
    if recorded is not None:
        with suppress(ValueError):
            return compare(*lines.differing(*recorded))
    before = sources.load(str(folder)).side(None)
    return compare(before.surface, survey(result.api, result.names, result.positional))
