"""Context managers that call one operation on entry and another on exit."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from .calls import perform
from .concurrency import SyncContext
from .errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    ArgumentError,
    ServerError,
    UnsuccessfulError,
)
from .model import UNSET
from .waiting import portable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable
    from contextlib import AbstractAsyncContextManager, AbstractContextManager
    from types import CodeType

    from .calls import AsyncResource, Resource
    from .core import Core
    from .request import Options, Request
    from .waiting import Wait

T = TypeVar("T")


class Scope(NamedTuple, Generic[T]):
    """A context manager that begins something with one call and ends it with another.

    It is also ended after an error, and if the first call may have been processed although
    its answer was lost. Each call gets the arguments that its operation has.
    """

    function: Callable[..., Request[Any]]
    """Returns the request that begins it."""
    exit: Callable[..., Request[Any]]
    """Returns the request that ends it."""
    ready: Wait[T] | None = None
    """Waits until it is ready, and returns the value of the block."""
    tolerate: tuple[int, ...] = ()
    """The statuses of the second call that mean that it had already ended."""

    def open(self, owner: Resource, given: dict[str, Any]) -> AbstractContextManager[T]:
        """Return a context manager that begins it with these arguments."""
        return SyncContext(self._hold(owner.__core__, given))

    def open_async(
        self, owner: AsyncResource, given: dict[str, Any]
    ) -> AbstractAsyncContextManager[T]:
        """Return a context manager that begins it with these arguments."""
        return self._hold(owner.__core__, given)

    @asynccontextmanager
    async def _hold(self, core: Core, given: dict[str, Any]) -> AsyncGenerator[Any]:
        entered = False
        function: Callable[..., Request[Any]] = self.function
        request = function(**given)
        options = portable(request.options)
        ending = _shared(self.exit, given, options)
        async with core.driver:
            try:
                response = (await perform(core, request)).response
                entered, value = True, response.data
                if self.ready is not None:
                    poll_request = _shared(self.ready.function, given, options)
                    value = await self.ready.wait(core, poll_request)
                yield value
            except BaseException as error:
                if entered or _may_have_entered(error):
                    try:
                        await core.driver.shielded(self._end, core, ending)
                    except APIError as failure:
                        error.add_note(f"… and it could not be ended: {failure}")
                raise
            await core.driver.shielded(self._end, core, ending)

    async def _end(self, core: Core, request: Request[Any]) -> None:
        try:
            await perform(core, request)
        except APIStatusError as error:
            if error.status not in self.tolerate:
                raise


def _may_have_entered(error: BaseException) -> bool:
    """Return whether the API may have acted on a request that has failed."""
    if isinstance(error, APIConnectionError):
        return error.sent
    if isinstance(error, APIStatusError):
        return isinstance(error, (ServerError, UnsuccessfulError))
    return not isinstance(error, (ArgumentError, TypeError))


def _arguments(function: Any) -> tuple[str, ...]:
    code: CodeType = function.__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def _shared(
    function: Callable[..., Request[Any]],
    given: dict[str, Any],
    options: Options | None,
) -> Request[Any]:
    known = {name: given.get(name) for name in _arguments(function)}
    known = {key: each for key, each in known.items() if each not in (None, UNSET)}
    return function(**known)._replace(options=options)
