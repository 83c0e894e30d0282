"""The border to HTTP: what goes out, what comes in, and who carries it.

A transport is any object with `send` and `close` (`aclose` in an async client), as the
protocols below say. What it raises is `OSError` (`TimeoutError` among them) or
`APIConnectionError`; anything else is a bug. `http_transport.py` has the ones that are
used when none is given.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar

from .request import Timeout

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Awaitable, Callable, Iterable

S = TypeVar("S", Iterator[bytes], AsyncIterator[bytes])


class WireRequest(NamedTuple):
    """What goes out."""

    method: str
    url: str
    """Percent-encoded, and to be sent as it is."""
    headers: list[tuple[str, str]]
    """All but `Host` and the framing of the body; `Content-Length` if it is known."""
    content: bytes | Iterable[bytes] | AsyncIterable[bytes] = b""
    """The body, or its pieces. Async pieces come in async clients alone."""
    timeout: Timeout = Timeout()
    """Seconds for each phase; none is longer than what is left of `total`."""
    operation: str = ""
    """The operation's symbol."""
    secrets: frozenset[str] = frozenset()
    """The names, in lower case, of headers and query parameters with credentials."""
    stream: bool = False
    """Whether the body is read piece by piece: `timeout.total` does not bound it."""

    def __repr__(self) -> str:
        return f"<WireRequest {self.operation} {self.method}>"


class Incoming(NamedTuple, Generic[S]):
    """What comes in: a status, headers, and a body that is still on its way.

    Content encodings are undone by the client; a transport that has undone one leaves
    out the header that names it.
    """

    status: int
    headers: list[tuple[str, str]]
    stream: S
    """The pieces of the body."""
    close: Callable[[], object | Awaitable[object]] = lambda: None
    """Gives the connection back; async, if the stream is."""


class Transport(Protocol):
    """Carries requests, from any thread."""

    def send(self, request: WireRequest, /) -> Incoming[Iterator[bytes]]:
        """Send the request, and return when the headers of the answer are there."""
        ...

    def close(self) -> None:
        """Give all connections back."""
        ...


class AsyncTransport(Protocol):
    """Carries requests, from any task."""

    async def send(self, request: WireRequest, /) -> Incoming[AsyncIterator[bytes]]:
        """Send the request, and return when the headers of the answer are there."""
        ...

    async def aclose(self) -> None:
        """Give all connections back."""
        ...
