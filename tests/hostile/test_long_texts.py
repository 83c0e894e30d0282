"""Four times the text takes about four times the time, of any kind of text.

The bound is half of what the square would take. Some characters are tried on each run, all of ASCII
at night.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.long import (
    ASCII,
    LISTS,
    PAIRS,
    TIMES,
    YAML,
    generated,
    growth,
    named,
    read,
    spoken,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = TIMES * TIMES / 2
"""A bound between linear and quadratic growth."""
SOME = (">", "A", "7_", "| ")
SOME_LISTS = ("placeholders", "required", "variables")


def units(some: Iterable[str], every: Iterable[str]) -> list[object]:
    """Return the parameters of a test: some for each run, the others for nightly runs."""
    others = (unit for unit in every if unit not in some)
    return [*some, *(pytest.param(unit, marks=pytest.mark.nightly) for unit in others)]


def text(unit: str, size: int) -> str:
    """Return a text of this length, whose last character is another one."""
    return (unit * size)[:size] + "x"


def slow(unit: str, size: int) -> dict[str, float]:
    """Return the uses of a text whose time grows faster than the text."""
    found = {
        "prose": growth(lambda n: generated(spoken(text(unit, n))), 4 * size),
        "names": growth(lambda n: generated(named(text(unit, n))), size // 2),
    }
    return {way: factor for way, factor in found.items() if factor > MOST}


@pytest.mark.parametrize("unit", units(SOME, (*ASCII, *PAIRS)))
def test_long_texts_and_names(unit: str) -> None:
    """Through all stages, as prose and values, and as names."""
    assert slow(unit, 1500) == {}


@pytest.mark.parametrize("unit", SOME)
def test_long_yaml(unit: str) -> None:
    """In each place of a YAML file; the place of a later node is looked up, too."""
    assert slow_yaml(unit, 2000) == {}


@pytest.mark.nightly
@pytest.mark.parametrize("unit", [*ASCII, *PAIRS])
def test_longer_yaml(unit: str) -> None:
    """A small quadratic term shows only in a longer text."""
    assert slow_yaml(unit, 8000) == {}


def slow_yaml(unit: str, size: int) -> dict[str, float]:
    """Return the places in YAML where reading time grows faster than the text."""
    found = {
        way: growth(lambda n, frame=frame: read(frame.replace("{}", text(unit, n))), size)  # type: ignore[misc]
        for way, frame in YAML.items()
    }
    return {way: factor for way, factor in found.items() if factor > MOST}


@pytest.mark.parametrize("kind", units(SOME_LISTS, LISTS))
def test_long_lists(kind: str) -> None:
    """Lists of each kind of item of a document."""
    assert growth(lambda n: generated(LISTS[kind](n)), 250) <= MOST


def test_quadratic_time_is_noticed() -> None:
    """The measurement itself can fail."""
    assert growth(lambda n: sum(1 for _ in range(n) for _ in range(n)), 300) > MOST
