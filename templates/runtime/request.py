"""One call, described and not yet made: what an operation function returns.

It holds no credential and no base URL; those are the client's. Making the description
imports nothing of HTTP, so that it can be tested, stored and sent by any means.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar
from urllib.parse import quote

from .errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from .bodies import Body
    from .model import JsonObject
    from .readers import Reader

T_co = TypeVar("T_co", covariant=True)

_IDEMPOTENT: Final = frozenset({"GET", "HEAD", "OPTIONS", "PUT", "DELETE"})


class Encoded(str):
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


class Options:
    """What can be asked of one call besides the operation's own arguments."""

    __slots__ = (
        "base_url",
        "body",
        "headers",
        "idempotency_key",
        "max_retries",
        "query",
        "timeout",
        "wait",
    )

    def __init__(  # noqa: PLR0913 - one slot each
        self,
        *,
        timeout: float | Timeout | None = None,
        max_retries: int | None = None,
        headers: Mapping[str, str] | None = None,
        query: Mapping[str, str] | None = None,
        body: JsonObject | None = None,
        idempotency_key: str | bool | None = None,
        base_url: str | None = None,
        wait: Waiting | None = None,
    ) -> None:
        """Take each as a keyword; None leaves it as the client has it."""
        self.timeout = timeout
        """Seconds for each phase, or a `Timeout`."""
        self.max_retries = max_retries
        self.headers = headers
        """Headers to add, or to send instead of those of the same name."""
        self.query = query
        """Query parameters to add."""
        self.body = body
        """Members to add to an object or form body."""
        self.idempotency_key = idempotency_key
        """Sent as `Idempotency-Key` on each try, which makes the call repeatable. True:
        a new random one."""
        self.base_url = base_url
        self.wait = wait or Waiting()
        """How patient a method that waits for a state is."""

    def without_content(self) -> Options:
        """Return the options that fit another operation too."""
        return Options(
            timeout=self.timeout,
            max_retries=self.max_retries,
            headers=self.headers,
            base_url=self.base_url,
            wait=self.wait,
        )


class Request(Generic[T_co]):
    """A call that reads its answer as `T_co`."""

    __slots__ = (
        "body",
        "cookies",
        "headers",
        "idempotent",
        "method",
        "name",
        "options",
        "path",
        "query",
        "raises",
        "returns",
        "secrets",
        "security",
        "server",
        "success",
        "template",
        "url",
    )

    def __init__(  # noqa: PLR0913 - one slot each
        self,
        name: str,
        method: str,
        template: str,
        *,
        path: Mapping[str, object] | None = None,
        query: Iterable[tuple[str, str]] = (),
        headers: Iterable[tuple[str, str]] = (),
        cookies: Iterable[tuple[str, str]] = (),
        body: Body | None = None,
        returns: Mapping[str, Reader[T_co]],
        raises: Callable[[], Mapping[str, Reader[object]]] | None = None,
        security: tuple[tuple[str, ...], ...] | None = None,
        options: Options | None = None,
        idempotent: bool = False,
        success: str | None = None,
        server: str | None = None,
        secrets: Collection[str] = (),
    ) -> None:
        """Take what the document and the caller say of the call."""
        self.name = name
        """The operation's symbol, `pets.list`."""
        self.method = method
        self.template = template
        """The path template, as in the document."""
        self.path = path or {}
        """The path parameters; what is None, the client fills in."""
        self.query = list(query)
        self.headers = list(headers)
        self.cookies = list(cookies)
        self.body = body
        self.returns = returns
        """How to read the body of each status that is a success."""
        self.raises = raises
        """What gives the readers of errors, each for a few statuses: `"404 4XX"`."""
        self.security = security
        """Alternatives, each the credentials that go together; None: the API's own."""
        self.options = options or _NO_OPTIONS
        self.idempotent = idempotent or method in _IDEMPOTENT
        """Whether it may be repeated when it is not known if it was acted on."""
        self.success = success
        """Where a flag in the body says that a 2xx is one; None: as the API says."""
        self.server = server
        """The base URL, where the operation has one of its own."""
        self.secrets = secrets
        """The parameters that no error or log may show."""
        self.url: str | None = None
        """The whole URL, instead of server, path and query: a link to a next page."""

    def replace(self, **changes: Any) -> Request[T_co]:  # noqa: ANN401 - any attribute
        """Return a copy with some attributes changed."""
        copy: Request[T_co] = object.__new__(type(self))
        for name in Request.__slots__:
            setattr(
                copy, name, changes[name] if name in changes else getattr(self, name)
            )
        return copy

    def with_query(self, name: str, value: str | None) -> Request[T_co]:
        """Return a copy that has this one value for a query parameter, or none."""
        query = [pair for pair in self.query if pair[0] != name]
        if value is not None:
            query.append((name, value))
        return self.replace(query=query)

    def query_value(self, name: str) -> str | None:
        """Return the first value of a query parameter."""
        return next((value for key, value in self.query if key == name), None)

    def __repr__(self) -> str:
        """Show the operation, and none of its arguments: they may be secret."""
        return f"<Request {self.name}: {self.method} {self.template}>"


_NO_OPTIONS: Final = Options()


def expand(template: str, path: Mapping[str, object]) -> str:
    """Put values into a path template, each percent-encoded whole.

    Raises:
        ArgumentError: for a value that would name another path.
    """
    pieces = template.split("{")
    filled = [pieces[0]]
    for piece in pieces[1:]:
        name, _, rest = piece.partition("}")
        filled += (segment(name, path.get(name)), rest)
    result = "".join(filled)
    if "/." in result and any(part in {".", ".."} for part in result.split("/")):
        message = f"the values of {template} make a path of dots"
        raise ArgumentError(message)
    return result


def segment(name: str, value: object) -> str:
    """Return a path parameter's value as it stands in the URL.

    Raises:
        ArgumentError: if it is missing, or would name another path.
    """
    if type(value) is Encoded:
        return value
    if type(value) is not str:
        if value is None:
            message = f"the path parameter {name!r} is missing"
            raise ArgumentError(message)
        from .wire import text_of  # noqa: PLC0415 - most values are text

        value = text_of(value)
    if value in {"", ".", ".."}:
        message = f"the path parameter {name!r} cannot be {value!r}"
        raise ArgumentError(message)
    return quote_all(name, value)


def quote_all(name: str, text: str) -> str:
    """Percent-encode everything that is not a letter, a digit or one of `-._~`.

    Raises:
        ArgumentError: for lone surrogates, which no URL can carry; names the parameter.
    """
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        message = f"the parameter {name!r} is no valid text"
        raise ArgumentError(message) from None
