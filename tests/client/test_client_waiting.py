"""The generated client against a real HTTP server: waiting until a stream is LIVE, and scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from realtimekit_livestreams import Options, errors, models
from tests.support.livestream_wire import livestream, service, session
from tests.support.server import Answer

if TYPE_CHECKING:
    from tests.support.driver import Driver
    from tests.support.server import Server

WAIT = "meetings.wait_until_live"
LIVE = "meetings.live"
AT_ONCE = Options(wait=Options().wait._replace(interval=0.0, timeout=30.0))


def steps(server: Server) -> list[str]:
    """Return the last segment of each path that was requested."""
    return [sent.path.rpartition("/")[2] for sent in server.requests]


@pytest.fixture
def started(server: Server) -> Server:
    """Start a livestream for the meeting `m`."""
    server.api.livestreams = [{**livestream(2), "meeting_id": "m"}]
    server.api.sessions = [session(2)]
    server.api.active["m"] = server.api.livestreams[0]
    return server


def test_waiting_ends_when_the_stream_is_live(started: Server, driver: Driver) -> None:
    """404 and INVOKED both mean "not yet"."""
    started.api.states = ["", "INVOKED", "INVOKED", "LIVE"]
    live = driver.call(WAIT, "m", options=AT_ONCE)

    assert type(live) is models.LivestreamResponse
    assert live.data.status is models.LivestreamStatus.LIVE
    assert steps(started) == ["active-livestream"] * 4


@pytest.mark.parametrize("result", [False, True])
def test_a_playback_url_is_enough(started: Server, driver: Driver, *, result: bool) -> None:
    """The stream can then be watched, whatever its state is."""
    data = {"id": "one", "status": "INVOKED", "playback_url": None}
    for url in (None, "https://watch.example.com/x.m3u8"):
        body = {"success": True, "result" if result else "data": {**data, "playback_url": url}}
        started.answers.append(Answer.of(200, body))
    live = driver.call(WAIT, "m", options=AT_ONCE)

    assert live.data.playback_url == "https://watch.example.com/x.m3u8"
    assert len(started.requests) == 2


def test_a_failure_ends_the_waiting_with_its_reason(started: Server, driver: Driver) -> None:
    """The reason is the API's own message, which another operation returns."""
    started.api.states = ["INVOKED", "ERRORED"]
    with pytest.raises(errors.WaitFailedError, match="sent no video") as caught:
        driver.call(WAIT, "m", options=AT_ONCE)

    assert caught.value.state == "ERRORED"
    assert caught.value.reason == "The encoder sent no video."
    assert steps(started) == ["active-livestream"] * 2 + ["active-livestream-session"]


def test_a_livestream_that_ends_during_the_wait_is_an_error(
    started: Server, driver: Driver
) -> None:
    """404 means "not yet" only before the first success."""
    started.api.states = ["INVOKED", ""]
    with pytest.raises(errors.NotFoundError):
        driver.call(WAIT, "m", options=AT_ONCE)


def test_waiting_ends_after_its_timeout(started: Server, driver: Driver) -> None:
    """The error has the last state."""
    started.api.states = ["INVOKED"]
    patience = Options().wait._replace(interval=5.0, timeout=1.0)
    with pytest.raises(errors.WaitTimeoutError, match="INVOKED") as caught:
        driver.call(WAIT, "m", options=Options(wait=patience))

    assert isinstance(caught.value, TimeoutError)
    assert len(started.requests) == 1


def test_a_scope_starts_waits_and_stops(server: Server, driver: Driver) -> None:
    """The block receives the livestream once it can be watched."""
    server.api.states = ["", "INVOKED", "LIVE"]
    seen: list[Any] = []
    driver.holding(LIVE, seen.append, "m", name="launch", options=AT_ONCE)

    assert [one.data.status for one in seen] == ["LIVE"]
    assert steps(server) == ["livestreams", *["active-livestream"] * 3, "stop"]
    assert server.requests[0].json == {"name": "launch"}
    assert server.api.active == {}


def test_a_scope_stops_when_its_block_fails(server: Server, driver: Driver) -> None:
    """The block's own error is raised."""

    def fail(_: object) -> None:
        message = "of the block"
        raise LookupError(message)

    with pytest.raises(LookupError, match="of the block"):
        driver.holding(LIVE, fail, "m", options=AT_ONCE)
    assert steps(server)[-1] == "stop"
    assert server.api.active == {}


def test_a_scope_stops_a_stream_that_is_never_live(server: Server, driver: Driver) -> None:
    """A started stream costs money."""
    server.api.states = ["ERRORED"]
    with pytest.raises(errors.WaitFailedError):
        driver.holding(LIVE, repr, "m", options=AT_ONCE)

    assert steps(server)[-1] == "stop"
    assert server.api.active == {}


@pytest.mark.parametrize("status", [400, 404, 409])
def test_a_scope_accepts_that_the_stream_has_ended(
    server: Server, driver: Driver, status: int
) -> None:
    """Another program may have stopped it."""

    def stopped(_: object) -> None:
        server.answers.append(Answer.of(status, service(status, "nothing to stop")))

    driver.holding(LIVE, stopped, "m", options=AT_ONCE)
    assert steps(server)[-1] == "stop"


def test_a_scope_raises_when_it_could_not_stop(server: Server, driver: Driver) -> None:
    """A stream that still runs costs money."""

    def refused(_: object) -> None:
        server.answers.append(Answer.of(500, service(500, "no")))

    with pytest.raises(errors.ServerError):
        driver.holding(LIVE, refused, "m", options=AT_ONCE)


def test_a_scope_that_cannot_start_stops_nothing(server: Server, driver: Driver) -> None:
    """A stream that was already running is not stopped."""
    server.api.active["m"] = livestream(2)
    with pytest.raises(errors.ConflictError):
        driver.holding(LIVE, repr, "m", options=AT_ONCE)

    assert steps(server) == ["livestreams"]
    assert "m" in server.api.active
