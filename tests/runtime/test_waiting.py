"""Waiting for a state, and scopes: the end is always called, and no error is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

import anyio
import pytest
from runtime.calls import AsyncResource
from runtime.errors import (
    APIConnectionError,
    APIError,
    APITimeoutError,
    ConflictError,
    NotFoundError,
    WaitError,
    WaitFailedError,
    WaitTimeoutError,
)
from runtime.request import Options, Request, Waiting
from runtime.scope import Scope
from runtime.waiting import Reason, Wait

from tests.support.faults import Connection, FaultServer, answer, reset, stall
from tests.support.world import INFO, get, post

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.ways import Whatever
    from tests.support.world import World

LIVE = {"data": {"id": "l-1", "status": "LIVE"}}
SOON = {"data": {"id": "l-1", "status": "INVOKED"}}
ERRORED = {"data": {"id": "l-1", "status": "ERRORED"}}
READY = {"data": {"id": "l-1", "status": "INVOKED", "url": "https://play.test"}}


def start(thing: str, *, account_id: str | None = None, options: Options | None = None) -> Whatever:
    """Describe the call that starts a thing."""
    path = {"account_id": account_id, "thing": thing}
    return post("/{account_id}/{thing}/start", path=path, options=options)


def poll(thing: str, *, account_id: str | None = None, options: Options | None = None) -> Whatever:
    """Describe the call that polls it."""
    path = {"account_id": account_id, "thing": thing}
    return get("/{account_id}/{thing}", path=path, options=options)


def stop(thing: str, *, account_id: str | None = None, options: Options | None = None) -> Whatever:
    """Describe the call that stops it."""
    path = {"account_id": account_id, "thing": thing}
    return post("/{account_id}/{thing}/stop", path=path, options=options)


def why(
    live_id: str, *, account_id: str | None = None, options: Options | None = None
) -> Request[Whatever]:
    """Describe the call for the reason of a failure."""
    path = {"account_id": account_id, "live_id": live_id}
    return get("/{account_id}/why/{live_id}", path=path, options=options)


WAIT: Wait[Whatever] = Wait(
    poll,
    state=("/data/status",),
    until=("LIVE",),
    failed=("ERRORED",),
    ready=("/data/url",),
    reason=Reason(why, {"live_id": "/data/id"}, ("/data/session/err_message",)),
    tolerate=(404,),
)
LIVE_SCOPE: Scope[Whatever] = Scope(start, exit=stop, ready=WAIT, tolerate=(404, 409))
PLAIN: Scope[Whatever] = Scope(start, exit=stop)


class Things:
    """The things of an API, with the methods of either client."""

    def __init__(self, client: Whatever) -> None:
        """Take the client."""
        self.client = client
        self.suffix = "_async" if isinstance(client, AsyncResource) else ""

    def wait(self, thing: str, **given: Whatever) -> Whatever:
        """Wait for a thing."""
        return getattr(WAIT, f"run{self.suffix}")(self.client, poll(thing, **given))

    def live(self, thing: str, **given: Whatever) -> Whatever:
        """Open a scope that waits until it is ready."""
        return getattr(LIVE_SCOPE, f"open{self.suffix}")(self.client, {"thing": thing, **given})

    def plain(self, thing: str, **given: Whatever) -> Whatever:
        """Open a scope that does not wait."""
        return getattr(PLAIN, f"open{self.suffix}")(self.client, {"thing": thing, **given})


def things(
    world: World, server: FaultServer, use: Callable[[Whatever], Whatever], **settings: Whatever
) -> Whatever:
    """Use the things of a client."""
    settings = {"parameters": {"account_id": "acc"}, "max_retries": 0, **settings}
    client = world.client(settings.pop("url", server.url), info=INFO, **settings)
    return world.use(client, lambda client: use(Things(client)))


def targets(server: FaultServer) -> list[str]:
    """Return the targets of the requests."""
    return [f"{request.method} {request.target}" for request in server.requests]


# --- Waiting ------------------------------------------------------------------------------------


def test_waiting_for_a_state(timeless: World, server: FaultServer) -> None:
    """The intervals grow; 404 means "not yet" at first."""
    server.will(answer(status=404), *[answer(SOON)] * 8, answer(LIVE))
    assert things(timeless, server, lambda t: t.wait("x/1")) == LIVE
    assert set(targets(server)) == {"GET /acc/x%2F1"}
    assert timeless.clock is not None
    slept = timeless.clock.slept
    assert slept[:4] == [2.0, 3.0, 4.5, 6.75]
    assert slept[-1] == 15.0


def test_options_of_the_wait(timeless: World, server: FaultServer) -> None:
    """The call passes them."""
    server.will(answer(SOON), answer(SOON), answer(SOON), answer(LIVE))
    patience = Waiting(timeout=60, interval=0.5, backoff=1, longest=9)
    things(timeless, server, lambda t: t.wait("x", options=Options(wait=patience)))
    assert timeless.clock is not None
    assert timeless.clock.slept == [0.5, 0.5, 0.5]


def test_a_ready_value_is_enough(timeless: World, server: FaultServer) -> None:
    """In any state; an empty value is not enough."""
    server.will(answer({"data": {"url": "", "status": "?"}}), answer(READY))
    assert things(timeless, server, lambda t: t.wait("x")) == READY
    assert len(server.requests) == 2


def test_a_404_after_the_first_success_is_an_error(timeless: World, server: FaultServer) -> None:
    """The thing has ended."""
    server.will(answer(SOON), answer(status=404))
    with pytest.raises(NotFoundError):
        things(timeless, server, lambda t: t.wait("x"))


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        (answer({"data": {"session": {"err_message": "no ingest"}}}), "no ingest"),
        (answer({"data": {}}), None),
        (answer(status=500), None),
        (reset, None),
    ],
)
def test_a_state_that_fails(
    timeless: World, server: FaultServer, reason: Whatever, words: str | None
) -> None:
    """The error has the API's own reason, if there is one."""
    server.will(answer(SOON), answer(ERRORED), reason)
    with pytest.raises(WaitFailedError) as caught:
        things(timeless, server, lambda t: t.wait("x", account_id="other"))
    error = caught.value
    assert isinstance(error, WaitError)
    assert (error.state, error.reason, error.body) == ("ERRORED", words, ERRORED)
    assert ("no ingest" in str(error)) == bool(words)
    assert targets(server)[-1] == "GET /other/why/l-1"


