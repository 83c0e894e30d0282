"""How a client waits: in the thread that calls, or in a task of asyncio or trio.

What a call does is written once, in coroutines. An async client awaits them. What they
await in a sync client never waits for an event loop: it is done when it returns, so that
`now` takes them to their end in one go. Only what differs between the two stands here:
transports, functions of the user's, locks, deadlines.
"""

from __future__ import annotations

import time
from threading import Lock
from typing import TYPE_CHECKING, Any, Generic, TypeAlias, TypeVar

from .errors import APIConnectionError, ArgumentError
from .loops import (
    NO_DEADLINE,
    Deadline,
    Library,
    is_over,
    library,
    renewed_by_fork,
    running,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
    from contextlib import AbstractAsyncContextManager
    from types import TracebackType

    from .transport import AsyncTransport, Incoming, Transport, WireRequest

T = TypeVar("T")
Work: TypeAlias = "Callable[..., Coroutine[Any, Any, T]]"


class Clock:
    """Time, so that it can be another one in tests."""

    monotonic = staticmethod(time.monotonic)
    now = staticmethod(time.time)
    """The Unix time."""
    sleep = staticmethod(time.sleep)

    @staticmethod
    async def async_sleep(seconds: float) -> None:
        """Wait, in whichever library runs the task."""
        await library().sleep(seconds)


class _Driver:
    """Counts what is going on, so that closing waits for the last call."""

    def __init__(self, transport: Any, *, owned: bool) -> None:
        """Take what carries requests, and whether it is closed in the end."""
        self.transport = transport
        self.clock = Clock()
        self._owned = owned
        self._closed = False
        self.forked()
        renewed_by_fork(self)

    def forked(self) -> None:
        """Begin anew in a child process: its parent's calls do not go on there."""
        self._active = 0
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

    def lock(self, locks: dict[Any, Any]) -> Lock:  # only with: auth
        """Return the lock of all threads."""
        lock: Lock = locks.setdefault(None, Lock())
        return lock

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

    def until(self, _: float | None) -> Deadline:
        """Bound nothing: what waits is told the deadline, and asks the clock."""
        return NO_DEADLINE

    async def shielded(
        self, work: Work[T], *arguments: object
    ) -> T:  # only with: scope
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

    def lock(self, locks: dict[Any, Any]) -> Library:  # only with: auth
        """Return the lock of the running event loop, whose `acquire` is awaited."""
        loop = running()
        if loop not in locks:
            for old in [old for old in locks if is_over(old)]:
                locks.pop(old, None)
            locks[loop] = library().Lock()
        return locks[loop]

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

    def until(self, deadline: float | None) -> Deadline:
        """Cancel what takes longer."""
        if deadline is None:
            return NO_DEADLINE
        return Deadline(max(0.0, deadline - self.clock.monotonic()))

    async def shielded(
        self, work: Work[T], *arguments: object
    ) -> T:  # only with: scope
        """Do some work to its end, also in a task that is being cancelled."""
        used = library()
        if used.__name__ == "trio":
            with used.CancelScope(shield=True):
                return await work(*arguments)
        task = used.ensure_future(work(*arguments))
        cancelled = False
        while not task.done():
            try:
                await used.wait({task})
            except used.CancelledError:
                cancelled = True
        value: T = task.result()
        if cancelled:
            raise used.CancelledError
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
