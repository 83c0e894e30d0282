"""Walking through the pages of a list, however the API asks for the next one.

A walk ends where the API says so, at an empty page (unless the API says that there is
more), at a cursor that was there before, and when the API gives the same page again:
then it has not looked at what it was asked.
"""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    NamedTuple,
    ParamSpec,
    Self,
    TypeVar,
    overload,
)
from urllib.parse import urljoin

from .drive import AsyncDriver
from .exchange import exchange
from .info import MISSING, find
from .resource import Async, Bound, Descriptor, Resource, Sync

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from .core import Core
    from .drive import Steps
    from .info import Pointers
    from .model import Json
    from .request import Request
    from .response import Response

P = ParamSpec("P")
T = TypeVar("T")
E = TypeVar("E")


class _Page(NamedTuple):
    """One page of a walk, and how far the walk has come with it."""

    start: Request[Any]
    """The first request of the walk."""
    request: Request[Any]
    response: Response[Any]
    raw: Json
    size: int
    """How many items it has."""
    so_far: int
    """How many there were so far, with its own."""


class Paging:
    """How the next page is asked for."""

    def __init__(
        self,
        parameter: str = "",
        *,
        size: str | None = None,
        first: int = 1,
        next: Pointers = (),
        more: Pointers = (),
        end: Pointers = (),
        total: Pointers = (),
    ) -> None:
        """Take query parameters, and pointers into the body.

        Args:
            parameter: the query parameter that says which page is asked for.
            size: the one that says how many items a page has.
            first: the number of the first page.
            next: where the next number, cursor or link stands.
            more: where a boolean says whether there is a next page.
            end: where the number of the page's last item stands, counted from 1.
            total: where the number of all items stands.

        """
        self.parameter = parameter
        self.size = size
        self.first = first
        self.next = next
        self.more = more
        self.end = end
        self.total = total

    def after(self, page: _Page) -> Request[Any] | None:
        """Return the request for the next page; None: this was the last one."""
        return self._after(page)

    def _after(self, page: _Page) -> Request[Any] | None:
        raise NotImplementedError

    def _ended(self, page: _Page, seen: int | None = None) -> bool:
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

    def _after(self, page: _Page) -> Request[Any] | None:
        number = _number(page.request, self.parameter, self.first)
        following = find(page.raw, self.next) if self.next else number + 1
        if not isinstance(following, int) or following <= number:
            return None
        if self._ended(page, self._seen(page)):
            return None
        return page.request.with_query(self.parameter, str(following))

    def _seen(self, page: _Page) -> int | None:
        end = find(page.raw, self.end)
        if isinstance(end, int):
            return end
        before = _number(page.start, self.parameter, self.first) - self.first
        size = _number(page.start, self.size, 0)
        return before * size + page.so_far if size or not before else None


class Offset(Paging):
    """By the number of items before it: `?offset=50`."""

    def _after(self, page: _Page) -> Request[Any] | None:
        offset = _number(page.request, self.parameter, 0) + page.size
        if self._ended(page, offset) or not page.size:
            return None
        return page.request.with_query(self.parameter, str(offset))


class Cursor(Paging):
    """By a mark that the page before it gives: `?after=b3Jk`."""

    def _after(self, page: _Page) -> Request[Any] | None:
        cursor = find(page.raw, self.next)
        if cursor is MISSING or not str(cursor) or self._ended(page):
            return None
        return page.request.with_query(self.parameter, str(cursor))


class NextLink(Paging):
    """By a link in the body. Credentials follow it within the API alone."""

    def _after(self, page: _Page) -> Request[Any] | None:
        link = find(page.raw, self.next)
        if not isinstance(link, str) or not link or self._ended(page):
            return None
        return _linked(page, link)


class LinkHeader(Paging):
    """By a link in the header `Link`, with `rel="next"` (RFC 8288)."""

    def _after(self, page: _Page) -> Request[Any] | None:
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


def _linked(page: _Page, link: str) -> Request[Any]:
    return page.request._replace(url=urljoin(page.response.url, link), query=())


