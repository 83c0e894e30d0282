"""The transports that carry by an HTTP library, imported with the first request."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import (
    FAILURE,
    APIConnectionError,
    APIError,
    APITimeoutError,
    ArgumentError,
)
from .loops import bare, running
from .pools import Library, Pools, Theirs, missing
from .transport import Incoming, WireRequest

if TYPE_CHECKING:
    from collections.abc import (
        AsyncGenerator,
        AsyncIterator,
        Callable,
        Generator,
        Iterator,
        Sequence,
    )


class HttpTransport:
    """Carries by the HTTP library."""

    def __init__(self, **settings: Theirs) -> None:
        """Take settings of the library's `HTTPTransport`, by its own names.

        `verify` (an `ssl.SSLContext` with a CA of one's own), `proxy`, `http2`,
        `local_address`, `uds` …; `limits` may be a dict. Proxies and certificate
        locations come from the environment, unless `trust_env=False`.
        """
        self._pools = Pools("HTTPTransport", settings)

    def send(self, request: WireRequest, /) -> Incoming[Iterator[bytes]]:
        """Send the request, and return when the headers of the answer are there."""
        pool = self._pools.for_url(request.url)
        library = self._pools.library
        own: list[Exception] = []
        timeouts = self._pools.timeouts(request.timeout)
        try:
            response = pool.handle_request(
                _outgoing(library, request, timeouts, lambda it: _guarded(it, own))
            )
            if _is_unasked(response):
                response.close()
                raise _unasked()
        except FAILURE as error:
            raise _translated(library, error, own) from _cause(library, error)
        if request.stream:  # the rest may take its time
            timeouts["read"] = request.timeout.read
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
        self._pools = Pools("AsyncHTTPTransport", settings)

    async def send(self, request: WireRequest, /) -> Incoming[AsyncIterator[bytes]]:
        """Send the request, and return when the headers of the answer are there."""
        pool = self._pools.for_url(request.url, running())
        library = self._pools.library
        own: list[Exception] = []
        timeouts = request.timeout._asdict()
        try:
            response = await pool.handle_async_request(
                _outgoing(
                    library, request, timeouts, lambda it: _async_guarded(it, own)
                )
            )
            if _is_unasked(response):
                await response.aclose()
                raise _unasked()
        except FAILURE as error:
            raise _translated(library, error, own) from _cause(library, error)
        stream = _async_pieces(library, response.stream)

        async def close() -> None:
            await stream.aclose()
            await response.stream.aclose()

        return Incoming(response.status_code, _incoming(response), stream, close)

    async def aclose(self) -> None:
        """Give the connections of the running event loop back, and forget others."""
        for pool in self._pools.drain(running()):
            await pool.aclose()


def _outgoing(
    library: Library,
    request: WireRequest,
    timeouts: object,
    guarded: Callable[[Theirs], object],
) -> Theirs:
    """Return a request of the library, which shows its URL: no variable holds it."""
    whole = isinstance(request.content, bytes)
    try:
        return library.Request(
            request.method,
            request.url,
            headers=[(name.encode(), text.encode()) for name, text in request.headers],
            content=request.content if whole else guarded(request.content),
            extensions={"timeout": timeouts},
        )
    except FAILURE:  # its words may hold a secret
        message = f"{request.operation} cannot be sent: its URL or a header is not HTTP"
        raise ArgumentError(message) from None


def _guarded(content: Theirs, own: list[Exception]) -> Generator[bytes]:
    """Give the pieces of a body, and keep the caller's own error apart from others."""
    try:
        yield from map(_piece, content)
    except FAILURE as error:
        own.append(error)
        raise


async def _async_guarded(content: Theirs, own: list[Exception]) -> AsyncIterator[bytes]:
    try:
        if hasattr(content, "__aiter__"):
            async for piece in content:
                yield _piece(piece)
            return
        for piece in content:
            yield _piece(piece)
    except FAILURE as error:
        own.append(error)
        raise


def _piece(piece: Theirs) -> bytes:
    if isinstance(piece, (bytes, bytearray, memoryview)):
        data: bytes = bytes(piece)  # pyright: ignore[reportUnknownArgumentType]
        return data
    message = f"the pieces of a body are bytes, and not {type(piece).__name__}"
    raise ArgumentError(message)


def _is_unasked(response: Theirs) -> bool:
    """Tell whether an answer was there before its request: it is that of another."""
    if response.extensions.get("http_version") == b"HTTP/2":
        return False
    stream = response.extensions.get("network_stream")
    return not getattr(stream, "heard", True)


def _unasked() -> APIConnectionError:
    message = "the connection held an answer that nothing had asked for"
    return APIConnectionError(message)


def _incoming(response: Theirs) -> list[tuple[str, str]]:
    raw = response.headers.raw
    return [(name.decode("latin-1"), value.decode("latin-1")) for name, value in raw]


def _pieces(library: Library, stream: Theirs) -> Generator[bytes]:
    try:
        yield from stream
    except FAILURE as error:
        raise _translated(library, error, ()) from _cause(library, error)


async def _async_pieces(library: Library, stream: Theirs) -> AsyncGenerator[bytes]:
    pieces = aiter(stream)
    try:
        async for piece in pieces:
            yield piece
    except FAILURE as error:
        raise _translated(library, error, ()) from _cause(library, error)
    finally:
        await pieces.aclose()


def _translated(
    library: Library, error: Exception, own: Sequence[Exception]
) -> Exception:
    """Return our error for one of the library's; others of a caller stay.

    Only a failure to connect, or to get a connection of the pool, surely means that
    the request was not acted on.
    """
    if error in own:
        return error
    if isinstance(
        error, APIError
    ):  # raised below the library, whose frames it has seen
        return bare(error)
    if isinstance(error, ImportError):
        return missing(error)
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


def _cause(library: Library, error: Exception) -> BaseException | None:
    if isinstance(error, APIError):
        return error.__cause__
    return None if isinstance(error, library.LocalProtocolError) else bare(error)
