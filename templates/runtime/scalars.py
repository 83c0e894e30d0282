"""How the second look reads values without parts, and how it says what is wrong."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias
from uuid import UUID

from . import text
from .errors import DecodeError
from .model import ABSENT, Json, Mismatch

if TYPE_CHECKING:
    from enum import Enum

Step: TypeAlias = str | int
TextReader: TypeAlias = Callable[[str], object]

EXPECTED: Final[dict[type, str]] = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "a boolean",
}
TEXTS: Final[dict[type, tuple[str, TextReader]]] = {}
"""The types that are text on the wire: what is expected, and what reads it."""
TEXTS[datetime] = ("a date-time", text.date_time)  # only with: text.date_time
TEXTS[date] = ("a date", text.full_date)  # only with: text.full_date
TEXTS[time] = ("a time", text.clock_time)  # only with: text.clock_time
TEXTS[timedelta] = ("a duration", text.duration)  # only with: text.duration
TEXTS[text.CalendarDuration] = TEXTS[timedelta]  # only with: text.duration
TEXTS[UUID] = ("a UUID", text.uuid)  # only with: text.uuid
TEXTS[bytes] = ("base64 text", text.base64)  # only with: text.base64
TEXTS[Decimal] = ("a decimal number as text", text.decimal)  # only with: text.decimal
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")


class Wrong(Exception):  # becomes a DecodeError at the border
    """What was expected and found, and the steps that lead there, innermost first."""

    def __init__(self, expected: str, found: Json) -> None:
        """Begin at the value itself."""
        super().__init__(expected, found)
        self.expected, self.found = expected, found
        self.steps: tuple[Step, ...] = ()

    def under(self, step: Step, *, secret: bool = False) -> Wrong:
        """Return the same, seen from the value around."""
        wrong = Wrong(self.expected, "***" if secret else self.found)
        wrong.steps = (*self.steps, step)
        return wrong

    def path(self) -> str:
        """Return the JSON path, `$.data[3].created_at`."""
        return "$" + "".join(_spell(step) for step in reversed(self.steps))

    def error(self) -> DecodeError:
        """Return what the caller is told."""
        return DecodeError(self.path(), self.expected, self.found)


def _spell(step: Step) -> str:
    if isinstance(step, str) and step.isidentifier():
        return f".{step}"
    return f"[{step!r}]"


class Missing:
    """Stands for a value that is not there."""

    def __repr__(self) -> str:
        """Complete the sentence `expected a value, found nothing`."""
        return "nothing"


def refuse(expected: str, found: Json) -> NoReturn:
    """Say what is wrong."""
    raise Wrong(expected, Missing() if found is ABSENT else found)


def plain(hint: type, data: Json, *, strict: bool) -> object:
    """Read a string, number or boolean, unless strict also from its text."""
    if type(data) is hint or (hint is float and type(data) is int):
        return data
    if hint is bool and not strict and data in ("true", "false"):
        return data == "true"
    if strict or hint in (str, bool):
        refuse(EXPECTED[hint], data)
    if type(data) is str and _NUMBER.fullmatch(data):
        try:
            data = json.loads(data)
        except ValueError:  # of thousands of digits
            refuse(EXPECTED[hint], data)
    if hint is int and type(data) is float and data.is_integer():
        return int(data)
    if type(data) is int or (hint is float and type(data) is float):
        return data
    return refuse(EXPECTED[hint], data)


def rich(expected: str, reader: TextReader, data: Json) -> object:
    """Read a value that is text on the wire."""
    if type(data) is not str:
        refuse(expected, data)
    try:
        return reader(data)
    except (ValueError, OverflowError, Mismatch):
        return refuse(expected, data)


def literal(values: tuple[Any, ...], data: Json) -> object:
    """Read one of a few fixed values; `1` is not `True`, but `1.0` is read as it."""
    for value in values:
        is_whole = type(value) is int and type(data) is float
        if (is_whole or type(value) is type(data)) and value == data:
            return value
    return refuse(" or ".join(json.dumps(value) for value in values), data)


def known_member(cls: type[Enum], data: Json) -> object:
    """Read a value that the document lists."""
    if type(data) in (str, int) and data in cls._value2member_map_:
        return cls._value2member_map_[data]
    return refuse(f"one of {cls.__name__}", data)
