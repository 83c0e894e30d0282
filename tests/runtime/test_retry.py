"""Retries: which calls are repeated, when, and which never."""

from __future__ import annotations

from email.utils import formatdate
from typing import TYPE_CHECKING

import pytest
from runtime.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    ConflictError,
    DecodeError,
    RateLimitError,
    ServerError,
)
from runtime.request import Options, Timeout
from runtime.retry import FIRST_WAIT, LONGEST_WAIT, backoff, retry_after

from tests.support.faults import FaultServer, answer, hang_up, raw, reset, truncated
from tests.support.world import get, post

if TYPE_CHECKING:
    from tests.support.faults import Action
    from tests.support.world import World

UNTIL = formatdate(1_700_000_030, usegmt=True)
"""Thirty seconds after the virtual clock begins."""
OK = answer({"fine": True})
FAULTS = [
    answer(status=408),
    answer(status=429),
    answer(status=500),
    answer(status=502),
    answer(status=503),
    answer(status=504),
    reset,
    hang_up,
    truncated,
    raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"),
    raw(b"SSH-2.0-OpenSSH_9.9\r\n"),
]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_repeatable_call_is_retried(timeless: World, server: FaultServer, fault: Action) -> None:
    """Two faults in a row cost two waits."""
    server.will(fault, fault, OK)
    response = timeless.send(server.url, get())
    assert response.data == {"fine": True}
    assert response.tries == len(server.requests) == 3
    assert timeless.clock is not None
    assert len(timeless.clock.slept) == 2
    assert all(0 <= slept <= LONGEST_WAIT for slept in timeless.clock.slept)


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS", "PUT", "DELETE"])
def test_other_idempotent_methods(timeless: World, server: FaultServer, method: str) -> None:
    """Methods that HTTP calls idempotent are retried."""
    server.will(reset, OK)
    timeless.send(server.url, get(method=method, returns={}))
    assert [request.method for request in server.requests] == [method, method]


@pytest.mark.parametrize("method", ["POST", "PATCH"])
@pytest.mark.parametrize("fault", [f for f in FAULTS if f is not FAULTS[1]])
def test_a_call_that_may_have_acted_is_not_repeated(
    timeless: World, server: FaultServer, fault: Action, method: str
) -> None:
    """Methods that may not be safe are sent once."""
    server.will(fault, OK)
    with pytest.raises((APIStatusError, APIConnectionError)):
        timeless.send(server.url, get(method=method))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "fault", [answer(status=429), answer(status=503, headers=[("Retry-After", "1")])]
)
def test_a_call_that_has_not_acted_is_repeated(
    timeless: World, server: FaultServer, fault: Action
) -> None:
    """A server that answers "later" has done nothing."""
    server.will(fault, OK)
    assert timeless.send(server.url, post()).data == {"fine": True}


@pytest.mark.parametrize(
    "request_",
    [
        post(idempotent=True),
        post(options=Options(idempotency_key=True)),
        post(options=Options(idempotency_key="mine")),
        post(headers=[("Idempotency-Key", "theirs")]),
    ],
)
def test_a_call_with_an_idempotency_key_is_repeated(
    timeless: World, server: FaultServer, request_: object
) -> None:
    """Each try has the same key."""
    server.will(reset, answer(status=500), OK)
    timeless.send(server.url, request_)  # type: ignore[arg-type]
    keys = {request.header("idempotency-key") for request in server.requests}
    assert len(keys) == 1
    assert len(server.requests) == 3


@pytest.mark.quick
def test_each_call_has_its_own_key(timeless: World, server: FaultServer) -> None:
    """Two calls have two keys."""
    request = post(options=Options(idempotency_key=True))
    client = timeless.client(server.url)
    timeless.use(client, lambda c: c.send(request), lambda c: c.send(request))
    assert len({request.header("idempotency-key") for request in server.requests}) == 2


def test_a_failed_connection_is_retried(timeless: World) -> None:
    """Even for POST: no server can have acted."""
    with FaultServer() as server:
        url = server.url
    with pytest.raises(APIConnectionError) as caught:
        timeless.send(url, post())
    assert not caught.value.sent
    assert caught.value.request == f"POST {url}/thing"
    assert timeless.clock is not None
    assert len(timeless.clock.slept) == 2


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 410, 422, 451])
def test_other_failures_are_final(timeless: World, server: FaultServer, status: int) -> None:
    """409 is one of them."""
    server.will(answer(status=status), OK)
    with pytest.raises(APIStatusError) as caught:
        timeless.send(server.url, get())
    assert caught.value.status == status
    assert isinstance(caught.value, ConflictError) == (status == 409)
    assert len(server.requests) == 1


def test_unreadable_answers_are_final(timeless: World, server: FaultServer) -> None:
    """A second answer would be the same."""
    server.will(answer(b"<html>"), OK)
    with pytest.raises(DecodeError):
        timeless.send(server.url, get())
    assert len(server.requests) == 1


