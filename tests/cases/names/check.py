"""The configuration's names are used in Python, the document's names on the wire."""

from api import Client, models, testing

transport = testing.FakeTransport()
transport.answer("things.find", {"xyz": "L", "state": "a"})
client = Client(base_url="https://api.test", transport=transport)
thing = client.things.find("1", query="x")
assert thing == models.Thing(size="L", condition=models.Condition.A)
assert transport.sent[0].url == "https://api.test/v1/thingies/1?q=x"
