"""The description of a call, which operation functions return and clients send.

It contains neither credentials nor the base URL, which belong to the client.
"""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Generic,
    NamedTuple,
    TypeAlias,
    TypedDict,
    TypeVar,
)
from urllib.parse import quote

from .errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .bodies import Body
    from .model import Json, JsonObject
    from .readers import Reader

T_co = TypeVar("T_co", covariant=True)
QueryValue: TypeAlias = str | float | date | Enum | list[Any] | tuple[Any, ...] | None
"""The value of a query parameter. A list repeats the parameter; None omits it."""
_IDEMPOTENT: Final = frozenset(
    {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY"}
)
_NO_TEXT: Final = "a value is not valid text: it contains a lone surrogate"


class Secret(str):
    """A string with a masked repr, so that tracebacks do not show it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


class Encoded(Secret):
    """A part of a URL that is already percent-encoded."""

    __slots__ = ()


class Timeout(NamedTuple):
    """The maximum number of seconds of each phase of a call; None: no limit."""

    connect: float | None = 10.0
    """Until a connection is established."""
    read: float | None = 60.0
    """Between two pieces of the answer."""
    write: float | None = 60.0
    """Between two pieces of the request."""
    pool: float | None = 60.0
    """Until a connection in the pool is free."""
    total: float | None = 600.0
    """For the whole call, retries and the waiting between them included. A streamed
    body is bounded by `read` alone."""


class Waiting(NamedTuple):
    """The times of waiting for a state, in seconds."""

    timeout: float = 300.0
    """The maximum duration."""
    interval: float = 2.0
    """Before the second request."""
    backoff: float = 1.5
    """The factor from one interval to the next."""
    longest: float = 15.0
    """The maximum interval."""


class Options(NamedTuple):
    """Options of one call. None means that the option of the client is used."""

    timeout: float | Timeout | None = None
    """Seconds for each phase, or a `Timeout`."""
    max_retries: int | None = None
    headers: Mapping[str, str] = {}
    """Headers to add. They replace those of the same name."""
    query: Mapping[str, QueryValue] = {}
    """Query parameters to add."""
    body: JsonObject | None = None
    """Members to add to an object or form body."""
    idempotency_key: str | bool | None = None
    """Sent as `Idempotency-Key` on each try, which makes the call repeatable. True: a
    new random one."""
    base_url: str | None = None
    lenient: bool | None = None
    """Whether values of the answer that do not fit their types are kept unchanged and
    reported to `on_drift`, instead of a `DecodeError`."""
    wait: Waiting = Waiting()
    """The times of a method that waits for a state."""

    def __repr__(self) -> str:
        return "Options(…)"


class _Extra(TypedDict, total=False):
    extra_headers: Mapping[str, str] | None
    """Headers to add. They replace those of the same name."""
    extra_query: Mapping[str, QueryValue] | None
    """Query parameters to add."""
    extra_body: JsonObject | None
    """Members to add to an object or form body."""


class CallOptions(_Extra, total=False):
    """The arguments that every method has besides those of the API."""

    timeout: float | Timeout | None
    """Seconds for each phase, or a `Timeout`."""
    options: Options | None
    """All options of a call."""


def options_of(call: Mapping[str, Any]) -> Options | None:
    """Return the options of a call from arguments of `CallOptions`."""
    if not call:
        return None
    given = {name.rstrip("_"): value for name, value in call.items()}
    found: Options = given.pop("options", None) or Options()
    if (timeout := given.pop("timeout", None)) is not None:
        found = found._replace(timeout=timeout)
    if headers := given.pop("extra_headers", None):
        found = found._replace(headers={**found.headers, **headers})
    if query := given.pop("extra_query", None):
        found = found._replace(query={**found.query, **query})
    if body := given.pop("extra_body", None):
        found = found._replace(body={**(found.body or {}), **body})
    for name in given:
        raise TypeError(f"there is no argument {name!r}")
    return found


class Request(NamedTuple, Generic[T_co]):
    """A call whose answer is read as `T_co`."""

    name: str
    """The operation's symbol, `pets.list`."""
    method: str
    template: str
    """The path template, as in the document."""
    path: Mapping[str, object] = {}
    """The path parameters. None means the client's value."""
    query: Sequence[tuple[str, str]] = ()
    headers: Sequence[tuple[str, str]] = ()
    cookies: Sequence[tuple[str, str]] = ()
    body: Body[Any] | None = None
    returns: Mapping[str, Reader[T_co]] = {}
    """The reader of the body for each success status."""
    raises: Callable[[], Mapping[str, Reader[object]]] | None = None
    """A function that returns the reader of errors for each group of statuses: `"404 4XX"`."""
    security: tuple[tuple[str, ...], ...] | None = None
    """Alternative sets of credentials; None: those of the API."""
    options: Options | None = None
    success: str | None = None
    """The location of a flag in the body that confirms a 2xx; None: that of the API."""
    secrets: tuple[str, ...] = ()
    """The parameters that errors and logs do not show."""
    idempotency: str = "Idempotency-Key"
    """The header that carries the idempotency key."""
    url: str | None = None
    """The whole URL, instead of server and path: a link to a next page."""

    @property
    def repeatable(self) -> bool:
        """Whether it may be repeated although it may have been processed."""
        return self.method in _IDEMPOTENT

    def with_query(self, name: str, value: str) -> Request[T_co]:
        """Return a copy with one value for a query parameter."""
        query = [pair for pair in self.query if pair[0] != name]
        return self._replace(query=[*query, (name, value)])

    def with_member(self, name: str, value: Json) -> Request[T_co]:
        """Return a copy with a value for a member of the body."""
        from .bodies import JsonBody

        body = self.body or JsonBody({})
        return self._replace(body=body.plus({name: value}))

    def query_value(self, name: str) -> str | None:
        """Return the first value of a query parameter."""
        return next((value for key, value in self.query if key == name), None)

    def __repr__(self) -> str:
        path = self.template if self.url is None else "…"
        return f"<Request {self.name}: {self.method} {path}>"


def expand(template: str, path: Mapping[str, object]) -> str:
    """Return a path template with its values, percent-encoded.

    Raises `ArgumentError` for a value that would lead to another path.
    """
    pieces = template.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        filled += (segment(name, path.get(name)), rest)
    result = "".join(filled)
    if "/." in result and any(part in {".", ".."} for part in result.split("/")):
        raise ArgumentError(f"the values of {template} make a path with `.` or `..`")
    return result


def segment(name: str, value: object) -> str:
    """Return the value of a path parameter in the URL.

    Raises `ArgumentError` if it is missing, or would lead to another path.
    """
    if type(value) is Encoded:
        return value
    if value is None:
        raise ArgumentError(f"the path parameter {name!r} is missing")
    if type(value) is not str:
        from .wire import text_of

        value = text_of(value)
    if value in {"", ".", ".."}:
        raise ArgumentError(f"the path parameter {name!r} cannot be {value!r}")
    return quote_all(value, name)


def quote_all(text: str, name: str = "", *, keep: str = "") -> str:
    """Percent-encode all but letters, digits, `-._~` and the characters of `keep`.

    Raises `ArgumentError` for lone surrogates, which have no encoding.
    """
    if text.isalnum() and text.isascii():  # the usual case; `quote` is much slower
        return text
    try:
        return quote(text, safe=keep)
    except UnicodeEncodeError:
        pass  # the error contains the text, which may be secret
    message = f"the parameter {name!r} is not valid text" if name else _NO_TEXT
    raise ArgumentError(message)
