"""Operations whose answer can be streamed: with `stream=True` they have another type."""

from __future__ import annotations

from functools import update_wrapper
from typing import TYPE_CHECKING, Any, Generic, Never, ParamSpec, TypeVar, overload

if TYPE_CHECKING:
    from collections.abc import Callable

    from .request import Request

P = ParamSpec("P")
Q = ParamSpec("Q")
S = TypeVar("S")
A = TypeVar("A")


class Streamable(Generic[P, S, Q, A]):
    """A function with two signatures: without and with `stream=True`."""

    def __init__(
        self, function: Callable[..., Any], *, default: bool, argument: str
    ) -> None:
        update_wrapper(self, function)
        self.function = function
        self.default = default
        self.argument = argument

    @overload
    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> S: ...
    @overload
    def __call__(self, *args: Q.args, **kwargs: Q.kwargs) -> A: ...
    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.describe(*args, **kwargs)

    def describe(self, *args: Any, **kwargs: Any) -> Request[Any]:
        """Return the request: streamed, if the argument says so."""
        request: Request[Any] = self.function(*args, **kwargs)
        is_streamed = kwargs.get(self.argument)
        if is_streamed is None:
            is_streamed = self.default
        return request.streamed() if is_streamed else request


def streamable(
    streamed: Callable[Q, A], /, *, default: bool = False, argument: str = "stream"
) -> Callable[[Callable[P, S]], Streamable[P, S, Q, A]]:
    """Add the signature with `stream=True` (or its other name) to an operation."""
    del streamed

    def decorate(function: Callable[P, S]) -> Streamable[P, S, Q, A]:
        return Streamable(function, default=default, argument=argument)

    return decorate


def signature_only() -> Never:
    """Raise an error: only the signature of the calling function is used."""
    raise NotImplementedError("only its signature is used")
