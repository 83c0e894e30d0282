"""Groups of operations, of which a client is the outermost."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from .results import perform

if TYPE_CHECKING:
    from .core import Core
    from .request import Request

T = TypeVar("T")


class Resource:
    """A group of operations; each method describes its call, and makes it."""

    def __init__(self, owner: Resource) -> None:
        self.__core__: Core = owner.__core__

    def _call(self, request: Request[T]) -> T:
        """Make a call, and return its value."""
        found: T = self.__core__.driver.run(value_of, self.__core__, request)
        return found


class AsyncResource:
    """A group of operations of an async client; the call is made when awaited."""

    def __init__(self, owner: AsyncResource) -> None:
        self.__core__: Core = owner.__core__

    async def _call(self, request: Request[T]) -> T:
        """Make a call, and return its value."""
        found: T = await self.__core__.driver.run(value_of, self.__core__, request)
        return found


async def value_of(core: Core, request: Request[T]) -> T:
    """Make a call, and give its value."""
    return (await perform(core, request)).response.data
