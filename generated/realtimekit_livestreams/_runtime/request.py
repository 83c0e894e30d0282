"""One call, described and not yet made: what an operation function returns.

It holds no credential and no base URL; those are the client's. Making the description
imports nothing of HTTP, so that it can be tested, stored and sent by any means.
"""

from __future__ import annotations

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
QueryValue: TypeAlias = str | float | bool | list[Any] | tuple[Any, ...] | None
"""One parameter, one for each item, or none."""
_IDEMPOTENT: Final = frozenset(
    {"GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "QUERY"}
)
_NO_TEXT: Final = "a value is not valid text: it contains a lone surrogate"


class Secret(str):
    """A text that no traceback shows."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


class Encoded(Secret):
    """A piece of a URL that is percent-encoded already."""

    __slots__ = ()


class Timeout(NamedTuple):
    """How many seconds each phase of a call may take; None: as long as it likes."""

    connect: float | None = 10.0
    """Until a connection stands."""
    read: float | None = 60.0
    """Between two pieces of the answer."""
    write: float | None = 60.0
    """Between two pieces of the request."""
    pool: float | None = 60.0
    """Until a connection of the pool is free."""
    total: float | None = 600.0
    """For the whole call, retries and the waiting between them included. A streamed
    body is bounded by `read` alone."""


class Waiting(NamedTuple):
    """How to wait for a state, in seconds."""

    timeout: float = 300.0
    """When to give up."""
    interval: float = 2.0
    """Before the second question."""
    backoff: float = 1.5
    """By how much each interval is longer than the one before it."""
    longest: float = 15.0
    """Between two questions, at most."""


class Options(NamedTuple):
    """What can be asked of one call; None leaves it as the client has it."""

    timeout: float | Timeout | None = None
    """Seconds for each phase, or a `Timeout`."""
    max_retries: int | None = None
    headers: Mapping[str, str] = {}
    """Headers to add, or to send instead of those of the same name."""
    query: Mapping[str, QueryValue] = {}
    """Query parameters to add; a list is one for each item."""
    body: JsonObject | None = None
    """Members to add to an object or form body."""
    idempotency_key: str | bool | None = None
    """Sent as `Idempotency-Key` on each try, which makes the call repeatable. True: a
    new random one."""
    base_url: str | None = None
    lenient: bool | None = None
    """Whether values of the answer that do not fit their types are kept as they came, and
    reported to `on_drift`, instead of a `DecodeError`."""
    wait: Waiting = Waiting()
    """How patient a method that waits for a state is."""

    def __repr__(self) -> str:
        return "Options(…)"


class _Extra(TypedDict, total=False):
    extra_headers: Mapping[str, str] | None
    """Headers to add, or to send instead of those of the same name."""
    extra_query: Mapping[str, QueryValue] | None
    """Query parameters to add."""
    extra_body: JsonObject | None
    """Members to add to an object or form body."""


class CallOptions(_Extra, total=False):
    """What each method takes besides the arguments of the API, for one call."""

    timeout: float | Timeout | None
    """Seconds for each phase, or a `Timeout`."""
    options: Options | None
    """These and everything else that can be asked of a call."""


def options_of(call: Mapping[str, Any]) -> Options | None:
    """Return what is asked of a call with arguments of `CallOptions`."""
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
    """A call that reads its answer as `T_co`."""

    name: str
    """The operation's symbol, `pets.list`."""
    method: str
    template: str
    """The path template, as in the document."""
    path: Mapping[str, object] = {}
    """The path parameters; what is None, the client fills in."""
    query: Sequence[tuple[str, str]] = ()
    headers: Sequence[tuple[str, str]] = ()
    cookies: Sequence[tuple[str, str]] = ()
    body: Body[Any] | None = None
    returns: Mapping[str, Reader[T_co]] = {}
    """How to read the body of each status that is a success."""
    raises: Callable[[], Mapping[str, Reader[object]]] | None = None
    """What gives the readers of errors, each for a few statuses: `"404 4XX"`."""
    security: tuple[tuple[str, ...], ...] | None = None
    """Alternatives, each the credentials that go together; None: the API's own."""
    options: Options | None = None
    idempotent: bool = False
    """Whether it may be repeated though it may have been acted on. Some methods may."""
    success: str | None = None
    """Where a flag in the body says that a 2xx is one; None: as the API says."""
    secrets: tuple[str, ...] = ()
    """The parameters that no error or log may show."""
    idempotency: str = "Idempotency-Key"
    """The header that carries the idempotency key."""
    url: str | None = None
    """The whole URL, instead of server and path: a link to a next page."""

    @property
    def repeatable(self) -> bool:
        """Whether it may be repeated when it is not known if it was acted on."""
        return self.idempotent or self.method in _IDEMPOTENT

    def with_query(self, name: str, value: str) -> Request[T_co]:
        """Return a copy that has this one value for a query parameter."""
        query = [pair for pair in self.query if pair[0] != name]
        return self._replace(query=[*query, (name, value)])

    def with_member(self, name: str, value: Json) -> Request[T_co]:
        """Return a copy that has this value for a member of the body."""
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
    """Put values into a path template, each percent-encoded whole.

    Raises `ArgumentError` for a value that would name another path.
    """
    pieces = template.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        filled += (segment(name, path.get(name)), rest)
    result = "".join(filled)
    if "/." in result and any(part in {".", ".."} for part in result.split("/")):
        raise ArgumentError(f"the values of {template} make a path of dots")
    return result


def segment(name: str, value: object) -> str:
    """Return a path parameter's value as it stands in the URL.

    Raises `ArgumentError` if it is missing, or would name another path.
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
    """Percent-encode all but letters, digits, `-._~` and what is to be kept.

    Raises `ArgumentError` for lone surrogates, which nothing can carry.
    """
    try:
        return quote(text, safe=keep)
    except UnicodeEncodeError:
        pass  # it holds the text, which may be secret
    message = f"the parameter {name!r} is not valid text" if name else _NO_TEXT
    raise ArgumentError(message)
