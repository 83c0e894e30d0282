"""Paging: every way to ask for the next page, and every way in which a walk ends."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.paging import (
    Cursor,
    LinkHeader,
    NextLink,
    Offset,
    PageNumber,
    Pages,
    Paging,
    items_at,
    next_link,
)
from runtime.resource import Resource

from .faults import FaultServer, answer, echo
from .world import Whatever, get

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.request import Request

    from .faults import Action, Connection
    from .world import World

ITEMS = [{"id": number} for number in range(1, 24)]
TOTAL, END, MORE = ("/meta/total",), ("/meta/end",), ("/meta/more",)


def describe(**query: Whatever) -> Request[Whatever]:
    """Describe a page of things."""
    return get("/things", query=[(key, str(value)) for key, value in query.items()])


def data_of(page: Whatever) -> Whatever:
    """Return a page's items."""
    return page["data"]


def asked(connection: Connection) -> dict[str, str]:
    """Return the query of a request."""
    query = parse_qs(urlsplit(connection.request.target).query)
    return {key: values[0] for key, values in query.items()}


def paged(page: Callable[[dict[str, str]], dict[str, Whatever]]) -> Action:
    """Answer with pages."""

    def act(connection: Connection) -> bool:
        body = page(asked(connection))
        headers = body.pop("headers", [])
        return answer(body, headers=headers)(connection)

    return act


def slices(begin: int, size: int, *hide: str) -> dict[str, Whatever]:
    """Return a page with everything that can be said of it, but for what is hidden."""
    data = ITEMS[begin : begin + size]
    end = begin + len(data)
    meta = {"total": len(ITEMS), "end": end, "more": end < len(ITEMS)}
    return {"data": data, "meta": {k: v for k, v in meta.items() if k not in hide}}


def by_number(query: dict[str, str]) -> dict[str, Whatever]:
    """Answer to `page` and `size`."""
    size = min(int(query.get("size", "5")), 5)
    return slices((int(query.get("page", "1")) - 1) * size, size)


def by_offset(query: dict[str, str]) -> dict[str, Whatever]:
    """Answer to `offset`."""
    return slices(int(query.get("offset", "0")), int(query.get("limit", "5")))


def by_cursor(query: dict[str, str]) -> dict[str, Whatever]:
    """Answer to `after`."""
    begin = int(query.get("after", "c0")[1:])
    page = slices(begin, 5)
    page["next"] = f"c{begin + 5}" if begin + 5 < len(ITEMS) else None
    return page


def walk(
    world: World, base_url: str, paging: Paging, *, pages: bool = False, **query: Whatever
) -> Whatever:
    """Return all items, or all pages."""
    things = Pages(describe, items=data_of, paging=paging)

    def work(client: Whatever) -> Whatever:
        method = things.__get__(Resource(client), Resource)
        return method(**query).pages() if pages else method(**query)

    return world.use(world.client(base_url, max_retries=0), work)


@pytest.mark.parametrize(
    ("paging", "page", "requests"),
    [
        (PageNumber("page"), by_number, 6),
        (PageNumber("page", size="size"), by_number, 6),
        (PageNumber("page", total=TOTAL), by_number, 5),
        (PageNumber("page", end=END, total=TOTAL), by_number, 5),
        (PageNumber("page", more=MORE), by_number, 5),
        (Offset("offset"), by_offset, 6),
        (Offset("offset", size="limit", total=TOTAL), by_offset, 5),
        (Offset("offset", more=MORE), by_offset, 5),
        (Cursor("after", next=("/next",)), by_cursor, 5),
        (Cursor("after", next=("/nowhere", "/next"), more=MORE), by_cursor, 5),
    ],
)
def test_all_items_come_once(
    world: World, server: FaultServer, paging: Paging, page: Whatever, requests: int
) -> None:
    """With no more requests than it takes to know."""
    server.routes["/"] = paged(page)
    assert walk(world, server.url, paging) == ITEMS
    assert len(server.requests) == requests


def test_an_endpoint_that_says_less_than_it_could(world: World, server: FaultServer) -> None:
    """A server that gives smaller pages than asked for loses nothing."""
    server.routes["/"] = paged(by_number)
    paging = PageNumber("page", size="size", total=TOTAL)
    assert walk(world, server.url, paging, size=10) == ITEMS


