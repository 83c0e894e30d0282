"""What every group of rows is given: how many rounds, and where to put what it needs."""

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
    """How often each contender is measured."""
    scale: float = 1
    """How large inputs are, compared with those that the bars are for."""
    former: str = ""
    """A commit whose speccast is measured, too."""


Group: TypeAlias = "Callable[[Bench], Iterator[Row | Absent]]"
"""Measures what belongs together."""
