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

transport.sent.clear()
client.pictures.create(title="a", file=("a.png", b"\xff"))
client.pictures.import_(title="a", url="https://a.test")
client.pictures.import_(title="a", file=b"\xff", content_type="multipart/form-data")
parts, json, others = transport.sent
for sent in (parts, others):
    assert sorted(sent.parts) == [("file", b"\xff"), ("title", b"a")]
assert json.json == {"title": "a", "url": "https://a.test"}
