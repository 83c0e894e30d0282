"""The result of a measurement: a row of the table, or the reason why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import dropwhile
from statistics import median


@dataclass(frozen=True)
class Row:
    """A comparison, measured in several rounds."""

    what: str
    """The measured work."""
    against: str
    """The work that it is compared with."""
    ratios: tuple[float, ...]
    """One for each round."""
    bar: float
    """The target of the median."""
    at_least: bool = False
    """Whether more is better: how many times faster, instead of how many times slower."""

    @property
    def ratio(self) -> float:
        """The median."""
        return median(self.ratios)

    @property
    def met(self) -> bool:
        """Whether the bar is met."""
        return self.ratio >= self.bar if self.at_least else self.ratio <= self.bar


@dataclass(frozen=True)
class Absent:
    """Something cannot be measured here."""

    what: str
    why: str


def head() -> str:
    """Return the head of a table in Markdown."""
    return (
        "| what | against | ratio | spread | asked for | |\n"
        "| --- | --- | ---: | ---: | ---: | --- |"
    )


def line(row: Row | Absent) -> str:
    """Return a row of a table in Markdown."""
    if isinstance(row, Absent):
        return f"| {row.what} | | | | | not measured: {row.why} |"
    low, high = _number(min(row.ratios)), _number(max(row.ratios))
    spread = f"{low} … {high}" if len(row.ratios) > 1 else ""
    bar = f"{'≥' if row.at_least else '≤'} {_number(row.bar)}"
    met = "met" if row.met else "**missed**"
    return f"| {row.what} | {row.against} | {_number(row.ratio)} | {spread} | {bar} | {met} |"


def replaced(text: str, table: list[str]) -> str:
    """Return a text in Markdown in whose table new rows replace those of the same name."""
    first = head().partition("\n")[0]
    before, found, after = text.partition(first)
    if not found:
        message = f"there is no table that begins with {first}"
        raise LookupError(message)
    lines = after.split("\n")[1:]
    rest = [*dropwhile(lambda each: each.startswith("|"), lines)]
    new: dict[str, list[str]] = {}
    for row in table[1:]:
        new.setdefault(_name(row), []).append(row)
    kept: list[str] = []
    for row in lines[1 : len(lines) - len(rest)]:
        fresh = new.get(_name(row))
        kept += [row] if fresh is None else fresh
        if fresh:
            fresh.clear()  # further rows of that name are old
    kept += (row for rows in new.values() for row in rows)
    return before + "\n".join([table[0], *kept, *rest])


def _name(row: str) -> str:
    return row.split(" | ", maxsplit=1)[0]


def _number(value: float) -> str:
    return f"{value:.0f}" if value >= 100 else f"{value:.3g}"
