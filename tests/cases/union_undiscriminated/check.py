"""Branches without a discriminator: by JSON type, format, required properties, best match."""

from datetime import UTC, date, datetime

from api import DecodeError, models

from speccast.testing import example

for plain in ("text", 1, True):
    assert models.X.from_dict({"plain": plain}).plain is plain
for text, value in (
    ("2026-05-31", date(2026, 5, 31)),
    ("2026-05-31T12:00:00Z", datetime(2026, 5, 31, 12, tzinfo=UTC)),
    (1.5, 1.5),
):
    x = models.X.from_dict({"when": text})
    assert x.when == value
    assert x.to_dict() == {"when": text}
for key, wire, kind in (
    ("signed", {"number": "1"}, models.Card),
    ("signed", {"iban": "DE", "name": "Ada"}, models.Bank),
    ("fixed", {"state": "on", "since": 1}, models.On),
    ("fixed", {"state": "off"}, models.Off),
    ("owned", {"owner": "Ada", "bark": True}, models.Dog),
    ("owned", {"owner": "Ada", "lives": 7}, models.Cat),
    ("alike", {"a": 1}, models.Small),
    ("alike", {"a": 1, "b": 2}, models.Big),
    ("faults", {}, dict),
    ("faults", {"_faults": ["too long"]}, models.Here),
    ("faults", {"name": {"first": {"_faults": []}}, "_faults": {"_faults": ["odd"]}}, dict),
    ("mixed", "red", models.Color),
    ("mixed", "blue", str),
    ("mixed", {"number": "1"}, models.Card),
    ("mixed", ["a"], list),
):
    x = models.X.from_dict({key: wire})
    assert type(getattr(x, key)) is kind, (wire, x)
    assert x.to_dict() == {key: wire}
for branch, keys in ((models.Dog, {"owner", "bark"}), (models.Cat, {"owner", "lives"})):
    assert example(branch).to_dict().keys() == keys
try:
    models.X.from_dict({"signed": {"name": "Ada"}})
except DecodeError as error:
    assert "Card" in str(error) and "Bank" in str(error), error  # noqa: PT017, PT018 - no pytest here
