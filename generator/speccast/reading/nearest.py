"""Finds the word that a misspelt one may mean."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_MOST = 10_000
"""The number of words that are compared."""


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """Return the known word closest to another one; empty if none is similar."""
    import difflib  # noqa: PLC0415 - only for messages

    found = difflib.get_close_matches(word, list(islice(known, _MOST)), 1, cutoff)
    return found[0] if found else ""
