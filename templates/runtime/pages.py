"""Pages of a listing, each with its items, and the listing that iterates over them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Generic, Self, TypeVar

from .calls import perform
from .errors import APIError, ArgumentError
from .paging import Paging, Step
from .shown import table

if TYPE_CHECKING:
    from collections.abc import (
        AsyncIterator,
        Callable,
        Generator,
        Iterator,
    )

    from .calls import AsyncResource, Resource
    from .core import Core
    from .request import Request
    from .transport import Response

T = TypeVar("T")
E = TypeVar("E")
_MOST_REPEATS: Final = 10
"""The maximum number of equal pages in a row with paging by number or offset."""


class Pager(Generic[T, E]):
    """The requests for the pages of one listing."""

    def __init__(
        self,
        core: Core,
        request: Request[T],
        items: Callable[[T], list[E] | None],
        paging: Paging,
    ) -> None:
        self.core = core
        self.start = request
        self._items = items
        self._paging = paging
        self._requested: dict[object, int] = {}
        """The numbers of the requested pages, by the key of the request."""

    async def get(self, request: Request[T], last: Step | None = None) -> Step:
        """Get a page; `last` is the page before it."""
        kept = await perform(self.core, request, keep=True)
        items = self._items_of(kept.response.data)
        repeats = 0
        if last and items and last.response.content == kept.response.content:
            repeats = last.repeats + 1
        if last and self._paging.is_repeat(kept.raw, last.raw):
            items = []  # the previous page had them
        if repeats == _MOST_REPEATS and not self._paging.explicit:
            message = f"{request.name} returned the same page {repeats + 1} times:"
            message += f" the API ignores the parameter {self._paging.parameter!r}"
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
        """Return the request for the next page, or None; no request is repeated."""
        following = self._paging.after(step)
        if following is None:
            return None
        number, request_key = step.number + 1, self._paging.request_key
        self._requested.setdefault(request_key(step.request), step.number)
        first = self._requested.setdefault(request_key(following), number)
        return following if first == number else None


class _Page(Generic[T, E]):
    """A page: its items and its body."""

    def __init__(self, pager: Pager[T, E], step: Step) -> None:
        self.data: list[E] = [*step.items]
        """The items of this page."""
        self.response: Response[T] = step.response
        """The response."""
        self._pager = pager
        self._step = step

    @cached_property
    def _following(self) -> Request[T] | None:
        return self._pager.after(self._step)

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
        return await self._pager.get(self._following, self._step)

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
        return Page(self._pager, self._pager.core.driver.run(self._get_next))

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
        step = await self._pager.core.driver.run(self._get_next)
        return AsyncPage(self._pager, step)

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

    def __init__(self, begin: Callable[[], Pager[T, E]]) -> None:
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
        pager = self._begin()
        return Page(pager, pager.core.driver.run(pager.get, pager.start))

    def _pages(self) -> Iterator[Page[T, E]]:
        yield from self.first().iter_pages()


class AsyncPageIterator(Generic[T, E]):
    """Yields the items of all pages, which are requested on demand.

    Awaited, it returns the first page.
    """

    def __init__(self, begin: Callable[[], Pager[T, E]]) -> None:
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
        pager = self._begin()
        step = await pager.core.driver.run(pager.get, pager.start)
        return AsyncPage(pager, step)

    async def _pages(self) -> AsyncIterator[AsyncPage[T, E]]:
        async for page in (await self._first()).iter_pages():
            yield page


class Pages(Generic[T, E]):
    """A listing: a function that returns the items of a page, and a pagination scheme."""

    def __init__(self, items: Callable[[T], list[E] | None], paging: Paging) -> None:
        self.items = items
        self.paging = paging

    def first_page(self, owner: Resource, request: Request[T]) -> Page[T, E]:
        """Get the first page."""
        return self.iterate(owner, request).first()

    def iterate(self, owner: Resource, request: Request[T]) -> PageIterator[T, E]:
        """Return an iterator of the items of all pages."""
        return PageIterator(self._begin(owner.__core__, request))

    def iterate_async(
        self, owner: AsyncResource, request: Request[T]
    ) -> AsyncPageIterator[T, E]:
        """Return an iterator of the items of all pages."""
        return AsyncPageIterator(self._begin(owner.__core__, request))

    def _begin(self, core: Core, request: Request[T]) -> Callable[[], Pager[T, E]]:
        return lambda: Pager(core, request, self.items, self.paging)
