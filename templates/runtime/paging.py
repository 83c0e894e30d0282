"""Walking through the pages of a list, however the API asks for the next one.

A walk ends where the API says so, at an empty page (unless the API says that there is
more), at a cursor that was there before, and when the API gives the same page again:
then it has not looked at what it was asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, ParamSpec, TypeVar
from urllib.parse import urljoin

from .drive import SyncDriver
from .info import MISSING, find
from .resource import Descriptor
from .walk import AsyncPageIterator, Page, PageIterator, Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .core import Core
    from .info import Pointers
    from .model import Json
    from .request import Request

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E")


class Paging(NamedTuple):
    """How the next page is asked for: query parameters, and pointers into the body."""

    parameter: str = ""
    """The query parameter that says which page is asked for."""
    size: str | None = None
    """The one that says how many items a page has."""
    first: int = 1
    """The number of the first page."""
    next: Pointers = ()
    """Where the next number, cursor or link stands."""
    more: Pointers = ()
    """Where a boolean says whether there is a next page."""
    end: Pointers = ()
    """Where the number of the page's last item stands, counted from 1."""
    total: Pointers = ()
    """Where the number of all items stands."""

    def after(self, page: Page) -> Request[Any] | None:
        """Return the request for the next page; None: this was the last one."""
        raise NotImplementedError

    def _ended(self, page: Page, seen: int | None = None) -> bool:
        """Tell whether there is no next page; `seen` is the last item's number."""
        more = find(page.raw, self.more)
        if isinstance(more, bool):
            return not more
        total = find(page.raw, self.total)
        return not page.size or (
            isinstance(total, int) and seen is not None and seen >= total
        )


class PageNumber(Paging):
    """By number: `?page=2`."""

    __slots__ = ()

    def after(self, page: Page) -> Request[Any] | None:
        """Return the request for the next page."""
        number = _number(page.request, self.parameter, self.first)
        following = find(page.raw, self.next) if self.next else number + 1
        if not isinstance(following, int) or following <= number:
            return None
        if self._ended(page, self._seen(page)):
            return None
        return page.request.with_query(self.parameter, str(following))

    def _seen(self, page: Page) -> int | None:
        end = find(page.raw, self.end)
        if isinstance(end, int):
            return end
        before = _number(page.start, self.parameter, self.first) - self.first
        size = _number(page.start, self.size, 0)
        return before * size + page.so_far if size or not before else None


class Offset(Paging):
    """By the number of items before it: `?offset=50`."""

    __slots__ = ()

    def after(self, page: Page) -> Request[Any] | None:
        """Return the request for the next page."""
        offset = _number(page.request, self.parameter, 0) + page.size
        if self._ended(page, offset) or not page.size:
            return None
        return page.request.with_query(self.parameter, str(offset))


class Cursor(Paging):
    """By a mark that the page before it gives: `?after=b3Jk`."""

    __slots__ = ()

    def after(self, page: Page) -> Request[Any] | None:
        """Return the request for the next page."""
        cursor = find(page.raw, self.next)
        if cursor is MISSING or not str(cursor) or self._ended(page):
            return None
        return page.request.with_query(self.parameter, str(cursor))


class NextLink(Paging):
    """By a link in the body. Credentials follow it within the API alone."""

    __slots__ = ()

    def after(self, page: Page) -> Request[Any] | None:
        """Return the request for the next page."""
        link = find(page.raw, self.next)
        if not isinstance(link, str) or not link or self._ended(page):
            return None
        return _linked(page, link)


class LinkHeader(Paging):
    """By a link in the header `Link`, with `rel="next"` (RFC 8288)."""

    __slots__ = ()

    def after(self, page: Page) -> Request[Any] | None:
        """Return the request for the next page."""
        link = next_link(page.response.headers.get("link", ""))
        return None if link is None or self._ended(page) else _linked(page, link)


def next_link(header: str) -> str | None:
    """Return the URL of a `Link` header's next relation."""
    for link in header.split("<")[1:]:
        url, _, rest = link.partition(">")
        for parameter in rest.split(";")[1:]:
            name, _, value = parameter.partition("=")
            relations = value.strip(' \t,"').lower().split()
            if name.strip().lower() == "rel" and "next" in relations:
                return url
    return None


def items_at(*places: str) -> Callable[[Any], list[Any]]:
    """Return what finds the items of a page by pointers, where they have no type."""

    def items(page: Json) -> list[Json]:
        from .wire import to_wire

        found: Json = find(to_wire(page), places)
        return [*found] if isinstance(found, list) else []

    return items


def _number(request: Request[Any], name: str | None, default: int) -> int:
    text = request.query_value(name) if name else None
    return int(text) if text and text.isdecimal() else default


def _linked(page: Page, link: str) -> Request[Any]:
    return page.request._replace(url=urljoin(page.response.url, link), query=())


class Pages(
    Descriptor[P, PageIterator[T, E], AsyncPageIterator[T, E]],
    Generic[P, T, E],
):
    """A method that gives the items of all pages, one after the other."""

    def __init__(
        self,
        function: Callable[P, Request[T]],
        *,
        items: Callable[[T], Iterable[E] | None],
        paging: Paging,
    ) -> None:
        """Take the operation that gives a page, where its items are, and the way on."""
        super().__init__(function)
        self.items = items
        self.paging = paging

    def run(self, core: Core, request: Request[T]) -> Any:
        """Return what walks, and has not begun to."""

        def begin() -> Walk[T, E]:
            return Walk(core, request, self.items, self.paging)

        if isinstance(core.driver, SyncDriver):
            return PageIterator(begin)
        return AsyncPageIterator(begin)
