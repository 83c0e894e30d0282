"""One way to say a call, three ways to make it: in sync, in asyncio, in trio.

Takes a symbol (`livestreams.list`) with its arguments; gives what the generated client gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import anyio

from realtimekit_livestreams import AsyncClient, Client

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

KINDS = ("sync", "asyncio", "trio")


@dataclass(frozen=True)
class Driver:
    """A client with its settings, opened anew for each call."""

    kind: str
    settings: dict[str, Any]

    def having(self, **settings: Any) -> Driver:  # noqa: ANN401 - whatever a client takes
        """Return a driver with some settings changed; None takes a setting away."""
        changed = {**self.settings, **settings}
        return Driver(self.kind, {key: changed[key] for key in changed if changed[key] is not None})

    def call(self, symbol: str, *arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - any operation
        """Make one call."""
        return self._with_client(
            lambda client: _method(client, symbol)(*arguments, **named),
            lambda client: _method(client, symbol)(*arguments, **named),
        )

    def send(self, request: object) -> Any:  # noqa: ANN401 - any response
        """Send what an operation function has made."""
        return self._with_client(
            lambda client: client.send(request), lambda client: client.send(request)
        )

    def items(self, symbol: str, *arguments: Any, at_most: int = 1000, **named: Any) -> list[Any]:  # noqa: ANN401 - any iterator
        """Collect what an iterator gives, and leave it when there is enough."""

        def gather(client: Any) -> list[Any]:  # noqa: ANN401 - either client
            found: list[Any] = []
            for item in _method(client, symbol)(*arguments, **named):
                found.append(item)
                if len(found) == at_most:
                    break
            return found

        async def gather_async(client: Any) -> list[Any]:  # noqa: ANN401 - either client
            found: list[Any] = []
            async for item in _method(client, symbol)(*arguments, **named):
                found.append(item)
                if len(found) == at_most:
                    break
            return found

        result: list[Any] = self._with_client(gather, gather_async)
        return result

    def pages(self, symbol: str, *arguments: Any, **named: Any) -> list[Any]:  # noqa: ANN401 - any iterator
        """Collect the pages behind an iterator."""

        def gather(client: Any) -> list[Any]:  # noqa: ANN401 - either client
            return list(_method(client, symbol)(*arguments, **named).pages())

        async def gather_async(client: Any) -> list[Any]:  # noqa: ANN401 - either client
            return [page async for page in _method(client, symbol)(*arguments, **named).pages()]

        result: list[Any] = self._with_client(gather, gather_async)
        return result

    def holding(
        self,
        symbol: str,
        work: Callable[[Any], object],
        *arguments: Any,  # noqa: ANN401 - any operation
        **named: Any,  # noqa: ANN401 - any operation
    ) -> None:
        """Do some work inside a scope."""

        def hold(client: Any) -> None:  # noqa: ANN401 - either client
            with _method(client, symbol)(*arguments, **named) as held:
                work(held)

        async def hold_async(client: Any) -> None:  # noqa: ANN401 - either client
            async with _method(client, symbol)(*arguments, **named) as held:
                work(held)

        self._with_client(hold, hold_async)

    def _with_client(
        self,
        work: Callable[[Any], Any],
        work_async: Callable[[Any], Awaitable[Any]],
    ) -> Any:  # noqa: ANN401 - what the work gives
        if self.kind == "sync":
            with Client(**self.settings) as client:
                return work(client)

        async def run() -> Any:  # noqa: ANN401 - what the work gives
            async with AsyncClient(**self.settings) as client:
                return await work_async(client)

        return anyio.run(run, backend=self.kind)


def _method(client: object, symbol: str) -> Any:  # noqa: ANN401 - any operation
    found: Any = client
    for name in symbol.split("."):
        found = getattr(found, name)
    return found
