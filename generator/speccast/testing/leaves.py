"""Hypothesis strategies for strings, numbers and other values without parts.

A drawn value need not fit the schema, since `strategies.py` filters the values.
"""

from __future__ import annotations

from base64 import b64encode, urlsafe_b64encode
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, TypeVar

from speccast.testing.keywords import sizes
from speccast.testing.patterns import compiled, is_ascii, with_length

if TYPE_CHECKING:
    from collections.abc import Mapping
    from ipaddress import IPv6Address

    from speccast.testing.values import JsonObject

M = TypeVar("M", datetime, time)

_SHORT: Final = 1
"""The minimum number of characters in a string with a format."""
_LONG: Final = 20
"""The maximum number of characters beyond the required ones."""
_DAYS: Final = ("date", "date-time")
_ASCII: Final = "".join(map(chr, range(0x20, 0x7F)))
_SHOWN: Final = ("L", "M", "N", "P", "S", "Zs")
"""The categories of visible characters."""
_PLAIN: Final = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_"
SHAPES: Final = {
    "{}": "regex",
    "/{}": "uri-reference iri-reference json-pointer",
    "/{{{}}}": "uri-template",
    "1/{}": "relative-json-pointer",
    "https://example.com/{}": "uri url iri",
    "{}.example.com": "hostname idn-hostname",
    "{}@example.com": "email idn-email",
}
"""Templates for strings with a random word, and their formats."""
_SINGLE: Final = (2 - 2**-23) * 2.0**127
_RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "int32": (-(2**31), 2**31 - 1),
    "int64": (-(2**63), 2**63 - 1),
    "float": (-_SINGLE, _SINGLE),
}
"""The ranges of number formats."""


