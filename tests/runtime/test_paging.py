"""Paging: each way to request the next page, and each way in which the iteration ends."""

from __future__ import annotations

import itertools
import json
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st
from runtime.bodies import FormBody, JsonBody
from runtime.calls import AsyncResource
from runtime.errors import APIError, ArgumentError
from runtime.pages import Pages
from runtime.paging import (
    Cursor,
    LinkHeader,
    NextLink,
    Offset,
    PageNumber,
    Paging,
    items_at,
    next_link,
)

from tests.support.faults import FaultServer, answer, echo
from tests.support.world import get

if TYPE_CHECKING:
    from collections.abc import Callable

    from runtime.request import Request

    from tests.support.faults import Action, Connection
    from tests.support.ways import Whatever
    from tests.support.world import World

ITEMS = [{"id": number} for number in range(1, 24)]
TOTAL, END, MORE = ("/meta/total",), ("/meta/end",), ("/meta/more",)


def describe(**query: Whatever) -> Request[Whatever]:
    """Describe a page of things."""
    return get("/things", query=[(key, str(value)) for key, value in query.items()])


def data_of(page: Whatever) -> Whatever:
    """Return the items of a page."""
    return page["data"]


def asked(connection: Connection) -> dict[str, str]:
    """Return the query of a request."""
    query = parse_qs(urlsplit(connection.request.target).query)
    return {key: values[0] for key, values in query.items()}


def paged(page: Callable[[dict[str, str]], dict[str, Whatever]]) -> Action:
    """Answer with these pages."""

    def act(connection: Connection) -> bool:
        body = page(asked(connection))
        headers = body.pop("headers", [])
        return answer(body, headers=headers)(connection)

    return act


