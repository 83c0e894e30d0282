"""A call of a deprecated operation warns; defaults are neither sent nor filled in."""

import warnings

from api import Client, models, testing

transport = testing.FakeTransport()
transport.answer("books.get", {})
client = Client(base_url="https://api.test", transport=transport)
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    book = client.books.get("b-1")
assert [w.category for w in caught] == [DeprecationWarning]
assert caught[0].filename == __file__
assert transport.sent[0].url == "https://api.test/books/b-1"
assert book == models.Book()
assert book.pages is None
