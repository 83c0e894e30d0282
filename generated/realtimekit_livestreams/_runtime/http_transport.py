"""Transports that send with an HTTP library, which the first request imports."""

from __future__ import annotations

import sys
from importlib import import_module
from threading import Lock
from typing import TYPE_CHECKING, Any, Final, NoReturn, TypeAlias

from .concurrency import reset_on_fork, running, value_for_loop, without_frames
from .errors import (
    FAILURE,
    APIConnectionError,
    APIError,
    APITimeoutError,
    ArgumentError,
    MissingLibraryError,
)
from .transport import Incoming, WireRequest

if TYPE_CHECKING:
    from collections.abc import (
        AsyncGenerator,
        AsyncIterator,
        Generator,
        Iterable,
        Iterator,
    )

LIBRARY = "httpx2"
"""The name of the HTTP library."""
LibraryObject: TypeAlias = Any
"""The library or one of its objects; it has no type, since it may not be installed."""
_EXTRAS: Final = {"h2": "http2", "socksio": "socks"}
"""The extra of the library that installs a module."""
_NOT_SENT: Final = frozenset(
    {"ConnectError", "ConnectTimeout", "PoolTimeout", "ProxyError"}
)
"""The errors after which the request was certainly not processed."""
_UNSOLICITED: Final = "the connection contained an answer before its request was sent"


class _HttpTransport:
    """Keeps the transports of the library: one per event loop and proxy."""

    def __init__(self, **settings: LibraryObject) -> None:
        """Take options of the library's `HTTPTransport`, by their own names.

        `verify` (an `ssl.SSLContext` with your own CA), `proxy`, `http2`,
        `local_address`, `uds` …; `limits` may be a dict. Proxies and certificate
        locations come from the environment, unless `trust_env=False`.
        """
        limits = {"max_connections": 100, "max_keepalive_connections": 100}
        self._settings: dict[str, LibraryObject] = {
            "trust_env": True,
            "limits": limits,
            **settings,
        }
        self._library: LibraryObject = None
        self._proxies: dict[str, str | None] = {}
        reset_on_fork(self)

    def reset(self) -> None:
        """Forget the connections, which belong to the parent process."""
        self._pools: dict[object, dict[tuple[bool, str | None], LibraryObject]] = {}
        self._lock = Lock()

    def _pool(self, url: str, loop: object = None) -> LibraryObject:
        """Return the library's transport for a URL, in an event loop or in threads."""
        proxy = self._settings.get("proxy")
        if proxy is None and self._settings["trust_env"]:
            origin = "/".join(url.split("/", 3)[:3])
            if origin not in self._proxies:
                from .network import proxy_for

                self._proxies[origin] = proxy_for(origin)
            proxy = self._proxies[origin]
        kind = (url.startswith("https:"), proxy)
        with self._lock:
            pools = value_for_loop(self._pools, loop, dict)
            if kind not in pools:
                pools[kind] = self._new_pool(*kind)
            return pools[kind]

    def _new_pool(self, secure: bool, proxy: str | None) -> LibraryObject:
        from .network import limit_waits, timeouts

        settings: dict[str, LibraryObject] = {**self._settings, "proxy": proxy}
        if not secure:  # loading the certificates takes longer than a call
            settings["verify"] = False
        kind = type(self).__name__.replace("Http", "HTTP")
        try:
            self._timeouts, self._library = timeouts, import_module(LIBRARY)
            if isinstance(settings["limits"], dict):
                settings["limits"] = self._library.Limits(**settings["limits"])
            made = getattr(self._library, kind)(**settings)
        except ImportError as error:
            raise _missing(error) from error
        except (TypeError, ValueError, OSError, self._library.InvalidURL) as error:
            # The message may contain the proxy's password.
            words = type(error).__name__ if proxy else error
            raise ArgumentError(f"invalid options of {kind}: {words}") from None
        limit_waits(made)
        return made

    def _forget_pools(self, loop: object = None) -> Iterable[LibraryObject]:
        """Forget all pools, and return those of the event loop."""
        with self._lock:
            pools = self._pools.pop(loop, {})
            self._pools.clear()
            return pools.values()

    def _request(self, request: WireRequest, timeouts: object) -> LibraryObject:
        """Return a request of the library."""
        try:
            headers = [(name.encode(), text.encode()) for name, text in request.headers]
            return self._library.Request(
                request.method,
                request.url,
                headers=headers,
                content=request.content,
                extensions={"timeout": timeouts},
            )
        except FAILURE:  # its message may contain a secret
            what = "its URL or a header is not valid HTTP"
            message = f"{request.operation} cannot be sent: {what}"
            raise ArgumentError(message) from None

    def _fail(self, error: Exception) -> NoReturn:
        """Raise the `APIError` for an error of the library."""
        if isinstance(error, APIError):  # raised by `network`
            raise without_frames(error) from error.__cause__
        if isinstance(error, ImportError):
            raise _missing(error) from without_frames(error)
        name = type(error).__name__
        sent = name not in _NOT_SENT
        if isinstance(error, self._library.LocalProtocolError):
            # Its message may contain a header.
            message = "the request is not valid HTTP"
            raise APIConnectionError(message, sent=sent) from None
        if isinstance(error, self._library.TimeoutException):
            message = f"timed out ({name.removesuffix('Timeout').lower()})"
            raise APITimeoutError(message, sent=sent) from without_frames(error)
        message = f"{name}: {_words(error)}"
        raise APIConnectionError(message, sent=sent) from without_frames(error)


