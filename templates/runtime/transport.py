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
"""What Python decodes besides charsets. The first takes the square of the length."""


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


class Answer:
    """What the API answered, as it came."""

    __slots__ = (
        *("content", "headers", "status"),
        *("request_line", "url", "request_id", "duration", "tries"),
    )

    request_line: str
    """Method and URL, secrets left out."""
    url: str
    """Where the answer came from, secrets left out; redirects may have led there."""
    request_id: str | None
    """The API's name for this request: quote it when asking for help."""
    duration: float
    """Seconds from sending the last try to the end of the body."""
    tries: int
    """How often the request was sent."""

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
        """The HTTP status, under the name that it has in many libraries."""
        return self.status

    def json(self) -> Json:
        """Return the body as JSON. Raises `ValueError` if it is none."""
        from .wire import loads

        return loads(self.content)

    @property
    def media_type(self) -> str:
        """The media type of the body, without its parameters; "" if it has none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text, in the charset that it names, else UTF-8."""
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

    def _take(self, answer: Answer) -> None:
        for name in Answer.__slots__:
            setattr(self, name, getattr(answer, name))


class Response(Answer, Generic[T]):
    """An answer with the value that was read from it."""

    __slots__ = ("data", "request")

    def __init__(self, answer: Answer, request: Request[T], data: T) -> None:
        self._take(answer)
        self.request = request
        self.data = data
