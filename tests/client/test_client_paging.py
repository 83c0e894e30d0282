"""The generated client against a real HTTP server: iterating over the pages of a listing."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

import pytest

from tests.support.livestream_api import Form
from tests.support.livestream_wire import livestream
from tests.support.server import Answer

if TYPE_CHECKING:
    from tests.support.driver import Driver
    from tests.support.server import Server

LIST = "livestreams.iter"
RUNS = "sessions.iter_livestream_sessions"


def asked(server: Server) -> list[str]:
    """Return the page numbers that were requested; 1 where a request has none."""
    return [dict(sent.query).get("page_no", "1") for sent in server.requests]


@pytest.mark.parametrize(
    ("count", "size"), [(0, 3), (1, 3), (3, 3), (4, 3), (7, 3), (9, 3), (5, 1)]
)
def test_each_item_comes_once_and_in_order(
    server: Server, driver: Driver, count: int, size: int
) -> None:
    """No page is requested beyond the last one."""
    server.api.fill(count)
    found = driver.items(LIST, per_page=size)

    assert [one.id for one in found] == [f"livestream-{number + 1}" for number in range(count)]
    assert asked(server) == [str(number + 1) for number in range(max(1, -(-count // size)))]
    assert {dict(sent.query)["per_page"] for sent in server.requests} == {str(size)}


def test_the_sessions_of_a_session_are_iterated_too(server: Server, driver: Driver) -> None:
    """Their items and their paging are one level deeper."""
    server.api.fill(5)
    found = driver.items(RUNS, "session-1", per_page=2)

    assert [one.id for one in found] == [f"livestream-session-{number}" for number in range(1, 6)]
    assert asked(server) == ["1", "2", "3"]


@pytest.mark.parametrize(("symbol", "result", "moved"), [*product([LIST, RUNS], [0, 1], [0, 1])])
def test_every_form_of_a_page_is_iterated(
    server: Server, driver: Driver, symbol: str, result: int, moved: int
) -> None:
    """`data` or `result`, paging at either place."""
    server.api.fill(5)
    server.api.form = Form(result=bool(result), paging_moved=bool(moved))
    arguments = ["session-1"] if symbol == RUNS else []

    assert len(driver.items(symbol, *arguments, per_page=2)) == 5
    assert asked(server) == ["1", "2", "3"]


def test_filters_are_sent_with_each_page(server: Server, driver: Driver) -> None:
    """Only the page number changes."""
    server.api.fill(6)
    found = driver.items(LIST, status="LIVE", sort_order="ASC", per_page=2)

    assert [one.id for one in found] == ["livestream-2", "livestream-4", "livestream-6"]
    assert [{key for key, _ in sent.query} - {"page_no"} for sent in server.requests] == [
        {"status", "sort_order", "per_page"}
    ] * 2


def test_pages_are_requested_when_needed(server: Server, driver: Driver) -> None:
    """Taking two items of a thousand pages requests one page."""
    server.api.fill(9)

    assert len(driver.items(LIST, per_page=3, at_most=2)) == 2
    assert asked(server) == ["1"]


def test_iteration_can_start_at_a_later_page(server: Server, driver: Driver) -> None:
    """It begins at the page that is given."""
    server.api.fill(7)
    found = driver.items(LIST, page_no=2, per_page=3)

    assert [one.id for one in found] == [f"livestream-{number}" for number in range(4, 8)]
    assert asked(server) == ["2", "3"]


def test_pages_can_be_read_whole(server: Server, driver: Driver) -> None:
    """Each page has its paging."""
    server.api.fill(4)
    pages = driver.pages(LIST, per_page=3)

    assert [len(page.data) for page in pages] == [3, 1]
    assert [page.paging.end_offset for page in pages] == [3, 4]


@pytest.mark.parametrize("symbol", [LIST, RUNS])
def test_a_server_that_ignores_the_page_number_ends_the_iteration(
    server: Server, driver: Driver, symbol: str
) -> None:
    """Otherwise it would be endless; no item comes twice."""
    server.api.fill(7)
    server.api.stuck = True
    found = driver.items(symbol, *(["session-1"] if symbol == RUNS else []), per_page=3)

    assert len({one.id for one in found}) == len(found) == 3
    assert len(server.requests) <= 2


def test_without_paging_an_empty_page_is_the_last(server: Server, driver: Driver) -> None:
    """Until then there may be more pages."""
    for numbers in ([1, 2], [3], []):
        items = [livestream(number) for number in numbers]
        server.answers.append(Answer.of(200, {"success": True, "data": items}))

    assert len(driver.items(LIST)) == 3
    assert asked(server) == ["1", "2", "3"]


def test_an_empty_page_is_the_end_whatever_the_paging_says(server: Server, driver: Driver) -> None:
    """A total that counts hidden items does not continue the iteration."""
    paging = {"total_count": 100, "start_offset": 1, "end_offset": 1}
    for items in ([livestream(1)], []):
        server.answers.append(Answer.of(200, {"success": True, "data": items, "paging": paging}))

    assert len(driver.items(LIST)) == 1
    assert len(server.requests) == 2
