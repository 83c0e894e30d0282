"""No module hides a decoder or a builtin, also in lenient reading."""

from datetime import date

from api import models

wire = {"date": "2026-05-31", "pet": {"name": "Rex"}, "text": {"count": 1}}
for given in (wire, wire | {"text": {"count": "1"}}, wire | {"pet": "Rex"}):
    read = models.Date.from_dict(given)
    assert (read.date, type(read.text)) == (date(2026, 5, 31), models.Str)
assert models.Date.from_dict(wire).pet == models.DecodePet(name="Rex")
