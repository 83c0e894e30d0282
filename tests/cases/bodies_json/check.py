"""JSON bodies: members as arguments, null distinct from absent, an optional body left out."""

from datetime import date

from api import Client, Options, models, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)


def sent() -> tuple[str | None, bytes]:
    """Return the media type and the body of the last call."""
    last = transport.sent[-1]
    return last.headers.get("Content-Type"), last.body


client.pets.create(name="Rex", born=date(2026, 5, 31), nick=None, owner={"id": 1})
wire = b'{"name":"Rex","nick":null,"born":"2026-05-31","owner":{"id":1}}'
assert sent() == ("application/json", wire)
client.pets.create(name="Rex", owner=models.PetOwner(id=1))
assert sent() == ("application/json", b'{"name":"Rex","owner":{"id":1}}')
client.pets.merge(nick=None)
assert sent() == ("application/merge-patch+json", b'{"nick":null}')
client.pets.merge()
assert sent() == (None, b"")
client.pets.replace(body=[models.Pet(name="Rex"), {"name": "Bo"}])
assert sent() == ("application/json", b'[{"name":"Rex"},{"name":"Bo"}]')
client.tags.set(color="red", options=Options(body={"n": 1}))
assert sent() == ("application/json", b'{"color":"red","n":1}')
client.tags.set()
assert sent() == ("application/json", b"{}")
client.anything.send(body=None)
assert sent() == ("application/json", b"null")
client.anything.send()
assert sent() == (None, b"")
