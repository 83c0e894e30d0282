"""Features of OpenAPI 3.2 that a client can use: methods, items, names, its kind of examples."""

from api import Client, models, testing, webhooks

transport = testing.FakeTransport()
lines = {"Content-Type": "application/jsonl"}
transport.answer("media.books.query", b'{"title":"a"}\n', headers=lines)
client = Client(base_url="https://api.test", transport=transport)
assert client.media.books.query(title="a") == [models.Book(title="a")]
client.media.books.purge()
assert [sent.method for sent in transport.sent] == ["QUERY", "PURGE"]

# A scheme by its URI, a media type by reference, examples as data and as serialized text.
assert not hasattr(client, "beta")
with Client(base_url="https://api.test", transport=testing.FakeTransport(), pass_="t") as other:
    assert other.media.books.get_first() == models.Book(title="As data")
    assert other.media.books.get_second() == models.Book(title="As sent")
assert "`https://try.library.test`: trial, For trials." in (Client.__init__.__doc__ or "")
assert webhooks.moved(b'{"title": "a"}') == models.Book(title="a")

# A parameter that is the whole query, and reserved characters in a path.
transport.sent.clear()
client.media.books.get_shelf(
    "a:b/c,d",
    filter={"q": "a + b&c", "at": "a/b", "year": [1, 2], "page": [1, 2]},
)
client.media.books.find_shelves(where={"min": 1})
client.media.books.find_shelves()
client.media.books.pick_shelves(path="$.a[1:2]")
assert [sent.url for sent in transport.sent] == [
    "https://api.test/shelves/a:b%2Fc,d?q=a%20%2B%20b%26c&at=a/b&year=1&year=2&page=1,2",
    "https://api.test/shelves?%7B%22min%22%3A1%7D",
    "https://api.test/shelves",
    "https://api.test/shelves?%24.a%5B1%3A2%5D",
], [sent.url for sent in transport.sent]
