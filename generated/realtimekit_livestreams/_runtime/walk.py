"""A walk through pages: asking for one after the other, until there is no more."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, Self, TypeVar

from .exchange import exchange

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from .core import Core
    from .model import Json
    from .paging import Paging
    from .request import Request
    from .response import Response

T = TypeVar("T")
E = TypeVar("E")


class Page(NamedTuple):
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


class Walk(Generic[T, E]):
    """A walk through the pages: what to ask for next, and when to stop."""

    def __init__(
        self,
        core: Core,
        request: Request[T],
        items: Callable[[T], Iterable[E] | None],
        paging: Paging,
    ) -> None:
        """Take the first request, where a page's items are, and the way on."""
        self.core = core
        self._start = request
        self._following: Request[T] | None = request
        self._items = items
        self._paging = paging
        self._count = 0
        self._last: list[object] = []
        self._asked: set[tuple[str | None, str | None]] = set()

    async def next(self) -> tuple[T, list[E]] | None:
        """Get the next page and its items; None: there is none."""
        request, self._following = self._following, None
        if request is None:
            return None
        response, raw = await exchange(self.core, request, keep=True)
        items = list(self._items(response.data) or ())
        marks: list[object] = [getattr(item, "id", item) for item in items]
        if marks and marks == self._last:
            return None
        self._last = marks
        self._count += len(items)
        page = Page(self._start, request, response, raw, len(items), self._count)
        following = self._paging.after(page)
        if following is not None:
            key = (following.url, following.query_value(self._paging.parameter))
            self._following = None if key in self._asked else following
            self._asked.add(key)
        return response.data, items


class PageIterator(Generic[T, E]):
    """Gives the items of all pages, and asks for a page when it is needed."""

    def __init__(self, begin: Callable[[], Walk[T, E]]) -> None:
        """Take what begins a walk."""
        self._begin = begin
        self._items = (item for _, items in self._pages() for item in items)

    def __iter__(self) -> Self:
        """Return itself."""
        return self

    def __next__(self) -> E:
        """Return the next item."""
        return next(self._items)

    def pages(self) -> Iterator[T]:
        """Give the pages instead of their items, from the first one on."""
        return (page for page, _ in self._pages())

    def _pages(self) -> Iterator[tuple[T, list[E]]]:
        walk = self._begin()
        while (taken := walk.core.driver.run(walk.next)) is not None:
            yield taken


class AsyncPageIterator(Generic[T, E]):
    """Gives the items of all pages, and asks for a page when it is needed."""

    def __init__(self, begin: Callable[[], Walk[T, E]]) -> None:
        """Take what begins a walk."""
        self._begin = begin
        self._items = (item async for _, items in self._pages() for item in items)

    def __aiter__(self) -> Self:
        """Return itself."""
        return self

    async def __anext__(self) -> E:
        """Return the next item."""
        return await anext(self._items)

    def pages(self) -> AsyncIterator[T]:
        """Give the pages instead of their items, from the first one on."""
        return (page async for page, _ in self._pages())

    async def _pages(self) -> AsyncIterator[tuple[T, list[E]]]:
        walk = self._begin()
        while (taken := await walk.core.driver.run(walk.next)) is not None:
            yield taken
