"""Readers and writers of values that are text in JSON.

Readers raise `ValueError` or `Mismatch`. The forms are those of RFC 3339 (dates, times,
durations), ISO 8601-1 (signs and fractions in durations), RFC 4648 (bytes) and RFC 9562
(UUIDs) and RFC 9110 (dates of HTTP). If a value cannot represent its text, the text is kept and written again.
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any, Final, Self
from uuid import UUID

from .errors import ArgumentError
from .http import HTTP_DATE, http_date
from .model import Mismatch

if TYPE_CHECKING:
    from collections.abc import Callable

_CLOCK: Final = r"\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?"
_READS_TIME: Final = re.compile(_CLOCK, re.ASCII | re.IGNORECASE)
_READS_DATE_TIME: Final = re.compile(
    rf"\d{{4}}-\d\d-\d\d[T ]{_CLOCK}", re.ASCII | re.IGNORECASE
)
_LEAP_SECOND: Final = re.compile(r"(\d\d:\d\d):60(\.\d+)?")
_NUMBER: Final = r"([+-]?\d+(?:[.,]\d+)?)"
_DURATION: Final = re.compile(
    r"([+-]?)P(?:([+-]?\d+)Y)?(?:([+-]?\d+)M)?"
    rf"(?:{_NUMBER}W)?(?:{_NUMBER}D)?"
    rf"(?:T(?:{_NUMBER}H)?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?",
    re.ASCII,
)
_SECONDS: Final = (7 * 86_400, 86_400, 3600, 60, 1)
"""The lengths of a week, a day, an hour, a minute and a second."""
_LONGEST_DURATION: Final = 100
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


class SpelledTime(_Spelled, time):
    """A time whose original text has another form than `write_time` returns."""


class SpelledDuration(_Spelled, timedelta):
    """A timedelta whose original text has another form than `write_duration` returns."""


class CalendarDuration(str):
    """A duration with years or months, which have no fixed length: `P1Y2M3DT4H`."""

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        try:
            _duration_parts(text)
        except Mismatch:
            message = f"{text[:_LONGEST_DURATION]!r} is not a duration"
            raise ArgumentError(message) from None
        return super().__new__(cls, text)

    @property
    def years(self) -> int:
        """The years."""
        return _duration_parts(self)[0]

    @property
    def months(self) -> int:
        """The months besides the years."""
        return _duration_parts(self)[1]

    @property
    def rest(self) -> timedelta:
        """The weeks, days, hours, minutes and seconds."""
        return _duration_parts(self)[2]


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


def full_date(text: str) -> date:
    """Read a date, `2026-05-31`."""
    if text.endswith(" 00:00:00 GMT") and HTTP_DATE.fullmatch(text):  # Flask
        return http_date(text).date()
    if (day := date.fromisoformat(text)).isoformat() != text:
        raise Mismatch
    return day


def write_date(day: date) -> str:
    """Write a date."""
    return day.isoformat()


def clock_time(text: str) -> time:
    """Read a time of day, with or without an offset."""
    try:
        value = time.fromisoformat(text)
    except ValueError:
        value = time.fromisoformat(_LEAP_SECOND.sub(r"\1:59.999999", text.upper()))
    if write_time(value) == text or not _READS_TIME.fullmatch(text):
        return value
    found = SpelledTime.fromisoformat(value.isoformat())
    found.spelled = text
    return found


def write_time(moment: time) -> str:
    """Write a time of day."""
    if isinstance(moment, SpelledTime) and moment.spelled:
        return moment.spelled
    offset = moment.utcoffset()
    if offset is not None and offset % _MINUTE:
        moment = moment.replace(tzinfo=timezone(offset // _MINUTE * _MINUTE))
    text = moment.isoformat(timespec=_timespec(moment.microsecond))
    return text if moment.utcoffset() != timedelta() else f"{text[:-6]}Z"


def duration(text: str) -> timedelta | CalendarDuration:
    """Read a duration; one with years or months has no fixed length."""
    years, months, length = _duration_parts(text)
    if years or months:
        return CalendarDuration(text)
    if write_duration(length) == text:
        return length
    found = SpelledDuration(length.days, length.seconds, length.microseconds)
    found.spelled = text
    return found


def _duration_parts(text: str) -> tuple[int, int, timedelta]:
    """Return the years, the months and the rest, or raise `Mismatch`."""
    match = _DURATION.fullmatch(text) if len(text) <= _LONGEST_DURATION else None
    if match is None or text[-1] in "PT":
        raise Mismatch
    sign, years, months, *others = match.groups(default="0")
    seconds = sum(
        Decimal(number.replace(",", ".")) * unit
        for number, unit in zip(others, _SECONDS, strict=True)
    )
    length = timedelta(microseconds=int(seconds * 1_000_000))
    if sign == "-":
        return -int(years), -int(months), -length
    return int(years), int(months), length


def write_duration(length: timedelta | CalendarDuration) -> str:
    """Write a duration, `P1DT2H0.5S` or `PT0S`."""
    if isinstance(length, CalendarDuration):
        return str(length)
    if isinstance(length, SpelledDuration) and length.spelled:
        return length.spelled
    sign, length = ("-", -length) if length < timedelta() else ("", length)
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{length.microseconds:06}".rstrip("0") if length.microseconds else ""
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    clock += f"{seconds}{fraction}S" if seconds or fraction else ""
    days = f"{length.days}D" if length.days else ""
    return f"{sign}P{days}T{clock}".removesuffix("T") if clock or days else "PT0S"


def uuid(text: str) -> UUID:
    """Read a UUID in its usual form, with four hyphens."""
    if str(value := UUID(text)) != text.lower():
        raise Mismatch
    return value


def base64(text: str) -> bytes:
    """Read base64 text."""
    return b64decode(text, validate=True)


def write_base64(content: bytes) -> str:
    """Write base64 text."""
    return b64encode(content).decode()


class UrlSafe(bytes):
    """Bytes in the URL-safe alphabet of base64."""

    __slots__ = ()


def base64url(text: str) -> UrlSafe:
    """Read bytes in the alphabet for URLs, with or without padding."""
    if not re.fullmatch(r"[A-Za-z0-9_-]*={0,2}", text):
        raise Mismatch
    return UrlSafe(urlsafe_b64decode(text + "=" * (-len(text) % 4)))


def write_base64url(content: bytes) -> str:
    """Write bytes in the alphabet for URLs, without padding."""
    return urlsafe_b64encode(content).decode().rstrip("=")


def decimal(text: str) -> Decimal:
    """Read an exact number."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise Mismatch from None
    if not value.is_finite():
        raise Mismatch
    return value


FORMATS: Final[
    dict[Any, tuple[str, Callable[[str], object], Callable[[Any], str]]]
] = {}
"""The name in messages, the reader and the writer of each type."""
FORMATS[datetime] = (
    "a date-time",
    date_time,
    write_date_time,
)  # only with: types.datetime
FORMATS[date] = ("a date", full_date, write_date)  # only with: types.date
FORMATS[time] = ("a time", clock_time, write_time)  # only with: types.time
FORMATS[timedelta] = (
    "a duration",
    duration,
    write_duration,
)  # only with: types.timedelta
FORMATS[CalendarDuration] = FORMATS[timedelta]  # only with: types.timedelta
FORMATS[UUID] = ("a UUID", uuid, str)  # only with: text.uuid
FORMATS[Decimal] = ("a decimal number as text", decimal, str)  # only with: text.decimal
FORMATS[bytes] = ("base64 text", base64, write_base64)  # only with: text.base64
FORMATS[UrlSafe] = (
    "base64url text",
    base64url,
    write_base64url,
)  # only with: text.base64url
FORMATS["base64url"] = FORMATS[UrlSafe]  # only with: text.base64url
