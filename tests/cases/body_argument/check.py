"""A body is one argument with a name of its own; arguments of the API keep their names."""

from api import Client, models, testing

transport = testing.FakeTransport()
client = Client(transport=transport)

client.pets.create(pet=models.Pet(name="Rex"))
assert transport.sent[-1].body == b'{"name":"Rex"}'

client.pets.replace(pet_query="1", pet={"name": "Rex"})
assert transport.sent[-1].url == "https://api.test/pets?pet=1"
assert transport.sent[-1].body == b'{"name":"Rex"}'
client.pets.replace(pet_query="1")
assert transport.sent[-1].body == b""

client.pets.update(body="of", content_type="API", body_="ours", content_type_="text/plain")
assert transport.sent[-1].url == "https://api.test/pets?body=of&content_type=API"
assert transport.sent[-1].body == b"ours"