def slices(begin: int, size: int, *hide: str) -> dict[str, Whatever]:
    """Return a page with all paging values except the hidden ones."""
    data = ITEMS[begin : begin + size]
    end = begin + len(data)
    meta = {"total": len(ITEMS), "end": end, "more": end < len(ITEMS)}
    meta["pages"] = -(-len(ITEMS) // size)
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


def following(
    things: Pages[Whatever, Whatever], client: Whatever, request: Request[Whatever]
) -> Whatever:
    """Return a function that iterates over the pages of a client."""
    if isinstance(client, AsyncResource):
        return things.iterate_async(client, request)
    return things.iterate(client, request)


def walk(
    world: World, base_url: str, paging: Paging, *, pages: bool = False, **query: Whatever
) -> Whatever:
    """Return all items, or all pages."""
    things = Pages(items=data_of, paging=paging)

    def work(client: Whatever) -> Whatever:
        walked = following(things, client, describe(**query))
        return walked.pages() if pages else walked

    return world.use(world.client(base_url, max_retries=0), work)


@pytest.mark.quick
@pytest.mark.parametrize(
    ("paging", "page", "requests"),
    [
        (PageNumber("page"), by_number, 6),
        (PageNumber("page", size="size"), by_number, 6),
        (PageNumber("page", total=TOTAL), by_number, 5),
        (PageNumber("page", end=END, total=TOTAL), by_number, 5),
        (PageNumber("page", more=MORE), by_number, 5),
        (PageNumber("page", pages=("/meta/pages",)), by_number, 5),
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
    """With the least number of requests."""
    server.routes["/"] = paged(page)
    assert walk(world, server.url, paging) == ITEMS
    assert len(server.requests) == requests


def test_pages_smaller_than_requested(world: World, server: FaultServer) -> None:
    """No item is lost."""
    server.routes["/"] = paged(by_number)
    paging = PageNumber("page", size="size", total=TOTAL)
    assert walk(world, server.url, paging, size=10) == ITEMS


@pytest.mark.parametrize("paging", [PageNumber("page", total=TOTAL), PageNumber("page", more=MORE)])
def test_iteration_can_start_anywhere(world: World, server: FaultServer, paging: Paging) -> None:
    """It continues to the last page."""
    server.routes["/"] = paged(by_number)
    assert walk(world, server.url, paging, page=3) == ITEMS[10:]
    assert server.requests[0].target == "/things?page=3"


def test_pages_that_count_from_0(world: World, server: FaultServer) -> None:
    """The document says so."""
    server.routes["/"] = paged(lambda query: slices(int(query.get("page", "0")) * 5, 5))
    assert walk(world, server.url, PageNumber("page", first=0)) == ITEMS
    assert [r.target for r in server.requests][:2] == ["/things", "/things?page=1"]


def test_a_page_with_the_number_of_the_next(world: World, server: FaultServer) -> None:
    """The number is used if it is a later page."""

    def page(query: dict[str, str]) -> dict[str, Whatever]:
        number = int(query.get("page", "1"))
        return {**by_number(query), "next": number + 1 if number < 5 else 1}

    server.routes["/"] = paged(page)
    assert walk(world, server.url, PageNumber("page", next=("/next",))) == ITEMS
    assert len(server.requests) == 5


@pytest.mark.parametrize("absolute", [True, False])
def test_links(world: World, server: FaultServer, *, absolute: bool) -> None:
    """In the body or in a header, absolute or relative."""
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


def test_iteration_is_lazy(world: World, server: FaultServer) -> None:
    """A page is requested when it is needed."""
    server.routes["/"] = paged(by_number)
    things = Pages(items=data_of, paging=PageNumber("page"))

    def some(client: Whatever) -> Whatever:
        return list(itertools.islice(things.iterate(client, describe()), 7))

    async def some_async(client: Whatever) -> Whatever:
        walked = things.iterate_async(client, describe())
        return [await anext(walked) for _ in range(7)]

    work = some if world.is_sync else some_async
    assert world.use(world.client(server.url), work) == ITEMS[:7]
    assert len(server.requests) == 2


def test_pages_instead_of_items(world: World, server: FaultServer) -> None:
    """They are returned as they came."""
    server.routes["/"] = paged(by_number)
    pages = walk(world, server.url, PageNumber("page", total=TOTAL), pages=True)
    assert [page["meta"]["end"] for page in pages] == [5, 10, 15, 20, 23]


@pytest.mark.parametrize(
    ("paging", "following"),
    [(Cursor("after", next=("/next",)), "same"), (NextLink(next=("/next",)), "/things?x=1")],
)
def test_a_cursor_that_does_not_change(
    world: World, server: FaultServer, paging: Paging, following: str | None
) -> None:
    """The same page is not requested twice."""
    server.routes["/"] = answer({**slices(0, 5), "next": following})
    assert walk(world, server.url, paging) == ITEMS[:5] * 2
    assert len(server.requests) == 2
    if isinstance(paging, Cursor):
        assert walk(world, server.url, paging, after="same") == ITEMS[:5]


@pytest.mark.parametrize("paging", [PageNumber("page"), PageNumber("page", more=MORE), Offset("o")])
def test_a_server_that_ignores_the_parameters(
    world: World, server: FaultServer, paging: Paging
) -> None:
    """The iteration ends; the error names the ignored parameter."""
    server.routes["/"] = answer(slices(0, 5))
    with pytest.raises(APIError, match=f"same page 11 times.*'{paging.parameter}'"):
        walk(world, server.url, paging)
    assert len(server.requests) == 11


def test_a_page_with_another_number(world: World, server: FaultServer) -> None:
    """If the page has its number, its items do not come twice."""
    server.routes["/"] = answer(slices(0, 5))
    assert walk(world, server.url, PageNumber("page", end=END, total=TOTAL)) == ITEMS[:5]
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    "paging", [PageNumber("page"), Offset("offset"), Cursor("page", next=("/n",))]
)
def test_equal_pages(world: World, server: FaultServer, paging: Paging) -> None:
    """They are different pages as long as the requests differ."""
    pages: Whatever = [[1, 1], [1, 1], [{"id": 7, "text": "a"}, 0], [{"id": 7, "text": "b"}, 0], []]

    def page(query: dict[str, str]) -> dict[str, Whatever]:
        number = int(query["offset"]) // 2 if "offset" in query else int(query.get("page", 1)) - 1
        return {"data": pages[number], "n": number + 2 if number < 4 else None}

    server.routes["/"] = paged(page)
    assert walk(world, server.url, paging) == [each for page in pages for each in page]


@pytest.mark.parametrize("form", [False, True])
@pytest.mark.parametrize(
    "paging", [Cursor("at", next=("/next",), in_body=True), PageNumber("at", in_body=True)]
)
def test_parameters_in_the_body(
    world: World, server: FaultServer, paging: Paging, *, form: bool
) -> None:
    """They replace members of the body; the others stay."""

    def page(connection: Connection) -> bool:
        sent = connection.request.body
        body = {k: v[0] for k, v in parse_qs(sent.decode()).items()} if form else json.loads(sent)
        assert body.pop("filter") == "x"
        at = int(body.pop("at", 1))
        assert not body
        following = at + 1 if at < 3 else None
        return answer({"data": [at] if following else [], "next": following})(connection)

    def describe_search() -> Request[Whatever]:
        body = FormBody([("filter", "x")]) if form else JsonBody({"filter": "x"})
        return get("/things", method="POST", body=body)

    server.routes["/"] = page
    things = Pages(items=data_of, paging=paging)
    found = world.use(world.client(server.url), lambda c: following(things, c, describe_search()))
    assert found == [1, 2]


def test_a_listing_gives_its_first_page(world: World, server: FaultServer) -> None:
    """The page has its items, the body, and the iteration over all items."""
    server.routes["/"] = paged(by_cursor)
    listing = Pages(items=data_of, paging=Cursor("after", next=("/next",)))

    def sync(client: Whatever) -> Whatever:
        page = listing.first_page(client, describe())
        assert len(server.requests) == 1
        following = page.get_next_page()
        last = [*page.iter_pages()][-1]
        with pytest.raises(ArgumentError, match="last page"):
            last.get_next_page()
        return page, [*page], following, last

    async def asynchronous(client: Whatever) -> Whatever:
        assert [item async for item in listing.iterate_async(client, describe())] == ITEMS
        server.requests.clear()
        page = await listing.iterate_async(client, describe())
        assert len(server.requests) == 1
        following = await page.get_next_page()
        last = [each async for each in page.iter_pages()][-1]
        with pytest.raises(ArgumentError, match="last page"):
            await last.get_next_page()
        return page, [item async for item in page], following, last

    client = world.client(server.url)
    page, items, following, last = world.use(client, sync if world.is_sync else asynchronous)
    assert items == ITEMS
    assert page.data == ITEMS[:5]
    assert page.body["next"] == "c5"
    assert page.response.status == 200
    assert following.data == ITEMS[5:10]
    assert [page.has_next_page(), following.has_next_page(), last.has_next_page()] == [1, 1, 0]
    assert "'next': 'c5'" in repr(page)


def test_items_can_be_taken_out_of_a_page(world: World, server: FaultServer) -> None:
    """The next page follows from what the API sent, and not from what is left of it."""
    server.routes["/"] = paged(by_offset)
    listing = Pages(items=data_of, paging=Offset("offset"))

    def sync(client: Whatever) -> Whatever:
        page = listing.first_page(client, describe())
        page.data.clear()
        return page.get_next_page()

    async def asynchronous(client: Whatever) -> Whatever:
        page = await listing.iterate_async(client, describe())
        page.data.clear()
        return await page.get_next_page()

    client = world.client(server.url)
    page = world.use(client, sync if world.is_sync else asynchronous)
    assert page.data == ITEMS[5:10]


def test_a_relative_link_keeps_a_secret_path(world: World, server: FaultServer) -> None:
    """It is resolved against the URL of the request; errors hide the secret."""

    def page(connection: Connection) -> bool:
        asked_for = asked(connection).get("page", "1")
        if asked_for == "3":
            return answer({}, status=404)(connection)
        following = f"?page={int(asked_for) + 1}"
        return answer({"data": [connection.request.target], "next": following})(connection)

    def describe_box() -> Request[Whatever]:
        return get("/boxes/{key}/notes", path={"key": "s3 cret"}, secrets=("key",))

    server.routes["/"] = page
    things = Pages(items=data_of, paging=NextLink(next=("/next",)))

    def work(client: Whatever) -> Whatever:
        return following(things, client, describe_box())

    with pytest.raises(APIError) as caught:
        world.use(world.client(server.url), work)
    paths = [request.target for request in server.requests]
    assert paths == [f"/boxes/s3%20cret/notes{query}" for query in ("", "?page=2", "?page=3")]
    assert "boxes/***/notes?page=3" in str(caught.value)
    assert "cret" not in f"{caught.value} {caught.value.request}"


def test_a_cursor_that_is_repeated(world: World, server: FaultServer) -> None:
    """After other pages, too."""
    following = {"": "a", "a": "b", "b": "a"}

    def page(query: dict[str, str]) -> dict[str, Whatever]:
        after = query.get("after", "")
        return {"data": [{"id": after}], "next": following[after]}

    server.routes["/"] = paged(page)
    found = walk(world, server.url, Cursor("after", next=("/next",)))
    assert [item["id"] for item in found] == ["", "a", "b"]


def test_empty_pages(world: World, server: FaultServer) -> None:
    """They end the iteration, unless the API says that there are more."""
    fresh = itertools.count()
    server.routes["/"] = paged(lambda _: {"data": [], "next": None})
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
    """Undocumented items are looked up, or there are none."""
    assert items_at("/data")(data) == []
    assert items_at("/nope", "/data/0/list")({"data": [{"list": [1]}]}) == [1]


def test_a_page_without_items(world: World, server: FaultServer) -> None:
    """Null is not an item."""
    server.routes["/"] = answer({"data": None})
    assert walk(world, server.url, PageNumber("page")) == []


@given(st.text(max_size=200))
def test_any_link_header_can_be_read(text: str) -> None:
    """Or it is ignored."""
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
        ('<a>; title="x <b> \\"y\\", z"; rel="next"', "a"),
        ('<a>; title="<b>; rel=next", <c>;rel=next', "c"),
        ('<a>; anchor="#x"; rel=next, <b> ; rel = next', "b"),
        ("<a>; rel=prev; rel=next", None),
        ("", None),
    ],
)
def test_link_headers(header: str, link: str | None) -> None:
    """By RFC 8288, as far as APIs use it."""
    assert next_link(header) == link


def test_a_link_to_another_origin_gets_no_credential(world: World, server: FaultServer) -> None:
    """With any body."""
    with FaultServer() as other:
        other.will(echo)
        server.will(answer({"data": [{"id": 1}], "next": f"{other.url}/evil"}))

        def describe_secured() -> Request[Whatever]:
            return get("/things", security=(("token", "query_key"),))

        things: Pages[Whatever, Whatever] = Pages(
            items=lambda p: p.get("data"), paging=NextLink(next=("/next",))
        )
        client = world.client(server.url, credentials={"token": "s3cret", "query_key": "s3cret"})
        world.use(client, lambda c: following(things, c, describe_secured()))
        (got,) = other.requests
        assert "s3cret" not in json.dumps([got.target, got.headers])
