"""Schemas in other files are read like those of the document; a file can refer to itself."""

from api import Client, models, testing

pet = models.Pet.from_dict({"name": "Rex", "friend": {"kind": "cat"}})
assert pet.friend is not None
assert pet.friend.kind is models.Kind.CAT

transport = testing.FakeTransport()
transport.answer("shops.list", {"best": {"name": "Rex"}})
transport.answer("pets.list", [{"name": "Rex"}])
client = Client(base_url="https://api.test", transport=transport)
shop = client.shops.list()
assert shop.best is not None
assert client.pets.list(limit=3) == [shop.best]
assert transport.sent[-1].url == "https://api.test/pets?limit=3"
