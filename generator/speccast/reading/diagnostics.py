"""Collects the findings of all stages in order; nothing is printed here.

A stage is a function `(input, diagnostics) -> output`. It adds a finding for each part of the
document that it repairs, reads loosely or cannot honour. It raises `SpecError` if the document is
unusable. The command line decides how findings and errors are shown, and chooses the exit code.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Severity(StrEnum):
    """The severity of a finding."""

    ERROR = "error"
    """The document is wrong, and its reading is a guess."""
    WARNING = "warning"
    """The document is flawed, and was repaired or read loosely."""
    LOSSY = "lossy"
    """The document is correct, but the output does not honour all of it."""
    INFO = "info"
    """Information; nothing has to be done."""


class Location(NamedTuple):
    """A place in a text file."""

    file: str
    """The path as the user gave it, or `-` for standard input."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""

    def __str__(self) -> str:
        """Return the form that compilers and editors use: `file:line:col`."""
        return f"{self.file}:{self.line}:{self.column}"


class Diagnostic(NamedTuple):
    """One finding about one place of the document."""

    severity: Severity
    code: str
    """A stable kebab-case word, documented in `generator/docs/diagnostics.md`."""
    message: str
    """The problem, in plain words, without a full stop."""
    pointer: str
    """The place: `#/json/pointer` in the main document, `other.yaml#/json/pointer` in others."""
    hint: str = ""
    """The correction; empty if the message is sufficient."""
    at_key: bool = False
    """Whether it is about the key of the node, and not about its value."""


class Diagnostics:
    """The findings of one run, in order."""

    def __init__(self) -> None:
        """Start without findings."""
        self.entries: list[Diagnostic] = []
        self._seen: set[Diagnostic] = set()

    def add(  # noqa: PLR0913 - what a diagnostic is made of
        self,
        severity: Severity,
        code: str,
        message: str,
        pointer: str,
        hint: str = "",
        *,
        at_key: bool = False,
    ) -> None:
        """Add a finding; duplicates for the same place are ignored."""
        diagnostic = Diagnostic(severity, code, message, pointer, hint, at_key)
        if diagnostic not in self._seen:
            self._seen.add(diagnostic)
            self.entries.append(diagnostic)

    def error(self, code: str, message: str, pointer: str, hint: str = "") -> None:
        """Add a finding of severity `error`."""
        self.add(Severity.ERROR, code, message, pointer, hint)

    def warning(self, code: str, message: str, pointer: str, hint: str = "") -> None:
        """Add a finding of severity `warning`."""
        self.add(Severity.WARNING, code, message, pointer, hint)

    def lossy(self, code: str, message: str, pointer: str, hint: str = "") -> None:
        """Add a finding of severity `lossy`."""
        self.add(Severity.LOSSY, code, message, pointer, hint)

    def info(self, code: str, message: str, pointer: str, hint: str = "") -> None:
        """Add a finding of severity `info`."""
        self.add(Severity.INFO, code, message, pointer, hint)


class SpeccastError(Exception):
    """An error that ends a run with a message; the base class of all errors of speccast."""

    exit_code = 2


class SpecError(SpeccastError):
    """The document cannot be used.

    Args:
        code: a stable kebab-case word, as in `Diagnostic.code`.
        message: the problem, in plain words, without a full stop.
        location: the place, if there is one.
        hint: the correction.

    """

    def __init__(
        self, code: str, message: str, location: Location | None = None, hint: str = ""
    ) -> None:
        """Store the parts; the command line formats them."""
        super().__init__(code, message, location, hint)
        self.code = code
        self.message = message
        self.location = location
        self.hint = hint

    def __str__(self) -> str:
        """Return one line: place, message, hint."""
        place = f"{self.location}: " if self.location else ""
        return f"{place}{self.message}" + (f" ({self.hint})" if self.hint else "")