@pytest.mark.parametrize("times", [0, 1, 4])
def test_the_number_of_retries(timeless: World, server: FaultServer, times: int) -> None:
    """From the client, or from the call."""
    server.will(*[answer(status=500)] * 10)
    with pytest.raises(ServerError):
        timeless.send(server.url, get(), max_retries=times)
    assert len(server.requests) == 1 + times
    with pytest.raises(ServerError):
        timeless.send(server.url, get(options=Options(max_retries=times)), max_retries=7)
    assert len(server.requests) == 2 + 2 * times


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ([("Retry-After", "7")], 7),
        ([("Retry-After", "0")], 0.1),  # an immediate retry would not help
        ([("Retry-After", "1.5")], 1.5),
        ([("Retry-After", UNTIL)], 30),
        ([("retry-after-ms", "250"), ("Retry-After", "9")], 0.25),
        ([("Ratelimit", '"default";r=0;t=12')], 12),
        ([("Ratelimit", '"burst";r=5;t=2, "day";r=0;t=50')], 50),
        ([("RateLimit", "limit=10, remaining=0, reset=8")], 8),
        ([("RateLimit-Reset", "5")], 5),
        ([("Retry-After", "3"), ("Ratelimit", '"default";r=0;t=12')], 3),
    ],
)
def test_retry_after(
    timeless: World, server: FaultServer, headers: list[tuple[str, str]], seconds: float
) -> None:
    """The client waits exactly as long."""
    server.will(answer(status=429, headers=headers), OK)
    timeless.send(server.url, post())
    assert timeless.clock is not None
    assert timeless.clock.slept == [pytest.approx(seconds)]


@pytest.mark.parametrize("longest", [60.0, 5.0])
def test_retry_after_beyond_the_limit(timeless: World, server: FaultServer, longest: float) -> None:
    """The error is raised at once."""
    server.will(answer(status=429, headers=[("Retry-After", str(int(longest) + 1))]))
    with pytest.raises(RateLimitError) as caught:
        timeless.send(server.url, get(), max_retry_wait=longest)
    assert caught.value.retry_after == longest + 1
    assert timeless.clock is not None
    assert not timeless.clock.slept


@pytest.mark.parametrize(
    "value", ["soon", "-1", "nan", "inf", "1e9", "", "99999999999999999999999", "٣", "Fri, 99"]
)
def test_invalid_retry_after(timeless: World, server: FaultServer, value: str) -> None:
    """The client waits as without the header, or gives up."""
    encoded = value.encode().decode("latin-1")
    server.will(answer(status=429, headers=[("Retry-After", encoded)]), OK)
    try:
        timeless.send(server.url, get())
    except RateLimitError as error:
        assert error.retry_after == 1e9  # noqa: PT017 - either is right
    else:
        assert timeless.clock is not None
        assert timeless.clock.slept[0] <= FIRST_WAIT


def test_a_date_in_the_past() -> None:
    """It means now."""
    headers = {"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}
    assert retry_after(503, headers, 1_700_000_000) == 0
    assert retry_after(503, {"retry-after": "Tue, 14 Nov 2023 22:13:50 -0000"}, 1_700_000_000) == 30


def test_a_rate_limit_that_was_not_reached() -> None:
    """A 404 with quota headers does not delay anything."""
    headers = {"ratelimit": '"default";r=0;t=12'}
    assert retry_after(404, headers, 0) is None
    assert retry_after(429, headers, 0) == 12


def test_waits_grow_and_are_spread() -> None:
    """Full jitter: between zero and a limit that doubles up to the longest wait."""
    for tries, limit in [(1, 0.5), (2, 1.0), (3, 2.0), (4, 4.0), (5, 8.0), (6, 8.0), (99, 8.0)]:
        waits = [backoff(tries) for _ in range(300)]
        assert 0 <= min(waits) < limit / 4
        assert limit * 3 / 4 < max(waits) <= limit


def test_the_deadline_bounds_the_retries(timeless: World, server: FaultServer) -> None:
    """A wait that would end after the deadline is not started."""
    server.will(*[answer(status=503, headers=[("Retry-After", "4")])] * 9)
    with pytest.raises(ServerError) as caught:
        timeless.send(server.url, get(), timeout=Timeout(total=10), max_retries=9)
    assert caught.value.retry_after == 4
    assert timeless.clock is not None
    assert timeless.clock.slept == [4, 4]


def test_no_try_begins_after_the_deadline(timeless: World, server: FaultServer) -> None:
    """No request is sent if no time is left for the answer."""

    def slow() -> str:
        timeless.clock.sleep(5)  # type: ignore[union-attr]
        return "t"

    with pytest.raises(APITimeoutError) as caught:
        timeless.send(
            server.url,
            get(security=(("token",),)),
            timeout=Timeout(total=3),
            credentials={"token": slow},
        )
    assert not caught.value.sent
    assert not server.requests
