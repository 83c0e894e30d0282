"""Clients of the runtime alone: sync, asyncio and trio, with both HTTP libraries."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from runtime import http_transport
from runtime.auth import ApiKey, Basic, Bearer, OAuth2
from runtime.client import AsyncClient, SyncClient
from runtime.info import ApiInfo
from runtime.readers import as_json
from runtime.request import Request

from .ways import Way, Whatever, awaited, collected

if TYPE_CHECKING:
    from collections.abc import Callable

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


def client_of(base: Whatever, info: ApiInfo = INFO) -> Whatever:
    """Return a client class of an API."""
    return type(base.__name__, (base,), {"__info__": info})


def anything(data: Whatever) -> Whatever:
    """Return the JSON value."""
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
    """A clock that advances only by waiting."""

    time: float = 1000.0
    slept: list[float] = field(default_factory=list)

    def monotonic(self) -> float:
        """Return the time."""
        return self.time

    def now(self) -> float:
        """Return the Unix time: 2023-11-14 22:13:20 UTC and on."""
        return 1_700_000_000.0 + self.time - 1000.0

    def sleep(self, seconds: float) -> None:
        """Advance the clock."""
        self.slept.append(seconds)
        self.time += seconds

    async def async_sleep(self, seconds: float) -> None:
        """Advance the clock."""
        self.sleep(seconds)


@dataclass
class World(Way):
    """A kind of client with an HTTP library."""

    library: str
    clock: VirtualClock | None = None

    def client(self, base_url: str, **settings: Whatever) -> Whatever:
        """Return a client."""
        http_transport.LIBRARY = self.library
        info = settings.pop("info", INFO)
        credentials = settings.pop("credentials", {})
        parameters = settings.pop("parameters", {})
        made = client_of(SyncClient if self.is_sync else AsyncClient, info)(
            parameters=parameters, credentials=credentials, base_url=base_url, **settings
        )
        if self.clock is not None:
            made.__core__.clock = made.__core__.driver.clock = self.clock
        return made

    def send(self, base_url: str, request: Request[Whatever], **settings: Whatever) -> Whatever:
        """Make one call with a client of its own, and return its response."""
        return self.use(self.client(base_url, **settings), lambda client: client.send(request))

    def stream(
        self, client: Whatever, request: Request[Whatever], read: Callable[[Whatever], Whatever]
    ) -> Whatever:
        """Make a streamed call, and return the result of reading, iterators as lists."""

        def sync(client: Whatever) -> Whatever:
            with client.stream(request) as response:
                return collected(read(response))

        async def asynchronous(client: Whatever) -> Whatever:
            async with client.stream(request) as response:
                return await awaited(read(response))

        return self.use(client, sync if self.is_sync else asynchronous)
