"""One spelling of a call for three kinds of clients: sync, asyncio and trio."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import anyio

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Whatever: TypeAlias = Any
"""Either client, or a result of it."""


@dataclass
class Way:
    """`sync`, `asyncio` or `trio`."""

    kind: str

    @property
    def is_sync(self) -> bool:
        """Whether calls are made without await."""
        return self.kind == "sync"

    def run(self, work: Callable[[], Awaitable[Whatever]]) -> Whatever:
        """Run async work to its end."""
        return anyio.run(work, backend=self.kind)

    def use(
        self,
        client: Whatever,
        *works: Callable[[Whatever], Whatever],
        keep: Callable[[Whatever], object] = bool,
    ) -> Whatever:
        """Do several things with a client and close it; return the last result.

        Iterators become lists. Each result is given to `keep`.
        """
        if self.is_sync:
            with client:
                result = None
                for work in works:
                    result = collected(work(client))
                    keep(result)
                return result

        async def all_of_it() -> Whatever:
            async with client:
                result = None
                for work in works:
                    result = await awaited(work(client))
                    keep(result)
                return result

        return self.run(all_of_it)


def collected(value: Whatever) -> Whatever:
    """Return a value, or the list of an iterator's items."""
    return [*value] if hasattr(value, "__next__") else value


async def awaited(value: Whatever) -> Whatever:
    """Return an awaited value, or the list of an async iterator's items."""
    if hasattr(value, "__anext__"):
        return [each async for each in value]
    return await value if inspect.isawaitable(value) else value
