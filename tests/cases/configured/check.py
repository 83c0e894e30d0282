"""Extensions of the configuration count like those of the document, environment names included."""

import os

from api import Client, testing

os.environ |= {"TENANT": "t", "API_TOKEN": "geheim"}
transport = testing.FakeTransport()
transport.answer("items.list", {"data": ["a"], "total": 1})
client = Client(transport=transport)
assert list(client.items.iter()) == ["a"]
assert transport.sent[0].url == "https://api.test/tenants/t/items"