@pytest.mark.parametrize("paging", [PageNumber("page", total=TOTAL), PageNumber("page", more=MORE)])
def test_a_walk_may_begin_anywhere(world: World, server: FaultServer, paging: Paging) -> None:
    """And goes to the end."""
    server.routes["/"] = paged(by_number)
    assert walk(world, server.url, paging, page=3) == ITEMS[10:]
    assert server.requests[0].target == "/things?page=3"


def test_pages_that_count_from_nought(world: World, server: FaultServer) -> None:
    """As the document says."""
    server.routes["/"] = paged(lambda query: slices(int(query.get("page", "0")) * 5, 5))
    assert walk(world, server.url, PageNumber("page", first=0)) == ITEMS
    assert [r.target for r in server.requests][:2] == ["/things", "/things?page=1"]


def test_a_number_that_the_page_gives(world: World, server: FaultServer) -> None:
    """Is taken, if it leads on."""

    def page(query: dict[str, str]) -> dict[str, Whatever]:
        number = int(query.get("page", "1"))
        return {**by_number(query), "next": number + 1 if number < 5 else 1}

    server.routes["/"] = paged(page)
    assert walk(world, server.url, PageNumber("page", next=("/next",))) == ITEMS
    assert len(server.requests) == 5


@pytest.mark.parametrize("absolute", [True, False])
def test_links(world: World, server: FaultServer, *, absolute: bool) -> None:
    """In the body or in a header, whole or relative."""
    base = server.url if absolute else ""

    def page(query: dict[str, str]) -> dict[str, Whatever]:
        found = by_cursor(query)
        if found["next"]:
            link = f"{base}/things?after={found['next']}&x=%2F"
            found["next"] = link
            found["headers"] = [("Link", f'</first>; rel="first", <{link}>; title="a,b"; rel=next')]
        return found

    server.routes["/"] = paged(page)
    assert walk(world, server.url, NextLink(next=("/next",)), limit=5) == ITEMS
    assert walk(world, server.url, LinkHeader()) == ITEMS
    assert server.requests[1].target == "/things?after=c5&x=%2F"


def test_a_walk_is_lazy(world: World, server: FaultServer) -> None:
    """A page is asked for when it is needed."""
    server.routes["/"] = paged(by_number)
    things = Pages(describe, items=data_of, paging=PageNumber("page"))

    def some(client: Whatever) -> Whatever:
        method = things.__get__(Resource(client), Resource)
        return list(itertools.islice(method(), 7))

    async def some_async(client: Whatever) -> Whatever:
        walked: Whatever = things.__get__(Resource(client), Resource)()
        return [await anext(walked) for _ in range(7)]

    work = some if world.is_sync else some_async
    assert world.use(world.client(server.url), work) == ITEMS[:7]
    assert len(server.requests) == 2


def test_pages_instead_of_items(world: World, server: FaultServer) -> None:
    """As they came."""
    server.routes["/"] = paged(by_number)
    pages = walk(world, server.url, PageNumber("page", total=TOTAL), pages=True)
    assert [page["meta"]["end"] for page in pages] == [5, 10, 15, 20, 23]


@pytest.mark.parametrize(
    ("paging", "following"),
    [
        (PageNumber("page"), None),
        (PageNumber("page", total=TOTAL), None),
        (PageNumber("page", more=MORE), None),
        (Offset("offset"), None),
        (Cursor("after", next=("/next",)), "same"),
        (NextLink(next=("/next",)), "/things?x=1"),
    ],
)
def test_a_server_that_ignores_what_it_is_asked(
    world: World, server: FaultServer, paging: Paging, following: str | None
) -> None:
    """Is not asked for ever, and its page comes once."""
    server.routes["/"] = answer({**slices(0, 5), "next": following})
    assert walk(world, server.url, paging) == ITEMS[:5]
    assert len(server.requests) <= 2