class Leaves:
    """Builds the strategies of values without parts."""

    def __init__(self, st: Any, *, plain: bool) -> None:
        """Store the arguments.

        Args:
            st: the module `hypothesis.strategies`.
            plain: whether strings must be valid in a URL or header.

        """
        self._st = st
        self._formats = _formats(st)
        self._shortest = int(plain)
        self._letters = _PLAIN if plain else st.characters(codec="utf-8")

    def of_type(self, name: str, schema: JsonObject) -> Any:
        """Return the strategy for the values of a type."""
        match name:
            case "string":
                return self._string(schema)
            case "integer":
                return self._integer(schema)
            case "number":
                return self._number(schema)
            case "boolean":
                return self._st.booleans()
            case _:
                return self._st.none()

    def _string(self, schema: JsonObject) -> Any:
        low, high = sizes(schema, "Length")
        if low > high:
            return self._st.nothing()
        pattern = compiled(schema.get("pattern", "["))
        free = not pattern and low <= _SHORT and high >= 2 * _LONG
        for keyword in ("format", "contentEncoding"):
            name = str(schema.get(keyword)).lower()
            values, is_rich = self._formats.get(name, (None, False))
            if values is not None and (is_rich or free):
                if pattern and name in _DAYS:
                    return self._with_start(pattern.pattern, values)
                return values
        if pattern:
            return self.matching(pattern.pattern, low, min(high, low + _LONG))
        low = min(max(low, self._shortest), high)
        high = min(high, low + _LONG)
        return self._st.text(self._letters, min_size=low, max_size=high)

    def matching(self, pattern: str, low: int = 0, high: int = _LONG) -> Any:
        """Return the strategy for strings that match and usually have the right length."""
        expression = with_length(pattern, low, high)
        letters = (
            _ASCII if is_ascii(pattern) else self._st.characters(codec="utf-8", categories=_SHOWN)
        )
        texts = self._st.from_regex(expression, fullmatch=True, alphabet=letters)

        def padded(text: str) -> str:
            return text.ljust(low, "a")

        return texts if pattern[-1:] == "$" else texts.map(padded)

    def _with_start(self, pattern: str, days: Any) -> Any:
        """Return the strategy for dates that begin with a match of a pattern, if one is valid."""

        def combine(parts: tuple[str, str]) -> str:
            start, day = parts
            whole = start + day[len(start) :]
            return whole if _is_day(whole[:10]) and whole[10:] == day[10:] else day

        return self._st.tuples(self.matching(pattern), days).map(combine)

    def _integer(self, schema: JsonObject) -> Any:
        low, high = _ends(schema)
        step: float = schema.get("multipleOf", 1)
        return self._multiples(int(step) if step == int(step) else 1, low, high, int)

    def _number(self, schema: JsonObject) -> Any:
        low, high = _ends(schema)
        if "multipleOf" in schema:
            return self._multiples(schema["multipleOf"], low, high, float)
        if low is not None and high is not None and low > high:
            return self._st.nothing()
        ends = [None if end is None else float(end) for end in (low, high)]
        return self._st.floats(*ends, allow_nan=False, allow_infinity=False)

    def _multiples(self, step: float, low: float | None, high: float | None, kind: type) -> Any:
        first = None if low is None else _whole(-(-low // step))
        last = None if high is None else _whole(high // step)
        if first is not None and last is not None and first > last:
            return self._st.nothing()

        def multiple(count: int) -> float:
            number: float = kind(count * step)
            return number

        return self._st.integers(first, last).map(multiple)


def _ends(schema: JsonObject) -> tuple[float | None, float | None]:
    """Return the minimum and maximum of a range, without regard to whether they are exclusive."""
    least, most = _RANGES.get(schema.get("format", ""), (None, None))
    lows = [schema.get("minimum"), schema.get("exclusiveMinimum"), least]
    highs = [schema.get("maximum"), schema.get("exclusiveMaximum"), most]
    return (
        max((low for low in lows if low is not None), default=None),
        min((high for high in highs if high is not None), default=None),
    )


def _whole(count: float) -> int | None:
    return int(count) if count - count == 0 else None


def _formats(st: Any) -> dict[str, tuple[Any, bool]]:
    """Return the strategy of each format, and whether a client converts the strings.

    Converted strings have the form that a client writes, so that they do not change when they are
    read and written. For other formats, the limits of the schema have precedence over the format.
    """
    exactly = st.sampled_from([1_000_000, 1000, 1])
    moments = st.builds(_rounded, st.datetimes(timezones=st.just(UTC)), exactly)
    clocks = st.builds(_rounded, st.times(timezones=st.just(UTC)), exactly)
    # The format refers to RFC 3339, whose durations have no fractions of a second.
    spans = st.builds(timedelta, st.integers(0, 1000), st.integers(0, 86_399))
    decimals = st.builds(_decimal, st.integers(-(10**9), 10**9), st.integers(0, 6))
    content = st.binary(max_size=9)
    word = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=6)
    return {
        "date-time": (moments.map(_utc), True),
        "date": (st.dates().map(date.isoformat), True),
        "time": (clocks.map(_utc), True),
        "duration": (spans.map(_duration), True),
        "uuid": (st.uuids().map(str), True),
        "byte": (content.map(_base64), True),
        "base64": (content.map(_base64), True),
        "base64url": (content.map(_base64url), True),
        "decimal": (decimals.map(str), True),
        **{
            name: (word.map(shape.format), False)
            for shape, names in SHAPES.items()
            for name in names.split()
        },
        "ipv4": (st.ip_addresses(v=4).map(str), False),
        "ipv6": (st.ip_addresses(v=6).map(_exploded), False),
    }


def _exploded(address: IPv6Address) -> str:
    return address.exploded


def _is_day(text: str) -> bool:
    """Return whether a string is a full-date of RFC 3339; Python reads other forms, too."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _utc(moment: datetime | time) -> str:
    """Return an instant or a time in UTC, with 0, 3 or 6 decimal places."""
    digits = "microseconds" if moment.microsecond % 1000 else "milliseconds"
    timespec = digits if moment.microsecond else "seconds"
    return f"{moment.replace(tzinfo=None).isoformat(timespec=timespec)}Z"


def _duration(length: timedelta) -> str:
    minutes, seconds = divmod(length.seconds, 60)
    clock = zip((*divmod(minutes, 60), seconds), "HMS", strict=True)
    clock_text = "".join(f"{count}{unit}" for count, unit in clock if count)
    days = f"{length.days}D" if length.days else ""
    return f"P{days}T{clock_text}" if clock_text else f"P{days or 'T0S'}"


def _base64(content: bytes) -> str:
    return b64encode(content).decode()


def _base64url(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _rounded(moment: M, unit: int) -> M:
    return moment.replace(microsecond=moment.microsecond // unit * unit)


def _decimal(digits: int, places: int) -> Decimal:
    return Decimal(digits).scaleb(-places)
