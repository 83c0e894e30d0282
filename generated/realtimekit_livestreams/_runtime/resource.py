"""Operations as methods of a client: descriptors that bind a description to a sender.

A signature stands once, at the operation function; `Method` turns "arguments to
`Request[T]`" into "arguments to T" on a sync client, and into a coroutine of T on an
async one. Docs and signatures come from the function, when somebody asks for them.
"""

from __future__ import annotations

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, Self, TypeVar, overload

from .exchange import exchange

if TYPE_CHECKING:
    from collections.abc import Callable
    from inspect import Signature

    from .core import Core
    from .request import Request

P = ParamSpec("P")

T = TypeVar("T")

M = TypeVar("M")

S = TypeVar("S")

A = TypeVar("A")


class Sync:
    """Marks what belongs to a sync client: a call returns its value."""


class Async:
    """Marks what belongs to an async client: a call is awaited."""


class Resource(Generic[M]):
    """A group of operations of a client."""

    def __init__(self, owner: Any) -> None:
        """Take the client that sends, or a resource of it."""
        self.__core__: Core = owner.__core__


class Descriptor(Generic[P, S, A]):
    """What stands in a resource's class for each of its methods.

    A call gives an S in a sync client, and an A in an async one.
    """

    def __init__(self, function: Callable[P, Request[Any]]) -> None:
        """Take what describes a call."""
        self.__doc__ = function.__doc__
        self.function = function

    @overload
    def __get__(self, instance: None, owner: type, /) -> Self: ...
    @overload
    def __get__(self, instance: Resource[Sync], owner: type, /) -> Callable[P, S]: ...
    @overload
    def __get__(self, instance: Resource[Async], owner: type, /) -> Callable[P, A]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type, /) -> Any:
        """Return the method of an instance."""
        return self if instance is None else self.bound(instance.__core__)

    def bound(self, core: Core) -> Bound:
        """Return the method of a client."""
        return Bound(self.function, lambda request: self.run(core, request))

    def run(self, core: Core, request: Request[Any]) -> Any:
        """Do what the method does with a call that is described."""
        raise NotImplementedError


class Bound:
    """A method of a client."""

    def __init__(
        self, function: Callable[..., Request[Any]], run: Callable[[Any], Any]
    ) -> None:
        """Take what describes a call, and what makes it."""
        self.__doc__ = function.__doc__
        self.__name__ = function.__name__
        self.function = function
        self.run = run

    @property
    def __signature__(self) -> Signature:
        """The function's, with the value for its result."""
        return _signature(self.function)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Describe the call, and make it."""
        return self.run(self.function(*args, **kwargs))

    def __repr__(self) -> str:
        """Show the operation."""
        return f"<method {self.function.__module__}.{self.__name__}>"


class Method(Descriptor[P, T, Coroutine[Any, Any, T]], Generic[P, T]):
    """One call, one value."""

    def __init__(self, function: Callable[P, Request[T]]) -> None:
        """Take the operation."""
        super().__init__(function)

    def run(self, core: Core, request: Request[T]) -> Any:
        """Make the call, and return its value."""
        return core.driver.run(_value, core, request)


async def _value(core: Core, request: Request[T]) -> T:
    return (await exchange(core, request))[0].data


def _signature(function: Callable[..., Any]) -> Signature:
    """Return a function's signature, its result being what the request is read as."""
    import inspect

    found = inspect.signature(function)
    result = found.return_annotation
    if isinstance(result, str):
        inner = result.partition("[")[2].removesuffix("]")
        return found.replace(return_annotation=inner or result)
    return found
