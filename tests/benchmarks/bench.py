"""The settings of every group of rows: the number of rounds, and the folder for its files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from .rows import Absent, Row


@dataclass(frozen=True)
class Bench:
    """The settings of a run."""

    folder: Path
    """For files that are needed while it lasts."""
    rounds: int = 5
    """The number of measurements of each contender."""
    scale: float = 1
    """The size of inputs, relative to that of the targets."""
    former: str = ""
    """A commit whose speccast is measured, too."""


Group: TypeAlias = "Callable[[Bench], Iterator[Row | Absent]]"
"""Measures what belongs together."""
