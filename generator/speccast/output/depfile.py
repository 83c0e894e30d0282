"""Writes a dependency file as make and ninja read it: which files were made from which."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from speccast.output.outcome import Outcome


def write(path: Path, outcomes: Iterable[Outcome | None]) -> None:
    """Write the rules of several outcomes; a failed one has none. Left alone if it says so already.

    Raises:
        SpeccastError: the file cannot be written.

    """
    rules = "".join(_rule(outcome) for outcome in outcomes if outcome is not None)
    try:
        if not path.is_file() or path.read_text(encoding="utf-8") != rules:
            path.write_text(rules, encoding="utf-8")
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror}"
        raise SpeccastError(message) from error


def _rule(outcome: Outcome) -> str:
    made, used = [list(map(_escape, paths)) for paths in (outcome.outputs, _files(outcome))]
    # A rule without a recipe for each input, so that its removal does not stop make.
    phony = "".join(f"\n{path}:\n" for path in used)
    return f"{' '.join(made)}: {' '.join(used)}\n{phony}"


def _files(outcome: Outcome) -> list[str]:
    return [path for path in outcome.inputs if path != "-" and "://" not in path]


def _escape(path: str) -> str:
    path = path.replace("\\", "/").replace("$", "$$").replace("#", "\\#")
    return (
        path.replace(" ", "\\ ").replace(":", "\\:")
        if ":" in path[2:]
        else path.replace(" ", "\\ ")
    )