class HttpTransport(_HttpTransport):
    """A sync transport that sends with the HTTP library."""

    def send(self, request: WireRequest, /) -> Incoming[Iterator[bytes]]:
        """Send the request, and return when the headers have been received."""
        pool = self._pool(request.url)
        timeouts = self._timeouts(request.timeout)
        try:  # no variable holds the library's request, which shows its URL
            response = pool.handle_request(self._request(request, timeouts))
            if _is_unsolicited(response):
                response.close()
                raise APIConnectionError(_UNSOLICITED)
        except FAILURE as error:
            self._fail(error)
        if request.stream:  # only the time between pieces is bounded
            timeouts["read"] = request.timeout.read
        stream, close = self._pieces(response.stream), response.stream.close
        return Incoming(response.status_code, _headers(response), stream, close)

    def _pieces(self, stream: LibraryObject) -> Generator[bytes]:
        try:
            yield from stream
        except FAILURE as error:
            self._fail(error)

    def close(self) -> None:
        """Close all connections."""
        for pool in self._forget_pools():
            pool.close()


class AsyncHttpTransport(_HttpTransport):
    """An async transport that sends with the HTTP library, in asyncio or trio."""

    async def send(self, request: WireRequest, /) -> Incoming[AsyncIterator[bytes]]:
        """Send the request, and return when the headers have been received."""
        pool = self._pool(request.url, running()[1])
        timeouts = request.timeout._asdict()
        try:
            response = await pool.handle_async_request(self._request(request, timeouts))
            if _is_unsolicited(response):
                await response.aclose()
                raise APIConnectionError(_UNSOLICITED)
        except FAILURE as error:
            self._fail(error)
        stream = self._pieces(response.stream)

        async def close() -> None:
            await stream.aclose()
            await response.stream.aclose()

        return Incoming(response.status_code, _headers(response), stream, close)

    async def _pieces(self, stream: LibraryObject) -> AsyncGenerator[bytes]:
        pieces = aiter(stream)
        try:
            async for piece in pieces:
                yield piece
        except FAILURE as error:
            self._fail(error)
        finally:
            await pieces.aclose()

    async def aclose(self) -> None:
        """Close the connections of the running event loop, and forget others."""
        for pool in self._forget_pools(running()[1]):
            await pool.aclose()


def _is_unsolicited(response: LibraryObject) -> bool:
    """Return whether the answer arrived before its request was sent."""
    stream = response.extensions.get("network_stream")
    is_http_2 = response.extensions.get("http_version") == b"HTTP/2"
    return not is_http_2 and not getattr(stream, "was_read", True)


def _headers(response: LibraryObject) -> list[tuple[str, str]]:
    raw = response.headers.raw
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw]


def _words(error: BaseException) -> str:
    """Return the message of an error; if it is empty, that of its cause."""
    deeper = error.__cause__ or error.__context__
    return str(error) or (_words(deeper) if deeper else "")


def _missing(error: ImportError) -> MissingLibraryError:
    """Return the error with the command that installs the missing module."""
    if error.name is None:  # the library explains what a setting needs
        return MissingLibraryError(str(error))
    wanted = LIBRARY
    if extra := _EXTRAS.get(error.name.partition(".")[0]):
        wanted = f"'{LIBRARY}[{extra}]'"
    missing = error.name == LIBRARY
    what = "is not installed" if missing else f"cannot be used ({error})"
    command = f"{sys.executable or 'python'} -m pip install {wanted}"
    message = f"{LIBRARY} {what}: run `{command}`, or pass a transport to the client"
    return MissingLibraryError(message)
