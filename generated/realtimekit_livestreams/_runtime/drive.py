"""Who does what the steps of a call ask for: a sync driver and an async one.

What a call does is written once, as a generator that yields steps: a function and its
arguments. A driver calls it and sends the result back; the async one awaits what can be
awaited. Only what differs between the two worlds stands here: reading a body, waiting,
locks, deadlines.
"""

from __future__ import annotations

import sys
import time
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, TypeAlias, TypeVar

from .errors import APIConnectionError, APITimeoutError, ArgumentError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Generator, Iterator

    from .inflate import Collector
    from .transport import AsyncTransport, Incoming, Transport, WireRequest

T = TypeVar("T")

Step: TypeAlias = tuple[Any, ...]
"""A function and its arguments."""
Steps: TypeAlias = "Generator[Step, Any, T]"
"""What yields steps, is sent their results, and returns a T."""
Library: TypeAlias = Any
"""asyncio or trio, or a thing of theirs."""
_THROWN: Final = (BaseException,)
"""What a step raises is raised where the step was asked for, whatever it is."""


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

    def __init__(self, transport: Any, clock: Clock, *, owned: bool) -> None:
        """Take what carries requests, and whether it is closed in the end."""
        self.transport = transport
        self.clock = clock
        self._owned = owned
        self._active = 0
        self._closed = False
        self._counting = Lock()

    def _enter(self) -> None:
        with self._counting:
            if self._closed:
                message = "the client is closed"
                raise APIConnectionError(message, sent=False)
            self._active += 1

    def _leave(self) -> bool:
        """End a call, and say whether the transport is to be closed now."""
        with self._counting:
            self._active -= 1
            return self._closed and self._owned and not self._active

    def _finish(self) -> bool:
        """Begin no more calls, and say whether the transport is to be closed now."""
        with self._counting:
            first, self._closed = not self._closed, True
            return first and self._owned and not self._active


class SyncDriver(_Driver):
    """Does the steps of a call one after the other, in the thread that calls."""

    transport: Transport
    lock = Lock

    def __enter__(self) -> None:
        """Begin a call. Raises `APIConnectionError` if the client is closed."""
        self._enter()

    def __exit__(self, *_: object) -> None:
        """End a call; the last one after closing gives the connections back."""
        if self._leave():
            self.transport.close()

    def close(self) -> None:
        """Begin no more calls, and give the connections back after the last one."""
        if self._finish():
            self.transport.close()

    def run(self, steps: Steps[T]) -> T:
        """Return what the steps return."""
        with self:
            try:
                function, *arguments = next(steps)
                while True:
                    try:
                        result = function(*arguments)
                    except _THROWN as error:
                        function, *arguments = steps.throw(error)
                    else:
                        function, *arguments = steps.send(result)
            except StopIteration as stop:
                value: T = stop.value
                return value

    def send(
        self, request: WireRequest, deadline: float | None
    ) -> Incoming[Iterator[bytes]]:
        """Send a request, and return when the headers of the answer are there."""
        del deadline  # is in the request's timeouts
        if hasattr(request.content, "__aiter__"):
            message = "an async body needs an async client"
            raise ArgumentError(message)
        return self.transport.send(request)

    def read(
        self,
        incoming: Incoming[Iterator[bytes]],
        sink: Collector,
        deadline: float | None,
    ) -> bytes:
        """Read a body to its end."""
        try:
            for piece in incoming.stream:
                sink.feed(piece)
                if deadline is not None and self.clock.monotonic() > deadline:
                    raise _late()
            return sink.finish()
        finally:
            incoming.close()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        self.clock.sleep(seconds)

    def call(self, function: Callable[..., T], *arguments: object) -> T:
        """Call a function of the user's."""
        result = function(*arguments)
        if hasattr(result, "__await__"):
            getattr(result, "close", lambda: None)()
            message = "an async function needs an async client"
            raise ArgumentError(message)
        return result


class AsyncDriver(_Driver):
    """Does the steps of a call one after the other, in the task that awaits."""

    transport: AsyncTransport

    async def __aenter__(self) -> None:
        """Begin a call. Raises `APIConnectionError` if the client is closed."""
        self._enter()

    async def __aexit__(self, *_: object) -> None:
        """End a call; the last one after closing gives the connections back."""
        if self._leave():
            await self.transport.aclose()

    async def aclose(self) -> None:
        """Begin no more calls, and give the connections back after the last one."""
        if self._finish():
            await self.transport.aclose()

    async def run(self, steps: Steps[T]) -> T:
        """Return what the steps return."""
        async with self:
            try:
                function, *arguments = next(steps)
                while True:
                    try:
                        result = function(*arguments)
                        if hasattr(result, "__await__"):
                            result = await result
                    except _THROWN as error:
                        function, *arguments = steps.throw(error)
                    else:
                        function, *arguments = steps.send(result)
            except StopIteration as stop:
                value: T = stop.value
                return value

    async def send(
        self, request: WireRequest, deadline: float | None
    ) -> Incoming[AsyncIterator[bytes]]:
        """Send a request, and return when the headers of the answer are there."""
        async with _Deadline(deadline, self.clock):
            return await self.transport.send(request)

    async def read(
        self,
        incoming: Incoming[AsyncIterator[bytes]],
        sink: Collector,
        deadline: float | None,
    ) -> bytes:
        """Read a body to its end."""
        try:
            async with _Deadline(deadline, self.clock):
                async for piece in incoming.stream:
                    sink.feed(piece)
            return sink.finish()
        finally:
            closing: Any = incoming.close()
            if hasattr(closing, "__await__"):
                await closing

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self.clock.async_sleep(seconds)

    async def call(self, function: Callable[..., T], *arguments: object) -> T:
        """Call a function of the user's, and await it if it is async."""
        result: Any = function(*arguments)
        value: T = await result if hasattr(result, "__await__") else result
        return value

    @staticmethod
    def lock() -> Library:
        """Return a lock for tasks, whose `acquire` is awaited."""
        return _async_library().Lock()


class _Deadline:
    """Cancels what takes longer, in asyncio or trio."""

    __slots__ = ("_left", "_library", "_scope")

    def __init__(self, deadline: float | None, clock: Clock) -> None:
        self._library = None if deadline is None else _async_library()
        self._left = max(0.0, (deadline or 0.0) - clock.monotonic())

    async def __aenter__(self) -> None:
        if self._library is None:
            return
        if self._library.__name__ == "trio":
            self._scope = self._library.move_on_after(self._left)
            self._scope.__enter__()
        else:
            self._scope = self._library.timeout(self._left)
            await self._scope.__aenter__()

    async def __aexit__(self, *exc_info: object) -> None:
        if self._library is None:
            return
        if self._library.__name__ == "trio":
            self._scope.__exit__(*exc_info)
            if self._scope.cancelled_caught:
                raise _late() from None
            return
        try:
            await self._scope.__aexit__(*exc_info)
        except TimeoutError:
            raise _late() from None


def _late() -> APITimeoutError:
    return APITimeoutError("timed out (total)")


def _async_library() -> Library:
    trio: Any = sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_task():
        return trio
    import asyncio

    return asyncio


async def shielded(make: Callable[[], Awaitable[T]]) -> T:
    """Await what must be done to its end, also in a task that is being cancelled."""
    library = _async_library()
    if library.__name__ == "trio":
        with library.CancelScope(shield=True):
            return await make()
    task = library.ensure_future(make())
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
