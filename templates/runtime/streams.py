"""Iterators over the items of a streamed answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar

from .calls import response_data
from .concurrency import SyncContext
from .streaming import AsyncStreamedResponse, StreamedResponse, streamed

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Generator, Iterator

    from .calls import AsyncResource, Resource
    from .core import Core
    from .request import Request

E = TypeVar("E")
S = TypeVar("S")


class Stream(Generic[E]):
    """An iterator over the items of an answer, which is closed after the last one.

    `with` or `close` closes it earlier.
    """

    response: StreamedResponse[list[E]]
    """The response: status and headers."""

    def __init__(self, core: Core, request: Request[list[E]]) -> None:
        self._context = SyncContext(streamed(core, request, StreamedResponse[list[E]]))
        self.response = self._context.__enter__()
        self._open = True
        self._items = self._read()

    def _read(self) -> Iterator[E]:
        try:
            yield from self.response.items()
        finally:
            self.close()

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> E:
        return next(self._items)

    def close(self) -> None:
        """Close the response."""
        if self._open:
            self._open, self._items = False, iter(())
            self._context.__exit__(None, None, None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncStream(Generic[E]):
    """An iterator over the items of an answer, which is closed after the last one.

    The call is made when it is awaited, entered or iterated. `async with` or `aclose`
    closes it earlier.
    """

    response: AsyncStreamedResponse[list[E]]
    """The response; set when the call has been made."""

    def __init__(self, core: Core, request: Request[list[E]]) -> None:
        self._context = streamed(core, request, AsyncStreamedResponse[list[E]])
        self._started = self._open = False
        self._items = self._read()

    async def _start(self) -> Self:
        if not self._started:
            self._started = True
            self.response = await self._context.__aenter__()
            self._open = True
        return self

    async def _read(self) -> AsyncIterator[E]:
        await self._start()
        try:
            async for item in self.response.items():
                yield item
        finally:
            await self.aclose()

    def __await__(self) -> Generator[Any, Any, Self]:
        return self._start().__await__()

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> E:
        if self._started and not self._open:
            raise StopAsyncIteration
        return await anext(self._items)

    async def aclose(self) -> None:
        """Close the response."""
        if self._open:
            self._open = False
            await self._context.__aexit__(None, None, None)

    async def __aenter__(self) -> Self:
        return await self._start()

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()


def whole_or_items(
    owner: Resource | AsyncResource,
    request: Request[Any],
    items: Callable[[Core, Request[Any]], S],
) -> Any | S:
    """Make a call, and return its value or an iterator of its items."""
    core = owner.__core__
    if request.is_streamed:
        return items(core, request)
    return core.driver.run(response_data, core, request)
