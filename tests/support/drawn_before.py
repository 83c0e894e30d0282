"""Imports the modules of generated tests, and fills Hypothesis' tables of characters."""

from __future__ import annotations

from hypothesis import given, settings, strategies

from speccast.testing import contract

__all__ = ["contract"]


@settings(max_examples=1, database=None)
@given(strategies.text(strategies.characters(exclude_categories=["Cs"])))
def draw(_: str) -> None:
    """Draw one text."""


draw()
