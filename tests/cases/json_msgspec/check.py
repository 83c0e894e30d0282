"""JSON is read and written with msgspec; the values equal those of Python's own library."""

import sys

import pytest
from api import Client, models, testing

transport = testing.FakeTransport()
transport.answer("numbers.add", {"value": 2**70, "more": [None]})
client = Client(transport=transport)

number = client.numbers.add(value=2**80, share=1e16)
assert number.value == 2**70
assert '"value":1208925819614629174706176' in transport.sent[0].body.decode()

assert models.Number.from_json('{"value": 1, "name": "\\ud800"}').name == "\ud800"
again = models.Number.from_json('{"value": 1, "value": 2, "share": 1e16}')
assert (again.value, again.share) == (2, 1e16)
assert models.Number.from_json(again.to_json()) == again
with pytest.raises(ValueError, match="JSON"):
    models.Number.from_json('{"value": NaN}')
with pytest.raises(ValueError, match="JSON compliant"):
    models.Number(value=1, share=float("nan")).to_json()
assert "msgspec" in sys.modules
assert "orjson" not in sys.modules
