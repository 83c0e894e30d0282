"""One operation, several media types: `content_type` chooses."""

from api import Client, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)
client.notes.create(text="a b")
client.notes.create(text="a b", content_type="application/x-www-form-urlencoded")
client.notes.replace(text="a", color="red")
assert [(s.headers["Content-Type"], s.body) for s in transport.sent] == [
    ("application/json", b'{"text":"a b"}'),
    ("application/x-www-form-urlencoded", b"text=a%20b"),
    ("application/json", b'{"text":"a","color":"red"}'),
]
