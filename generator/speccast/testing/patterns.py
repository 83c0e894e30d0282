"""Regular expressions of a document: what matches one, and texts that do.

A document's expressions are ECMA-262's. What Python does not read is not a constraint here,
and what could take for ever is not tried on long texts.
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
"""Characters of a text on which an explosive expression takes too long."""
_MANY: Final = 10**9
_PIECE: Final = re.compile(
    r"(?P<asserted>\(\?<?[=!][^()]*\)|\\[bB]|[\^$])"
    r"|(?P<one>\\x..|\\u....|\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[^()|*+?{}])"
    r"(?:(?P<repeated>[*+?]|\{(?P<low>\d+)(?P<comma>,?)(?P<high>\d*)\})[?+]?)?",
    re.DOTALL,
)
"""What stands for no character, or for one and how often it comes."""
_GROUP: Final = re.compile(
    r"(?<!\\)\((?:\?:|\?P<\w+>)?((?:\\.|[^()|\\])*)(?:\\.|[^()\\])*\)"
    r"([*+?]|\{\d+,?\d*\})?"
)
"""A group without groups inside: its first alternative, and how often it comes."""
_AHEAD: Final = re.compile(r"\(\?=((?:\\.|\[(?:\\.|[^\]\\])*\]|[^()\[\\])*)\)")
"""A look-ahead without groups inside."""
_ESCAPED: Final = re.compile(r"\\(?:x|u)((?<=x)[0-9a-fA-F]{2}|(?<=u)[0-9a-fA-F]{4})")
_CHARACTERS: Final = "a0A-_ " + "".join(map(chr, range(0x21, 0x7F)))


_MOST: Final = 1_000_000
"""Characters that an expression may ask for, all its repetitions multiplied."""


@cache
def readable(pattern: str) -> re.Pattern[str] | None:
    """Return the expression, None where Python cannot read it, or no engine could."""
    asked = 1
    for digits in re.findall(r"\{(\d+)", pattern):
        asked *= max(1, int(digits[:9]))
        if asked > _MOST:
            return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            return None


def matches(pattern: str, text: str) -> bool:
    """Return whether a text matches somewhere, as JSON Schema asks."""
    expression = readable(pattern)
    if expression is None or (len(text) > _LONG and _EXPLOSIVE.search(pattern)):
        return True
    return expression.search(text) is not None


def sample(pattern: str) -> str:
    """Return a short text that matches most expressions, if not all."""
    flat = _PIECE.sub(lambda it: "" if it["asserted"] else it[0], pattern)
    while (simpler := _GROUP.sub(lambda it: it[1] * _least(it[2]), flat)) != flat:
        flat = simpler
    return "".join(
        _character(it["one"]) * _least(it["repeated"])
        for it in _PIECE.finditer(flat.partition("|")[0])
        if it["one"]
    )


def samples(pattern: str) -> Iterator[str]:
    """Give short texts that may match, the last ones with what look-aheads ask for."""
    text = sample(pattern)
    yield text
    asked = "".join(sample(it[1]) for it in _AHEAD.finditer(pattern))
    if asked:
        yield from (asked + text[len(asked) :], text + asked)


def is_ascii(pattern: str) -> bool:
    """Return whether an expression names ASCII characters alone."""
    return pattern.isascii() and not _ESCAPED.search(pattern)


@cache
def fitted(pattern: str, low: int, high: int | None) -> str:
    """Return an expression for those of the texts that have a length, as far as one can say.

    Of each repetition of a character it is said how often is enough, and how often is
    too much.
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
    """Return how often a piece comes at least: `+` once."""
    digits = re.search(r"\d+", repeated or "+")
    return int(digits[0]) if digits else repeated not in ("*", "?")


def _character(one: str) -> str:
    expression, own = re.compile(one), _ESCAPED.sub(lambda it: chr(int(it[1], 16)), one)
    return next(filter(expression.fullmatch, _CHARACTERS + own), one[-1:].replace("]", ""))
