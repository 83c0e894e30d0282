"""Regular expressions of a document: matching, and sample strings.

They have the syntax of ECMA-262. An expression that Python cannot compile is ignored, and one with
exponential run time is not matched against long strings.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

_EXPLOSIVE: Final = re.compile(r"[*+}]\)[*+{]|\|[^()]*\)[*+{]")
"""Repetitions of repetitions, and of alternatives."""
_LONG: Final = 24
"""The number of characters from which an explosive expression takes too long."""
_MANY: Final = 10**9
_PIECE: Final = re.compile(
    r"(?P<asserted>\(\?<?[=!][^()]*\)|\\[bB]|[\^$])"
    r"|(?P<one>\\x..|\\u....|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^()|*+?{}])"
    r"(?:(?P<repeated>[*+?]|\{(?P<low>\d+)(?P<comma>,?)(?P<high>\d*)\})[?+]?)?",
    re.DOTALL,
)
"""An assertion, or an expression for one character with its repetition."""
_GROUP: Final = re.compile(
    r"(?<!\\)\((?:\?:|\?P<\w+>)?((?:\\.|[^()|\\])*)(?:\\.|[^()\\])*\)"
    r"([*+?]|\{\d+,?\d*\})?"
)
"""A group without inner groups: its first alternative and its repetition."""
_AHEAD: Final = re.compile(r"\(\?=((?:\\.|\[(?:\\.|[^\]\\])*\]|[^()\[\\])*)\)")
"""A look-ahead without inner groups."""
_ESCAPED: Final = re.compile(r"\\(?:x|u)((?<=x)[0-9a-fA-F]{2}|(?<=u)[0-9a-fA-F]{4})")
_CHARACTERS: Final = "a0A-_ " + "".join(map(chr, range(0x21, 0x7F)))


_MOST: Final = 1_000_000
"""The maximum product of all minimum repetitions in an expression."""


@cache
def compiled(pattern: str) -> re.Pattern[str] | None:
    """Return the compiled expression; None if Python cannot compile it, or it is too large."""
    repetitions = 1
    for digits in re.findall(r"\{(\d+)", pattern):
        repetitions *= max(1, int(digits[:9]))
        if repetitions > _MOST:
            return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            return None


def matches(pattern: str, text: str) -> bool:
    """Return whether an expression matches anywhere in a string, as in JSON Schema."""
    expression = compiled(pattern)
    if expression is None or (len(text) > _LONG and _EXPLOSIVE.search(pattern)):
        return True
    return expression.search(text) is not None


def sample(pattern: str) -> str:
    """Return a short string that matches an expression, in most cases."""
    flat = _PIECE.sub(lambda it: "" if it["asserted"] else it[0], pattern)
    while (simpler := _GROUP.sub(lambda it: it[1] * _least(it[2]), flat)) != flat:
        flat = simpler
    return "".join(
        _character(it["one"]) * _least(it["repeated"])
        for it in _PIECE.finditer(flat.partition("|")[0])
        if it["one"]
    )


def samples(pattern: str) -> Iterator[str]:
    """Iterate short strings that may match; the last ones include samples of look-aheads."""
    text = sample(pattern)
    yield text
    ahead = "".join(sample(it[1]) for it in _AHEAD.finditer(pattern))
    if ahead:
        yield from (ahead + text[len(ahead) :], text + ahead)


def is_ascii(pattern: str) -> bool:
    """Return whether an expression has only ASCII characters."""
    return pattern.isascii() and not _ESCAPED.search(pattern)


@cache
def with_length(pattern: str, low: int, high: int | None) -> str:
    """Return an expression for the matching strings whose length is in a range, approximately.

    The limits of repetitions of single characters are changed to fit the length.
    """
    width = len(sample(pattern))
    need, room = low - width, (low + _LONG if high is None else high) - width

    def fit(piece: re.Match[str]) -> str:
        nonlocal need, room
        if not piece["one"] or not piece["repeated"] or room < 0:
            return piece[0]
        least = _least(piece["repeated"])
        most = int(piece["high"] or (_MANY if piece["comma"] else piece["low"] or _MANY))
        most = 1 if piece["repeated"] == "?" else most
        first, last = min(most, least + max(need, 0)), min(most, least + room)
        need, room = need - (first - least), room - (first - least)
        return f"{piece['one']}{{{first},{last}}}"

    return _PIECE.sub(fit, pattern)


def _least(repeated: str | None) -> int:
    """Return the minimum number of repetitions: 1 for `+`."""
    digits = re.search(r"\d+", repeated or "+")
    return int(digits[0]) if digits else repeated not in ("*", "?")


def _character(one: str) -> str:
    expression, own = re.compile(one), _ESCAPED.sub(lambda it: chr(int(it[1], 16)), one)
    return next(filter(expression.fullmatch, _CHARACTERS + own), one[-1:].replace("]", ""))
