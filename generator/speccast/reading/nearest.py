"""Finds the known word that a misspelt word probably means."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST_COMPARED = 10_000
"""The maximum number of words that are compared."""


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known word closest to a misspelt one; empty if none is similar."""
    import difflib  # noqa: PLC0415 - only for messages

    found = difflib.get_close_matches(word, list(islice(known, _MOST_COMPARED)), 1, cutoff)
    return found[0] if found else ""
