"""A client has the defaults of Stainless; explicit arguments override them."""

from api import Client, Timeout, errors, testing
from api.transport import Drift, WireRequest

drifts: list[Drift] = []
wires: list[WireRequest] = []
transport = testing.FakeTransport()
client = Client(transport=transport, max_retries=1, on_drift=drifts.append, on_request=wires.append)

transport.fail("items.create", 500, times=1)
transport.answer("items.create", {"name": 1, "size": 2}, times=1)
item = client.items.create(name="a")  # a POST, and a value of another type
assert (item.name, item.size) == (1, 2)  # type: ignore[comparison-overlap]
assert [str(drift) for drift in drifts] == ["items.create: $.name: expected a string, found 1"]

transport.fail("items.create", 409, times=1)
transport.answer("items.create", {"name": "a"}, times=1)
assert client.items.create(name="a").name == "a"
assert len(transport.sent) == 4

assert wires[0].timeout == Timeout(5.0, 60.0, 60.0, 60.0, None)
transport.answer("items.create", {"name": "a"})
client.with_options(timeout=90).items.create(name="a")
assert wires[-1].timeout.read == 90

client.items.upload(file=("a.txt", b"abc", "text/plain"))

strict = testing.FakeTransport()
strict.fail("items.create", 500)
try:
    Client(transport=strict, retry_unsafe=False).items.create(name="a")
except errors.ServerError:
    assert len(strict.sent) == 1
