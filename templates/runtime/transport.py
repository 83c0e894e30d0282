"""The border to HTTP: what goes out, what comes in, and who carries it.

A transport is any object with `send` and `close` (`aclose` in an async client) as the
protocols below say; `HttpTransport` and `AsyncHttpTransport` carry by the HTTP library,
which is imported when the first request is sent. What a transport raises: `OSError`
(`TimeoutError` included) or `APIConnectionError`, nothing else that is not a bug.
"""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias

from . import http_library
from .errors import APIConnectionError, APITimeoutError

if TYPE_CHECKING:
    from collections.abc import (
        AsyncGenerator,
        AsyncIterable,
        AsyncIterator,
        Awaitable,
        Callable,
        Iterable,
        Iterator,
    )
    from types import ModuleType

    from .request import Timeout

Pairs: TypeAlias = "list[tuple[str, str]]"


class WireRequest:
    """What goes out."""

    __slots__ = (
        "content",
        "headers",
        "method",
        "operation",
        "secrets",
        "timeout",
        "url",
    )

    def __init__(  # noqa: PLR0913 - one slot each
        self,
        method: str,
        url: str,
        headers: Pairs,
        content: bytes | Iterable[bytes] | AsyncIterable[bytes],
        timeout: Timeout,
        *,
        operation: str = "",
        secrets: frozenset[str] = frozenset(),
    ) -> None:
        """Take what is to be sent."""
        self.method = method
        self.url = url
        """Percent-encoded, and to be sent as it is."""
        self.headers = headers
        """All but `Host` and the framing of the body; `Content-Length` if it is known."""
        self.content = content
        """The whole body, or its pieces; b"" for none. Async in an async client only."""
        self.timeout = timeout
        """Seconds for each phase; what is left of `total` is in the phases."""
        self.operation = operation
        """The operation's symbol."""
        self.secrets = secrets
        """The names, in lower case, of headers and query parameters with credentials."""

    def __repr__(self) -> str:
        """Show the operation and no more: a URL may hold a credential."""
        return f"<WireRequest {self.operation} {self.method}>"


class WireResponse:
    """What comes in: a status, headers, and a body that is still on its way."""

    __slots__ = ("close", "headers", "status", "stream")

    def __init__(
        self,
        status: int,
        headers: Pairs,
        stream: Iterator[bytes],
        close: Callable[[], object] | None = None,
    ) -> None:
        """Take the pieces as they come, and what gives the connection back.

        `Content-Encoding` is undone here and not by the transport; one that does it
        leaves out that header.
        """
        self.status = status
        self.headers = headers
        self.stream = stream
        self.close = close or _nothing


class AsyncWireResponse:
    """What comes in, in an async client."""

    __slots__ = ("close", "headers", "status", "stream")

    def __init__(
        self,
        status: int,
        headers: Pairs,
        stream: AsyncIterator[bytes],
        close: Callable[[], Awaitable[object]] | None = None,
    ) -> None:
        """Take the pieces as they come, and what gives the connection back."""
        self.status = status
        self.headers = headers
        self.stream = stream
        self.close = close or _nothing_async


class Transport(Protocol):
    """Carries requests, from any thread."""

    def send(self, request: WireRequest, /) -> WireResponse:
        """Send the request, and return when the headers of the answer are there."""
        ...

    def close(self) -> None:
        """Give all connections back."""
        ...


class AsyncTransport(Protocol):
    """Carries requests, from any task."""

    async def send(self, request: WireRequest, /) -> AsyncWireResponse:
        """Send the request, and return when the headers of the answer are there."""
        ...

    async def aclose(self) -> None:
        """Give all connections back."""
        ...


class _Pools:
    """The library's own transports, one per proxy, made when they are needed."""

    def __init__(self, kind: str, *, trust_env: bool, settings: dict[str, Any]) -> None:
        self._kind = kind
        self._trust_env = trust_env
        self._settings = settings
        self._made: dict[str | None, Any] = {}
        self._lock = Lock()
        self.library: Any = None

    def for_url(self, url: str) -> Any:
        proxy = self._settings.get("proxy")
        if self._trust_env and proxy is None:
            proxy = _environment_proxy(url)
        with self._lock:
            if proxy not in self._made:
                self._made[proxy] = self._make(proxy)
            return self._made[proxy]

    def _make(self, proxy: str | None) -> Any:
        self.library = library = _library()
        limits = library.Limits(max_connections=100, max_keepalive_connections=20)
        settings = {"limits": limits, **self._settings, "proxy": proxy}
        return getattr(library, self._kind)(trust_env=self._trust_env, **settings)

    def drain(self) -> list[Any]:
        with self._lock:
            made = list(self._made.values())
            self._made.clear()
        return made


