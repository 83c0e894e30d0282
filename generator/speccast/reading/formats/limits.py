"""The limits of documents, and the errors that the readers of JSON and YAML share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.reading.diagnostics import SpecError

if TYPE_CHECKING:
    from .lines import Lines

MAX_DEPTH = 200
"""Levels of nesting in a document; real ones have fewer than 30."""
MAX_DIGITS = 1_000
"""Digits of a number."""
MAX_NAME = 4_096
"""Characters of a path or another name, which each pointer below it repeats."""


def too_deep(lines: Lines, offset: int) -> SpecError:
    """Return the error for a text with more than `MAX_DEPTH` levels of nesting."""
    message = f"nested more than {MAX_DEPTH} levels deep"
    return SpecError("too-deep", message, lines.locate(offset))


def duplicate_key(lines: Lines, key: str, first: int, second: int) -> SpecError:
    """Return the error for a duplicate key of a mapping."""
    before = lines.locate(first)
    location = f"line {before.line}, column {before.column}"
    message = f"the key {key[:80]!r} is duplicated here; it is first on {location}"
    hint = "remove or rename one of them"
    return SpecError("duplicate-key", message, lines.locate(second), hint)
