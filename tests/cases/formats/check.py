"""Rich types out of text and back; what is only a word of advice stays text."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from api import DecodeError, models

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
for wrong in ({"date": "2026-5-31"}, {"moment": "2026-05-31T12:30:00"}, {"small": 1.5}):
    try:
        models.Formats.from_dict(wrong)
    except DecodeError as error:
        assert next(iter(wrong)) in str(error)  # noqa: PT017 - there is no pytest here
    else:
        raise AssertionError(wrong)
