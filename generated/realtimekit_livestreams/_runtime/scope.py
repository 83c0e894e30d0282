"""Holding something open for the time of a `with` block."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, overload

from .drive import AsyncDriver, shielded
from .errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    ArgumentError,
    ServerError,
    UnsuccessfulError,
)
from .exchange import exchange
from .resource import Async, Bound, Descriptor, Resource, Sync
from .waiting import Wait, portable

if TYPE_CHECKING:
    from collections.abc import Callable

    from .core import Core
    from .drive import Steps
    from .request import Request

P = ParamSpec("P")
T = TypeVar("T")


class Scope(Descriptor[P, T]):
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

    @overload
    def __get__(self, instance: None, owner: type, /) -> Self: ...
    @overload
    def __get__(
        self, instance: Resource[Sync], owner: type, /
    ) -> Callable[P, Held[T]]: ...
    @overload
    def __get__(
        self, instance: Resource[Async], owner: type, /
    ) -> Callable[P, AsyncHeld[T]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type, /) -> Any:
        """Return the method of an instance."""
        if instance is None:
            return self
        core: Core = instance.__client__.__core__
        held: Any = AsyncHeld if isinstance(core.driver, AsyncDriver) else Held
        return _BoundScope(self.function, lambda given: held(core, self, given))

    def begin(self, core: Core, given: dict[str, Any]) -> Steps[Any]:
        """Begin it."""
        describe: Callable[..., Request[Any]] = self.function
        response, _ = yield from exchange(core, describe(**given))
        return response.data

    def wait(self, core: Core, given: dict[str, Any]) -> Steps[Any]:
        """Wait until it is ready."""
        if self.ready is None:
            return None
        request = _shared(self.ready.function, given)
        return (yield from self.ready.steps(core, request))

    def end(self, core: Core, given: dict[str, Any]) -> Steps[None]:
        """End it."""
        try:
            yield from exchange(core, _shared(self.exit, given))
        except APIStatusError as error:
            if error.status not in self.tolerate:
                raise


class _BoundScope(Bound[P, T]):
    """A method of a client that begins nothing before the `with` block is entered."""

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Keep the arguments."""
        names = _arguments(self.function)
        return self.run({**dict(zip(names, args, strict=False)), **kwargs})


class Held(Generic[T]):
    """What a `with` block holds open."""

    def __init__(self, core: Core, scope: Scope[Any, T], given: dict[str, Any]) -> None:
        """Take what to begin, and with which arguments."""
        self._core = core
        self._scope = scope
        self._given = given

    def __enter__(self) -> T:
        """Begin it, and wait until it is ready."""
        core, begun = self._core, False
        try:
            value: T = core.driver.run(self._scope.begin(core, self._given))
            begun = True
            if self._scope.ready is not None:
                value = core.driver.run(self._scope.wait(core, self._given))
        except BaseException as error:
            if begun or _may_have_begun(error):
                self._end(error)
            raise
        return value

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        """End it."""
        self._end(error)

    def _end(self, error: BaseException | None) -> None:
        try:
            self._core.driver.run(self._scope.end(self._core, self._given))
        except APIError as failure:
            if error is None:
                raise
            error.add_note(f"… and it could not be ended: {failure}")


class AsyncHeld(Generic[T]):
    """What an `async with` block holds open."""

    def __init__(self, core: Core, scope: Scope[Any, T], given: dict[str, Any]) -> None:
        """Take what to begin, and with which arguments."""
        self._core = core
        self._scope = scope
        self._given = given

    async def __aenter__(self) -> T:
        """Begin it, and wait until it is ready."""
        core, begun = self._core, False
        try:
            value: T = await core.driver.run(self._scope.begin(core, self._given))
            begun = True
            if self._scope.ready is not None:
                value = await core.driver.run(self._scope.wait(core, self._given))
        except BaseException as error:
            if begun or _may_have_begun(error):
                await self._end(error)
            raise
        return value

    async def __aexit__(
        self, kind: object, error: BaseException | None, _: object
    ) -> None:
        """End it, also in a task that is being cancelled."""
        await self._end(error)

    async def _end(self, error: BaseException | None) -> None:
        core = self._core
        try:
            await shielded(lambda: core.driver.run(self._scope.end(core, self._given)))
        except APIError as failure:
            if error is None:
                raise
            error.add_note(f"… and it could not be ended: {failure}")


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
