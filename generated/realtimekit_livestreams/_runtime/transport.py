"""The boundary to HTTP: requests, answers, and the protocols of transports.

A transport is any object with `send` and `close` (`aclose` in an async client). It may
raise `OSError` (which includes `TimeoutError`) or `APIConnectionError`; any other error is
a bug. `http_transport.py` has the default ones.
"""

from __future__ import annotations

from codecs import lookup
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, Protocol, TypeVar

from .request import Timeout

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, Awaitable, Callable, Iterable

    from .http import Headers
    from .model import Json
    from .request import Request

T = TypeVar("T")
S = TypeVar("S", Iterator[bytes], AsyncIterator[bytes])

_NO_CHARSETS: Final = frozenset({"punycode", "unicode-escape", "raw-unicode-escape"})
"""Python codecs that are not charsets. The first one needs quadratic time."""


class WireRequest(NamedTuple):
    """A request, as it is sent."""

    method: str
    url: str
    """Percent-encoded; it is sent unchanged."""
    headers: list[tuple[str, str]]
    """All but `Host` and the framing of the body; `Content-Length` if it is known."""
    content: bytes | Iterable[bytes] | AsyncIterable[bytes] = b""
    """The body, or its pieces; only in async clients can they be async."""
    timeout: Timeout = Timeout()
    """Seconds for each phase; none is longer than the rest of `total`."""
    operation: str = ""
    """The operation's symbol."""
    secrets: frozenset[str] = frozenset()
    """The names of headers and query parameters with credentials, in lower case."""
    stream: bool = False
    """Whether the body is streamed: then `timeout.total` does not limit it."""

    def __repr__(self) -> str:
        return f"<WireRequest {self.operation} {self.method}>"


class Incoming(NamedTuple, Generic[S]):
    """An answer whose body has not been received.

    The client decompresses the body. A transport that does so removes the header.
    """

    status: int
    headers: list[tuple[str, str]]
    stream: S
    """The pieces of the body."""
    close: Callable[[], object | Awaitable[object]] = lambda: None
    """Releases the connection; async if the stream is."""


class Transport(Protocol):
    """A transport of sync clients, called from any thread."""

    def send(self, request: WireRequest, /) -> Incoming[Iterator[bytes]]:
        """Send the request, and return when the headers have been received."""
        ...

    def close(self) -> None:
        """Close all connections."""
        ...


class AsyncTransport(Protocol):
    """A transport of async clients, called from any task."""

    async def send(self, request: WireRequest, /) -> Incoming[AsyncIterator[bytes]]:
        """Send the request, and return when the headers have been received."""
        ...

    async def aclose(self) -> None:
        """Close all connections."""
        ...


class Answer:
    """An answer of the API."""

    __slots__ = (
        *("content", "headers", "status"),
        *("request_line", "url", "request_id", "duration", "tries"),
    )

    request_line: str
    """Method and URL, without secrets."""
    url: str
    """The URL after redirects, without secrets."""
    request_id: str | None
    """The API's identifier of this request, for its support."""
    duration: float
    """Seconds from sending the last try to the end of the body."""
    tries: int
    """The number of tries."""

    def __init__(self, status: int, headers: Headers, content: bytes = b"") -> None:
        self.status = status
        self.headers = headers
        self.content = content
        self.request_line = self.url = ""
        self.request_id = None
        self.duration = 0.0
        self.tries = 1

    @property
    def status_code(self) -> int:
        """The HTTP status. Many libraries call it `status_code`."""
        return self.status

    def json(self) -> Json:
        """Return the body as JSON, or raise `ValueError`."""
        from .wire import loads

        return loads(self.content)

    @property
    def media_type(self) -> str:
        """The media type of the body, without parameters, or ""."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text, in its charset or UTF-8."""
        kind = self.headers.get("content-type", "").lower().partition("charset=")[2]
        charset = kind.partition(";")[0].strip("\"' ") or "utf-8"
        try:
            known = lookup(charset).name
            text = self.content.decode(
                "utf-8" if known in _NO_CHARSETS else known, "replace"
            )
        except (LookupError, ValueError):
            text = self.content.decode("utf-8", "replace")
        return text.removeprefix("\ufeff")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.status} {self.request_line}>"

    def _copy_from(self, answer: Answer) -> None:
        for name in Answer.__slots__:
            setattr(self, name, getattr(answer, name))


class Response(Answer, Generic[T]):
    """An answer with its value."""

    __slots__ = ("data", "request")

    def __init__(self, answer: Answer, request: Request[T], data: T) -> None:
        self._copy_from(answer)
        self.request = request
        self.data = data