def test_the_timeout_of_the_wait(timeless: World, server: FaultServer) -> None:
    """The error has the last state."""
    server.routes["/"] = answer(SOON)
    patience = Waiting(timeout=10, interval=3, backoff=1)
    with pytest.raises(WaitTimeoutError, match="INVOKED") as caught:
        things(timeless, server, lambda t: t.wait("x", options=Options(wait=patience)))
    assert isinstance(caught.value, TimeoutError)
    assert (caught.value.state, caught.value.body) == ("INVOKED", SOON)
    assert timeless.clock is not None
    assert timeless.clock.slept == [3, 3, 3]


def test_a_poll_without_an_answer_ends_with_the_wait(world: World, server: FaultServer) -> None:
    """Whatever the timeouts of a call are."""
    server.will(stall)
    options = Options(wait=Waiting(timeout=0.3))
    with pytest.raises(APITimeoutError):
        things(world, server, lambda t: t.wait("x", options=options), timeout=60)


# --- Scopes -------------------------------------------------------------------------------------


def hold(
    world: World,
    name: str,
    within: Callable[[Whatever], Whatever],
    *args: Whatever,
    **more: Whatever,
) -> Whatever:
    """Return a function that opens a scope and does something inside."""

    def sync(things: Whatever) -> Whatever:
        with getattr(things, name)(*args, **more) as value:
            return within(value)

    async def asynchronous(things: Whatever) -> Whatever:
        async with getattr(things, name)(*args, **more) as value:
            return within(value)

    return sync if world.is_sync else asynchronous


def test_a_scope_starts_waits_and_stops(timeless: World, server: FaultServer) -> None:
    """The arguments are shared; members added to a body are not."""
    server.will(answer(SOON), answer(SOON), answer(LIVE))
    options = Options(body={"extra": 1}, query={"q": "1"}, headers={"X-A": "b"})
    seen = things(
        timeless, server, hold(timeless, "live", lambda v: v, "x", account_id="o", options=options)
    )
    assert seen == LIVE
    assert targets(server) == ["POST /o/x/start?q=1", *["GET /o/x"] * 2, "POST /o/x/stop"]
    assert [request.body for request in server.requests] == [b'{"extra":1}', b"", b"", b""]
    assert {request.header("x-a") for request in server.requests} == {"b"}