class HttpTransport:
    """Carries by the HTTP library."""

    def __init__(self, *, trust_env: bool = False, **settings: Any) -> None:
        """Take settings of the library's `HTTPTransport`, by its own names.

        `verify` (an `ssl.SSLContext` with a CA of one's own), `proxy`, `http2`,
        `limits`, `local_address`, `uds` …. With `trust_env`, proxies and certificate
        locations are read from the environment.
        """
        self._pools = _Pools("HTTPTransport", trust_env=trust_env, settings=settings)

    def send(self, request: WireRequest, /) -> WireResponse:
        """Send the request, and return when the headers of the answer are there."""
        pool = self._pools.for_url(request.url)
        library = self._pools.library
        try:
            response = pool.handle_request(_outgoing(library, request))
        except library.TransportError as error:
            raise translated(library, error) from _cause(library, error)
        return WireResponse(
            response.status_code,
            _incoming(response),
            _pieces(library, response.stream),
            response.stream.close,
        )

    def close(self) -> None:
        """Give all connections back."""
        for pool in self._pools.drain():
            pool.close()


class AsyncHttpTransport:
    """Carries by the HTTP library, in asyncio or trio."""

    def __init__(self, *, trust_env: bool = False, **settings: Any) -> None:
        """Take settings of the library's `AsyncHTTPTransport`; see `HttpTransport`."""
        self._pools = _Pools(
            "AsyncHTTPTransport", trust_env=trust_env, settings=settings
        )

    async def send(self, request: WireRequest, /) -> AsyncWireResponse:
        """Send the request, and return when the headers of the answer are there."""
        pool = self._pools.for_url(request.url)
        library = self._pools.library
        try:
            outgoing = _outgoing(library, request, asynchronous=True)
            response = await pool.handle_async_request(outgoing)
        except library.TransportError as error:
            raise translated(library, error) from _cause(library, error)
        stream = _async_pieces(library, response.stream)

        async def close() -> None:
            await stream.aclose()
            await response.stream.aclose()

        return AsyncWireResponse(
            response.status_code, _incoming(response), stream, close
        )

    async def aclose(self) -> None:
        """Give all connections back."""
        for pool in self._pools.drain():
            await pool.aclose()


def _library() -> ModuleType:
    from importlib import import_module  # noqa: PLC0415 - on first use

    try:
        return import_module(http_library.NAME)
    except ModuleNotFoundError as error:
        if error.name != http_library.NAME:
            raise
        message = f"install {http_library.NAME}, or give the client a transport"
        raise ModuleNotFoundError(message, name=error.name) from None


def _outgoing(library: Any, request: WireRequest, *, asynchronous: bool = False) -> Any:
    timeout, content = request.timeout, request.content
    if asynchronous and not isinstance(content, bytes):
        content = _asynchronous(content)
    return library.Request(
        request.method,
        request.url,
        headers=[(name.encode(), value.encode()) for name, value in request.headers],
        content=content,
        extensions={
            "timeout": {
                "connect": timeout.connect,
                "read": timeout.read,
                "write": timeout.write,
                "pool": timeout.pool,
            }
        },
    )


async def _asynchronous(content: Any) -> AsyncIterator[bytes]:
    if hasattr(content, "__aiter__"):
        async for piece in content:
            yield piece
        return
    for piece in content:
        yield piece


def _incoming(response: Any) -> Pairs:
    return [
        (name.decode("latin-1"), value.decode("latin-1"))
        for name, value in response.headers.raw
    ]


def _pieces(library: Any, stream: Any) -> Iterator[bytes]:
    try:
        yield from stream
    except library.TransportError as error:
        raise translated(library, error) from _cause(library, error)


async def _async_pieces(library: Any, stream: Any) -> AsyncGenerator[bytes, None]:
    try:
        async for piece in stream:
            yield piece
    except library.TransportError as error:
        raise translated(library, error) from _cause(library, error)


def translated(library: Any, error: Exception) -> APIConnectionError:
    """Return our error for one of the library's.

    Only a failure to connect, or to get a connection of the pool, surely means that
    the request was not acted on.
    """
    unsent = (
        library.ConnectError,
        library.ConnectTimeout,
        library.PoolTimeout,
        library.ProxyError,
        library.UnsupportedProtocol,
    )
    sent = not isinstance(error, unsent)
    if isinstance(error, library.TimeoutException):
        phase = type(error).__name__.removesuffix("Timeout").lower()
        return APITimeoutError(f"timed out ({phase})", sent=sent)
    if isinstance(error, library.LocalProtocolError):  # its words may hold a header
        return APIConnectionError("the request is not valid HTTP", sent=sent)
    return APIConnectionError(f"{type(error).__name__}: {error}", sent=sent)


def _cause(library: Any, error: Exception) -> Exception | None:
    return None if isinstance(error, library.LocalProtocolError) else error


def _environment_proxy(url: str) -> str | None:
    from urllib.parse import urlsplit  # noqa: PLC0415
    from urllib.request import getproxies, proxy_bypass  # noqa: PLC0415 - slow to import

    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")


def _nothing() -> None:
    return None


async def _nothing_async() -> None:
    return None
