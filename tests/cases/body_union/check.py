"""A body that is one of several objects is passed whole, or as the members of one of them."""

from api import Client, errors, models, testing

transport = testing.FakeTransport()
client = Client(transport=transport)


def sent() -> object:
    """Return the last body."""
    return transport.sent[-1].json


client.pets.create(kind="cat", name="Tom", lives=None)
assert sent() == {"kind": "cat", "name": "Tom", "lives": None}
client.pets.create(kind="dog", name="Rex", body="long")
assert sent() == {"kind": "dog", "name": "Rex", "body": "long"}
client.pets.create(body_=models.Cat(kind="cat", name="Tom"))
assert sent() == {"kind": "cat", "name": "Tom"}
client.pets.replace()
assert transport.sent[-1].body == b""
client.pets.replace(body_={})  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
assert sent() == {}
client.pets.replace(name="Tom")
assert sent() == {"name": "Tom"}
client.pets.update(body={"name": 3})
assert sent() == {"name": 3}
said = ""
try:
    client.pets.create(body_={"kind": "cat", "name": "Tom"}, name="Rex")
except errors.ArgumentError as error:
    said = str(error)
assert said == "pass either the whole body or its members: name"
