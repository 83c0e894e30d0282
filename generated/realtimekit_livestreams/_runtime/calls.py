"""One call, from its description to its answer: written once, for both clients.

    request -> Prepared -> send, with retries and redirects -> Answer -> value, or error

Whatever goes wrong is raised as an error of `errors.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .auth import proofs
from .concurrency import TOTAL
from .core import timeout_of
from .errors import (
    FAILURE,
    APIConnectionError,
    APIError,
    APITimeoutError,
    AuthenticationError,
    DecodeError,
    ResponseTooLargeError,
    ours,
)
from .failure import failure
from .http import Decompressor, Headers
from .prepare import prepared
from .request import Timeout
from .response import Answer
from .retry import wait_before

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .core import Core
    from .request import Request, Secret
    from .transport import WireRequest

FINE: Final = range(200, 300)
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
        self.stale: Mapping[str, Secret] = {}

    async def run(self) -> tuple[Answer, Any]:
        """Return the answer, and what came in where its body is left to be read.

        Raises `APIStatusError` for any status but 2xx, and `APIConnectionError` if no
        answer came.
        """
        while True:
            self.tries += 1
            tokens: dict[str, Secret] = {}
            try:
                answer, incoming = await self._try(tokens)
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
                if self._can_renew(error, tokens):
                    wait = 0.0
                if wait is None:
                    raise
                await self.core.driver.sleep(wait)

    async def _try(self, tokens: dict[str, Secret]) -> tuple[Answer, Any]:
        core, sent, begun = self.core, self.sent, self.core.clock.monotonic()
        proven: list[Any] = []
        if sent.trusted and sent.arguments:
            proven, found = await proofs(core, sent.arguments, self.stale)
            tokens.update(found)
            begun = core.clock.monotonic()
        wire = sent.wire(proven, self._bounded(begun), stream=self.stream)
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

    def _can_renew(self, error: APIError, tokens: Mapping[str, Secret]) -> bool:
        """Return whether to try with new tokens: once, if there can be any."""
        content = self.sent.content
        again = content is None or content.repeatable
        refused = isinstance(error, AuthenticationError)
        if self.stale or not refused or not tokens or not again:
            return False
        self.stale = tokens
        self.most += 1
        return True

    def _bounded(self, now: float) -> Timeout:
        """Return the timeouts of one try. What is streamed may take its time."""
        if self.deadline is None:
            return self.timeout
        left = self.deadline - now
        if left <= 0:
            raise APITimeoutError(TOTAL, sent=False)
        each = [left if phase is None else min(left, phase) for phase in self.timeout]
        bounded = Timeout._make(each)
        return bounded._replace(read=self.timeout.read) if self.stream else bounded

    def _wait(self, error: APIError) -> float | None:
        """Return how long to wait before the next try; None: there is none."""
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
        """Go where a redirect leads, if it is to be followed."""
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
        except ValueError:  # it leads nowhere
            return False
        self.redirects += 1
        self.tries -= 1
        return True


async def receive(
    core: Core, wire: WireRequest, deadline: float | None, *, stream: bool = False
) -> tuple[Answer, Any]:
    """Send once, and return the answer; the body of a success is left if streamed."""
    driver = core.driver
    answer: Answer | None = None
    incoming: Any = None
    is_left = False
    try:
        async with driver.until(deadline):
            incoming = await driver.send(wire)
            answer = Answer(incoming.status, Headers(incoming.headers))
            answer.request_id = answer.headers.get(core.info.request_id)
            is_left = stream and answer.status in FINE
            if not is_left:
                answer.content = await _body(core, answer, incoming.stream, deadline)
    except FAILURE as error:
        found = ours(error, "")
        if isinstance(found, DecodeError):
            found.response = answer
        if isinstance(found, APITimeoutError) and _is_late(core, deadline):
            found = APITimeoutError(TOTAL, sent=found.sent)
        raise found from found.__cause__
    finally:
        if incoming is not None and not is_left:
            await driver.call(incoming.close)
    return answer, incoming


async def _body(
    core: Core, answer: Answer, stream: Any, deadline: float | None
) -> bytes:
    """Return a body, its content encoding undone; of an error as much as there is."""
    decompressor, limit = Decompressor(answer.headers), core.max_response_bytes
    pieces: list[bytes] = []
    size, last = 0, b""
    try:
        while (piece := await core.driver.next(stream)) is not None:
            last = piece
            for made in decompressor.feed(piece):
                pieces.append(made[: limit - size])
                size += len(made)
                if size > limit:
                    expected = f"a body of at most {limit} bytes"
                    raise ResponseTooLargeError("$", expected, size)
            if _is_late(core, deadline):
                raise APITimeoutError(TOTAL)
        decompressor.finish()
    except (APIError, OSError):
        # The status says what failed and whether to try again, whatever the body is.
        if answer.status in FINE or _is_late(core, deadline):
            raise
        return b"".join(pieces) or last[:limit]
    return b"".join(pieces)


def _is_late(core: Core, deadline: float | None) -> bool:
    return deadline is not None and core.clock.monotonic() >= deadline