class _Walk(Generic[T, E]):
    """A walk through the pages: what to ask for next, and when to stop."""

    def __init__(
        self,
        core: Core,
        request: Request[T],
        items: Callable[[T], Iterable[E] | None],
        paging: Paging,
    ) -> None:
        self.core = core
        self.start = request
        self.following: Request[T] | None = request
        self._items = items
        self._paging = paging
        self._count = 0
        self._last: list[object] = []
        self._asked: set[tuple[str | None, str | None]] = set()

    def steps(self, request: Request[T]) -> Steps[tuple[T, list[E]] | None]:
        """Get a page and its items; None if it is the one before once more."""
        response, raw = yield from exchange(self.core, request, keep=True)
        items = list(self._items(response.data) or ())
        marks: list[object] = [getattr(item, "id", item) for item in items]
        self.following = None
        if marks and marks == self._last:
            return None
        self._last = marks
        self._count += len(items)
        page = _Page(self.start, request, response, raw, len(items), self._count)
        following = self._paging.after(page)
        if following is not None:
            key = (following.url, following.query_value(self._paging.parameter))
            self.following = None if key in self._asked else following
            self._asked.add(key)
        return response.data, items


class PageIterator(Generic[T, E]):
    """Gives the items of all pages, and asks for a page when it is needed."""

    def __init__(self, make: Callable[[], _Walk[T, E]]) -> None:
        """Take what begins a walk."""
        self._make = make
        self._items = self._walk()

    def __iter__(self) -> Self:
        """Return itself."""
        return self

    def __next__(self) -> E:
        """Return the next item."""
        return next(self._items)

    def pages(self) -> Iterator[T]:
        """Give the pages instead of their items, from the first one on."""
        for page, _ in self._pages():
            yield page

    def _walk(self) -> Iterator[E]:
        for _, items in self._pages():
            yield from items

    def _pages(self) -> Iterator[tuple[T, list[E]]]:
        walk = self._make()
        while walk.following is not None:
            taken = walk.core.driver.run(walk.steps(walk.following))
            if taken is not None:
                yield taken


class AsyncPageIterator(Generic[T, E]):
    """Gives the items of all pages, and asks for a page when it is needed."""

    def __init__(self, make: Callable[[], _Walk[T, E]]) -> None:
        """Take what begins a walk."""
        self._make = make
        self._items = self._walk()

    def __aiter__(self) -> Self:
        """Return itself."""
        return self

    async def __anext__(self) -> E:
        """Return the next item."""
        return await anext(self._items)

    async def pages(self) -> AsyncIterator[T]:
        """Give the pages instead of their items, from the first one on."""
        async for page, _ in self._pages():
            yield page

    async def _walk(self) -> AsyncIterator[E]:
        async for _, items in self._pages():
            for item in items:
                yield item

    async def _pages(self) -> AsyncIterator[tuple[T, list[E]]]:
        walk = self._make()
        while walk.following is not None:
            taken = await walk.core.driver.run(walk.steps(walk.following))
            if taken is not None:
                yield taken


class Pages(Descriptor[P, T], Generic[P, T, E]):
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

    @overload
    def __get__(self, instance: None, owner: type, /) -> Self: ...
    @overload
    def __get__(
        self, instance: Resource[Sync], owner: type, /
    ) -> Callable[P, PageIterator[T, E]]: ...
    @overload
    def __get__(
        self, instance: Resource[Async], owner: type, /
    ) -> Callable[P, AsyncPageIterator[T, E]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type, /) -> Any:
        """Return the method of an instance."""
        if instance is None:
            return self
        core: Core = instance.__client__.__core__
        asynchronous = isinstance(core.driver, AsyncDriver)

        def run(request: Request[T]) -> PageIterator[T, E] | AsyncPageIterator[T, E]:
            def make() -> _Walk[T, E]:
                return _Walk(core, request, self.items, self.paging)

            return AsyncPageIterator(make) if asynchronous else PageIterator(make)

        return Bound(self.function, run)
