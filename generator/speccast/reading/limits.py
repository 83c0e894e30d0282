"""How much of anything a document may have, and the errors that readers of both languages share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .diagnostics import SpecError

if TYPE_CHECKING:
    from .lines import Lines

MAX_DEPTH = 200
"""Levels of nesting in a document; real ones have fewer than 30."""
MAX_DIGITS = 1_000
"""Digits of a number."""
MAX_NAME = 4_096
"""Characters of a path or another name: the place of everything below it repeats them."""


def too_deep(lines: Lines, offset: int) -> SpecError:
    """Return the error for a text that nests more than `MAX_DEPTH` levels."""
    message = f"nested more than {MAX_DEPTH} levels deep"
    return SpecError("too-deep", message, lines.locate(offset))


def duplicate(lines: Lines, key: str, first: int, second: int) -> SpecError:
    """Return the error for a key that stands at two offsets of the same mapping."""
    before = lines.locate(first)
    where = f"line {before.line}, column {before.column}"
    message = f"the key {key[:80]!r} stands here again, first on {where}"
    hint = "remove or rename one of them"
    return SpecError("duplicate-key", message, lines.locate(second), hint)
