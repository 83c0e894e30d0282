"""Diagnostics with their places, as plain data for the command line.

Takes `Diagnostics` and the `Document`, returns `Finding`s. To locate a finding takes longer than to
read the document, so only those that are shown are located.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.reading.diagnostics import Location, Severity, SpecError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.reading.diagnostics import Diagnostic
    from speccast.reading.document import Document

_ORDER = list(Severity)


class Finding(Struct, frozen=True):
    """A diagnostic with its place."""

    severity: Severity
    code: str
    message: str
    pointer: str
    hint: str
    location: Location | None
    line: str = ""
    """The text of the line; empty if there is no place."""


def locate(diagnostics: Iterable[Diagnostic], document: Document) -> list[Finding]:
    """Return diagnostics with their places, in the order of files and lines."""
    found = [_locate(diagnostic, document) for diagnostic in diagnostics]
    return sorted(found, key=lambda finding: (_ORDER.index(finding.severity), _place(finding)))


def _locate(diagnostic: Diagnostic, document: Document) -> Finding:
    locate = document.key_location if diagnostic.at_key else document.location
    location = locate(diagnostic.pointer)
    return Finding(
        diagnostic.severity,
        diagnostic.code,
        diagnostic.message,
        document.origin(diagnostic.pointer),
        diagnostic.hint,
        location,
        document.source_line(location),
    )


def _place(finding: Finding) -> tuple[str, int, int]:
    place = finding.location
    return (place.file, place.line, place.column) if place else ("", 0, 0)


def from_error(error: SpecError) -> Finding:
    """Return the finding for an error that made the document unusable."""
    shown = error.location is not None and error.code != "binary-file"
    line = _line(error.location) if error.location and shown else ""
    return Finding(Severity.ERROR, error.code, error.message, "#", error.hint, error.location, line)


def _line(location: Location) -> str:
    """Read the line from the file, as there is no `Document` yet."""
    try:
        text = Path(location.file).read_text(encoding="utf-8-sig", errors="replace")
    except (OSError, ValueError):
        return ""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line = lines[location.line - 1] if location.line <= len(lines) else ""
    return "" if "\0" in line else line


def count(diagnostics: Iterable[Diagnostic | Finding]) -> dict[str, int]:
    """Return the number of findings by severity, the most severe first."""
    counted = Counter(diagnostic.severity for diagnostic in diagnostics)
    return {str(severity): counted[severity] for severity in Severity if counted[severity]}
