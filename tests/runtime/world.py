"""The three worlds in which a client lives, and the two libraries that it may send with.

A test says what is to be done once; here it is done in sync, in asyncio or in trio.
"""

from __future__ import annotations

import asyncio
import inspect
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import trio
from runtime import http_library
from runtime.auth import ApiKey, Basic, Bearer, OAuth2
from runtime.client import AsyncClient, SyncClient
from runtime.info import ApiInfo
from runtime.readers import as_json
from runtime.request import Request

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

Whatever: TypeAlias = Any
"""What stands for either client, and for whatever comes of it."""

INFO = ApiInfo(
    name="thing-api",
    version="7",
    parameters={"account_id": "THING_ACCOUNT"},
    schemes={
        "token": Bearer("THING_TOKEN"),
        "user": Basic(),
        "header_key": ApiKey("X-Api-Key"),
        "query_key": ApiKey("api_key", "query"),
        "cookie_key": ApiKey("session", "cookie"),
        "oauth": OAuth2("/oauth/token", ("read", "write")),
    },
    error_code=("/error/code", "/errors/0/code"),
    error_message=("/error/message", "/errors/0/message"),
    request_id="x-ray",
)


def anything(data: Whatever) -> Whatever:
    """Decode nothing."""
    return data


def get(template: str = "/thing", *, method: str = "GET", **more: Whatever) -> Request[Whatever]:
    """Describe a call that reads JSON."""
    more = {"returns": {"200": as_json(anything)}, **more}
    return Request("things.get", method, template, **more)


def post(template: str = "/thing", **more: Whatever) -> Request[Whatever]:
    """Describe a call that must not be repeated."""
    return get(template, method="POST", **more)


@dataclass
class VirtualClock:
    """Time that passes only by waiting."""

    time: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        """Return the time."""
        return self.time

    def now(self) -> float:
        """Return the Unix time: 2023-11-14 22:13:20 UTC and on."""
        return 1_700_000_000.0 + self.time - 1000.0

    def sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.slept.append(seconds)
        self.time += seconds

    async def async_sleep(self, seconds: float) -> None:
        """Let time pass."""
        self.sleep(seconds)


@dataclass
class World:
    """A way to live: `sync`, `asyncio` or `trio`, with an HTTP library."""

    kind: str
    library: str
    clock: VirtualClock | None = None

    @property
    def is_sync(self) -> bool:
        """Whether calls are made without await."""
        return self.kind == "sync"

    def client(self, base_url: str, **settings: Whatever) -> Whatever:
        """Return a client."""
        http_library.NAME = self.library
        info = settings.pop("info", INFO)
        credentials = settings.pop("credentials", {})
        parameters = settings.pop("parameters", {})
        made = (SyncClient if self.is_sync else AsyncClient)(
            info, parameters=parameters, credentials=credentials, base_url=base_url, **settings
        )
        if self.clock is not None:
            made.__core__.clock = made.__core__.driver.clock = self.clock  # type: ignore[assignment]
        return made

    def run(self, work: Callable[[], Awaitable[Whatever]]) -> Whatever:
        """Run async work to its end."""
        if self.kind == "asyncio":
            return asyncio.run(_coroutine(work))
        return trio.run(work)

    def use(
        self,
        client: Whatever,
        *works: Callable[[Whatever], Whatever],
        keep: Callable[[Whatever], object] = bool,
    ) -> Whatever:
        """Do one thing after the other with a client and close it; return the last result.

        Each result is given to `keep`.
        """
        if self.is_sync:
            with client:
                result = None
                for work in works:
                    result = _collected(work(client))
                    keep(result)
                return result

        async def all_of_it() -> Whatever:
            async with client:
                result = None
                for work in works:
                    result = await _awaited(work(client))
                    keep(result)
                return result

        return self.run(all_of_it)

    def send(self, base_url: str, request: Request[Whatever], **settings: Whatever) -> Whatever:
        """Make one call with a client of its own, and return its response."""
        return self.use(self.client(base_url, **settings), lambda client: client.send(request))

    def stream(
        self, client: Whatever, request: Request[Whatever], read: Callable[[Whatever], Whatever]
    ) -> Whatever:
        """Make a streamed call, and return what is read, iterators as lists."""

        def sync(client: Whatever) -> Whatever:
            with client.stream(request) as response:
                return _collected(read(response))

        async def asynchronous(client: Whatever) -> Whatever:
            async with client.stream(request) as response:
                return await _awaited(read(response))

        return self.use(client, sync if self.is_sync else asynchronous)


def _collected(value: Whatever) -> Whatever:
    return [*value] if hasattr(value, "__next__") else value


async def _awaited(value: Whatever) -> Whatever:
    if hasattr(value, "__anext__"):
        return [each async for each in value]
    return await value if inspect.isawaitable(value) else value


async def _coroutine(work: Callable[[], Awaitable[Whatever]]) -> Whatever:
    return await work()
