"""The progress of a run: the current stage, and the number of processed files.

As with logging, a stage reports its progress without knowing who reads it. The command line shows
this text on a terminal during a long run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Item = TypeVar("_Item")


class _State:
    text = "Starting"


def text() -> str:
    """Return the current stage, and its progress."""
    return _State.text


def report(stage: str) -> None:
    """Set the current stage."""
    _State.text = stage


def track(stage: str, items: Sequence[_Item], noun: str = "files") -> Iterator[_Item]:
    """Iterate items, and report how many of them are processed."""
    for number, item in enumerate(items, 1):
        _State.text = f"{stage} {number:,} of {len(items):,} {noun}"
        yield item
