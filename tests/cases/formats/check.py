"""Formats are read into rich types and written back; formats that only advise stay strings."""

import copy
import pickle
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from api import ArgumentError, CalendarDuration, DecodeError, models

wire = {
    "date": "2026-05-31",
    "moment": "2026-05-31T12:30:00.250Z",
    "time": "12:30:00",
    "duration": "P1DT2H0.5S",
    "uuid": "0191e8f5-1b3c-7000-8000-0123456789ab",
    "bytes": "aGk=",
    "encoded": "_-8",
    "amount": "1.50",
    "small": 7,
    "large": 2**60,
    "ratio": 2,
    "password": "geheim",
    "uri": "https://x.test",
    "email": "a@x.test",
    "unheard": "of",
    "dates": ["2026-05-31"],
}
it = models.Formats.from_dict(wire)
assert it.date == date(2026, 5, 31)
assert it.moment == datetime(2026, 5, 31, 12, 30, 0, 250_000, UTC)
assert it.time == time(12, 30)
assert it.duration == timedelta(days=1, hours=2, seconds=0.5)
assert it.uuid == UUID("0191e8f5-1b3c-7000-8000-0123456789ab")
assert (it.bytes, it.encoded) == (b"hi", b"\xff\xef")
assert it.amount == Decimal("1.50")
assert type(it.ratio) is int
assert it.to_dict() == wire
assert "geheim" not in repr(it)
for wrong in (
    {"date": "2026-5-31"},
    {"date": "Sun, 31 May 2026 12:30:00 GMT"},
    {"moment": "Sun, 31 Foo 2026 12:30:00 GMT"},
    {"moment": "2026-05-31"},
    {"moment": "2026-05-31T12:30:61Z"},
    {"duration": "P"},
    {"duration": "P1S"},
    {"duration": f"P{'9' * 30}D"},
    {"time": "noon"},
    {"small": 1.5},
):
    try:
        models.Formats.from_dict(wrong)
    except DecodeError as error:
        assert next(iter(wrong)) in str(error)  # noqa: PT017 - there is no pytest here
    else:
        raise AssertionError(wrong)

# A value that its type cannot represent is written as it was received, also from copies.
bare = datetime(2026, 5, 31, 12, 30)  # noqa: DTZ001 - many servers send no offset
leap = datetime(2016, 12, 31, 23, 59, 59, 999_999, UTC)
east = timezone(timedelta(hours=2))
for name, text, value in [
    ("moment", "2026-05-31T12:30:00", bare),
    ("moment", "2026-05-31 12:30", bare),
    ("moment", "2026-05-31t12:30:00z", bare.replace(tzinfo=UTC)),
    ("moment", "2016-12-31T23:59:60Z", leap),
    ("moment", "2016-12-31T23:59:60.25Z", leap),
    ("moment", "2026-05-31T12:30:00.000000001Z", bare.replace(tzinfo=UTC)),
    ("moment", "2026-05-31T12:30:00.1234567+02:00", bare.replace(microsecond=123456, tzinfo=east)),
    ("moment", "Sun, 31 May 2026 12:30:00 GMT", bare.replace(tzinfo=UTC)),  # Flask
    ("moment", "Sun, 31 May 2026 12:30:00 -0000", bare.replace(tzinfo=UTC)),  # Flask-RESTX
    ("time", "12:30:00.123456789Z", time(12, 30, 0, 123456, UTC)),
    ("time", "23:59:60z", time(23, 59, 59, 999_999, UTC)),
    ("duration", "P1M", "P1M"),
    ("duration", "P1Y35DT5H", "P1Y35DT5H"),
    ("duration", "-P2Y", "-P2Y"),
    ("duration", "P2W", timedelta(weeks=2)),
    ("duration", "PT36H", timedelta(hours=36)),
    ("duration", "PT-8H+6.5M", timedelta(hours=-8, minutes=6.5)),
    ("duration", "PT0.123456789S", timedelta(microseconds=123456)),
]:
    it = models.Formats.from_dict({name: text})
    assert getattr(it, name) == value, it
    for each in (it, copy.deepcopy(it), pickle.loads(pickle.dumps(it))):  # noqa: S301 - our own
        assert each.to_dict() == {name: text}, each

assert models.Formats.from_dict({"date": "Sun, 31 May 2026 00:00:00 GMT"}).date == bare.date()

# A value computed from such a value is written in the standard spelling.
read = models.Formats.from_dict({"duration": "P2W", "moment": "2026-05-31t12:30:00z"})
assert isinstance(read.duration, timedelta)
assert read.moment
it.duration = read.duration * 2
it.moment = read.moment + timedelta(1)
assert it.to_dict() == {"duration": "P28D", "moment": "2026-06-01T12:30:00Z"}

# Months and years have no fixed length, so they are not a timedelta.
year = models.Formats.from_dict({"duration": "-P1Y2M3DT4H"}).duration
assert isinstance(year, CalendarDuration)
assert (year.years, year.months, year.rest) == (-1, -2, -timedelta(days=3, hours=4))
assert models.Formats(duration=CalendarDuration("P1M")).to_dict() == {"duration": "P1M"}

# Values without an offset, and texts that are not durations, are refused; offsets have no seconds.
for refused in (lambda: models.Formats(moment=bare).to_dict(), lambda: CalendarDuration("soon")):
    try:
        refused()
    except ArgumentError:
        pass
    else:
        raise AssertionError(refused)
berlin = datetime(1890, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))
assert models.Formats(moment=berlin).to_dict() == {"moment": "1889-12-31T23:59:32+00:53"}

# A number beyond a float is refused as text, too.
assert models.Formats.from_dict({"ratio": "1e300"}).ratio == 1e300
for text in ("1e400", "-1e400", "9" * 5000):
    try:
        models.Formats.from_dict({"ratio": text})
    except DecodeError:
        pass
    else:
        raise AssertionError(text)
