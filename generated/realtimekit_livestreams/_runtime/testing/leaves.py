"""Strings and numbers made from schemas, and what makes the choices.

A leaf is made in a few tries; what fits no limit at all is `NoValueError`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final, Protocol

from .formats import RICH, SOFT
from .parts import Parts, limit
from .patterns import matches, readable, sample
from .validity import MOST, is_multiple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_TRIES: Final = 4
_SEEDS: Final = 40
_WIDE: Final = 20
"""Characters of a text beyond what it needs."""
_INTEGERS: Final = {"int32": 2**31, "int64": 2**63}
_SINGLE: Final = (2 - 2**-23) * 2.0**127
"""The largest number that `format: float` holds."""


class NoValueError(LookupError):
    """No value fits, or none was found."""


class Source(Protocol):
    """Makes the choices."""

    def choose(self, options: Any) -> Any:
        """Return one of the options; the first is the simplest."""
        ...

    def some(self, options: Sequence[str], least: int, most: int) -> list[str]:
        """Return some of the options."""
        ...

    def integer(self, low: int | None, high: int | None) -> int:
        """Return an integer between two bounds."""
        ...

    def number(self, low: float | None, high: float | None) -> float:
        """Return a finite number between two bounds."""
        ...

    def text(self, low: int, high: int) -> str:
        """Return a text of so many characters."""
        ...


class Simplest:
    """Always takes the simplest."""

    def choose(self, options: Any) -> Any:
        """Return the first."""
        return options[0]

    def some(self, options: Sequence[str], least: int, most: int) -> list[str]:
        """Return no more than there have to be."""
        return [*options[: min(least, most)]]

    def integer(self, low: int | None, high: int | None) -> int:
        """Return zero, or what is next to it."""
        return max(low or 0, 0) if high is None or high >= 0 else high

    def number(self, low: float | None, high: float | None) -> float:
        """Return zero, or what is next to it."""
        return max(low or 0.0, 0.0) if high is None or high >= 0 else high

    def text(self, low: int, high: int) -> str:
        """Return a word."""
        return "text".ljust(low, "-")[:high]


class Seeded(Simplest):
    """Takes anything, and the same in each run."""

    def __init__(self, seed: int) -> None:
        """Begin somewhere."""
        self._state = seed

    def choose(self, options: Any) -> Any:
        """Return any."""
        return options[self.integer(0, len(options) - 1)]

    def text(self, low: int, high: int) -> str:
        """Return any letters."""
        size = self.integer(low, high)
        return "".join(self.choose("abcXYZ019 ") for _ in range(size))

    def integer(self, low: int | None, high: int | None) -> int:
        """Return any, near zero where there are no bounds."""
        self._state = (self._state * 0x5851F42D4C957F2D + 0x14057B7EF767814F) % 2**64
        if low is None:
            low = min(0, high or 0)
        return low + (self._state >> 33) % (
            (low + 100 if high is None else high) + 1 - low
        )


def string(parts: Parts, source: Source) -> str:
    """Return a string that fits."""
    fit = _Fit(parts)
    formats = [str(part["format"]).lower() for part in parts if "format" in part]
    formats += [
        str(part["contentEncoding"]) for part in parts if "contentEncoding" in part
    ]
    for name in formats:
        if name in RICH:
            return fit.first(RICH[name](each) for each in _sources(source))
        if name in SOFT:
            text = next(
                filter(fit, (SOFT[name](each) for each in _sources(source))), None
            )
            if text is not None:
                return text
    if fit.patterns:
        return fit.first(
            sample(fit.patterns[0], each, fit.low, fit.high)
            for each in _sources(source)
        )
    return fit.first(iter([source.text(fit.low, fit.most)]))


def _sources(source: Source) -> Iterator[Source]:
    """Give the source a few times, then others that may be luckier."""
    yield from [source] * _TRIES
    yield Simplest()
    yield from map(Seeded, range(_SEEDS))


class _Fit:
    """What a string has to fit."""

    def __init__(self, parts: Parts) -> None:
        low = limit(parts, "minLength") or 0
        high = limit(parts, "maxLength")
        self.low = math.ceil(low) if low <= MOST else 0
        self.high = None if high is None else math.floor(high)
        wide = self.low + _WIDE
        self.most = wide if self.high is None else min(self.high, wide)
        patterns = (str(part["pattern"]) for part in parts if "pattern" in part)
        self.patterns = [each for each in patterns if readable(each)]

    def __call__(self, text: str | None) -> bool:
        return (
            text is not None
            and self.low <= len(text)
            and (self.high is None or len(text) <= self.high)
            and all(matches(each, text) for each in self.patterns)
        )

    def first(self, texts: Iterator[str | None]) -> str:
        for text in texts if self.low <= self.most else ():
            if text is not None and self(text):
                return text
        raise NoValueError


def integer(parts: Parts, source: Source) -> int:
    """Return an integer that fits."""
    lows = [math.ceil(low) for low in _limits(parts, "minimum")]
    lows += [math.floor(low) + 1 for low in _limits(parts, "exclusiveMinimum")]
    highs = [math.floor(high) for high in _limits(parts, "maximum")]
    highs += [math.ceil(high) - 1 for high in _limits(parts, "exclusiveMaximum")]
    for part in parts:
        bound = _INTEGERS.get(str(part.get("format")))
        lows += [-bound] if bound else []
        highs += [bound - 1] if bound else []
    low, high = max(lows, default=None), min(highs, default=None)
    step = limit(parts, "multipleOf") or 1
    if step != int(step):
        found = (source.integer(low, high) for _ in _between(low, high))
        return _first(
            (each for each in (*found, 0) if is_multiple(each, step)), low, high
        )
    step = int(step)
    low = None if low is None else -(-low // step)
    high = None if high is None else high // step
    return (
        _first((source.integer(low, high) for _ in _between(low, high)), low, high)
        * step
    )


def _limits(parts: Parts, keyword: str) -> list[float]:
    found = limit(parts, keyword)
    return [] if found is None else [found]


def _between(low: float | None, high: float | None) -> range:
    """Return as many tries as there are, none where the bounds exclude each other."""
    return range(0 if low is not None and high is not None and low > high else _TRIES)


def _first(found: Iterator[int], low: int | None, high: int | None) -> int:
    for each in found:
        if (low is None or each >= low) and (high is None or each <= high):
            return each
    raise NoValueError


def number(parts: Parts, source: Source) -> float:
    """Return a number that fits; it may be whole."""
    over, under = _limits(parts, "exclusiveMinimum"), _limits(parts, "exclusiveMaximum")
    held = [_SINGLE for part in parts if part.get("format") == "float"]
    lows = [*_limits(parts, "minimum"), *over, *(-bound for bound in held)]
    low = max(lows, default=None)
    high = min([*_limits(parts, "maximum"), *under, *held], default=None)
    step = limit(parts, "multipleOf")
    for value in _numbers(low, high, step, source):
        if (
            all(value > bound for bound in over)
            and all(value < bound for bound in under)
            and (low is None or value >= low)
            and (high is None or value <= high)
            and (not step or is_multiple(value, step))
        ):
            return value
    raise NoValueError


def _numbers(
    low: float | None, high: float | None, step: float | None, source: Source
) -> Iterator[float]:
    """Give numbers that may fit."""
    for _ in _between(low, high):
        if step:
            yield float(source.integer(_steps(low, step), _steps(high, step)) * step)
        else:
            yield source.number(low, high)
    yield 0.0
    yield from (float(bound) for bound in (low, high) if bound is not None)
    if low is not None and high is not None:
        yield low + (high - low) / 2


def _steps(bound: float | None, step: float) -> int | None:
    """Return how many steps a bound is away from zero."""
    if bound is None or not math.isfinite(bound / step):
        return None
    return math.floor(bound / step)
