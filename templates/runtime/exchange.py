"""One call, from the description to the value: written once, for both clients.

Get a token, send, read the body, wait, try again; a driver does what differs between
the two (`drive.py`). What comes out is a response, or an error of `errors.py`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

from .auth import proofs
from .core import timeout_of
from .errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    AuthenticationError,
    DecodeError,
)
from .failure import failure, json_or_text
from .info import MISSING, find
from .loops import TOTAL
from .plan import bounded, planned
from .readers import Failed, Reader, as_anything, for_status, parsed
from .response import Answer, Response
from .retry import wait_before
from .sending import FINE, receive

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .core import Core
    from .drift import Drift
    from .model import Json
    from .readers import Loads
    from .request import Request, Secret, Timeout

T = TypeVar("T")

_MOST_REDIRECTS: Final = 10
_KEEPS_BODY: Final = frozenset({307, 308})
_REDIRECTS: Final = frozenset({301, 302, 303}) | _KEEPS_BODY
_DEBUG: Final = 10
"""The level of `logging`."""


class Kept(NamedTuple, Generic[T]):
    """What came of a call."""

    response: Response[T]
    raw: Json = None
    """The JSON that its value was read from, where it is kept."""
    url: str = ""
    """Where it came from in the end, secrets included."""


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

        Raises `ArgumentError` if the call cannot be made.
        """
        self.core = core
        self.stream = stream
        items = any(reader.items for reader in request.returns.values())
        self.plan = plan = planned(core, request, encoded=not items, stream=stream)
        retries = plan.options.max_retries
        self.most = 1 + (core.max_retries if retries is None else retries)
        self.timeout = timeout_of(plan.options.timeout, core.timeout)
        self.deadline = deadline
        if self.timeout.total is not None:
            own = core.clock.monotonic() + self.timeout.total
            self.deadline = own if deadline is None else min(own, deadline)
        self.tries = 0
        self.redirects = 0
        self.stale: Mapping[str, Secret] = {}

    async def run(self) -> tuple[Answer, Any]:
        """Give the answer, and what came in where its body is left to be read.

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
                raise failure(self.core, self.plan.request, answer)
            except APIError as error:
                error.request = error.request or self._line
                log = self.core.logger()
                log.debug("%s: try %d: %s", self._line, self.tries, error)
                wait = self._wait(error)
                if isinstance(error, AuthenticationError) and self._anew(
                    tokens
                ):  # only with: auth
                    wait = 0.0
                if wait is None:
                    raise
                await self.core.driver.sleep(wait)

    @property
    def _line(self) -> str:
        return f"{self.plan.method} {self.plan.shown}"

    async def _try(self, tokens: dict[str, Secret]) -> tuple[Answer, Any]:
        core, driver = self.core, self.core.driver
        proven: list[Any] = []
        if self.plan.trusted and self.plan.arguments:  # only with: auth
            proven, found = await proofs(core, self.plan.arguments, self.stale)
            tokens.update(found)
        wire = self.plan.wire(proven, self._timeout(), stream=self.stream)
        if core.on_request is not None:
            await driver.call(core.on_request, wire)
        begun = core.clock.monotonic()
        answer, incoming = await receive(core, wire, self.deadline, stream=self.stream)
        answer.duration = core.clock.monotonic() - begun
        answer.tries = self.tries
        answer.url = shown = self.plan.shown
        answer.request_line = line = f"{self.plan.method} {shown}"
        log = core.logger()
        if log.isEnabledFor(_DEBUG):
            text = "%s: %d in %.3f s, try %d"
            log.debug(text, line, answer.status, answer.duration, self.tries)
        if core.on_response is not None:
            try:
                await driver.call(core.on_response, answer)
            except BaseException:
                await driver.call(incoming.close)
                raise
        return answer, incoming

    def _anew(self, tokens: Mapping[str, Secret]) -> bool:  # only with: auth
        """Tell whether to try with new tokens: once, if there can be any."""
        content = self.plan.content
        again = content is None or content.repeatable
        if self.stale or not tokens or not again:
            return False
        self.stale = tokens
        self.most += 1
        return True

    def _timeout(self) -> Timeout:
        """Return the timeouts of one try. What is streamed may take its time."""
        bound = bounded(self.timeout, self._left())
        return bound._replace(read=self.timeout.read) if self.stream else bound

    def _left(self) -> float | None:
        """Return how many seconds are left in all."""
        if self.deadline is None:
            return None
        left = self.deadline - self.core.clock.monotonic()
        if left <= 0:
            raise APITimeoutError(TOTAL, sent=False)
        return left

    def _wait(self, error: APIError) -> float | None:
        """Return how long to wait before the next try; None: there is none."""
        content = self.plan.content
        untouched = isinstance(error, APIConnectionError) and not error.sent
        used_up = content is not None and not content.repeatable and not untouched
        if self.tries >= self.most or used_up:
            return None
        wait = wait_before(
            error,
            tries=self.tries,
            repeatable=self.plan.repeatable or self.core.retry_unsafe,
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
        content = self.plan.content if answer.status in _KEEPS_BODY else None
        used_up = content is not None and not content.repeatable
        if self.redirects == _MOST_REDIRECTS or used_up:
            return False
        try:
            home = self.plan.is_home(location)
            if not home and (content is not None or not wanted):
                return False
            self.plan.redirect(answer.status, location)
        except ValueError:  # it leads nowhere
            return False
        self.redirects += 1
        self.tries -= 1
        return True


async def exchange(
    core: Core,
    request: Request[T],
    *,
    keep: bool = False,
    deadline: float | None = None,
) -> Kept[T]:
    """Make a call, and give its response; with `keep` also the JSON it came from."""
    call = Exchange(core, request, deadline=deadline)
    answer, _ = await call.run()
    body = _Body(core)
    loads = core.reading(request, body.loads)
    pointer = request.success or core.info.success
    try:
        if pointer and body.flag(answer, pointer) is False:
            raise failure(core, request, answer)
        value: Any = _value(request, answer, loads)
        raw = json_or_text(answer, body.loads) if keep else None
    except Failed as error:
        answer.content = str(error).encode()
        raise failure(core, request, answer) from None
    except DecodeError as error:
        error.response, error.request = answer, answer.request_line
        raise
    if core.on_drift is not None or core.logger().isEnabledFor(_DEBUG):
        from .drift import report

        odd = _odd_body(request, answer, value)
        await report(core, request.name, value, loads, *odd)
    return Kept(Response(answer, request, value), raw, call.plan.url)


def _value(request: Request[T], answer: Answer, loads: Loads) -> T | None:
    """Return what a success is read as."""
    reader = reader_of(request.returns, answer.status)
    if reader is None:
        return None
    try:
        return reader.read(answer, loads)
    except DecodeError as error:
        # Where one success has no body, another may have none either.
        if not answer.content and not all(
            each.accept for each in request.returns.values()
        ):
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
