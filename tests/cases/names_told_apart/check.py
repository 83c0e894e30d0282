"""Names do not repeat words; methods of one function on several paths differ by the path."""

from api import Client, models, testing

fake = testing.FakeTransport()
client = Client(transport=fake)
fake.answer("health.get", {"ok": True})
assert isinstance(client.health.get(), models.HealthResponse)
fake.answer("pets.echo", {"name": "a"})
assert isinstance(client.pets.echo(name="a"), models.EchoPetResponse)
fake.answer("items.list_a", [{"type": "t"}])
assert client.items.list_a() == [models.HTTPError(type="t")]
fake.answer("items.list_b", [{"url": "u"}])
assert client.items.list_b() == [models.URLInfo(url="u")]
