"""The bases of the generated clients."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, Self, TypeVar, Unpack

from .calls import AsyncResource, Resource, perform
from .concurrency import Driver, run_now
from .core import ClientOptions, Core
from .errors import ArgumentError
from .http import is_token
from .http_transport import AsyncHttpTransport, HttpTransport
from .request import CallOptions, Request, Timeout, options_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .info import ApiInfo
    from .readers import Reader
    from .transport import AsyncTransport, Response, Transport

T = TypeVar("T")
Carrier = TypeVar("Carrier")
"""A transport."""


class BaseClient(Generic[Carrier]):
    """The common base of sync and async clients."""

    __core__: Core
    __info__: ApiInfo
    _borrowed = False

    def __init__(
        self,
        *,
        parameters: Mapping[str, str | None] | None = None,
        credentials: Mapping[str, Any] | None = None,
        base_url: str | None = None,
        timeout: float | Timeout | None = None,
        max_retries: int = 2,
        transport: Carrier | None = None,
        **more: Unpack[ClientOptions],
    ) -> None:
        """Set the options of all calls.

        `base_url` replaces the document's, `timeout` is the number of seconds for each phase of a call,
        `transport` replaces the HTTP library. `ClientOptions` has the others.
        """
        options = {"base_url": base_url, "timeout": timeout, "max_retries": max_retries}
        driver = self._driver(transport, trust_env=more.get("trust_env") is not False)
        given = parameters or {}, credentials or {}, {**options, **more}
        self.__core__ = Core(self.__info__, driver, *given)

    def _driver(self, transport: Carrier | None, *, trust_env: bool) -> Driver:
        raise NotImplementedError

    def with_options(
        self,
        *,
        base_url: str | None = None,
        timeout: float | Timeout | None = None,
        max_retries: int | None = None,
        **more: Unpack[ClientOptions],
    ) -> Self:
        """Return a client with some options changed; it shares the connections.

        `headers` are added to the client's. `trust_env` cannot be changed.
        """
        options = {"base_url": base_url, "timeout": timeout, "max_retries": max_retries}
        copy = object.__new__(type(self))
        copy.__core__ = self.__core__.with_options({**options, **more})
        copy._borrowed = True
        return copy

    copy = with_options

    @property
    def base_url(self) -> str:
        """The base URL."""
        return self.__core__.base

    def is_closed(self) -> bool:
        """Return whether the client was closed and refuses calls."""
        return bool(self.__core__.driver.is_closed)

    def __repr__(self) -> str:
        core = getattr(self, "__core__", None)  # missing if the constructor failed
        return f"<{type(self).__name__} {core.base if core else 'without a URL'}>"

    def _undocumented(
        self,
        method: str,
        path: str,
        json: object,
        returns: Reader[T] | None,
        call: CallOptions,
    ) -> Request[Any]:
        from .bodies import JsonBody
        from .readers import as_anything

        if not is_token(method):
            raise ArgumentError(f"{method!r} is not an HTTP method")
        return Request(
            "request",
            method.upper(),
            path,
            body=None if json is None else JsonBody(json),
            returns={"2XX": returns or as_anything("application/json")},
            options=options_of(call),
            url=self.__core__.absolute(path),
        )


class SyncClient(BaseClient["Transport"], Resource):
    """The base of sync clients."""

    def _driver(self, transport: Transport | None, *, trust_env: bool) -> Driver:
        used = transport or HttpTransport(trust_env=trust_env)
        return Driver(used, owned=transport is None, is_async=False)

    def send(self, request: Request[T]) -> Response[T]:
        """Make a call, and return its response: status, headers, bytes and value."""
        core = self.__core__
        response: Response[T] = core.driver.run(perform, core, request)[0]
        return response

    def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        returns: Reader[Any] | None = None,
        **call: Unpack[CallOptions],
    ) -> Response[Any]:
        """Make a call that the document does not describe.

        `path` is sent unchanged after the base URL. It may be a whole URL.
        """
        return self.send(self._undocumented(method, path, json, returns, call))

    def close(self) -> None:
        """Refuse new calls, and close all connections after the last call."""
        if not self._borrowed:
            run_now(self.__core__.driver.finish())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(BaseClient["AsyncTransport"], AsyncResource):
    """The base of async clients."""

    def _driver(self, transport: AsyncTransport | None, *, trust_env: bool) -> Driver:
        used = transport or AsyncHttpTransport(trust_env=trust_env)
        return Driver(used, owned=transport is None, is_async=True)

    async def send(self, request: Request[T]) -> Response[T]:
        """Make a call, and return its response: status, headers, bytes and value."""
        core = self.__core__
        response: Response[T] = (await core.driver.run(perform, core, request))[0]
        return response

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        returns: Reader[Any] | None = None,
        **call: Unpack[CallOptions],
    ) -> Response[Any]:
        """Make a call that the document does not describe."""
        request = self._undocumented(method, path, json, returns, call)
        return await self.send(request)

    async def aclose(self) -> None:
        """Refuse new calls, and close all connections after the last call."""
        if not self._borrowed:
            await self.__core__.driver.finish()

    async def close(self) -> None:
        """Close all connections, like `aclose`."""
        await self.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
