"""The document as a contract: what it promises, and whether a client keeps it.

Used by the generated tests, and by `testing` for those who use the package.
"""

from __future__ import annotations

import asyncio
import json
import warnings
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import parse_qsl, urlsplit

from .. import errors
from ..model import Json, JsonObject, Model
from ..transport import Incoming, WireRequest
from .answers import Documented, answers, manifest
from .proof import check_proof
from .schemas import Direction, own

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator

    from hypothesis.strategies import SearchStrategy

M = TypeVar("M", bound=Model)

_RAISED: Final = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    408: "RequestTimeoutError",
    409: "ConflictError",
    422: "UnprocessableEntityError",
    429: "RateLimitError",
}
"""What each status has to raise; said here once more, and not asked of the client."""
_RAISED_BY_CLASS: Final = {
    2: "UnsuccessfulError",
    3: "RedirectError",
    4: "APIStatusError",
    5: "ServerError",
}


# --- Models -------------------------------------------------------------------


def models() -> list[type[Model]]:
    """Return the models, and no enumerations or unions."""
    return [it for it in _classes() if issubclass(it, Model)]


def enums() -> list[type[Enum]]:
    """Return the enumerations."""
    return [it for it in _classes() if issubclass(it, Enum)]


def _classes() -> list[type[Any]]:
    package = import_module("...models", __package__)
    named = (symbol.removeprefix("models.") for symbol in manifest()["symbols"])
    found = (getattr(package, name) for name in named)
    return [it for it in found if isinstance(it, type)]


def listed(enum: type[Enum]) -> list[Json]:
    """Return the values of an enumeration that the document lists."""
    pointer = _origin(enum)[0]
    lists = [part["enum"] for part in own().parts(own().at(pointer)) if "enum" in part]
    own_values: list[Json] = [member.value for member in enum]
    if not lists:  # constants, each in a schema of its own
        return own_values
    first: object = own_values[0]
    return [
        value
        for value in lists[0]
        if type(value) is type(first) and all(value in other for other in lists)
    ]


def instances(model: type[Model], **choices: bool) -> SearchStrategy[JsonObject]:
    """Return a strategy for the JSON objects of a model; see `Schemas.wire`."""
    pointer, direction = _origin(model)
    found: SearchStrategy[JsonObject] = own().wire(
        pointer, direction, objects=True, **choices
    )
    return found


def strategy(model: type[M]) -> SearchStrategy[M]:
    """Return a Hypothesis strategy for a model, as the document allows it."""
    return instances(model).map(model.from_dict)


def example(model: type[M]) -> M:
    """Return a model with the values of the document's example, or a small one."""
    pointer, direction = _origin(model)
    return model.from_dict(own().example(pointer, direction, objects=True))


def _origin(model: type[Any]) -> tuple[str, Direction]:
    pointer, _, way = manifest()["symbols"][f"models.{model.__name__}"].partition(";")
    return place(pointer), "request" if way.endswith("request") else "response"


def place(pointer: str) -> str:
    """Return where the package's document has what stood in another file."""
    if pointer.startswith("#"):
        return pointer
    moved: JsonObject = own().document["components"]["x-moved"]
    end = len(pointer)
    while end > 0 and pointer[:end] not in moved:
        end = pointer.rfind("/", 0, end)
    key = pointer[:end].replace("~", "~0").replace("/", "~1")
    return f"#/components/x-moved/{key}{pointer[end:]}"


# --- Calls --------------------------------------------------------------------


class Sent:
    """A request that was sent, taken apart."""

    def __init__(self, request: WireRequest) -> None:
        """Take the request."""
        parts = urlsplit(request.url)
        self.line = f"{request.method} {parts.path}"
        self.query = parse_qsl(parts.query, keep_blank_values=True)
        self.headers = {name.lower(): value for name, value in request.headers}
        content: Any = request.content
        pieces: Iterable[bytes] = [content] if isinstance(content, bytes) else content
        self.content = b"".join(pieces)

    @property
    def json(self) -> Json:
        """The JSON body."""
        return json.loads(self.content)

    @property
    def form(self) -> list[tuple[str, str]]:
        """The fields of a form."""
        return parse_qsl(self.content.decode(), keep_blank_values=True)

    @property
    def part_names(self) -> set[str]:
        """The names of the parts of a multipart body."""
        heads = self.content.split(b'Content-Disposition: form-data; name="')[1:]
        return {head.partition(b'"')[0].decode() for head in heads}


class Answering:
    """A transport that gives one answer to every request."""

    def __init__(self, answer: Documented) -> None:
        """Take the answer."""
        self.answer = answer
        kind = answer.media_type
        self.headers = [("content-type", kind)] if kind else list[tuple[str, str]]()
        self.sent: list[Sent] = []

    def send(self, request: WireRequest, /) -> Incoming[Iterator[bytes]]:
        """Keep the request, and answer."""
        self.sent.append(Sent(request))
        pieces = iter([self.answer.content()])
        return Incoming(self.answer.status, self.headers, pieces)

    def close(self) -> None:
        """Have nothing to close."""


class AsyncAnswering(Answering):
    """The same for an async client."""

    async def send(  # type: ignore[override]  # the other protocol
        self, request: WireRequest, /
    ) -> Incoming[AsyncIterator[bytes]]:
        """Keep the request, and answer."""
        self.sent.append(Sent(request))
        return Incoming(self.answer.status, self.headers, self._pieces())

    async def _pieces(self) -> AsyncIterator[bytes]:
        yield self.answer.content()

    async def aclose(self) -> None:
        """Have nothing to close."""


class Contract:
    """Makes calls with both clients, and holds what comes of them to the document."""

    def __init__(
        self, sync: Callable[[Answering], Any], waiting: Callable[[AsyncAnswering], Any]
    ) -> None:
        """Take what makes a client of a transport, and an async one."""
        self._sync = sync
        self._async = waiting

    def call(self, symbol: str, make: Callable[[Any], Any]) -> Sent:
        """Make a call once for each documented answer.

        A success has to be read as what was written, and an error to be raised.

        Returns:
            What was sent, the same each time.

        """
        sent: list[Sent] = []
        found = answers(symbol)
        for answer in found or [Documented(200, "", None)]:
            transport, waiting = Answering(answer), AsyncAnswering(answer)
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                results = [_outcome(make, self._sync(transport))]
                results.append(asyncio.run(_awaited(make, self._async(waiting))))
            for result in results if found else []:
                _check(result, answer)
            sent += [*transport.sent, *waiting.sent]
        if len({(each.line, *each.query) for each in sent}) != 1:
            message = f"{symbol} does not send the same each time"
            raise AssertionError(message)
        check_proof(symbol, sent[0].headers, dict(sent[0].query))
        return sent[0]


def _outcome(make: Callable[[Any], Any], client: Any) -> Any:
    try:
        return make(client)
    except errors.APIError as error:
        return error


async def _awaited(make: Callable[[Any], Any], client: Any) -> Any:
    try:
        return await make(client)
    except errors.APIError as error:
        return error


def _check(result: Any, answer: Documented) -> None:
    if answer.is_success:
        if isinstance(result, errors.APIError):
            raise result
        found = result
    else:
        by_class = _RAISED_BY_CLASS[answer.status // 100]
        expected = _RAISED.get(answer.status, by_class)
        if type(result).__name__ != expected:
            message = f"{answer.status} gave {result!r}, not {expected}"
            raise AssertionError(message)
        found = result.body
    if answer.media_type and not answer.is_read_as(found):
        message = f"{answer.value!r} was read as {found!r}"
        raise AssertionError(message)
