"""Where a run is: the stage, and how many files of how many.

As with logging, a stage says where it is and does not know who reads it. The command line shows
this text on a terminal while a run takes long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_Item = TypeVar("_Item")


class _Now:
    text = "Starting"


def text() -> str:
    """Return what the process is doing now."""
    return _Now.text


def at(stage: str) -> None:
    """Say which stage begins."""
    _Now.text = stage


def each(stage: str, items: Sequence[_Item], noun: str = "files") -> Iterator[_Item]:
    """Iterate items, and say which of how many is next."""
    for number, item in enumerate(items, 1):
        _Now.text = f"{stage} {number:,} of {len(items):,} {noun}"
        yield item
