"""Transports for tests that send nothing.

    transport = FakeTransport()
    transport.answer("pets.list", {"success": True, "data": []})
    transport.fail("pets.feed", 503, times=1)
    client = Client(..., transport=transport)
    ...
    assert transport.sent[0].operation == "pets.list"

An operation without a scripted answer is answered with the document's example.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

from .errors import MissingLibraryError
from .http import Headers, redacted
from .transport import Incoming, WireRequest
from .wire import dumps, loads, to_wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Mapping

    from .model import Json, JsonObject


def from_speccast(name: str) -> Any:
    """Return `example` or `strategy` of `speccast.testing`, if it is installed."""
    if name not in ("example", "strategy"):
        raise AttributeError(f"there is no {name} for tests")
    try:
        return getattr(import_module("speccast.testing"), name)
    except ImportError as error:
        message = "examples and strategies need: pip install 'speccast[testing]'"
        raise MissingLibraryError(message) from error


class Sent(NamedTuple):
    """A recorded request, without credentials."""

    operation: str
    """The operation's symbol."""
    method: str
    url: str
    headers: Headers
    body: bytes

    @property
    def line(self) -> str:
        """The method and the path."""
        return f"{self.method} {urlsplit(self.url).path}"

    @property
    def query(self) -> list[tuple[str, str]]:
        """The names and values of the query."""
        return parse_qsl(urlsplit(self.url).query, keep_blank_values=True)

    @property
    def json(self) -> Json:
        """The body, read as JSON."""
        return loads(self.body)


class _Scripted(NamedTuple):
    """The next answer of an operation."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    error: Exception | None = None
    times: int | None = None


class _Fake:
    """Answers requests, and records them."""

    def __init__(self, *, redact: bool = True) -> None:
        """With `redact`, records contain no credentials."""
        self._redact = redact
        self.sent: list[Sent] = []
        """The recorded requests, in order."""
        self._script: dict[str, list[_Scripted]] = {}

    def answer(
        self,
        operation: str,
        value: object = None,
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        times: int | None = None,
    ) -> None:
        """Set an answer of an operation (`pets.list`).

        Args:
            operation: the symbol. Its answers are used in the order of these calls.
            value: a model, a JSON value, bytes, or None for no body.
            status: the HTTP status.
            headers: further headers.
            times: the number of uses; None: no limit.

        """
        body, pairs = b"", list[tuple[str, str]]()
        if isinstance(value, bytes):
            body = value
        elif value is not None:
            body = dumps(to_wire(value)).encode()
            pairs = [("Content-Type", "application/json")]
        pairs += (headers or {}).items()
        scripted = _Scripted(status, pairs, body, times=times)
        self._script.setdefault(operation, []).append(scripted)

    def fail(
        self, operation: str, error: Exception | int = 500, *, times: int | None = None
    ) -> None:
        """Set a failure of an operation: a status, or an error of the network."""
        if isinstance(error, int):
            self.answer(operation, status=error, times=times)
        else:
            scripted = _Scripted(0, [], b"", error, times)
            self._script.setdefault(operation, []).append(scripted)

    def _respond(self, request: WireRequest, body: bytes) -> _Scripted:
        self.sent.append(self._record(request, body))
        script = self._script.get(request.operation)
        if not script:
            return _documented(request)
        scripted = script[0]
        if scripted.times is not None:
            script[0] = scripted._replace(times=scripted.times - 1)
            if scripted.times <= 1:
                script.pop(0)
        if scripted.error is not None:
            raise scripted.error
        return scripted

    def _record(self, request: WireRequest, body: bytes) -> Sent:
        url, headers, secrets = request.url, request.headers, request.secrets
        if self._redact:
            url, mark, query = url.partition("?")
            url += mark + redacted(query, secrets)
            headers = [pair for pair in headers if pair[0].lower() not in secrets]
        return Sent(request.operation, request.method, url, Headers(headers), body)


class FakeTransport(_Fake):
    """A fake transport for sync clients."""

    def send(self, request: WireRequest, /) -> Incoming[Iterator[bytes]]:
        """Answer a request."""
        body: Any = request.content
        status, headers, content, *_ = self._respond(request, body)
        return Incoming(status, headers, iter([content]))

    def close(self) -> None:
        """Do nothing."""


class AsyncFakeTransport(_Fake):
    """A fake transport for async clients."""

    async def send(self, request: WireRequest, /) -> Incoming[AsyncIterator[bytes]]:
        """Answer a request."""
        body: Any = request.content
        status, headers, content, *_ = self._respond(request, body)
        return Incoming(status, headers, _pieces(content))

    async def aclose(self) -> None:
        """Do nothing."""


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    yield content


@cache
def _examples() -> JsonObject:
    """Return the documented answers: status, media type and body of each operation."""
    package = (__package__ or "").rpartition(".")[0]
    content = resources.files(package).joinpath("_examples.json").read_bytes()
    found: JsonObject = loads(content)
    return found


def _documented(request: WireRequest) -> _Scripted:
    found = _examples().get(request.operation)
    if found is None:
        raise LookupError(f"no documented answer: use answer({request.operation!r}, …)")
    kind = found["media_type"]
    body = dumps(found["json"]) if "json" in found else found["text"]
    headers = [("Content-Type", kind)] if kind else []
    return _Scripted(found["status"], headers, body.encode())
