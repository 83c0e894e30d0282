"""Each kind of pagination ends after the last page; a page leads to the next one."""

import json

from api import Client, models, testing

transport = testing.FakeTransport()
client = Client(base_url="https://api.test", transport=transport)


def page(*ids: int, **more: object) -> dict[str, object]:
    """Return a page."""
    return {"items": [{"id": each} for each in ids], **more}


def walked(way: str, first: object, last: object, **link: str) -> list[str]:
    """Return the requests for two pages with the items 1, 2 and 3."""
    transport.sent.clear()
    transport.answer(f"items.by_{way}", first, headers=link, times=1)
    transport.answer(f"items.by_{way}", last, times=1)
    assert [item.id for item in getattr(client.items, f"each_{way}")()] == [1, 2, 3]
    return [sent.url.removeprefix("https://api.test/by-") for sent in transport.sent]


assert walked("page", page(1, 2, total=3), page(3, total=3)) == ["page", "page?page=2"]
asked = walked("offset", page(1, 2, more=True), page(3, more=False))
assert asked == ["offset", "offset?offset=2"]
asked = walked("cursor", page(1, 2, next="c+"), page(3, next=None))
assert asked == ["cursor", "cursor?after=c%2B"]
assert walked("link", page(1, 2, next="/by-link?p=2"), page(3)) == ["link", "link?p=2"]
link = {"Link": '<https://api.test/by-header?p=2>; rel="next"'}
assert walked("header", page(1, 2)["items"], page(3)["items"], **link) == ["header", "header?p=2"]

transport.answer("items.by_optional", {"next": "1"}, times=1)
transport.answer("items.by_optional", {"data": {"found": None}, "next": "2"}, times=1)
transport.answer("items.by_optional", {"data": {"found": page(1, 2)}}, times=1)
assert [item.id for item in client.items.each_optional()] == [1, 2]
lenient = Client(base_url="https://api.test", transport=transport, lenient=True)
for other in ({"data": "none"}, {"data": {"found": {"items": "none"}}}, ["none"]):
    transport.answer("items.by_optional", other, times=1)
    first = lenient.items.by_optional()
    assert (first.data, first.response.json()) == ([], other)

transport.sent.clear()
transport.answer("items.search", page(1, 2, next="c+"), times=1)
transport.answer("items.search", page(), times=1)
found = client.items.search(text="x")
items: list[models.Item] = found.data
whole: models.Page = found.body
assert [item.id for item in found] == [item.id for item in items] == [1, 2]
assert (whole.next, found.has_next_page(), len(transport.sent)) == ("c+", True, 2)
bodies = [json.loads(sent.body) for sent in transport.sent]
assert bodies == [{"text": "x"}, {"text": "x", "after": "c+"}]
