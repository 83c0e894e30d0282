"""The transports that carry by an HTTP library, imported with the first request."""

from __future__ import annotations

import sys
import time
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeAlias

from . import http_library
from .errors import (
    APIConnectionError,
    APITimeoutError,
    ArgumentError,
    MissingLibraryError,
)
from .transport import Incoming, WireRequest

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator, AsyncIterator, Generator, Iterator

Library: TypeAlias = Any
"""The module of the library. It may be absent, so that no type of it is known."""

Theirs: TypeAlias = Any
"""An object of the library."""

_EXTRAS = {"h2": "http2", "socksio": "socks"}
"""Which extra of the library brings a module."""


class _Pools:
    """The library's own transports, made when they are needed."""

    def __init__(self, kind: str, settings: dict[str, Any]) -> None:
        limits = {"max_connections": 100, "max_keepalive_connections": 100}
        self._kind = kind
        self._settings: dict[str, Any] = {"trust_env": False, "limits": limits}
        self._settings |= settings
        self._made: dict[tuple[bool, str | None], Theirs] = {}
        self._lock = Lock()
        self.library: Library = None

    def for_url(self, url: str) -> Theirs:
        proxy = self._settings.get("proxy")
        if proxy is None and self._settings["trust_env"]:
            proxy = _environment_proxy(url)
        kind = (url.startswith("https:"), proxy)
        with self._lock:
            if kind not in self._made:
                self._made[kind] = self._make(*kind)
            return self._made[kind]

    def _make(self, secure: bool, proxy: str | None) -> Theirs:
        settings = {**self._settings, "proxy": proxy}
        if not secure:  # reading the certificates takes longer than a call
            settings["verify"] = False
        try:
            self.library = library = import_module(http_library.NAME)
            if isinstance(settings["limits"], dict):
                settings["limits"] = library.Limits(**settings["limits"])
            return getattr(library, self._kind)(**settings)
        except ImportError as error:
            raise _missing(error) from error

    def drain(self) -> list[Theirs]:
        with self._lock:
            made = list(self._made.values())
            self._made.clear()
            return made


class HttpTransport:
    """Carries by the HTTP library."""

    def __init__(self, **settings: Theirs) -> None:
        """Take settings of the library's `HTTPTransport`, by its own names.

        `verify` (an `ssl.SSLContext` with a CA of one's own), `proxy`, `http2`,
        `local_address`, `uds` …; `limits` may be a dict. With `trust_env=True` proxies
        and certificate locations are read from the environment.
        """
        self._pools = _Pools("HTTPTransport", settings)

    def send(self, request: WireRequest, /) -> Incoming[Iterator[bytes]]:
        """Send the request, and return when the headers of the answer are there."""
        pool = self._pools.for_url(request.url)
        library = self._pools.library
        try:
            response = pool.handle_request(
                _outgoing(library, request, request.content, sync=True)
            )
        except library.TransportError as error:
            raise _translated(library, error) from _cause(library, error)
        except ImportError as error:
            raise _missing(error) from error
        stream = _pieces(library, response.stream)
        headers = _incoming(response)
        return Incoming(response.status_code, headers, stream, response.stream.close)

    def close(self) -> None:
        """Give all connections back."""
        for pool in self._pools.drain():
            pool.close()


class AsyncHttpTransport:
    """Carries by the HTTP library, in asyncio or trio."""

    def __init__(self, **settings: Theirs) -> None:
        """Take settings of the library's `AsyncHTTPTransport`; see `HttpTransport`."""
        self._pools = _Pools("AsyncHTTPTransport", settings)

    async def send(self, request: WireRequest, /) -> Incoming[AsyncIterator[bytes]]:
        """Send the request, and return when the headers of the answer are there."""
        pool = self._pools.for_url(request.url)
        library, content = self._pools.library, request.content
        if not isinstance(content, bytes):
            content = _asynchronous(content)
        try:
            outgoing = _outgoing(library, request, content, sync=False)
            response = await pool.handle_async_request(outgoing)
        except library.TransportError as error:
            raise _translated(library, error) from _cause(library, error)
        except ImportError as error:
            raise _missing(error) from error
        stream = _async_pieces(library, response.stream)

        async def close() -> None:
            await stream.aclose()
            await response.stream.aclose()

        return Incoming(response.status_code, _incoming(response), stream, close)

    async def aclose(self) -> None:
        """Give all connections back."""
        for pool in self._pools.drain():
            await pool.aclose()


