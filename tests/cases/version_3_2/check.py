"""What 3.2 adds and a client can do: QUERY, methods of one's own, the schema of an item."""

from api import Client, models, testing

transport = testing.FakeTransport()
transport.answer("books.query", b'{"title":"a"}\n', headers={"Content-Type": "application/jsonl"})
client = Client(base_url="https://api.test", transport=transport)
assert client.books.query(title="a") == [models.Book(title="a")]
client.books.purge()
assert [sent.method for sent in transport.sent] == ["QUERY", "PURGE"]
