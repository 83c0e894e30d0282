"""Waiting for a state by polling."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from .calls import perform
from .errors import APIError, APIStatusError, WaitFailedError, WaitTimeoutError
from .info import Pointers, find
from .model import ABSENT
from .request import Options, Request

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .calls import AsyncResource, Resource
    from .core import Core
    from .model import Json

T = TypeVar("T")


class Reason(NamedTuple):
    """The operation that returns the reason of a failure."""

    function: Callable[..., Request[Any]]
    arguments: Mapping[str, str]
    """Its arguments, each with a pointer into the last polled body."""
    value: Pointers
    """The locations of the reason in its answer."""


class Wait(NamedTuple, Generic[T]):
    """A call that is repeated until its answer has a state.

    `Options(wait=Waiting(…))` of the call sets the times.
    """

    function: Callable[..., Request[T]]
    """Returns the request."""
    state: Pointers = ()
    """The location of the state in the answer."""
    until: tuple[object, ...] = ()
    """The states that end the waiting successfully."""
    failed: tuple[object, ...] = ()
    """The states that end the waiting with a `WaitFailedError`."""
    ready: Pointers = ()
    """The location of a value whose presence also ends it successfully."""
    reason: Reason | None = None
    """The operation that returns the reason of a failure."""
    tolerate: tuple[int, ...] = ()
    """The statuses that mean "not yet", until the first success."""

    def run(self, owner: Resource, request: Request[T]) -> T:
        """Wait for the state, and return the answer that has it."""
        found: T = owner.__core__.driver.run(self.wait, owner.__core__, request)
        return found

    async def run_async(self, owner: AsyncResource, request: Request[T]) -> T:
        """Wait for the state, and return the answer that has it."""
        found: T = await owner.__core__.driver.run(self.wait, owner.__core__, request)
        return found

    async def wait(self, core: Core, request: Request[T]) -> T:
        """Repeat the call until the state is reached, and return the answer.

        Raises `WaitFailedError` if the state is one of those that fail, and
        `WaitTimeoutError` if it takes too long.
        """
        times = (request.options or Options()).wait
        deadline = core.clock.monotonic() + times.timeout
        interval, succeeded, state, body = times.interval, False, None, None
        while True:
            try:
                response, raw, _ = await perform(
                    core, request, keep=True, deadline=deadline
                )
            except APIStatusError as error:
                if succeeded or error.status not in self.tolerate:
                    raise
            else:
                succeeded, body = True, response.data
                state = find(raw, self.state)
                state = None if state is ABSENT else state
                if state in self.failed:
                    reason = await self._reason(core, request, raw)
                    raise WaitFailedError(state, reason, body)
                if state in self.until or find(raw, self.ready) not in (ABSENT, ""):
                    return response.data
            if core.clock.monotonic() + interval > deadline:
                message = f"waited {times.timeout:g} s; the state is {state}"
                raise WaitTimeoutError(message, state=state, body=body)
            await core.driver.sleep(interval)
            interval = min(interval * times.backoff, times.longest)

    async def _reason(self, core: Core, request: Request[T], raw: Json) -> str | None:
        """Return the reason that the API reports for the failure, if any."""
        if self.reason is None:
            return None
        found = {
            name: find(raw, (pointer,))
            for name, pointer in self.reason.arguments.items()
        }
        if ABSENT in found.values():
            return None
        reason_request = self.reason.function(**found)
        reason_request = reason_request._replace(
            path={**reason_request.path, **_client_parts(reason_request, request)},
            options=portable(request.options),
        )
        try:
            _, body, _ = await perform(core, reason_request, keep=True)
        except APIError:  # the failure itself is reported
            return None
        words = find(body, self.reason.value)
        return None if words is ABSENT else str(words)


def portable(options: Options | None) -> Options | None:
    """Return the options that are valid for another operation, too."""
    if options is None:
        return None
    options = options._replace(body=None)  # only with: asks.body
    return options._replace(query={}, idempotency_key=None)


def _client_parts(target: Request[Any], polled: Request[Any]) -> dict[str, object]:
    """Return the client's parameters that the call overrides."""
    return {
        name: polled.path[name]
        for name, value in target.path.items()
        if value is None and name in polled.path
    }
