"""One call, from its description to its value: written once, for both clients.

    Request -> Prepared -> WireRequest, sent with retries and redirects -> Answer -> value

Every failure is raised as an error of `errors.py`.
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
from .prepare import prepared
from .readers import Failed
from .request import Timeout
from .results import (
    FINE,
    Once,
    denies,
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
_MOST_REDIRECTS: Final = 10
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
        self.stream = stream
        items = any(reader.items for reader in request.returns.values())
        self.sent = prepared(core, request, encoded=not items, stream=stream)
        options = self.sent.options
        retries = options.max_retries
        self.most = 1 + (core.max_retries if retries is None else retries)
        self.timeout = timeout_of(options.timeout, core.timeout)
        self.deadline = deadline
        if self.timeout.total is not None:
            own = core.clock.monotonic() + self.timeout.total
            self.deadline = own if deadline is None else min(own, deadline)
        self.tries = 0
        self.redirects = 0
        self.tokens: Mapping[str, Secret] = {}  # only with: auth
        self.stale: Mapping[str, Secret] = {}  # only with: auth

    async def run(self) -> tuple[Answer, Any]:
        """Return the answer, and the open response if its body is streamed.

        Raises `APIStatusError` for any status but 2xx, and `APIConnectionError` if no
        answer came.
        """
        while True:
            self.tries += 1
            try:
                answer, incoming = await self._try()
                if answer.status in FINE:
                    return answer, incoming
                if self._redirected(answer):
                    continue
                raise failure(self.core, self.sent.request, answer)
            except APIError as error:
                line = self.sent.line
                error.request = error.request or line
                self.core.debug("%s: try %d: %s", line, self.tries, error)
                wait = self._wait(error)
                if self._can_renew(error):  # only with: auth
                    wait = 0.0
                if wait is None:
                    raise
                await self.core.driver.sleep(wait)

    async def _try(self) -> tuple[Answer, Any]:
        core, sent, begun = self.core, self.sent, self.core.clock.monotonic()
        if sent.credentials:  # only with: auth
            self.tokens, sent.proofs = {}, []
            if sent.trusted:
                found = await proofs(core, sent.credentials, self.stale)
                sent.proofs, self.tokens = found
                begun = core.clock.monotonic()
        wire = sent.wire(self._bounded(begun), stream=self.stream)
        if core.on_request is not None:
            await core.driver.call(core.on_request, wire)
            begun = core.clock.monotonic()
        answer, incoming = await receive(core, wire, self.deadline, stream=self.stream)
        answer.duration = core.clock.monotonic() - begun
        answer.tries = self.tries
        answer.request_line = line = sent.line
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

    def _can_renew(self, error: APIError) -> bool:  # only with: auth
        """Return whether to try once more with new tokens."""
        content = self.sent.content
        again = content is None or content.repeatable
        refused = isinstance(error, AuthenticationError)
        if self.stale or not refused or not self.tokens or not again:
            return False
        self.stale = self.tokens
        self.most += 1
        return True

    def _bounded(self, now: float) -> Timeout:
        """Return the timeouts of one try. The time of a streamed body is not bounded."""
        if self.deadline is None:
            return self.timeout
        left = self.deadline - now
        if left <= 0:
            raise APITimeoutError(TOTAL, sent=False)
        each = [left if p is None or p > left else p for p in self.timeout]
        bounded = Timeout._make(each)
        return bounded._replace(read=self.timeout.read) if self.stream else bounded

    def _wait(self, error: APIError) -> float | None:
        """Return the wait before the next try, or None if there is none."""
        content = self.sent.content
        untouched = isinstance(error, APIConnectionError) and not error.sent
        used_up = content is not None and not content.repeatable and not untouched
        if self.tries >= self.most or used_up:
            return None
        wait = wait_before(
            error,
            tries=self.tries,
            repeatable=self.sent.repeatable or self.core.retry_unsafe,
            longest=self.core.max_retry_wait,
            conflicts=self.core.retry_conflicts,
        )
        if wait is None or self.deadline is None:
            return wait
        return wait if self.core.clock.monotonic() + wait < self.deadline else None

    def _redirected(self, answer: Answer) -> bool:
        """Follow a redirect if it is allowed, and return whether it is."""
        location = answer.headers.get("location")
        wanted = self.core.follow_redirects
        if wanted is False or answer.status not in _REDIRECTS or not location:
            return False
        content = self.sent.content if answer.status in _KEEPS_BODY else None
        used_up = content is not None and not content.repeatable
        if self.redirects == _MOST_REDIRECTS or used_up:
            return False
        try:
            if not self.sent.is_home(location) and (content or not wanted):
                return False
            self.sent.redirect(answer.status, location)
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
    strict = Once(strict)  # only with: facts.success, asks.success, pages, waiting
    loads = core.reading(request, strict)
    try:
        if denies(
            core, request, answer, strict
        ):  # only with: facts.success, asks.success
            raise failure(core, request, answer)
        value: Any = value_of(request, answer, loads)
        raw = json_or_text(answer, strict) if keep else None
    except Failed as error:
        answer.content = str(error).encode()
        raise failure(core, request, answer) from None
    except DecodeError as error:
        error.response, error.request = answer, answer.request_line
        raise
    if core.reports_drift:
        from .drift import report

        odd = odd_body(request, answer, value)
        await report(core, request.name, value, loads, *odd)
    return Result(Response(answer, request, value), raw, call.sent.url)


class Resource:
    """A group of operations; each method describes its call, and makes it."""

    def __init__(self, owner: Resource) -> None:
        self.__core__: Core = owner.__core__

    def _call(self, request: Request[T]) -> T:
        """Make a call, and return its value."""
        found: T = self.__core__.driver.run(called, self.__core__, request)
        return found


class AsyncResource:
    """A group of operations of an async client; the call is made when awaited."""

    def __init__(self, owner: AsyncResource) -> None:
        self.__core__: Core = owner.__core__

    async def _call(self, request: Request[T]) -> T:
        """Make a call, and return its value."""
        found: T = await self.__core__.driver.run(called, self.__core__, request)
        return found


async def called(core: Core, request: Request[T]) -> T:
    """Make a call, and return its value."""
    return (await perform(core, request)).response.data
