"""The document as a contract: calls, and whether a client keeps what is promised.

Used by the generated tests.
"""

from __future__ import annotations

import asyncio
import warnings
from typing import TYPE_CHECKING, Any, Final

from .. import errors
from ..headers import Headers
from speccast.testing.answers import Documented, answers
from speccast.testing.fake import AsyncFakeTransport, FakeTransport, Sent
from speccast.testing.values import is_object

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from ..transport import WireRequest

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


class _Whole:
    """Keeps requests with their credentials: they are made up, and looked at."""

    def _record(self, request: WireRequest, body: bytes) -> Sent:
        headers = Headers(request.headers)
        return Sent(request.operation, request.method, request.url, headers, body)


class Answering(_Whole, FakeTransport):
    """Answers a sync client."""


class AsyncAnswering(_Whole, AsyncFakeTransport):
    """Answers an async client."""


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
            transport, waiting = Answering(), AsyncAnswering()
            for each in (transport, waiting):
                kind = (
                    {"Content-Type": answer.media_type} if answer.media_type else None
                )
                each.answer(
                    symbol, answer.content(), status=answer.status, headers=kind
                )
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)
                results = [_outcome(make, self._sync(transport))]
                results.append(asyncio.run(_awaited(make, self._async(waiting))))
            for result in results if found else []:
                _check(result, answer)
            sent += [*transport.sent, *waiting.sent]
        if len({(each.operation, each.line, *each.query) for each in sent}) != 1:
            message = f"{symbol} does not send the same each time"
            raise AssertionError(message)
        return sent[0]


def _outcome(make: Callable[[Any], Any], client: Any) -> Any:
    try:
        return make(client)
    except errors.APIError as error:
        return error


async def _awaited(make: Callable[[Any], Awaitable[Any]], client: Any) -> Any:
    try:
        return await make(client)
    except errors.APIError as error:
        return error


def _check(result: Any, answer: Documented) -> None:
    if answer.is_success:
        if isinstance(result, errors.APIError):
            raise result
        found = result.body if hasattr(result, "iter_pages") else result
    else:
        by_class = _RAISED_BY_CLASS[answer.status // 100]
        expected = _RAISED.get(answer.status, by_class)
        if type(result).__name__ != expected:
            message = f"{answer.status} gave {result!r}, not {expected}"
            raise AssertionError(message)
        found = result.body
    is_raw = answer.is_model and not answer.failed and is_object(found)
    if answer.media_type and (is_raw or not answer.is_read_as(found)):
        message = f"{answer.value!r} was read as {found!r}"
        raise AssertionError(message)
