"""The bases of the generated clients: how an operation is sent."""

from __future__ import annotations

from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, Any, Self, TypeVar, Unpack

from .core import ClientOptions, Core
from .drive import AsyncDriver, Clock, SyncDriver
from .exchange import Exchange, exchange
from .readers import Reader, as_json
from .request import Options, Request, Timeout
from .transport import AsyncHttpTransport, HttpTransport

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping
    from types import TracebackType

    from .auth import Credential
    from .info import ApiInfo
    from .model import Json
    from .response import Response
    from .streaming import AsyncStreamedResponse, StreamedResponse
    from .transport import AsyncTransport, Transport

T = TypeVar("T")


class _Client:
    """What does not depend on how one waits."""

    __core__: Core

    @property
    def __client__(self) -> Self:
        """What resources send with."""
        return self

    def with_options(
        self,
        *,
        base_url: str | None = None,
        timeout: float | Timeout | None = None,
        max_retries: int | None = None,
        **more: Unpack[ClientOptions],
    ) -> Self:
        """Return a client with some options changed; it shares the connections.

        `headers` are added to those there are. `trust_env` cannot be changed.
        """
        usual = {"base_url": base_url, "timeout": timeout, "max_retries": max_retries}
        copy = object.__new__(type(self))
        copy.__core__ = self.__core__.with_settings({**usual, **more})
        copy.__dict__["_borrowed"] = True
        return copy

    def __repr__(self) -> str:
        """Show where it sends to."""
        return f"<{type(self).__name__} {self.__core__.base}>"


class SyncClient(_Client):
    """Sends operations, and returns what they are answered with."""

    def __init__(
        self,
        info: ApiInfo,
        *,
        parameters: Mapping[str, str | None] | None = None,
        credentials: Mapping[str, Credential] | None = None,
        base_url: str | None = None,
        timeout: float | Timeout | None = None,
        max_retries: int = 2,
        transport: Transport | None = None,
        **more: Unpack[ClientOptions],
    ) -> None:
        """Take the facts of the API, and what the user gave.

        A transport that is given is not closed with the client.

        Raises:
            ArgumentError: if what every operation needs is missing.
        """
        carrier = transport or HttpTransport(trust_env=more.get("trust_env", False))
        self.__core__ = Core(
            info,
            SyncDriver(carrier, Clock(), owned=transport is None),
            parameters=parameters or {},
            credentials=credentials or {},
            settings={
                "base_url": base_url,
                "timeout": timeout,
                "max_retries": max_retries,
                **more,
            },
        )

    def send(self, request: Request[T]) -> Response[T]:
        """Make a call, and return its response: status, headers, bytes and value."""
        core = self.__core__
        response: Response[T] = core.driver.run(exchange(core, request))[0]
        return response

    @contextmanager
    def stream(self, request: Request[T]) -> Iterator[StreamedResponse[T]]:
        """Make a call, and give its response before the body has come.

        `with client.stream(operation) as response:` reads it as bytes, lines, events,
        typed items or into a file. Errors are raised as by `send`.
        """
        from .streaming import StreamedResponse  # noqa: PLC0415 - seldom needed

        core = self.__core__
        call = Exchange(core, request, stream=True)
        answer, incoming = core.driver.run(call.run())
        core.driver.enter()
        try:
            yield StreamedResponse(core, request, answer, incoming)
        finally:
            incoming.close()
            core.driver.exit()

    def __do__(self, request: Request[T]) -> T:
        """Make a call, and return its value: what methods do."""
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
        return self.send(request.replace(url=self.__core__.absolute(path)))

    def close(self) -> None:
        """Give all connections back, once the calls that are going on have ended."""
        if "_borrowed" not in self.__dict__:
            self.__core__.driver.close()

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
        base_url: str | None = None,
        timeout: float | Timeout | None = None,
        max_retries: int = 2,
        transport: AsyncTransport | None = None,
        **more: Unpack[ClientOptions],
    ) -> None:
        """Take the facts of the API, and what the user gave.

        A transport that is given is not closed with the client.

        Raises:
            ArgumentError: if what every operation needs is missing.
        """
        carrier = transport or AsyncHttpTransport(
            trust_env=more.get("trust_env", False)
        )
        self.__core__ = Core(
            info,
            AsyncDriver(carrier, Clock(), owned=transport is None),
            parameters=parameters or {},
            credentials=credentials or {},
            settings={
                "base_url": base_url,
                "timeout": timeout,
                "max_retries": max_retries,
                **more,
            },
        )

    async def send(self, request: Request[T]) -> Response[T]:
        """Make a call, and return its response: status, headers, bytes and value."""
        core = self.__core__
        response: Response[T] = (await core.driver.run(exchange(core, request)))[0]
        return response

    @asynccontextmanager
    async def stream(
        self, request: Request[T]
    ) -> AsyncIterator[AsyncStreamedResponse[T]]:
        """Make a call, and give its response before the body has come.

        `async with client.stream(operation) as response:` reads it as bytes, lines,
        events, typed items or into a file. Errors are raised as by `send`.
        """
        from .streaming import AsyncStreamedResponse  # noqa: PLC0415 - seldom needed

        core = self.__core__
        call = Exchange(core, request, stream=True)
        answer, incoming = await core.driver.run(call.run())
        core.driver.enter()
        try:
            yield AsyncStreamedResponse(core, request, answer, incoming)
        finally:
            await incoming.close()
            await core.driver.exit()

    async def __do__(self, request: Request[T]) -> T:
        """Make a call, and return its value: what methods do."""
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
        return await self.send(request.replace(url=self.__core__.absolute(path)))

    async def aclose(self) -> None:
        """Give all connections back, once the calls that are going on have ended."""
        if "_borrowed" not in self.__dict__:
            await self.__core__.driver.aclose()

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
