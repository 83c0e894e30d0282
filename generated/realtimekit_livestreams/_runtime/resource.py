"""Operations as methods of a client: descriptors that bind a description to a sender.

A signature stands once, at the operation function; `Method` turns "arguments to
`Request[T]`" into "arguments to T" on a sync client, and into a coroutine of T on an
async one. Docs and signatures come from the function, when somebody asks for them.
"""

from __future__ import annotations

from typing import (
    TYPE_CHECKING,
    Any,
    Generic,
    ParamSpec,
    Self,
    TypeAlias,
    TypeVar,
    overload,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine
    from inspect import Signature

    from .request import Request

P = ParamSpec("P")
T = TypeVar("T")
M = TypeVar("M")
Client: TypeAlias = Any
"""A client, sync or async: which of the two, the type of the resource says."""


class Sync:
    """Marks what belongs to a sync client: a call returns its value."""


class Async:
    """Marks what belongs to an async client: a call is awaited."""


class Resource(Generic[M]):
    """A group of operations of a client."""

    def __init__(self, client: Client) -> None:
        """Take the client that sends."""
        self.__client__ = client


class Descriptor(Generic[P, T]):
    """The base of what stands in a resource's class for each of its methods."""

    def __init__(self, function: Callable[P, Any]) -> None:
        """Take what describes a call."""
        self.__doc__ = function.__doc__
        self.function = function


class Bound(Descriptor[P, T]):
    """A method of a client."""

    def __init__(self, function: Callable[P, Any], run: Callable[[Any], T]) -> None:
        """Take what describes a call, and what makes it."""
        super().__init__(function)
        self.__name__ = function.__name__
        self.run = run

    @property
    def __signature__(self) -> Signature:
        """The function's, with the value for its result."""
        return _signature(self.function)

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        """Describe the call, and make it."""
        return self.run(self.function(*args, **kwargs))

    def __repr__(self) -> str:
        """Show the operation."""
        return f"<method {self.function.__module__}.{self.__name__}>"


class Method(Descriptor[P, T]):
    """One call, one value."""

    def __init__(self, function: Callable[P, Request[T]]) -> None:
        """Take the operation."""
        super().__init__(function)

    @overload
    def __get__(self, instance: None, owner: type, /) -> Self: ...
    @overload
    def __get__(self, instance: Resource[Sync], owner: type, /) -> Callable[P, T]: ...
    @overload
    def __get__(
        self, instance: Resource[Async], owner: type, /
    ) -> Callable[P, Coroutine[Any, Any, T]]: ...
    def __get__(self, instance: Resource[Any] | None, owner: type, /) -> Any:
        """Return the method of an instance."""
        if instance is None:
            return self
        return Bound(self.function, instance.__client__.__do__)


def _signature(function: Callable[..., Any]) -> Signature:
    """Return a function's signature, its result being what the request is read as."""
    import inspect

    found = inspect.signature(function)
    result = found.return_annotation
    if isinstance(result, str):
        inner = result.partition("[")[2].removesuffix("]")
        return found.replace(return_annotation=inner or result)
    return found
