"""An operation's own server overrides the document's; a relative one is resolved against that."""

from api import Client, testing

transport = testing.FakeTransport()
client = Client(transport=transport)
client.calls.get_usual()
client.calls.get_upload()
client.calls.replace_upload()
client.with_options(base_url="https://us.api.test/v1/").calls.get_usual()
assert [sent.url for sent in transport.sent] == [
    "https://eu.api.test/v1/usual",
    "https://upload.test/base/upload",
    "https://eu.api.test/relative/upload",
    "https://us.api.test/v1/usual",
]
