"""The differences between sync clients and clients in asyncio or trio.

Calls are coroutines. An async client awaits them. In a sync client they never wait for an
event loop, so `run_now` runs them to their end.
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


def per_process(holder: Any) -> None:
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


def of_loop(values: dict[Any, T], loop: object, make: Callable[[], T]) -> T:
    """Return the value of an event loop, and forget the values of closed ones.

    Trio does not say which are closed: any other loop of trio counts as closed.
    """
    if loop not in values:
        for old in [*values]:
            if getattr(old, "is_closed", lambda: True)():
                values.pop(old, None)
        values[loop] = make()
    return values[loop]


class Clock:
    """The clock, which tests replace."""

    monotonic = staticmethod(time.monotonic)
    now = staticmethod(time.time)
    """The Unix time."""
    sleep = staticmethod(time.sleep)

    @staticmethod
    async def async_sleep(seconds: float) -> None:
        """Wait, without blocking the event loop."""
        await running()[0].sleep(seconds)


class Driver:
    """Waits as a sync or an async client does, and counts its calls."""

    def __init__(self, transport: Any, *, owned: bool, is_async: bool) -> None:
        self.transport = transport
        self.is_async = is_async
        self.clock = Clock()
        self._owned = owned
        self.is_closed = False
        """Whether no more calls can begin."""
        per_process(self)

    def reset(self) -> None:
        """Forget the calls of the parent process."""
        self._active = 0
        self._counting = threading.Lock()

    def run(self, work: Work[T], *arguments: object) -> Any:
        """Do some work as a call, and return its result, or an awaitable for it."""
        counted = self._counted(work, *arguments)
        return counted if self.is_async else run_now(counted)

    async def _counted(self, work: Work[T], *arguments: object) -> T:
        try:
            async with self:
                return await work(*arguments)
        except APIError as error:  # the message says more than our frames
            raise error.with_traceback(None) from error.__cause__

    async def __aenter__(self) -> None:
        with self._counting:
            if self.is_closed:
                raise APIConnectionError("the client is closed", sent=False)
            self._active += 1

    async def __aexit__(self, *_: object) -> None:
        await self._ended(1)

    async def finish(self) -> None:
        """Begin no more calls, and close the transport after the last one."""
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

    async def next(self, stream: Any) -> bytes | None:
        """Return the next piece of a body; None at its end."""
        return await anext(stream, None) if self.is_async else next(stream, None)

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        clock = self.clock
        await self.call(clock.async_sleep if self.is_async else clock.sleep, seconds)

    def lock(self, locks: dict[Any, Any]) -> Any:  # only with: auth
        """Return the lock of all threads, or that of the event loop."""
        library, loop = running() if self.is_async else (threading, None)
        return of_loop(locks, loop, library.Lock)

    def until(self, deadline: float | None) -> AbstractAsyncContextManager[None]:
        """Cancel at a deadline. Threads cannot be cancelled: `network` bounds their waits."""
        if deadline is None or not self.is_async:
            return nullcontext()
        return _within(max(0.0, deadline - self.clock.monotonic()))

    async def shielded(
        self, work: Work[T], *arguments: object
    ) -> T:  # only with: scope
        """Do some work to its end, even if the task is cancelled."""
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
                bare(error)
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
        bare(error)
        raise APITimeoutError(TOTAL) from None


class Blocking(Generic[T]):
    """An async context manager of a sync client, for `with`."""

    def __init__(self, held: AbstractAsyncContextManager[T]) -> None:
        self._held: Any = held

    def __enter__(self) -> T:
        value: T = run_now(self._held.__aenter__())
        return value

    def __exit__(self, *error: object) -> bool:
        return bool(run_now(self._held.__aexit__(*error)))


def run_now(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine that never waits for an event loop."""
    try:
        work.send(None)
    except StopIteration as done:
        value: T = done.value
        return value
    work.close()
    raise ArgumentError(_NEEDS_ASYNC)


def bare(error: E) -> E:
    """Remove tracebacks from an error: variables of the library contain secrets."""
    each: BaseException | None = error
    while each is not None:
        each.__traceback__ = None
        each = each.__cause__ or each.__context__
    return error