def test_a_page_that_changes_is_still_the_same(world: World, server: FaultServer) -> None:
    """It is known by the ids of its items."""
    count = itertools.count()

    def page(_: dict[str, str]) -> dict[str, Whatever]:
        return {"data": [{"id": 1, "seen": next(count)}]}

    server.routes["/"] = paged(page)
    things = Pages(describe, items=lambda p: [Item(**i) for i in p["data"]], paging=PageNumber("p"))

    def work(client: Whatever) -> Whatever:
        return things.__get__(Resource(client), Resource)()

    assert len(world.use(world.client(server.url), work)) == 1


class Item:
    """A thing that changes."""

    def __init__(self, id: int, seen: int) -> None:  # noqa: A002 - the wire's name
        """Take both."""
        self.id = id
        self.seen = seen


def test_a_cursor_that_comes_again(world: World, server: FaultServer) -> None:
    """Later, too."""
    following = {"": "a", "a": "b", "b": "a"}

    def page(query: dict[str, str]) -> dict[str, Whatever]:
        after = query.get("after", "")
        return {"data": [{"id": after}], "next": following[after]}

    server.routes["/"] = paged(page)
    found = walk(world, server.url, Cursor("after", next=("/next",)))
    assert [item["id"] for item in found] == ["", "a", "b"]


def test_empty_pages(world: World, server: FaultServer) -> None:
    """End a walk, unless the API says that there is more."""
    fresh = itertools.count()
    server.routes["/"] = paged(lambda _: {"data": [], "next": f"c{next(fresh)}"})
    for paging in (PageNumber("p"), Offset("o"), Cursor("c", next=("/next",))):
        assert walk(world, server.url, paging) == []
    assert len(server.requests) == 3
    some: list[tuple[list[Whatever], bool]] = [([], True), ([{"id": 1}], True), ([], True)]
    pages = iter([*some, ([{"id": 2}], False)])

    def page(_: dict[str, str]) -> dict[str, Whatever]:
        data, more = next(pages)
        return {"data": data, "next": f"c{next(fresh)}", "meta": {"more": more}}

    server.routes["/"] = paged(page)
    found = walk(world, server.url, Cursor("c", next=("/next",), more=MORE))
    assert [item["id"] for item in found] == [1, 2]


@pytest.mark.parametrize("data", [None, {}, {"data": None}, "text", 5, {"data": {"a": 1}}])
def test_items_without_a_type(data: Whatever) -> None:
    """Are looked up, or are none."""
    assert items_at("/data")(data) == []
    assert items_at("/nope", "/data/0/list")({"data": [{"list": [1]}]}) == [1]


def test_a_page_without_items(world: World, server: FaultServer) -> None:
    """None is no item."""
    server.routes["/"] = answer({"data": None})
    assert walk(world, server.url, PageNumber("page")) == []


@given(st.text(max_size=200))
def test_any_link_header_can_be_read(text: str) -> None:
    """Or is none."""
    found = next_link(text)
    assert found is None or found in text


@pytest.mark.parametrize(
    ("header", "link"),
    [
        ('<https://a.test/?page=2>; rel="next"', "https://a.test/?page=2"),
        ('<a>; rel=prev, <b>; rel="last next"', "b"),
        ('<a>;REL="NEXT"', "a"),
        ('<a>; rel="nextish"', None),
        ('<a>; title="rel=next"', None),
        ("", None),
    ],
)
def test_link_headers(header: str, link: str | None) -> None:
    """By RFC 8288, as far as APIs use it."""
    assert next_link(header) == link


def test_a_link_that_leads_away_takes_no_credential(world: World, server: FaultServer) -> None:
    """Whatever the body says."""
    with FaultServer() as other:
        other.will(echo)
        server.will(answer({"data": [{"id": 1}], "next": f"{other.url}/evil"}))

        def describe_secured() -> Request[Whatever]:
            return get("/things", security=(("token", "query_key"),))

        things = Pages(
            describe_secured, items=lambda p: p.get("data"), paging=NextLink(next=("/next",))
        )
        client = world.client(server.url, credentials={"token": "s3cret", "query_key": "s3cret"})
        world.use(client, lambda c: things.__get__(Resource(c), Resource)())
        (got,) = other.requests
        assert "s3cret" not in json.dumps([got.target, got.headers])
