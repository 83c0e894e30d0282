"""A resource may have the name of a module of the runtime or of the standard library."""

from api import Client, operations, testing

transport = testing.FakeTransport()
with Client(base_url="https://api.example.com", transport=transport) as client:
    client.status()
    client.verify.get("1")
    client.lazy.list()
    client.sys.list()
    client.v1.list()
assert [sent.operation for sent in transport.sent] == [
    "status",
    "verify.get",
    "lazy.list",
    "sys.list",
    "v1.list",
]
assert operations.status().method == "GET"
