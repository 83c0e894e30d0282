"""Pagination schemes of the configuration apply to the operations that fit them."""

from api import Client, models, testing

transport = testing.FakeTransport()
client = Client(transport=transport)


def answer(operation: str, *bodies: object) -> None:
    """Answer with the pages in order."""
    for body in bodies:
        transport.answer(operation, body, times=1)


one, two = {"id": "1"}, {"id": "2"}
answer(
    "files.list",
    {"data": [one], "last_id": "1", "has_more": True},
    {"data": [two], "last_id": "2", "has_more": False},
)
assert [file.id for file in client.files.list()] == ["1", "2"]
assert [sent.query for sent in transport.sent] == [[], [("after", "1")]]

answer("last.list", {"data": [one]}, {"data": [two]}, {"data": []})
assert [file.id for file in client.last.list()] == ["1", "2"]
assert [sent.query for sent in transport.sent[2:]] == [[], [("after", "1")], [("after", "2")]]

answer("jobs.list", {"jobs": ["a"], "total": 2}, {"jobs": ["b"], "total": 2})
assert list(client.jobs.list()) == ["a", "b"]
answer("jobs.list", {"jobs": ["c"], "pages": 2}, {"jobs": ["d"], "pages": 2})
assert list(client.jobs.list()) == ["c", "d"]

transport.answer("plain.no_pages", {"data": [one]})
transport.answer("plain.no_cursor", {"data": [one]})
assert type(client.plain.no_pages()) is type(client.plain.no_cursor()) is models.Files

answer("linked.list", {"results": [one], "next": "?at=1"}, {"results": [two], "next": None})
assert [file.id for file in client.linked.list()] == ["1", "2"]

transport.answer("headed.list", [one], headers={"Link": '<?at=1>; rel="next"'}, times=1)
transport.answer("headed.list", [two])
assert [file.id for file in client.headed.list()] == ["1", "2"]

transport.answer("plain.unpaged", [one])
assert type(client.plain.unpaged()) is list
