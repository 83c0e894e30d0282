"""Regular expressions of a document: what matches one, and texts that do.

A document's expressions are ECMA-262's. What Python does not read is no constraint here,
and what could take for ever is not tried on long texts.
"""

from __future__ import annotations

import re
import warnings
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable

_EXPLOSIVE: Final = re.compile(r"[*+}]\)[*+{]|\|[^()]*\)[*+{]")
"""Repetitions of repetitions, and of alternatives."""
_LONG: Final = 24
"""Characters of a text on which an explosive expression takes too long."""
_MORE: Final = 3
"""How often something is repeated beyond what is needed."""
_ASCII: Final = "".join(map(chr, range(0x20, 0x7F)))
_CATEGORIES: Final = {"DIGIT": r"\d", "SPACE": r"\s", "WORD": r"\w"}


class Chooser(Protocol):
    """Makes the choices that lead to a value."""

    def choose(self, options: Any) -> Any:
        """Return one of the options."""
        ...

    def integer(self, low: int | None, high: int | None) -> int:
        """Return an integer between two bounds."""
        ...


@cache
def readable(pattern: str) -> re.Pattern[str] | None:
    """Return the expression, None where Python does not read it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return re.compile(pattern)
        except (re.error, RecursionError, OverflowError):
            return None


def matches(pattern: str, text: str) -> bool:
    """Tell whether a text matches somewhere, as JSON Schema asks."""
    expression = readable(pattern)
    if expression is None or (len(text) > _LONG and _EXPLOSIVE.search(pattern)):
        return True
    return expression.search(text) is not None


def sample(
    pattern: str, chooser: Chooser, low: int = 0, high: int | None = None
) -> str | None:
    """Return a text that matches, None where none is found.

    Args:
        pattern: an expression that Python reads.
        chooser: makes the choices.
        low: how many characters the text has at least.
        high: how many it has at most.

    """
    tree = _parsed(pattern)
    if tree is None:
        return None
    text = _Sampler(chooser, tree.getwidth()[0], low, high).whole(tree)
    if pattern[-1:] != "$" and len(text) < low:
        text += "a" * (low - len(text))
    fits = low <= len(text) and (high is None or len(text) <= high)
    return text if fits and matches(pattern, text) else None


@cache
def _parsed(pattern: str) -> Any:
    try:
        parser = import_module("re._parser")
    except ImportError:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return parser.parse(pattern)


class _Sampler:
    """Walks an expression's tree, and writes what it asks for."""

    def __init__(
        self, chooser: Chooser, width: int, low: int, high: int | None
    ) -> None:
        self._chooser = chooser
        self._need = low - width
        self._room = max(0, (_MORE * _LONG if high is None else high) - width)
        self._groups: dict[int, str] = {}

    def whole(self, tree: Iterable[tuple[Any, Any]]) -> str:
        """Write a sequence."""
        return "".join(self._one(str(op), argument) for op, argument in tree)

    def _one(self, op: str, argument: Any) -> str:
        match op:
            case "LITERAL":
                return chr(argument)
            case "NOT_LITERAL":
                return self._of(_ASCII.replace(chr(argument), ""))
            case "ANY":
                return self._of(_ASCII[1:])
            case "IN":
                return self._of(_characters(argument))
            case "BRANCH":
                return self.whole(self._chooser.choose(argument[1]))
            case "SUBPATTERN":
                text = self.whole(argument[3])
                self._groups[argument[0]] = text
                return text
            case "ATOMIC_GROUP":
                return self.whole(argument)
            case "GROUPREF":
                return self._groups.get(argument, "")
            case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
                return self._repeated(*argument)
            case _:
                return ""

    def _of(self, characters: str) -> str:
        return str(self._chooser.choose(characters)) if characters else ""

    def _repeated(self, low: int, high: int, tree: Any) -> str:
        each = max(1, tree.getwidth()[0])
        more = min(high - low, max(0, -(-self._need // each)))
        most = min(high - low, max(more, min(more + _MORE, self._room // each)))
        count = self._chooser.integer(more, most)
        self._need -= count * each
        self._room -= count * each
        return "".join(self.whole(tree) for _ in range(low + count))


def _characters(items: Iterable[tuple[Any, Any]]) -> str:
    """Return some characters of a set."""
    found, negated = "", False
    for op, argument in items:
        match str(op):
            case "NEGATE":
                negated = True
            case "LITERAL":
                found += chr(argument)
            case "RANGE":
                first, last = argument
                found += "".join(map(chr, range(first, min(last, first + 100) + 1)))
            case _:
                found += _category(str(argument))
    if not negated:
        return found
    return "".join(each for each in _ASCII[1:] if each not in found)


def _category(name: str) -> str:
    """Return the ASCII characters of a category, `CATEGORY_NOT_DIGIT`."""
    wanted = "NOT" not in name
    expression = _CATEGORIES.get(name.rpartition("_")[2], ".")
    return "".join(
        each for each in _ASCII if bool(re.match(expression, each)) is wanted
    )