def test_a_scope_without_waiting(timeless: World, server: FaultServer) -> None:
    """The block receives the result of the start."""
    server.will(answer({"begun": 1}))
    assert things(timeless, server, hold(timeless, "plain", lambda v: v, thing="x")) == {"begun": 1}
    assert targets(server) == ["POST /acc/x/start", "POST /acc/x/stop"]


def fail(value: Whatever) -> Whatever:
    """Fail."""
    del value
    message = "mine"
    raise KeyError(message)


def test_the_error_of_the_block_is_raised(timeless: World, server: FaultServer) -> None:
    """Also if the stop fails, which a note then says."""
    server.will(answer(LIVE), answer(LIVE), answer({}))
    with pytest.raises(KeyError, match="mine"):
        things(timeless, server, hold(timeless, "live", fail, "x"))
    assert targets(server)[-1] == "POST /acc/x/stop"
    server.will(answer(LIVE), answer(LIVE), answer(status=500))
    with pytest.raises(KeyError, match="mine") as caught:
        things(timeless, server, hold(timeless, "live", fail, "x"))
    assert any("could not be ended: 500" in note for note in caught.value.__notes__)


@pytest.mark.parametrize("status", [404, 409])
def test_a_thing_that_has_ended_already(timeless: World, server: FaultServer, status: int) -> None:
    """It is not an error."""
    server.will(answer(LIVE), answer(LIVE), answer(status=status))
    things(timeless, server, hold(timeless, "live", lambda v: v, "x"))


def test_a_stop_that_fails(timeless: World, server: FaultServer) -> None:
    """It is an error."""
    server.will(answer(LIVE), answer(status=409))
    with pytest.raises(ConflictError):
        things(timeless, server, hold(timeless, "plain", lambda v: v, "x"))


@pytest.mark.parametrize(
    ("script", "ended"),
    [
        ([answer(status=400)], False),
        ([answer(status=503)], True),
        ([reset], True),
        ([answer(b"<html>")], True),
        ([answer(LIVE), answer(ERRORED), answer({})], True),
        ([answer(LIVE), answer(status=500)], True),
    ],
)
def test_a_thing_that_may_have_started_is_stopped(
    timeless: World, server: FaultServer, *, script: list[Whatever], ended: bool
) -> None:
    """The block is never entered."""
    server.will(*script)
    with pytest.raises(APIError):
        things(timeless, server, hold(timeless, "live", fail, "x"))
    assert (targets(server)[-1] == "POST /acc/x/stop") == ended


def test_a_thing_that_has_not_started_is_not_stopped(timeless: World, server: FaultServer) -> None:
    """No stop is sent."""
    with FaultServer() as gone:
        url = gone.url
    with pytest.raises(APIConnectionError, match="ConnectError"):
        things(timeless, server, hold(timeless, "live", fail, "x"), url=url)
    with pytest.raises(ValueError, match="account_id"):
        things(timeless, server, hold(timeless, "live", fail, "x"), parameters={})
    assert not server.requests


@pytest.mark.tasks
def test_a_cancelled_scope_is_stopped(world: World, server: FaultServer) -> None:
    """The stop completes, although its task is cancelled."""

    def slow_stop(connection: Connection) -> bool:
        connection.server.released.wait(0.2)
        return answer({})(connection)

    server.routes["/acc/x/stop"] = slow_stop
    server.will(answer(LIVE), answer(LIVE))

    async def main(things: Whatever) -> None:
        async def held() -> None:
            async with things.live("x"):
                await anyio.sleep_forever()

        async with anyio.create_task_group() as group:
            group.start_soon(held)
            while len(server.requests) < 2:  # noqa: ASYNC110 - in another thread
                await anyio.sleep(0.01)
            await anyio.sleep(0.05)
            group.cancel_scope.cancel()

    things(world, server, main)
    assert targets(server)[-1] == "POST /acc/x/stop"


@pytest.mark.parametrize("place", [KeyboardInterrupt, SystemExit])
def test_an_interrupted_scope_is_stopped(server: FaultServer, place: type[BaseException]) -> None:
    """Ctrl-C also stops what costs money."""
    from tests.support.world import World  # noqa: PLC0415 - one world is enough

    def interrupt(_: Whatever) -> Whatever:
        raise place

    world = World("sync", "httpx2")
    server.will(answer(LIVE), answer(LIVE))
    with pytest.raises(place):
        things(world, server, hold(world, "live", interrupt, "x"))
    assert targets(server)[-1] == "POST /acc/x/stop"
