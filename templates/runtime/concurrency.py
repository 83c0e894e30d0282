"""The differences between sync and async clients (asyncio or trio).

Calls are coroutines. An async client awaits them. In a sync client they never wait for an
event loop, so `run_now` runs them to completion.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar
from weakref import WeakSet

from .errors import APIConnectionError, APIError, APITimeoutError, ArgumentError

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable, Coroutine

T = TypeVar("T")
E = TypeVar("E", bound=BaseException)
Work: TypeAlias = "Callable[..., Coroutine[Any, Any, T]]"
TOTAL: Final = "timed out (total)"
_NEEDS_ASYNC: Final = "an async function or body needs an async client"
_HOLDERS: Final[WeakSet[Any]] = WeakSet()


def reset_on_fork(holder: Any) -> None:
    """Call `holder.reset()` now, and at the start of each child process."""
    holder.reset()
    _HOLDERS.add(holder)


def _reset_all() -> None:
    for holder in [*_HOLDERS]:
        holder.reset()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_reset_all)


def running() -> tuple[Any, object]:
    """Return the library that runs the current task, asyncio or trio, and its loop.

    Raises `ArgumentError` if there is none.
    """
    trio: Any = sys.modules.get("trio")
    try:
        trio.lowlevel.current_task()
        return trio, trio.lowlevel.current_trio_token()
    except (AttributeError, RuntimeError):  # not imported, or not running this task
        pass
    import asyncio

    try:
        return asyncio, asyncio.get_running_loop()
    except RuntimeError:
        message = "an async client needs a running event loop of asyncio or trio"
        raise ArgumentError(message) from None


def value_for_loop(values: dict[Any, T], loop: object, make: Callable[[], T]) -> T:
    """Return the value for an event loop; forget those for closed (in trio, other) loops."""
    if loop not in values:
        for old in [*values]:
            if getattr(old, "is_closed", lambda: True)():
                values.pop(old, None)
        values[loop] = make()
    return values[loop]


class Clock:
    """The clock, which tests can replace."""

    monotonic = staticmethod(time.monotonic)
    now = staticmethod(time.time)
    """The Unix time."""
    sleep = staticmethod(time.sleep)

    @staticmethod
    async def async_sleep(seconds: float) -> None:
        """Wait, without blocking the event loop."""
        await running()[0].sleep(seconds)


class Driver:
    """Runs the coroutines of a sync or async client, and counts the calls in progress."""

    def __init__(self, transport: Any, *, owned: bool, is_async: bool) -> None:
        self.transport = transport
        self.is_async = is_async
        self.clock = Clock()
        self._owned = owned
        self.is_closed = False
        """Whether new calls are refused."""
        reset_on_fork(self)

    def reset(self) -> None:
        """Forget the calls of the parent process."""
        self._active = 0
        self._counting = threading.Lock()

    def run(self, work: Work[T], *arguments: object) -> Any:
        """Run a coroutine function as a call; return its result, or an awaitable for it."""
        counted = self._counted(work, *arguments)
        return counted if self.is_async else run_now(counted)

    async def _counted(self, work: Work[T], *arguments: object) -> T:
        try:
            async with self:
                return await work(*arguments)
        except APIError as error:  # the frames of this package are of no use
            raise error.with_traceback(None) from error.__cause__

    async def __aenter__(self) -> None:
        with self._counting:
            if self.is_closed:
                raise APIConnectionError("the client is closed", sent=False)
            self._active += 1

    async def __aexit__(self, *_: object) -> None:
        await self._ended(1)

    async def finish(self) -> None:
        """Refuse new calls, and close the transport after the last call."""
        self.is_closed = True
        await self._ended(0)

    async def _ended(self, calls: int) -> None:
        with self._counting:
            self._active -= calls
            last = self.is_closed and not self._active
        if last and self._owned:
            transport = self.transport
            await self.call(transport.aclose if self.is_async else transport.close)

    async def call(self, function: Callable[..., Any], *arguments: object) -> Any:
        """Call a function, and await it if it is async."""
        result = function(*arguments)
        if not hasattr(result, "__await__"):
            return result
        if not self.is_async:
            getattr(result, "close", bool)()
            raise ArgumentError(_NEEDS_ASYNC)
        return await result

    def check(self, body: object) -> None:  # only with: bodies.opened, stream_bodies
        """Raise `ArgumentError` for an async body of a sync client."""
        if not self.is_async and hasattr(body, "__aiter__"):
            raise ArgumentError(_NEEDS_ASYNC)

    async def next(self, stream: Any) -> bytes | None:
        """Return the next piece of a body; None at its end."""
        return await anext(stream, None) if self.is_async else next(stream, None)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        clock = self.clock
        await self.call(clock.async_sleep if self.is_async else clock.sleep, seconds)

    def lock(self, locks: dict[Any, Any]) -> Any:  # only with: auth
        """Return the lock of the threads or of the event loop."""
        library, loop = running() if self.is_async else (threading, None)
        return value_for_loop(locks, loop, library.Lock)

    def until(self, deadline: float | None) -> AbstractAsyncContextManager[None]:
        """Cancel at a deadline. Threads cannot be cancelled: `network` bounds their waits."""
        if deadline is None or not self.is_async:
            return nullcontext()
        return _within(max(0.0, deadline - self.clock.monotonic()))

    async def shielded(
        self, work: Work[T], *arguments: object
    ) -> T:  # only with: scope
        """Run a coroutine function to completion, even if the task is cancelled."""
        if not self.is_async:
            return await work(*arguments)
        library, _ = running()
        if library.__name__ == "trio":
            with library.CancelScope(shield=True):
                return await work(*arguments)
        task, cancelled = library.ensure_future(work(*arguments)), False
        while not task.done():
            try:
                await library.wait({task})
            except library.CancelledError:
                cancelled = True
        value: T = task.result()
        if cancelled:
            raise library.CancelledError
        return value


@asynccontextmanager
async def _within(seconds: float) -> AsyncGenerator[None]:
    library, _ = running()
    if library.__name__ == "trio":
        with library.move_on_after(seconds) as scope:
            try:
                yield
            except library.Cancelled as error:
                without_frames(error)
                raise
        if scope.cancelled_caught:
            raise APITimeoutError(TOTAL)
        return
    bound = library.timeout(seconds)
    try:
        async with bound:
            yield
    except TimeoutError as error:
        if not bound.expired():
            raise
        without_frames(error)
        raise APITimeoutError(TOTAL) from None


class SyncContext(Generic[T]):
    """A sync context manager made of the async one of a sync client."""

    def __init__(self, context: AbstractAsyncContextManager[T]) -> None:
        self._context: Any = context

    def __enter__(self) -> T:
        value: T = run_now(self._context.__aenter__())
        return value

    def __exit__(self, *error: object) -> bool:
        return bool(run_now(self._context.__aexit__(*error)))


def run_now(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never waits for an event loop."""
    try:
        work.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    work.close()
    raise ArgumentError(_NEEDS_ASYNC)


def without_frames(error: E) -> E:
    """Remove the tracebacks of an error: variables in the library's frames contain secrets."""
    each: BaseException | None = error
    while each is not None:
        each.__traceback__ = None
        each = each.__cause__ or each.__context__
    return error
