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
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from .errors import APIConnectionError, APITimeoutError, ArgumentError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Generator
    from contextlib import AbstractAsyncContextManager

    from .auth import Step
    from .transport import (
        AsyncTransport,
        AsyncWireResponse,
        Transport,
        WireRequest,
        WireResponse,
    )

T = TypeVar("T")


class Sink(Protocol):
    """Takes a body piece by piece."""

    def feed(self, piece: bytes, /) -> None:
        """Take a piece; raise if it is too much."""

    def finish(self) -> bytes:
        """Return the whole body; raise if it is cut off."""
        ...


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


class _Lifetime:
    """Counts what is going on, so that closing waits for the last call."""

    def __init__(self, clock: Clock, *, owned: bool) -> None:
        self.clock = clock
        self._owned = owned
        self._active = 0
        self._closed = False
        self._counting = Lock()

    def enter(self) -> None:
        """Begin a call.

        Raises:
            APIConnectionError: if the client is closed.
        """
        with self._counting:
            if self._closed:
                message = "the client is closed"
                raise APIConnectionError(message, sent=False)
            self._active += 1

    def leave(self) -> bool:
        """End a call, and say whether the transport is to be closed now."""
        with self._counting:
            self._active -= 1
            return self._closed and self._owned and not self._active

    def finish(self) -> bool:
        """Begin no more calls, and say whether the transport is to be closed now."""
        with self._counting:
            first, self._closed = not self._closed, True
            return first and self._owned and not self._active


class SyncDriver(_Lifetime):
    """Does the steps of a call one after the other, in the thread that calls."""

    def __init__(self, transport: Transport, clock: Clock, *, owned: bool) -> None:
        """Take what carries requests, and whether to close it in the end."""
        super().__init__(clock, owned=owned)
        self.transport = transport
        self.lock = Lock

    def run(self, steps: Generator[Step, Any, T]) -> T:
        """Return what the steps return."""
        self.enter()
        try:
            function, *arguments = next(steps)
            while True:
                try:
                    result = function(*arguments)
                except BaseException as error:  # noqa: BLE001 - the steps decide
                    function, *arguments = steps.throw(error)
                else:
                    function, *arguments = steps.send(result)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]  # the steps' own type
        finally:
            self.exit()

    def exit(self) -> None:
        """End a call; the last one after closing gives the connections back."""
        if self.leave():
            self.transport.close()

    def close(self) -> None:
        """Begin no more calls, and give the connections back after the last one."""
        if self.finish():
            self.transport.close()

    def send(self, request: WireRequest, deadline: float | None) -> WireResponse:
        """Send a request, and return when the headers of the answer are there."""
        del deadline  # is in the request's timeouts
        return self.transport.send(request)

    def read(self, response: WireResponse, sink: Sink, deadline: float | None) -> bytes:
        """Read a body to its end."""
        try:
            for piece in response.stream:
                sink.feed(piece)
                if deadline is not None and self.clock.monotonic() > deadline:
                    raise _late()
            return sink.finish()
        finally:
            response.close()

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


class AsyncDriver(_Lifetime):
    """Does the steps of a call one after the other, in the task that awaits."""

    def __init__(self, transport: AsyncTransport, clock: Clock, *, owned: bool) -> None:
        """Take what carries requests, and whether to close it in the end."""
        super().__init__(clock, owned=owned)
        self.transport = transport

    async def run(self, steps: Generator[Step, Any, T]) -> T:
        """Return what the steps return."""
        self.enter()
        try:
            function, *arguments = next(steps)
            while True:
                try:
                    result = function(*arguments)
                    if hasattr(result, "__await__"):
                        result = await result
                except BaseException as error:  # noqa: BLE001 - the steps decide
                    function, *arguments = steps.throw(error)
                else:
                    function, *arguments = steps.send(result)
        except StopIteration as stop:
            return stop.value  # type: ignore[no-any-return]  # the steps' own type
        finally:
            await self.exit()

    async def exit(self) -> None:
        """End a call; the last one after closing gives the connections back."""
        if self.leave():
            await self.transport.aclose()

    async def aclose(self) -> None:
        """Begin no more calls, and give the connections back after the last one."""
        if self.finish():
            await self.transport.aclose()

    async def send(
        self, request: WireRequest, deadline: float | None
    ) -> AsyncWireResponse:
        """Send a request, and return when the headers of the answer are there."""
        if deadline is None:
            return await self.transport.send(request)
        async with self._until(deadline):
            return await self.transport.send(request)

    async def read(
        self, response: AsyncWireResponse, sink: Sink, deadline: float | None
    ) -> bytes:
        """Read a body to its end."""
        try:
            if deadline is None:
                async for piece in response.stream:
                    sink.feed(piece)
            else:
                async with self._until(deadline):
                    async for piece in response.stream:
                        sink.feed(piece)
            return sink.finish()
        finally:
            await response.close()

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await self.clock.async_sleep(seconds)

    async def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        """Call a function of the user's, and await it if it is async."""
        result = function(*arguments)
        return await result if hasattr(result, "__await__") else result

    @staticmethod
    def lock() -> Any:
        """Return a lock for tasks, whose `acquire` is awaited."""
        return _async_library().Lock()

    def _until(self, deadline: float) -> AbstractAsyncContextManager[Any]:
        return _Deadline(max(0.0, deadline - self.clock.monotonic()))


class _Deadline:
    """Cancels what takes longer, in asyncio or trio."""

    __slots__ = ("_scope", "_seconds")

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def __aenter__(self) -> None:
        library = _async_library()
        if library.__name__ == "trio":
            self._scope: Any = library.move_on_after(self._seconds)
            self._scope.__enter__()
        else:
            self._scope = library.timeout(self._seconds)
            await self._scope.__aenter__()

    async def __aexit__(self, *exc_info: Any) -> bool | None:
        if hasattr(self._scope, "__aexit__"):
            try:
                return await self._scope.__aexit__(*exc_info)  # type: ignore[no-any-return]  # asyncio's, or trio's
            except TimeoutError:
                raise _late() from None
        swallowed = self._scope.__exit__(*exc_info)
        if self._scope.cancelled_caught:
            raise _late()
        return swallowed  # type: ignore[no-any-return]  # asyncio's, or trio's


def _late() -> APIConnectionError:
    return APITimeoutError("timed out (total)")


def _async_library() -> Any:
    """Return trio in a task of trio, else asyncio."""
    trio: Any = sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_task():
        return trio
    import asyncio  # noqa: PLC0415 - slow to import, for async clients only

    return asyncio


async def shielded(make: Callable[[], Awaitable[T]]) -> T:
    """Await what must be done to its end, also in a task that is being cancelled."""
    library = _async_library()
    if library.__name__ == "trio":
        with library.CancelScope(shield=True):
            return await make()
    task = library.ensure_future(make())
    cancelled: BaseException | None = None
    while not task.done():
        try:
            await library.wait({task})
        except library.CancelledError as error:
            cancelled = error
    if cancelled is not None and not task.cancelled() and task.exception() is None:
        raise cancelled
    return await task  # type: ignore[no-any-return]  # the task's own type
