"""Holding something open for the time of a `with` block."""

from __future__ import annotations

from contextlib import (
    AbstractAsyncContextManager,
    AbstractContextManager,
    asynccontextmanager,
)
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, overload

from .drive import Blocking, SyncDriver
from .errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    ArgumentError,
    ServerError,
    UnsuccessfulError,
)
from .exchange import exchange
from .resource import Bound, Descriptor
from .waiting import Wait, portable

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, Callable

    from .core import Core
    from .request import Request

P = ParamSpec("P")

T = TypeVar("T")


class Scope(
    Descriptor[P, AbstractContextManager[T], AbstractAsyncContextManager[T]],
    Generic[P, T],
):
    """A method that begins something, and ends it when the `with` block is left.

    It is ended however the block is left, and also when the beginning may have been
    acted on though its answer was lost.
    """

    @overload
    def __init__(
        self,
        function: Callable[P, Request[Any]],
        *,
        exit: Callable[..., Request[Any]],
        ready: Wait[..., T],
        tolerate: tuple[int, ...] = (),
    ) -> None: ...
    @overload
    def __init__(
        self,
        function: Callable[P, Request[T]],
        *,
        exit: Callable[..., Request[Any]],
        ready: None = None,
        tolerate: tuple[int, ...] = (),
    ) -> None: ...
    def __init__(
        self,
        function: Callable[P, Request[Any]],
        *,
        exit: Callable[..., Request[Any]],
        ready: Wait[..., Any] | None = None,
        tolerate: tuple[int, ...] = (),
    ) -> None:
        """Take what begins and ends it, and what waits until it is ready.

        The arguments are shared by name. The block gets what the waiting gives, else
        what the beginning does. `tolerate` are the statuses of the end which mean that
        it was over already.
        """
        super().__init__(function)
        self.exit = exit
        self.ready = ready
        self.tolerate = tolerate

    def bound(self, core: Core) -> Bound:
        """Return the method of a client."""
        return _BoundScope(self.function, lambda given: self._held(core, given))

    def _held(self, core: Core, given: dict[str, Any]) -> Any:
        held = self._hold(core, given)
        return Blocking(held) if isinstance(core.driver, SyncDriver) else held

    @asynccontextmanager
    async def _hold(self, core: Core, given: dict[str, Any]) -> AsyncGenerator[Any]:
        begun = False
        async with core.driver:
            try:
                describe: Callable[..., Request[Any]] = self.function
                response = (await exchange(core, describe(**given))).response
                begun, value = True, response.data
                if self.ready is not None:
                    request = _shared(self.ready.function, given)
                    value = await self.ready.wait(core, request)
                yield value
            except BaseException as error:
                if begun or _may_have_begun(error):
                    try:
                        await core.driver.shielded(self._end, core, given)
                    except APIError as failure:
                        error.add_note(f"… and it could not be ended: {failure}")
                raise
            await core.driver.shielded(self._end, core, given)

    async def _end(self, core: Core, given: dict[str, Any]) -> None:
        try:
            await exchange(core, _shared(self.exit, given))
        except APIStatusError as error:
            if error.status not in self.tolerate:
                raise


class _BoundScope(Bound):
    """A method of a client that begins nothing before the `with` block is entered."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Keep the arguments."""
        names = _arguments(self.function)
        return self.run({**dict(zip(names, args, strict=False)), **kwargs})


def _may_have_begun(error: BaseException) -> bool:
    """Tell whether the API may have acted on a request that has failed."""
    if isinstance(error, APIConnectionError):
        return error.sent
    if isinstance(error, APIStatusError):
        return isinstance(error, (ServerError, UnsuccessfulError))
    return not isinstance(error, (ArgumentError, TypeError))


def _arguments(function: Callable[..., Any]) -> tuple[str, ...]:
    code = function.__code__
    return code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]


def _shared(
    function: Callable[..., Request[Any]], given: dict[str, Any]
) -> Request[Any]:
    known = {name: given[name] for name in _arguments(function) if name in given}
    return function(**{**known, "options": portable(given.get("options"))})
