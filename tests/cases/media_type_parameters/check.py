"""A media type with parameters and a path with a semicolon are sent and read unchanged."""

from api import Client, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
assert isinstance(client.items.get("1").id, str)
client.items.put("1", inner={"x": 1})
assert [sent.url for sent in transport.sent] == ["https://api.test/items;v=1/1"] * 2
