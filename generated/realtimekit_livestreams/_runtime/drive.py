"""How a client waits: in the thread that calls, or in a task of asyncio or trio.

What a call does is written once, in coroutines. An async client awaits them. What they
await in a sync client never waits for an event loop: it is done when it returns, so that
`now` takes them to their end in one go. Only what differs between the two stands here:
transports, functions of the user's, locks, deadlines.
"""

from __future__ import annotations

import sys
import time
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

from .errors import APIConnectionError, APITimeoutError, ArgumentError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
    from contextlib import AbstractAsyncContextManager
    from types import TracebackType

    from .transport import AsyncTransport, Incoming, Transport, WireRequest

T = TypeVar("T")

Work: TypeAlias = "Callable[..., Coroutine[Any, Any, T]]"

Library: TypeAlias = Any
"""asyncio or trio, or a thing of theirs."""

TOTAL: Final = "timed out (total)"


class Clock:
    """Time, so that it can be another one in tests."""

    monotonic = staticmethod(time.monotonic)
    now = staticmethod(time.time)
    """The Unix time."""
    sleep = staticmethod(time.sleep)

    @staticmethod
    async def async_sleep(seconds: float) -> None:
        """Wait, in whichever library runs the task."""
        await _async_library().sleep(seconds)


class _Driver:
    """Counts what is going on, so that closing waits for the last call."""

    def __init__(self, transport: Any, *, owned: bool) -> None:
        """Take what carries requests, and whether it is closed in the end."""
        self.transport = transport
        self.clock = Clock()
        self._owned = owned
        self._active = 0
        self._closed = False
        self._counting = Lock()

    async def __aenter__(self) -> None:
        """Begin a call. Raises `APIConnectionError` if the client is closed."""
        with self._counting:
            if self._closed:
                message = "the client is closed"
                raise APIConnectionError(message, sent=False)
            self._active += 1

    async def __aexit__(self, *_: object) -> None:
        """End a call; the last one after closing gives the connections back."""
        with self._counting:
            self._active -= 1
            last = self._closed and not self._active
        if last and self._owned:
            await self._give_back()

    async def counted(self, work: Work[T], *arguments: object) -> T:
        """Do some work as a call that closing waits for."""
        async with self:
            return await work(*arguments)

    async def finish(self) -> None:
        """Begin no more calls, and give the connections back after the last one."""
        with self._counting:
            last = not self._closed and not self._active
            self._closed = True
        if last and self._owned:
            await self._give_back()

    async def _give_back(self) -> None:
        raise NotImplementedError


class SyncDriver(_Driver):
    """Works in the thread that calls."""

    transport: Transport
    lock = Lock

    def run(self, work: Work[T], *arguments: object) -> T:
        """Do some work as a call."""
        return now(self.counted(work, *arguments))

    async def _give_back(self) -> None:
        self.transport.close()

    async def send(self, request: WireRequest) -> Incoming[Iterator[bytes]]:
        """Send a request, and return when the headers of the answer are there."""
        if hasattr(request.content, "__aiter__"):
            message = "an async body needs an async client"
            raise ArgumentError(message)
        return self.transport.send(request)

    async def next(self, stream: Iterator[bytes]) -> bytes | None:
        """Return the next piece of a body; None: there is none."""
        return next(stream, None)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        self.clock.sleep(seconds)

    async def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        """Call a function of somebody else's."""
        result = function(*arguments)
        if hasattr(result, "__await__"):
            getattr(result, "close", lambda: None)()
            message = "an async function needs an async client"
            raise ArgumentError(message)
        return result

    def until(self, _: float | None) -> _Deadline:
        """Bound nothing: what waits is told the deadline, and asks the clock."""
        return _NO_DEADLINE

    async def shielded(self, work: Work[T], *arguments: object) -> T:
        """Do some work that must come to its end."""
        return await work(*arguments)


class AsyncDriver(_Driver):
    """Works in the task that awaits."""

    transport: AsyncTransport

    async def run(self, work: Work[T], *arguments: object) -> T:
        """Do some work as a call."""
        return await self.counted(work, *arguments)

    async def _give_back(self) -> None:
        await self.transport.aclose()

    @staticmethod
    def lock() -> Library:
        """Return a lock for tasks, whose `acquire` is awaited."""
        return _async_library().Lock()

    async def send(self, request: WireRequest) -> Incoming[AsyncIterator[bytes]]:
        """Send a request, and return when the headers of the answer are there."""
        return await self.transport.send(request)

    async def next(self, stream: AsyncIterator[bytes]) -> bytes | None:
        """Return the next piece of a body; None: there is none."""
        return await anext(stream, None)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self.clock.async_sleep(seconds)

    async def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        """Call a function of somebody else's, and await it if it is async."""
        result = function(*arguments)
        return await result if hasattr(result, "__await__") else result

    def until(self, deadline: float | None) -> _Deadline:
        """Cancel what takes longer."""
        if deadline is None:
            return _NO_DEADLINE
        return _Deadline(max(0.0, deadline - self.clock.monotonic()))

    async def shielded(self, work: Work[T], *arguments: object) -> T:
        """Do some work to its end, also in a task that is being cancelled."""
        library = _async_library()
        if library.__name__ == "trio":
            with library.CancelScope(shield=True):
                return await work(*arguments)
        task = library.ensure_future(work(*arguments))
        cancelled = False
        while not task.done():
            try:
                await library.wait({task})
            except library.CancelledError:
                cancelled = True
        value: T = task.result()
        if cancelled:
            raise library.CancelledError
        return value


class Blocking(Generic[T]):
    """An async context manager of a sync client, for `with`."""

    def __init__(self, held: AbstractAsyncContextManager[T]) -> None:
        """Take what is held."""
        self._held = held

    def __enter__(self) -> T:
        """Enter it."""
        return now(self._held.__aenter__())

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool | None:
        """Leave it."""
        return now(self._held.__aexit__(kind, error, trace))


def now(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns that never waits for an event loop."""
    try:
        work.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    work.close()
    message = "an async function needs an async client"
    raise ArgumentError(message)


class _Deadline:
    """Cancels what takes longer, in asyncio or trio; None: nothing."""

    __slots__ = ("_left", "_library", "_scope")

    def __init__(self, left: float | None) -> None:
        self._library = None if left is None else _async_library()
        self._left = left

    async def __aenter__(self) -> None:
        if self._library is None:
            return
        if self._library.__name__ == "trio":
            self._scope = self._library.move_on_after(self._left)
            self._scope.__enter__()
        else:
            self._scope = self._library.timeout(self._left)
            await self._scope.__aenter__()

    async def __aexit__(self, *error: object) -> None:
        if self._library is None:
            return
        if self._library.__name__ == "trio":
            self._scope.__exit__(*error)
            if self._scope.cancelled_caught:
                raise APITimeoutError(TOTAL) from None
            return
        try:
            await self._scope.__aexit__(*error)
        except TimeoutError:
            raise APITimeoutError(TOTAL) from None


_NO_DEADLINE: Final = _Deadline(None)


def _async_library() -> Library:
    trio: Any = sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_task():
        return trio
    import asyncio

    return asyncio
