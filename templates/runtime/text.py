"""Text forms of rich values: one reader and one canonical writer for each.

Readers take the text and raise `ValueError` or `Mismatch`; writers take the value. The
forms are those of RFC 3339 (dates and times), ISO 8601-1 (durations), RFC 4648 (bytes)
and RFC 9562 (UUIDs).
"""

from __future__ import annotations

import re
from base64 import b64decode, b64encode, urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final
from uuid import UUID

from .model import Mismatch

_DURATION: Final = (
    r"([+-]?)P(?:(\d+)W)?(?:(\d+)D)?"
    r"(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)(?:[.,](\d{1,6}))?S)?)?"
)
_MILLISECOND: Final = 1000
_read_instant: Final = datetime.fromisoformat


def date_time(text: str) -> datetime:
    """Read an instant. Digits beyond the microsecond are cut off."""
    moment = _read_instant(text)
    if moment.tzinfo is None:
        raise Mismatch
    return moment


def write_date_time(moment: datetime) -> str:
    """Write an instant: `Z` for UTC, and as many digits as it needs (0, 3 or 6).

    Raises:
        ValueError: for a naive datetime, which names no instant.

    """
    if moment.tzinfo is UTC:  # twice as fast without the offset
        text = datetime.combine(moment, moment.time()).isoformat()
        return text.removesuffix("000") + "Z"
    offset = moment.utcoffset()
    if offset is None:
        message = f"{moment!r} has no UTC offset; give an aware datetime"
        raise ValueError(message)
    text = moment.isoformat(timespec=_timespec(moment.microsecond))
    return text if offset else f"{text[:-6]}Z"


def _timespec(microsecond: int) -> str:
    if not microsecond:
        return "seconds"
    return "microseconds" if microsecond % _MILLISECOND else "milliseconds"


def full_date(text: str) -> date:
    """Read a date, `2026-05-31`."""
    day = date.fromisoformat(text)
    if day.isoformat() != text:
        raise Mismatch
    return day


def write_date(day: date) -> str:
    """Write a date."""
    return day.isoformat()


def clock_time(text: str) -> time:
    """Read a time of day, with or without an offset."""
    return time.fromisoformat(text)


def write_time(moment: time) -> str:
    """Write a time of day."""
    text = moment.isoformat(timespec=_timespec(moment.microsecond))
    return text if moment.utcoffset() != timedelta() else f"{text[:-6]}Z"


def duration(text: str) -> timedelta:
    """Read a duration of weeks, days, hours, minutes and seconds.

    Months and years are refused: they have no fixed length.
    """
    match = re.fullmatch(_DURATION, text)
    if match is None or text[-1] in "PT":
        raise Mismatch
    sign, weeks, days, hours, minutes, seconds, fraction = match.groups(default="0")
    length = timedelta(
        weeks=int(weeks),
        days=int(days),
        hours=int(hours),
        minutes=int(minutes),
        seconds=int(seconds),
        microseconds=int(fraction.ljust(6, "0")),
    )
    return -length if sign == "-" else length


def write_duration(length: timedelta) -> str:
    """Write a duration, `P1DT2H0.5S`; `PT0S` for none."""
    sign, length = ("-", -length) if length < timedelta() else ("", length)
    minutes, seconds = divmod(length.seconds, 60)
    hours, minutes = divmod(minutes, 60)
    fraction = f".{length.microseconds:06}".rstrip("0") if length.microseconds else ""
    parts = [
        f"{hours}H" if hours else "",
        f"{minutes}M" if minutes else "",
        f"{seconds}{fraction}S" if seconds or fraction else "",
    ]
    clock = "".join(parts)
    days = f"{length.days}D" if length.days else ""
    if not clock and not days:
        return "PT0S"
    return f"{sign}P{days}" + (f"T{clock}" if clock else "")


def uuid(text: str) -> UUID:
    """Read a UUID in its usual form, with four hyphens."""
    value = UUID(text)
    if str(value) != text.lower():
        raise Mismatch
    return value


def base64(text: str) -> bytes:
    """Read bytes."""
    return b64decode(text, validate=True)


def write_base64(content: bytes) -> str:
    """Write bytes."""
    return b64encode(content).decode()


class UrlSafe(bytes):
    """Bytes that came in the alphabet for URLs, and go out in it."""

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


def write_decimal(value: Decimal) -> str:
    """Write an exact number, digits and exponent as they are."""
    return str(value)
