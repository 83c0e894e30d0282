"""One call, from the description to the value: written once, for both clients.

It is a generator of steps that a driver does (`drive.py`): get a token, send, read the
body, wait, try again. What comes out is a response, or an error of `errors.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeVar

from .auth import proofs
from .core import timeout_of
from .errors import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    DecodeError,
    status_error,
)
from .inflate import Collector
from .info import MISSING, find
from .plan import Plan, absolute, bounded, origin
from .readers import Reader, for_status, parsed
from .response import Answer, Headers, Response
from .retry import retry_after, wait_before
from .transport import WireRequest

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Mapping

    from .auth import Step
    from .core import Core
    from .model import Json
    from .request import Request

T = TypeVar("T")

_MOST_REDIRECTS: Final = 10
_REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_FINE: Final = range(200, 300)
DEBUG: Final = 10
"""The level of `logging`."""


class Exchange:
    """The tries of one call."""

    def __init__(
        self,
        core: Core,
        request: Request[Any],
        *,
        stream: bool = False,
        deadline: float | None = None,
    ) -> None:
        """Take the client's state, the call, and by when it must be over.

        Raises:
            ArgumentError: if the call cannot be made.
        """
        self.core = core
        self.driver = core.driver
        self.stream = stream
        streamed = any(reader.item for reader in request.returns.values())
        self.plan = Plan(core, request, encoded=not streamed)
        options = request.options
        self.timeout = timeout_of(options.timeout, core.timeout)
        retries = options.max_retries
        self.most = 1 + (core.max_retries if retries is None else retries)
        if self.timeout.total is not None:
            own = core.clock.monotonic() + self.timeout.total
            deadline = own if deadline is None else min(own, deadline)
        self.deadline = deadline
        self.tries = 0
        self.redirects = 0
        self.stale: dict[str, str] = {}

    def run(self) -> Generator[Step, Any, tuple[Answer, Any]]:
        """Give the answer, and what came in where its body is left to be read.

        Raises:
            APIStatusError: for any status but 2xx.
            APIConnectionError: if no answer came.
        """
        while True:
            self.tries += 1
            tokens: dict[str, str] = {}
            try:
                answer, incoming = yield from self._try(tokens)
                if answer.status in _FINE:
                    return answer, incoming
                if self._redirected(answer):
                    continue
                raise self.failure(answer)
            except AuthenticationError as error:
                if self.stale or not tokens:
                    raise self._named(error) from None
                self.stale = tokens
            except (APIStatusError, APIConnectionError) as error:
                wait = self._wait(self._named(error))
                self.core.logger().debug("%s: try %d failed", error, self.tries)
                if wait is None:
                    raise
                yield (self.driver.sleep, wait)

    def _try(self, tokens: dict[str, str]) -> Generator[Step, Any, tuple[Answer, Any]]:
        plan, core, driver = self.plan, self.core, self.driver
        proven: Any = []
        if plan.trusted and plan.arguments:
            proven, found = yield from proofs(core, plan.arguments, self.stale)
            tokens.update(found)
        wire = plan.wire(proven, bounded(self.timeout, self._left()))
        if core.on_request is not None:
            yield (driver.call, core.on_request, wire)
        begun = core.clock.monotonic()
        try:
            incoming = yield (driver.send, wire, self.deadline)
            headers = Headers(incoming.headers)
            answer = Answer(
                incoming.status,
                headers,
                url=plan.shown_url,
                request_line=plan.line,
                request_id=headers.get(core.info.request_id),
                tries=self.tries,
            )
            if not (self.stream and answer.status in _FINE):
                sink = Collector(headers, core.max_response_bytes)
                answer.content = yield (driver.read, incoming, sink, self.deadline)
        except APIError:
            raise
        except TimeoutError as error:
            raise APITimeoutError(_words(error)) from error
        except OSError as error:
            raise APIConnectionError(_words(error)) from error
        answer.duration = core.clock.monotonic() - begun
        log = core.logger()
        if log.isEnabledFor(DEBUG):
            text = "%s: %d in %.3f s, try %d"
            log.debug(text, plan.line, answer.status, answer.duration, self.tries)
        if core.on_response is not None:
            yield (driver.call, core.on_response, answer)
        return answer, incoming

    def _left(self) -> float | None:
        if self.deadline is None:
            return None
        left = self.deadline - self.core.clock.monotonic()
        if left <= 0:
            message = "timed out (total)"
            raise APITimeoutError(message, sent=False)
        return left

    def _wait(self, failure: APIError) -> float | None:
        """Return how long to wait before the next try; None: there is none."""
        if self.tries >= self.most:
            return None
        content = self.plan.content
        untouched = isinstance(failure, APIConnectionError) and not failure.sent
        if content is not None and not content.repeatable and not untouched:
            return None
        wait = wait_before(
            failure,
            tries=self.tries,
            repeatable=self.plan.repeatable,
            longest=self.core.max_retry_wait,
        )
        if wait is None or self.deadline is None:
            return wait
        return wait if self.core.clock.monotonic() + wait < self.deadline else None

    def _redirected(self, answer: Answer) -> bool:
        location = answer.headers.get("location")
        if not (
            self.core.follow_redirects and answer.status in _REDIRECTS and location
        ):
            return False
        content = self.plan.content
        again = answer.status < 304 or content is None or content.repeatable  # noqa: PLR2004
        if self.redirects >= _MOST_REDIRECTS or not again:
            return False
        self.redirects += 1
        self.tries -= 1
        self.plan.redirect(answer.status, location)
        return True

    def _named(self, error: APIError) -> APIError:
        error.request = error.request or self.plan.line
        return error

    def failure(self, answer: Answer) -> APIStatusError:
        """Return the error of an answer that is not a success."""
        core, request = self.core, self.plan.request
        raw = body = json_or_text(core, answer)
        readers = request.raises() if request.raises and answer.content else {}
        reader = for_status(readers, answer.status)
        if reader is not None:
            try:
                body = reader.read(answer, core.loads)
            except ValueError:
                body = raw
        code = find(raw, core.info.error_code)
        message = find(raw, core.info.error_message)
        known = isinstance(code, (str, int)) and not isinstance(code, bool)
        return status_error(answer.status)(
            answer,
            message=message if isinstance(message, str) else phrase(answer, raw),
            code=code if known else None,
            body=body,
            retry_after=retry_after(answer.status, answer.headers, core.clock.now()),
        )


def exchange(
    core: Core,
    request: Request[T],
    *,
    keep: bool = False,
    deadline: float | None = None,
) -> Generator[Step, Any, tuple[Response[T], Json]]:
    """Make a call, and give its response, with the JSON it was read from if asked to."""
    call = Exchange(core, request, deadline=deadline)
    answer, _ = yield from call.run()
    body = _Body(core)
    pointer = request.success or core.info.success
    try:
        if pointer and body.flag(answer, pointer) is False:
            raise call.failure(answer)
        reader = reader_of(request.returns, answer.status)
        value: Any = reader.read(answer, body.loads) if reader else None
        raw = json_or_text(core, answer, body.loads) if keep else None
    except DecodeError as error:
        error.response, error.request = answer, call.plan.line
        raise
    if core.on_drift is not None or core.logger().isEnabledFor(DEBUG):
        from .drift import drifts  # noqa: PLC0415 - needs the annotations of all models

        for drift in drifts(value, request.name, core.drifted):
            core.logger().debug("%s", drift)
            if core.on_drift is not None:
                yield (core.driver.call, core.on_drift, drift)
    return Response(answer, request, value), raw


def reader_of(readers: Mapping[str, Reader[T]], status: int) -> Reader[T] | None:
    """Return how to read a success: as documented, else as another success is."""
    return for_status(readers, status) or next(
        (reader for key, reader in readers.items() if key.startswith("2")), None
    )


class _Body:
    """Reads a JSON body once, however often it is asked for."""

    def __init__(self, core: Core) -> None:
        self._loads = core.loads
        self._seen: tuple[bytes, Json] | None = None

    def loads(self, content: bytes) -> Json:
        if self._seen is None or self._seen[0] is not content:
            self._seen = content, self._loads(content)
        return self._seen[1]

    def flag(self, answer: Answer, pointer: str) -> Json:
        if "json" not in answer.media_type or not answer.content:
            return MISSING
        return find(parsed(answer, self.loads), (pointer,))


def post_form(
    core: Core, url: str, headers: list[tuple[str, str]], content: bytes
) -> Generator[Step, Any, Answer]:
    """Send a form to a URL outside the API, once, and give the answer."""
    kind = ("Content-Type", "application/x-www-form-urlencoded")
    length = ("Content-Length", str(len(content)))
    headers = [*headers, ("User-Agent", core.user_agent), kind, length]
    url = absolute(core.base or "", url)
    origin(url)
    secrets = frozenset({"authorization"})
    request = WireRequest(
        "POST", url, headers, content, core.timeout, operation="token", secrets=secrets
    )
    left = core.timeout.total or core.timeout.read
    deadline = None if left is None else core.clock.monotonic() + left
    try:
        incoming = yield (core.driver.send, request, deadline)
        answer = Answer(
            incoming.status, Headers(incoming.headers), request_line=f"POST {url}"
        )
        sink = Collector(answer.headers, core.max_response_bytes)
        answer.content = yield (core.driver.read, incoming, sink, deadline)
    except APIConnectionError as error:
        error.sent = False
        raise
    except OSError as error:
        message = f"no token: {_words(error)}"
        raise APIConnectionError(message, sent=False) from error
    return answer


def json_or_text(
    core: Core, answer: Answer, loads: Callable[[bytes], Json] | None = None
) -> Json:
    """Return the JSON of a body, else its text; None for an empty one."""
    if not answer.content.strip():
        return None
    try:
        return (loads or core.loads)(answer.content)
    except ValueError:
        return answer.text


def phrase(answer: Answer, raw: Json) -> str:
    """Return the meaning of a status, in the words of HTTP, and a short plain text."""
    from http import HTTPStatus  # noqa: PLC0415 - slow to import, for errors only

    try:
        words = HTTPStatus(answer.status).phrase
    except ValueError:
        words = "unknown status"
    if answer.status in _FINE:
        words = "the body says that it failed"
    if isinstance(raw, str) and len(raw) <= 200 and "<" not in raw:  # noqa: PLR2004
        words += f": {raw.strip()}"
    return words


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
