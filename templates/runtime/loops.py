"""The event loop that runs, and the process: what belongs to one and not to the next."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias, TypeVar
from weakref import WeakSet

from .errors import APITimeoutError, ArgumentError

if TYPE_CHECKING:
    from types import TracebackType

E = TypeVar("E", bound=BaseException)

Library: TypeAlias = Any
"""asyncio or trio, or a thing of theirs."""
TOTAL: Final = "timed out (total)"


class Forked(Protocol):
    """What holds locks or connections, which a child process must not share."""

    def forked(self) -> None:
        """Begin anew: called in a child process, before anything else runs in it."""
        ...


_HOLDERS: Final[WeakSet[Any]] = WeakSet()


def renewed_by_fork(holder: Forked) -> None:
    """Have `forked` called in each child process, for as long as the holder lives."""
    _HOLDERS.add(holder)


def _in_child() -> None:
    for holder in list(_HOLDERS):
        holder.forked()


if hasattr(os, "register_at_fork"):  # not on Windows
    os.register_at_fork(after_in_child=_in_child)


def library() -> Library:
    """Return the library that runs the current task, asyncio or trio.

    Raises `ArgumentError` where none does.
    """
    trio: Any = sys.modules.get("trio")
    try:
        trio.lowlevel.current_task()
    except (AttributeError, RuntimeError):  # not imported, or not running this task
        pass
    else:
        return trio
    import asyncio

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        message = "an async client needs a running event loop of asyncio or trio"
        raise ArgumentError(message) from None
    return asyncio


def running() -> object:
    """Return what stands for the event loop that runs the current task."""
    found = library()
    if found.__name__ == "trio":
        return found.lowlevel.current_trio_token()
    return found.get_running_loop()


def is_over(loop: object) -> bool:
    """Tell whether nothing of an event loop is worth keeping.

    Trio does not say so: an event loop that is not the current one counts as over.
    """
    closed: Any = getattr(loop, "is_closed", None)
    return closed is None or closed()


class Deadline:
    """Cancels what takes longer, in asyncio or trio; None: nothing."""

    __slots__ = ("_left", "_library", "_scope")

    def __init__(self, left: float | None) -> None:
        """Take the seconds that are left."""
        self._library = None if left is None else library()
        self._left = left

    async def __aenter__(self) -> None:
        """Begin to count."""
        if self._library is None:
            return
        if self._library.__name__ == "trio":
            self._scope = self._library.move_on_after(self._left)
            self._scope.__enter__()
        else:
            self._scope = self._library.timeout(self._left)
            await self._scope.__aenter__()

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End. Raises `APITimeoutError` if it took longer."""
        if self._library is None:
            return
        if self._library.__name__ == "trio":
            self._scope.__exit__(kind, error, trace)
            if self._scope.cancelled_caught:
                if error is not None:
                    bare(error)
                raise APITimeoutError(TOTAL) from None
            return
        try:
            await self._scope.__aexit__(kind, error, trace)
        except TimeoutError as late:
            bare(late)
            raise APITimeoutError(TOTAL) from None


def bare(error: E) -> E:
    """Return an error without its tracebacks: the variables of others hold secrets."""
    each: BaseException | None = error
    while each is not None:
        each.__traceback__ = None
        each = each.__cause__ or each.__context__
    return error


NO_DEADLINE: Final = Deadline(None)
