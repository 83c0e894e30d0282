"""One call, from its description to its value: written once, for both clients.

Request -> Prepared -> WireRequest, sent with retries and redirects -> Answer -> value
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from .auth import proofs
from .concurrency import TOTAL
from .core import timeout_of
from .errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    AuthenticationError,
    DecodeError,
)
from .prepare import prepare
from .request import Timeout
from .results import (
    SUCCESS,
    Cached,
    failed,
    failure,
    json_or_text,
    odd_body,
    receive,
    value_of,
)
from .retry import wait_before
from .transport import Response

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .core import Core
    from .model import Json
    from .request import Request, Secret
    from .transport import Answer

T = TypeVar("T")
_MAX_REDIRECTS: Final = 10
_KEEPS_BODY: Final = frozenset({307, 308})
_REDIRECTS: Final = frozenset({301, 302, 303}) | _KEEPS_BODY


class Call:
    """The tries of one call."""

    def __init__(
        self,
        core: Core,
        request: Request[Any],
        *,
        stream: bool = False,
        deadline: float | None = None,
    ) -> None:
        self.core = core
        self.prepared = prepare(core, request, stream=stream)
        options = self.prepared.options
        retries = options.max_retries
        self.max_tries = 1 + (core.max_retries if retries is None else retries)
        self.timeout = timeout_of(options.timeout, core.timeout)
        self.deadline = deadline
        if self.timeout.total is not None:
            own = core.clock.monotonic() + self.timeout.total
            self.deadline = own if deadline is None else min(own, deadline)
        self.tries = 0
        self.redirects = 0
        self.tokens: Mapping[str, Secret] = {}
        self.stale: Mapping[str, Secret] = {}

    async def run(self) -> tuple[Answer, Any]:
        """Return the answer, and the open response if its body is streamed.

        Raises `APIStatusError` for any status but 2xx, and `APIConnectionError` if no
        answer came.
        """
        while True:
            self.tries += 1
            try:
                answer, incoming = await self._try()
                if answer.status in SUCCESS:
                    return answer, incoming
                if self._redirected(answer):
                    continue
                raise failure(self.core, self.prepared.request, answer)
            except APIError as error:
                line = self.prepared.line
                error.request = error.request or line
                self.core.debug("%s: try %d: %s", line, self.tries, error)
                wait = self._wait(error)
                if self._can_renew(error):
                    wait = 0.0
                if wait is None:
                    raise
                await self.core.driver.sleep(wait)

    async def _try(self) -> tuple[Answer, Any]:
        core, prepared, started = self.core, self.prepared, self.core.clock.monotonic()
        if prepared.credentials:
            self.tokens, prepared.proofs = {}, []
            if prepared.trusted:
                value = await proofs(core, prepared.credentials, self.stale)
                prepared.proofs, self.tokens = value
                started = core.clock.monotonic()
        wire = prepared.wire(self._bounded(started))
        if core.on_request is not None:
            await core.driver.call(core.on_request, wire)
            started = core.clock.monotonic()
        answer, incoming = await receive(core, wire, self.deadline)
        answer.duration = core.clock.monotonic() - started
        answer.tries = self.tries
        answer.request_line = line = prepared.line
        answer.url = line.partition(" ")[2]
        text = "%s: %d in %.3f s, try %d"
        core.debug(text, line, answer.status, answer.duration, self.tries)
        if core.on_response is not None:
            try:
                await core.driver.call(core.on_response, answer)
            except BaseException:
                await core.driver.call(incoming.close)
                raise
        return answer, incoming

    def _can_renew(self, error: APIError) -> bool:
        """Return whether to retry with new tokens."""
        content = self.prepared.content
        again = content is None or content.repeatable
        refused = isinstance(error, AuthenticationError)
        if self.stale or not refused or not self.tokens or not again:
            return False
        self.stale = self.tokens
        self.max_tries += 1
        return True

    def _bounded(self, now: float) -> Timeout:
        """Return the timeouts of one try. The time of a streamed body is not bounded."""
        if self.deadline is None:
            return self.timeout
        remaining = self.deadline - now
        if remaining <= 0:
            raise APITimeoutError(TOTAL, sent=False)
        each = [remaining if p is None or p > remaining else p for p in self.timeout]
        bounded = Timeout._make(each)
        is_stream = self.prepared.stream
        return bounded._replace(read=self.timeout.read) if is_stream else bounded

    def _wait(self, error: APIError) -> float | None:
        """Return the seconds before the next try, or None for no further try."""
        content = self.prepared.content
        unsent = isinstance(error, APIConnectionError) and not error.sent
        consumed = content is not None and not content.repeatable and not unsent
        if self.tries >= self.max_tries or consumed:
            return None
        wait = wait_before(
            error,
            tries=self.tries,
            repeatable=self.prepared.repeatable or self.core.retry_unsafe,
            longest=self.core.max_retry_wait,
            conflicts=self.core.retry_conflicts,
        )
        if wait is None or self.deadline is None:
            return wait
        return wait if self.core.clock.monotonic() + wait < self.deadline else None

    def _redirected(self, answer: Answer) -> bool:
        """Follow a redirect if that is allowed; return whether it was followed."""
        location = answer.headers.get("location")
        follow = self.core.follow_redirects
        if follow is False or answer.status not in _REDIRECTS or not location:
            return False
        content = self.prepared.content if answer.status in _KEEPS_BODY else None
        consumed = content is not None and not content.repeatable
        if self.redirects == _MAX_REDIRECTS or consumed:
            return False
        try:
            if not self.prepared.is_same_origin(location) and (content or not follow):
                return False
            self.prepared.redirect(answer.status, location)
        except ValueError:  # of the location
            return False
        self.redirects += 1
        self.tries -= 1
        return True


class Result(NamedTuple, Generic[T]):
    """The result of a call."""

    response: Response[T]
    raw: Json = None
    """The JSON that its value was read from, if it is kept."""
    url: str = ""
    """The URL after redirects, with secrets."""


async def perform(
    core: Core,
    request: Request[T],
    *,
    keep: bool = False,
    deadline: float | None = None,
) -> Result[T]:
    """Make a call, and return its result, with its JSON if `keep` is set."""
    call = Call(core, request, deadline=deadline)
    answer, _ = await call.run()
    strict = core.loads
    strict = Cached(strict)
    loads = core.loads_for(request, strict)
    try:
        if failed(core, request, answer, strict):
            raise failure(core, request, answer)
        value: Any = value_of(request, answer, loads)
        raw = json_or_text(answer, strict) if keep else None
    except DecodeError as error:
        error.response, error.request = answer, answer.request_line
        raise
    if core.reports_drift:
        from .drift import report

        odd = odd_body(request, answer, value)
        await report(core, request.name, value, loads, *odd)
    return Result(Response(answer, request, value), raw, call.prepared.url)


class Resource:
    """A group of operations; each method makes a call."""

    def __init__(self, owner: Resource) -> None:
        self.__core__: Core = owner.__core__

    def _call(self, request: Request[T]) -> T:
        """Make a call, and return its value."""
        value: T = self.__core__.driver.run(response_data, self.__core__, request)
        return value


class AsyncResource:
    """A group of operations of an async client; the call is made when awaited."""

    def __init__(self, owner: AsyncResource) -> None:
        self.__core__: Core = owner.__core__

    async def _call(self, request: Request[T]) -> T:
        """Make a call, and return its value."""
        value: T = await self.__core__.driver.run(response_data, self.__core__, request)
        return value


async def response_data(core: Core, request: Request[T]) -> T:
    """Make a call, and return its value."""
    return (await perform(core, request)).response.data
