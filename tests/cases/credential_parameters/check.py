"""A credential is passed once; the members of a nullable body are arguments."""

from api import Client, testing

transport = testing.FakeTransport(redact=False)
client = Client(api_key="k", transport=transport)
client.notes.create(text="t", tags=["a"])
client.notes.create(x_api_key="q", text="t")
first, second = transport.sent
assert first.headers["x-api-key"] == "k"
assert first.json == {"text": "t", "tags": ["a"]}
assert (first.query, second.query) == ([], [("X-Api-Key", "q")])
