"""What came back: an answer, and the response that adds what it was read as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from .request import Request

T = TypeVar("T")


class Headers(Mapping[str, str]):
    """Headers by name, in any case; `pairs` holds them as they came."""

    __slots__ = ("_by_name", "pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Take name and value of each."""
        self.pairs = tuple(pairs)
        self._by_name: dict[str, str] | None = None

    def __getitem__(self, name: str) -> str:
        """Return the value; several headers of one name are joined with commas."""
        return self._index()[name.lower()]

    def __iter__(self) -> Iterator[str]:
        """Give the names, in lower case."""
        return iter(self._index())

    def __len__(self) -> int:
        """Count the names."""
        return len(self._index())

    def __repr__(self) -> str:
        """Show the names alone: a value may be a secret."""
        return f"Headers({', '.join(self)})"

    def all(self, name: str) -> list[str]:
        """Return the values of all headers of a name (`Set-Cookie`, `Link`)."""
        wanted = name.lower()
        return [value for given, value in self.pairs if given.lower() == wanted]

    def _index(self) -> dict[str, str]:
        if self._by_name is None:
            index: dict[str, str] = {}
            for name, value in self.pairs:
                key = name.lower()
                index[key] = f"{index[key]}, {value}" if key in index else value
            self._by_name = index
        return self._by_name


class Answer:
    """What the API answered, as it came."""

    __slots__ = (
        "content",
        "duration",
        "headers",
        "request_id",
        "request_line",
        "status",
        "tries",
        "url",
    )

    def __init__(  # noqa: PLR0913 - one slot each
        self,
        status: int,
        headers: Headers,
        content: bytes = b"",
        *,
        url: str = "",
        request_line: str = "",
        request_id: str | None = None,
        duration: float = 0.0,
        tries: int = 1,
    ) -> None:
        """Take what is known of it."""
        self.status = status
        self.headers = headers
        self.content = content
        """The body, with its content encoding (gzip, deflate) undone."""
        self.url = url
        """Where the answer came from, secrets left out; redirects may have led there."""
        self.request_line = request_line
        """Method and URL, secrets left out."""
        self.request_id = request_id
        self.duration = duration
        """Seconds from sending the last try to the end of the body."""
        self.tries = tries
        """How often the request was sent."""

    @property
    def media_type(self) -> str:
        """The media type of the body, without its parameters; "" if it has none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    @property
    def text(self) -> str:
        """The body as text, in the charset that it names, else UTF-8."""
        _, _, charset = self.headers.get("content-type", "").partition("charset=")
        name = charset.partition(";")[0].strip("\"' ") or "utf-8-sig"
        try:
            return self.content.decode(name, "replace")
        except LookupError:
            return self.content.decode("utf-8-sig", "replace")

    def __repr__(self) -> str:
        """Show the status, and what was asked."""
        return f"<{type(self).__name__} {self.status} {self.request_line}>"


class Response(Answer, Generic[T]):
    """An answer with the value that was read from it."""

    __slots__ = ("data", "request")

    data: T
    """The decoded body."""
    request: Request[T]
    """The operation that was sent."""

    def __init__(self, answer: Answer, request: Request[T], data: T) -> None:
        """Take the answer and its meaning."""
        for name in Answer.__slots__:
            setattr(self, name, getattr(answer, name))
        self.request = request
        self.data = data
