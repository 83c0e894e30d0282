"""What came back: an answer, and the response that adds what it was read as."""

from __future__ import annotations

from codecs import lookup
from typing import TYPE_CHECKING, Final, Generic, TypeVar

if TYPE_CHECKING:
    from .http import Headers
    from .model import Json
    from .request import Request

T = TypeVar("T")
_NO_CHARSETS: Final = frozenset({"punycode", "unicode-escape", "raw-unicode-escape"})
"""What Python decodes besides charsets. The first takes the square of the length."""
_FACTS: Final = ("request_line", "url", "request_id", "duration", "tries")


class Answer:
    """What the API answered, as it came."""

    __slots__ = ("content", "headers", "status", *_FACTS)

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
        for name in _FACTS:
            setattr(self, name, getattr(answer, name))


class Response(Answer, Generic[T]):
    """An answer with the value that was read from it."""

    __slots__ = ("data", "request")

    def __init__(self, answer: Answer, request: Request[T], data: T) -> None:
        super().__init__(answer.status, answer.headers, answer.content)
        self._take(answer)
        self.request = request
        self.data = data
