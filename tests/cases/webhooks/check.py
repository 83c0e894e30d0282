"""What the API calls is read by a function for each event."""

from api import DecodeError, models, webhooks

assert webhooks.order_paid(b'{"id":1}') == models.Order(id=1)
assert webhooks.ping('["a"]') == ["a"]
assert webhooks.on_shipped('{"number":"1"}') == models.Parcel(number="1")
try:
    webhooks.order_paid('{"id":"x"}')
except DecodeError as error:
    assert str(error).startswith("$.id: expected an integer"), error  # noqa: PT017 - no pytest here
else:
    raise AssertionError
