"""Calls of the livestream client by symbol (`livestreams.list`), sync and async."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from realtimekit_livestreams import AsyncClient, Client

from .ways import Way, Whatever

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable


@dataclass
class Driver(Way):
    """A client with its settings, opened for each call."""

    settings: dict[str, Any]

    def having(self, **settings: Whatever) -> Driver:
        """Return a driver with other settings; None removes a setting."""
        changed = {**self.settings, **settings}
        return Driver(self.kind, {key: changed[key] for key in changed if changed[key] is not None})

    def call(self, symbol: str, *arguments: Whatever, **named: Whatever) -> Whatever:
        """Make one call; a listing returns its first page."""

        def make(client: Whatever) -> Whatever:
            made = _method(client, symbol)(*arguments, **named)
            return made if self.is_sync else _awaited(made)

        return self._with_client(make)

    def send(self, request: object) -> Whatever:
        """Send the result of a function of `operations`."""
        return self._with_client(lambda client: client.send(request))

    def items(
        self, symbol: str, *arguments: Whatever, at_most: int = 1000, **named: Whatever
    ) -> list[Whatever]:
        """Collect the items of an iterator, up to a number."""

        def gather(client: Whatever) -> Whatever:
            found = _method(client, symbol)(*arguments, **named)
            return [*islice(found, at_most)] if self.is_sync else _taken(found, at_most)

        result: list[Whatever] = self._with_client(gather)
        return result

    def pages(self, symbol: str, *arguments: Whatever, **named: Whatever) -> list[Whatever]:
        """Collect the pages of an iterator."""
        result: list[Whatever] = self._with_client(
            lambda client: _method(client, symbol)(*arguments, **named).pages()
        )
        return result

    def holding(
        self,
        symbol: str,
        work: Callable[[Whatever], object],
        *arguments: Whatever,
        **named: Whatever,
    ) -> None:
        """Do some work inside a scope."""

        def hold(client: Whatever) -> None:
            with _method(client, symbol)(*arguments, **named) as held:
                work(held)

        async def hold_async(client: Whatever) -> None:
            async with _method(client, symbol)(*arguments, **named) as held:
                work(held)

        self._with_client(hold if self.is_sync else hold_async)

    def _with_client(self, work: Callable[[Whatever], Whatever]) -> Whatever:
        return self.use((Client if self.is_sync else AsyncClient)(**self.settings), work)


async def _awaited(made: Awaitable[Whatever]) -> Whatever:
    return await made


async def _taken(found: Whatever, at_most: int) -> list[Whatever]:
    taken: list[Whatever] = []
    async for item in found:
        taken.append(item)
        if len(taken) == at_most:
            break
    return taken


def _method(client: object, symbol: str) -> Whatever:
    found: Whatever = client
    for name in symbol.split("."):
        found = getattr(found, name)
    return found
