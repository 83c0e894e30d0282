"""From the answer of a call to its value, or to an exception."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from .calls import Call
from .errors import DecodeError
from .failure import failure, json_or_text
from .info import find
from .readers import Failed, Reader, as_anything, for_status, parsed
from .response import Answer, Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .core import Core
    from .drift import Drift
    from .model import Json
    from .readers import Loads
    from .request import Request

T = TypeVar("T")


class Result(NamedTuple, Generic[T]):
    """What came of a call."""

    response: Response[T]
    raw: Json = None
    """The JSON that its value was read from, where it is kept."""
    url: str = ""
    """Where it came from in the end, secrets included."""


async def perform(
    core: Core,
    request: Request[T],
    *,
    keep: bool = False,
    deadline: float | None = None,
) -> Result[T]:
    """Make a call, and return what came of it; with `keep` also the JSON."""
    call = Call(core, request, deadline=deadline)
    answer, _ = await call.run()
    strict = core.loads
    strict = _Once(strict)  # only with: facts.success, asks.success, pages, waiting
    loads = core.reading(request, strict)
    try:
        if _denies(
            core, request, answer, strict
        ):  # only with: facts.success, asks.success
            raise failure(core, request, answer)
        value: Any = _value(request, answer, loads)
        raw = json_or_text(answer, strict) if keep else None
    except Failed as error:
        answer.content = str(error).encode()
        raise failure(core, request, answer) from None
    except DecodeError as error:
        error.response, error.request = answer, answer.request_line
        raise
    if core.reports_drift:
        from .drift import report

        odd = _odd_body(request, answer, value)
        await report(core, request.name, value, loads, *odd)
    return Result(Response(answer, request, value), raw, call.sent.url)


def _denies(core: Core, request: Request[Any], answer: Answer, loads: Loads) -> bool:
    """Return whether the flag in the body says that the call has failed."""
    success = request.success or core.info.success
    if not success or "json" not in answer.media_type or not answer.content:
        return False
    return find(parsed(answer, loads), (success,)) is False


class _Once:
    """Reads the JSON of a body once, however often it is asked for."""

    def __init__(self, loads: Loads) -> None:
        self._loads = loads
        self._seen: tuple[bytes, Json] | None = None

    def __call__(self, content: bytes) -> Json:
        if self._seen is None or self._seen[0] is not content:
            self._seen = content, self._loads(content)
        return self._seen[1]


def _value(request: Request[T], answer: Answer, loads: Loads) -> T | None:
    """Return what a success is read as."""
    reader = reader_of(request.returns, answer.status)
    if reader is None:
        return None
    try:
        return reader.read(answer, loads)
    except DecodeError as error:
        # Where one success has no body, another may have none either.
        readers = request.returns.values()
        if not answer.content and not all(each.accept for each in readers):
            return None
        misfits: list[DecodeError] | None = getattr(loads, "misfits", None)
        if misfits is None:
            raise
        misfits.append(error)
        whole: Any = as_anything().read(answer, loads)
        return whole  # type: ignore[no-any-return]


def _odd_body(
    request: Request[Any], answer: Answer, value: object
) -> tuple[Drift, ...]:
    """Return the drift of a body that is there and should not be, or the reverse."""
    from .drift import Drift

    reader = reader_of(request.returns, answer.status)
    if not reader or value is not None or bool(answer.content) == bool(reader.accept):
        return ()
    expected, found = ("no body", "one") if answer.content else ("a body", "none")
    return (Drift("body", request.name, "$", found, expected),)


def reader_of(readers: Mapping[str, Reader[T]], status: int) -> Reader[T] | None:
    """Return how to read a success: as documented, else as another success is."""
    return for_status(readers, status) or next(
        (reader for key, reader in readers.items() if key.startswith("2")), None
    )


class Resource:
    """A group of operations; each method describes its call, and makes it."""

    def __init__(self, owner: Resource) -> None:
        self.__core__: Core = owner.__core__

    def _call(self, request: Request[T]) -> T:
        """Make a call, and return its value."""
        found: T = self.__core__.driver.run(value_of, self.__core__, request)
        return found


class AsyncResource:
    """A group of operations of an async client; the call is made when awaited."""

    def __init__(self, owner: AsyncResource) -> None:
        self.__core__: Core = owner.__core__

    async def _call(self, request: Request[T]) -> T:
        """Make a call, and return its value."""
        found: T = await self.__core__.driver.run(value_of, self.__core__, request)
        return found


async def value_of(core: Core, request: Request[T]) -> T:
    """Make a call, and give its value."""
    return (await perform(core, request)).response.data