def _missing(error: ImportError) -> MissingLibraryError:
    """Return our error, with the command that installs what cannot be imported."""
    if error.name is None:  # the library's own words, of what a setting needs
        return MissingLibraryError(str(error))
    name = wanted = http_library.NAME
    if extra := _EXTRAS.get(error.name.partition(".")[0]):
        wanted = f"'{name}[{extra}]'"
    what = "is not installed" if error.name == name else f"cannot be used ({error})"
    command = f"{sys.executable or 'python'} -m pip install {wanted}"
    message = f"{name} {what}: run `{command}`, or give the client a transport"
    return MissingLibraryError(message)


class _Left:
    """The seconds that a read may take: asked for anew before each of them.

    So headers that come drop by drop cannot outlast the call's deadline. A socket takes
    whole seconds from an object, so that shorter timeouts stay plain numbers where the
    deadline is further away.
    """

    def __init__(self, most: float, deadline: float) -> None:
        self._most = most
        self._deadline = deadline

    def __index__(self) -> int:
        left = self._deadline - time.monotonic()
        if left <= 0:
            message = "total"
            raise TimeoutError(message)
        return max(1, int(min(left, self._most) + 0.999))


def _outgoing(
    library: Library, request: WireRequest, content: object, *, sync: bool
) -> Theirs:
    connect, read, write, pool, total = request.timeout
    phases: dict[str, object] = {"connect": connect, "read": read}
    phases |= {"write": write, "pool": pool}
    if sync and read is not None and total is not None and read >= min(1.0, total):
        phases["read"] = _Left(read, time.monotonic() + total)
    try:
        return library.Request(
            request.method,
            request.url,
            headers=[(name.encode(), text.encode()) for name, text in request.headers],
            content=content,
            extensions={"timeout": phases},
        )
    except (library.InvalidURL, UnicodeError):  # its words may hold a secret
        message = f"{request.operation} cannot be sent: its URL or a header is not HTTP"
        raise ArgumentError(message) from None


async def _asynchronous(content: Theirs) -> AsyncIterator[bytes]:
    if hasattr(content, "__aiter__"):
        async for piece in content:
            yield piece
        return
    for piece in content:
        yield piece


def _incoming(response: Theirs) -> list[tuple[str, str]]:
    raw = response.headers.raw
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw]


def _pieces(library: Library, stream: Theirs) -> Generator[bytes]:
    try:
        yield from stream
    except library.TransportError as error:
        raise _translated(library, error) from _cause(library, error)


async def _async_pieces(library: Library, stream: Theirs) -> AsyncGenerator[bytes]:
    pieces = aiter(stream)
    try:
        async for piece in pieces:
            yield piece
    except library.TransportError as error:
        raise _translated(library, error) from _cause(library, error)
    finally:
        await pieces.aclose()


def _translated(library: Library, error: Exception) -> APIConnectionError:
    """Return our error for one of the library's.

    Only a failure to connect, or to get a connection of the pool, surely means that
    the request was not acted on.
    """
    name = type(error).__name__
    sent = name not in {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"}
    if isinstance(error, library.TimeoutException):
        phase = name.removesuffix("Timeout").lower()
        return APITimeoutError(f"timed out ({phase})", sent=sent)
    if isinstance(error, library.LocalProtocolError):  # its words may hold a header
        return APIConnectionError("the request is not valid HTTP", sent=sent)
    return APIConnectionError(f"{name}: {_words(error)}", sent=sent)


def _words(error: BaseException) -> str:
    """Return what an error says; where it says nothing, what has caused it."""
    deeper = error.__cause__ or error.__context__
    return str(error) or (_words(deeper) if deeper else "")


def _cause(library: Library, error: Exception) -> Exception | None:
    return None if isinstance(error, library.LocalProtocolError) else error


def _environment_proxy(url: str) -> str | None:
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    if proxy_bypass(parts.netloc):
        return None
    proxies = getproxies()
    return proxies.get(parts.scheme) or proxies.get("all")
