"""Without an absolute server in the document the user passes one; odd URLs are repaired."""

from api import Client, errors, operations, testing

transport = testing.FakeTransport()
try:
    Client(transport=transport)
except errors.ArgumentError as error:
    said = str(error)
else:
    said = ""
assert "base_url" in said
client = Client(base_url="https://api.test/v1", transport=transport)
client.calls.get_usual()
assert [sent.url for sent in transport.sent] == ["https://api.test/v1/usual"]
servers = {
    "without_scheme": "https://one.test/a",
    "host_alone": "https://two.api.test/b",
    "no_slash": "/c/d",
    "no_variable": None,
    "other_protocol": None,
}
for name, server in servers.items():
    assert getattr(operations.calls, f"get_{name}")().server == server, name
