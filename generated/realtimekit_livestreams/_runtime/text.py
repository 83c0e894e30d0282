"""Readers and writers of values that are text in JSON.

Readers raise `ValueError` or `Mismatch`. The forms are those of RFC 3339 (dates, times,
durations), ISO 8601-1 (signs and fractions in durations), RFC 4648 (bytes) and RFC 9562
(UUIDs) and RFC 9110 (dates of HTTP). If a value cannot represent its text, the text is kept and written again.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any, Final

from .errors import ArgumentError
from .http import HTTP_DATE, http_date
from .model import Mismatch

if TYPE_CHECKING:
    from collections.abc import Callable

_CLOCK: Final = r"\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?"
_READS_DATE_TIME: Final = re.compile(
    rf"\d{{4}}-\d\d-\d\d[T ]{_CLOCK}", re.ASCII | re.IGNORECASE
)
_LEAP_SECOND: Final = re.compile(r"(\d\d:\d\d):60(\.\d+)?")
_THOUSAND: Final = 1000
_MINUTE: Final = timedelta(minutes=1)
_TWO: Final = tuple(f"{number:02}" for number in range(60))
_read_instant: Final = datetime.fromisoformat


class _Spelled:
    """A value that is written as the text it was read from."""

    spelled = ""
    """The original text; empty in values that are computed from this one."""

    def __reduce_ex__(self, protocol: Any) -> Any:  # as `object` has it
        made: Any = super().__reduce_ex__(protocol)
        return (*made[:2], {"spelled": self.spelled})


class SpelledDateTime(_Spelled, datetime):
    """A datetime whose text has no offset, another form, or too many digits."""


def date_time(text: str) -> datetime:
    """Read an instant, or a moment without an offset.

    A leap second is the last microsecond of its minute, and further digits are cut off.
    """
    try:
        moment = _read_instant(text)
    except ValueError:
        iso = _LEAP_SECOND.sub(r"\1:59.999999", text.upper())
        moment = http_date(text) if HTTP_DATE.match(text) else _read_instant(iso)
    else:
        if moment.tzinfo and (len(text) < 28 or (len(text) < 33 and text[-1] != "Z")):
            return moment  # a longer text has seven digits of a second
    if not (_READS_DATE_TIME.fullmatch(text) or HTTP_DATE.fullmatch(text)):
        raise Mismatch
    found = SpelledDateTime.combine(moment, moment.timetz())
    found.spelled = text
    return found


def write_date_time(moment: datetime) -> str:
    """Write an instant: `Z` for UTC, and as many digits as it needs (0, 3 or 6).

    Raises `ArgumentError` for a naive one, which names no instant, unless it was read.
    """
    if isinstance(moment, SpelledDateTime) and moment.spelled:
        return moment.spelled
    if moment.tzinfo is UTC and moment.year >= _THOUSAND:  # `isoformat` takes longer
        text = (
            f"{moment.year}-{_TWO[moment.month]}-{_TWO[moment.day]}T"
            f"{_TWO[moment.hour]}:{_TWO[moment.minute]}:{_TWO[moment.second]}"
        )
        digits = f"{1_000_000 + moment.microsecond}"[1:] if moment.microsecond else ""
        return f"{text}.{digits.removesuffix('000')}Z" if digits else f"{text}Z"
    offset = moment.utcoffset()
    if offset is None:
        raise ArgumentError(f"{moment!r} has no UTC offset; give an aware datetime")
    if offset % _MINUTE:  # RFC 3339 has offsets of whole minutes
        offset = offset // _MINUTE * _MINUTE
        moment = moment.astimezone(timezone(offset))
    text = moment.isoformat(timespec=_timespec(moment.microsecond))
    return text if offset else f"{text[:-6]}Z"


def _timespec(microsecond: int) -> str:
    few = "milliseconds" if microsecond else "seconds"
    return "microseconds" if microsecond % _THOUSAND else few


FORMATS: Final[
    dict[Any, tuple[str, Callable[[str], object], Callable[[Any], str]]]
] = {}
"""The name in messages, the reader and the writer of each type."""
FORMATS[datetime] = (
    "a date-time",
    date_time,
    write_date_time,
)
