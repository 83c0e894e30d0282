"""Parameters are passed once to the client, wherever they are sent; user and password are two."""

import os

from api import Client, errors, testing

transport = testing.FakeTransport(redact=False)
client = Client(
    team="t", version="2", session="s", tenant="n", user="u", password="p", transport=transport
)


def sent() -> tuple[str | None, list[tuple[str, str]], str | None, bytes]:
    """Return the client parameters that the last call sent."""
    last = transport.sent[-1]
    return last.headers.get("x-team"), last.query, last.headers.get("cookie"), last.body


client.notes.list()
assert sent() == ("t", [("version", "2")], "session=s", b"")
assert transport.sent[-1].headers["authorization"] == "Basic dTpw"
client.notes.create(text="x")
assert sent() == ("t", [("version", "2")], "session=s", b'{"text":"x","tenant":"n"}')
client.notes.create(text="x", x_team="T", version=3, session="S", tenant="N")
assert sent() == ("T", [("version", "3")], "session=S", b'{"text":"x","tenant":"N"}')
client.notes.replace()
assert sent()[3] == b"tenant=n"
client.notes.replace(tenant="N")
assert sent()[3] == b"tenant=N"

os.environ.update(THE_TEAM="e", THE_TENANT="f", THE_USER="g", THE_PASSWORD="h")
client = Client(transport=transport)
client.notes.create(text="x")
assert sent() == ("e", [], None, b'{"text":"x","tenant":"f"}')
assert transport.sent[-1].headers["authorization"] == "Basic Zzpo"
del os.environ["THE_PASSWORD"]
said = ""
try:
    Client(transport=transport)
except errors.ArgumentError as error:
    said = str(error)
assert said == "both user and password are needed: no password given"
