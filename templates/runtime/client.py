"""The bases of the generated clients: how an operation is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack, cast

from .core import AsyncSettings, Core, Settings, SyncSettings
from .drive import AsyncDriver, Clock, SyncDriver
from .exchange import exchange
from .readers import Reader, as_json
from .request import Options, Request

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from .auth import Credential
    from .info import ApiInfo
    from .model import Json
    from .response import Response

T = TypeVar("T")


class _Client:
    """What does not depend on how one waits."""

    _core: Core

    @property
    def _client(self) -> Self:
        return self

    def with_options(self, **settings: Unpack[Settings]) -> Self:
        """Return a client with some settings changed; it shares the connections.

        `headers` are added to those there are. `trust_env` cannot be changed.
        """
        copy = object.__new__(type(self))
        copy._core = self._core.with_settings(settings)
        copy.__dict__["_borrowed"] = True
        return copy

    def __repr__(self) -> str:
        """Show where it sends to."""
        return f"<{type(self).__name__} {self._core.base}>"


class SyncClient(_Client):
    """Sends operations, and returns what they are answered with."""

    def __init__(
        self,
        info: ApiInfo,
        *,
        parameters: Mapping[str, str | None] | None = None,
        credentials: Mapping[str, Credential] | None = None,
        **settings: Unpack[SyncSettings],
    ) -> None:
        """Take the facts of the API, and what the user gave.

        Raises:
            ArgumentError: if what every operation needs is missing.
        """
        transport = settings.get("transport")
        owned = transport is None
        if transport is None:
            from .transport import HttpTransport  # noqa: PLC0415

            transport = HttpTransport(trust_env=settings.get("trust_env", False))
        self._core = Core(
            info,
            SyncDriver(transport, Clock(), owned=owned),
            parameters=parameters or {},
            credentials=credentials or {},
            settings=cast("Settings", settings),
        )

    def send(self, request: Request[T]) -> Response[T]:
        """Make a call, and return its response: status, headers, bytes and value."""
        core = self._core
        response: Response[T] = core.driver.run(exchange(core, request))[0]
        return response

    def call(self, request: Request[T]) -> T:
        """Make a call, and return its value."""
        return self.send(request).data

    def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        returns: Reader[Any] | None = None,
        options: Options | None = None,
    ) -> Response[Any]:
        """Make a call that the document does not describe.

        `path` is sent as it is, after the base URL; it may be a whole URL too.
        """
        request = undocumented(method, path, json, returns, options)
        return self.send(request.replace(url=self._core.absolute(path)))

    def close(self) -> None:
        """Give all connections back, once the calls that are going on have ended."""
        if "_borrowed" not in self.__dict__:
            self._core.driver.close()

    def __enter__(self) -> Self:
        """Return the client."""
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        """Close the client."""
        self.close()


class AsyncClient(_Client):
    """Sends operations, and returns what they are answered with, when awaited."""

    def __init__(
        self,
        info: ApiInfo,
        *,
        parameters: Mapping[str, str | None] | None = None,
        credentials: Mapping[str, Credential] | None = None,
        **settings: Unpack[AsyncSettings],
    ) -> None:
        """Take the facts of the API, and what the user gave.

        Raises:
            ArgumentError: if what every operation needs is missing.
        """
        transport = settings.get("transport")
        owned = transport is None
        if transport is None:
            from .transport import AsyncHttpTransport  # noqa: PLC0415

            transport = AsyncHttpTransport(trust_env=settings.get("trust_env", False))
        self._core = Core(
            info,
            AsyncDriver(transport, Clock(), owned=owned),
            parameters=parameters or {},
            credentials=credentials or {},
            settings=cast("Settings", settings),
        )

    async def send(self, request: Request[T]) -> Response[T]:
        """Make a call, and return its response: status, headers, bytes and value."""
        core = self._core
        response: Response[T] = (await core.driver.run(exchange(core, request)))[0]
        return response

    async def call(self, request: Request[T]) -> T:
        """Make a call, and return its value."""
        return (await self.send(request)).data

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        returns: Reader[Any] | None = None,
        options: Options | None = None,
    ) -> Response[Any]:
        """Make a call that the document does not describe.

        `path` is sent as it is, after the base URL; it may be a whole URL too.
        """
        request = undocumented(method, path, json, returns, options)
        return await self.send(request.replace(url=self._core.absolute(path)))

    async def aclose(self) -> None:
        """Give all connections back, once the calls that are going on have ended."""
        if "_borrowed" not in self.__dict__:
            await self._core.driver.aclose()

    async def __aenter__(self) -> Self:
        """Return the client."""
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
        /,
    ) -> None:
        """Close the client."""
        await self.aclose()


def undocumented(
    method: str,
    path: str,
    json: object,
    returns: Reader[Any] | None,
    options: Options | None,
) -> Request[Any]:
    """Describe a call that the document does not."""
    from .bodies import JsonBody  # noqa: PLC0415

    return Request(
        "request",
        method.upper(),
        path,
        body=None if json is None else JsonBody(json),
        returns={"2XX": returns or as_json(_any)},
        options=options,
    )


def _any(value: Json) -> Json:
    return value
