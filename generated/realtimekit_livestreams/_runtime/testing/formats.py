"""Texts in the formats that OpenAPI names, each in its canonical spelling.

The spelling is the one that `text.py` writes, so that what is read and written again is
the same text.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final, Protocol
from uuid import UUID

from .. import text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DAYS: Final = (
    date(1970, 1, 1).toordinal(),
    date.min.toordinal(),
    date.max.toordinal(),
)
_MICROSECONDS: Final = 86_400_000_000


class Numbers(Protocol):
    """Chooses numbers."""

    def integer(self, low: int | None, high: int | None) -> int:
        """Return an integer between two bounds."""
        ...


def _day(source: Numbers) -> date:
    epoch, first, last = _DAYS
    return date.fromordinal(epoch + source.integer(first - epoch, last - epoch))


def _clock(source: Numbers) -> time:
    unit = (1_000_000, 1000, 1)[source.integer(0, 2)]
    moment = timedelta(microseconds=source.integer(0, _MICROSECONDS // unit - 1) * unit)
    return (datetime(1, 1, 1, tzinfo=UTC) + moment).timetz()


def _duration(source: Numbers) -> timedelta:
    days, rest = source.integer(0, 1000), source.integer(0, _MICROSECONDS - 1)
    return timedelta(days=days, microseconds=rest)


def _content(source: Numbers) -> bytes:
    size = source.integer(0, 9)
    return source.integer(0, 256**size - 1).to_bytes(size, "big")


def _decimal(source: Numbers) -> Decimal:
    return Decimal(source.integer(-(10**9), 10**9)).scaleb(-source.integer(0, 6))


def _word(source: Numbers) -> str:
    return "".join(
        chr(ord("a") + source.integer(0, 25)) for _ in range(source.integer(1, 6))
    )


RICH: Final[Mapping[str, Callable[[Numbers], str]]] = {
    "date-time": lambda s: text.write_date_time(datetime.combine(_day(s), _clock(s))),
    "date": lambda s: text.write_date(_day(s)),
    "time": lambda s: text.write_time(_clock(s)),
    "duration": lambda s: text.write_duration(_duration(s)),
    "uuid": lambda s: str(UUID(int=s.integer(0, 2**128 - 1))),
    "byte": lambda s: text.write_base64(_content(s)),
    "base64": lambda s: text.write_base64(_content(s)),
    "base64url": lambda s: text.write_base64url(_content(s)),
    "decimal": lambda s: text.write_decimal(_decimal(s)),
}
"""The formats that become values of their own."""

SOFT: Final[Mapping[str, Callable[[Numbers], str]]] = {
    "email": lambda s: f"{_word(s)}@example.com",
    "uri": lambda s: f"https://example.com/{_word(s)}",
    "url": lambda s: f"https://example.com/{_word(s)}",
    "iri": lambda s: f"https://example.com/{_word(s)}",
    "uri-reference": lambda s: f"/{_word(s)}",
    "iri-reference": lambda s: f"/{_word(s)}",
    "uri-template": lambda s: f"/{{{_word(s)}}}",
    "json-pointer": lambda s: f"/{_word(s)}",
    "relative-json-pointer": lambda s: f"{s.integer(0, 9)}/{_word(s)}",
    "regex": _word,
    "idn-email": lambda s: f"{_word(s)}@example.com",
    "idn-hostname": lambda s: f"{_word(s)}.example.com",
    "hostname": lambda s: f"{_word(s)}.example.com",
    "ipv4": lambda s: ".".join(str(s.integer(0, 255)) for _ in range(4)),
    "ipv6": lambda s: ":".join(f"{s.integer(0, 65535):x}" for _ in range(8)),
}
"""The formats that stay texts, and give way to other limits."""
