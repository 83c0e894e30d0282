"""Pages of a listing: each knows its items, and how to get the page after it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, Self, TypeVar

from .calls import perform
from .errors import APIError, ArgumentError
from .shown import table

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator

    from .core import Core
    from .model import Json
    from .paging import Paging
    from .request import Request
    from .transport import Response

T = TypeVar("T")
E = TypeVar("E")
_MOST_REPEATS: Final = 10
"""How often the same page may repeat before paging by number or offset fails."""


class Step(NamedTuple):
    """One page, and the position in the sequence of pages."""

    start: Request[Any]
    """The request for the first page."""
    request: Request[Any]
    response: Response[Any]
    raw: Json
    url: str
    """The URL of the page, with secrets."""
    items: list[Any]
    number: int
    """The number of pages so far, with this one."""
    so_far: int
    """The number of items so far, with those of this page."""
    repeats: int
    """The number of pages before it with the same bytes."""


class Walk(Generic[T, E]):
    """The sequence of pages, and the requests so far."""

    def __init__(
        self,
        core: Core,
        request: Request[T],
        items: Callable[[T], Iterable[E] | None],
        paging: Paging,
    ) -> None:
        self.core = core
        self.start = request
        self._items = items
        self._paging = paging
        self._asked: dict[object, int] = {}
        """The number of the page, by what distinguishes its request."""

    async def get(self, request: Request[T], last: Step | None = None) -> Step:
        """Get a page, the one after the last one."""
        kept = await perform(self.core, request, keep=True)
        items = self._items_of(kept.response.data)
        repeats = 0
        if last and items and last.response.content == kept.response.content:
            repeats = last.repeats + 1
        if last and self._paging.again(kept.raw, last.raw):
            items = []  # they were there already
        if repeats == _MOST_REPEATS and not self._paging.explicit:
            message = f"{request.name} gives the same page again and again: the API"
            message += f" does not look at {self._paging.parameter!r}"
            raise APIError(message)
        number, so_far = (last.number, last.so_far) if last else (0, 0)
        so_far += len(items)
        return Step(self.start, request, *kept, items, number + 1, so_far, repeats)

    def _items_of(self, data: T) -> list[E]:
        """Return the items of a page; none if a lenient client has read another form."""
        try:
            items = None if data is None else self._items(data)
        except AttributeError:
            return []
        return [*items] if isinstance(items, list) else []

    def after(self, step: Step) -> Request[T] | None:
        """Return the request for the next page, or None.

        No request is repeated.
        """
        following = self._paging.after(step)
        if following is None:
            return None
        number, asked = step.number + 1, self._paging.asked
        self._asked.setdefault(asked(step.request), step.number)
        first = self._asked.setdefault(asked(following), number)
        return following if first == number else None


class _Page(Generic[T, E]):
    """A page: its items and its body."""

    def __init__(self, walk: Walk[T, E], step: Step) -> None:
        self.data: list[E] = [*step.items]
        """The items of this page."""
        self.response: Response[T] = step.response
        """The response."""
        self._walk = walk
        self._step = step

    @cached_property
    def _following(self) -> Request[T] | None:
        return self._walk.after(self._step)

    @property
    def body(self) -> T:
        """The body of the response, with the items and everything else."""
        return self.response.data

    def has_next_page(self) -> bool:
        """Return whether the API has a page after this one."""
        return self._following is not None

    async def _get_next(self) -> Step:
        if self._following is None:
            raise ArgumentError("this is the last page: `has_next_page()` is false")
        return await self._walk.get(self._following, self._step)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            if name.startswith("_") or name == "response":  # nothing is set yet
                raise AttributeError(name)
            return getattr(self.response.data, name)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.body!r}>"

    def __rich_repr__(self) -> Iterator[object]:
        yield self.body

    def _repr_pretty_(self, printer: Any, cycle: object) -> None:
        """Show it in IPython."""
        with printer.group(1, f"<{type(self).__name__} ", ">"):
            printer.pretty(... if cycle else self.body)

    def _repr_html_(self) -> str | None:
        """Show the items of this page in a notebook."""
        return table(self.data)


class Page(_Page[T, E]):
    """A page; iteration yields its items and those of all following pages."""

    def get_next_page(self) -> Page[T, E]:
        """Get the next page. Raises `ArgumentError` if there is none."""
        return Page(self._walk, self._walk.core.driver.run(self._get_next))

    def iter_pages(self) -> Iterator[Page[T, E]]:
        """Yield this page and all following pages, which are requested on demand."""
        page = self
        yield page
        while page.has_next_page():
            page = page.get_next_page()
            yield page

    def __iter__(self) -> Iterator[E]:
        return (item for page in self.iter_pages() for item in page.data)


class AsyncPage(_Page[T, E]):
    """A page; iteration yields its items and those of all following pages."""

    async def get_next_page(self) -> AsyncPage[T, E]:
        """Get the next page. Raises `ArgumentError` if there is none."""
        step = await self._walk.core.driver.run(self._get_next)
        return AsyncPage(self._walk, step)

    async def iter_pages(self) -> AsyncIterator[AsyncPage[T, E]]:
        """Yield this page and all following pages, which are requested on demand."""
        page = self
        yield page
        while page.has_next_page():
            page = await page.get_next_page()
            yield page

    def __aiter__(self) -> AsyncIterator[E]:
        return (item async for page in self.iter_pages() for item in page.data)


class PageIterator(Generic[T, E]):
    """Yields the items of all pages, which are requested on demand."""

    def __init__(self, begin: Callable[[], Walk[T, E]]) -> None:
        self._begin = begin
        self._items = (item for page in self._pages() for item in page.data)

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> E:
        return next(self._items)

    def pages(self) -> Iterator[T]:
        """Yield the bodies of the pages instead of their items, from the first one."""
        return (page.body for page in self._pages())

    def first(self) -> Page[T, E]:
        """Get the first page."""
        walk = self._begin()
        return Page(walk, walk.core.driver.run(walk.get, walk.start))

    def _pages(self) -> Iterator[Page[T, E]]:
        yield from self.first().iter_pages()


class AsyncPageIterator(Generic[T, E]):
    """Yields the items of all pages, which are requested on demand.

    Awaited, it returns the first page.
    """

    def __init__(self, begin: Callable[[], Walk[T, E]]) -> None:
        self._begin = begin
        self._items = (item async for page in self._pages() for item in page.data)

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> E:
        return await anext(self._items)

    def __await__(self) -> Generator[Any, Any, AsyncPage[T, E]]:
        return self._first().__await__()

    def pages(self) -> AsyncIterator[T]:
        """Yield the bodies of the pages instead of their items, from the first one."""
        return (page.body async for page in self._pages())

    async def _first(self) -> AsyncPage[T, E]:
        walk = self._begin()
        step = await walk.core.driver.run(walk.get, walk.start)
        return AsyncPage(walk, step)

    async def _pages(self) -> AsyncIterator[AsyncPage[T, E]]:
        async for page in (await self._first()).iter_pages():
            yield page
