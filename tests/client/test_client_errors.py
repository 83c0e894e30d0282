"""The generated client against a real HTTP server: what goes wrong, and what is learnt of it."""

from __future__ import annotations

import json
import socket
from typing import TYPE_CHECKING

import pytest

from realtimekit_livestreams import errors, models
from tests.support.livestream_wire import gateway, service
from tests.support.server import TOKEN, Answer

if TYPE_CHECKING:
    from tests.support.driver import Driver
    from tests.support.server import Server

CLASSES = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    408: errors.RequestTimeoutError,
    409: errors.ConflictError,
    418: errors.APIStatusError,
    422: errors.UnprocessableEntityError,
    429: errors.RateLimitError,
    500: errors.ServerError,
    503: errors.ServerError,
}
HTML = b"<!doctype html><html><title>502 Bad Gateway</title></html>"


def test_tracebacks_are_short(server: Server, driver: Driver) -> None:
    """Of ours they show the method and what makes a call, whatever goes wrong underneath."""
    server.answers += [Answer(404, b"{}"), Answer(200, b'{"data": {"id": ["a"]}}')]
    for wanted, value in (
        (errors.NotFoundError, "1"),
        (errors.DecodeError, "1"),
        (errors.ArgumentError, ""),
    ):
        with pytest.raises(wanted) as caught:
            driver.call("livestreams.get_session", value)
        shown = [entry for entry in caught.traceback if "realtimekit" in str(entry.path)]
        assert shown[0].name == "get_session"
        assert len(shown) <= 5, shown


def failing(server: Server, driver: Driver, answer: Answer) -> errors.APIStatusError:
    """Have a call answered like this; return the error that it raises."""
    server.answers.append(answer)
    with pytest.raises(errors.APIStatusError) as caught:
        driver.call("meetings.start_livestream", "m")
    return caught.value


@pytest.mark.parametrize("status", CLASSES)
def test_each_status_has_its_class(server: Server, driver: Driver, status: int) -> None:
    """Whatever the body: it is read from either kind."""
    for body in (service(status, "no such luck"), gateway(status, "no such luck")):
        error = failing(server, driver, Answer.of(status, body))

        assert type(error) is CLASSES[status]
        assert (error.status, error.code, error.message) == (status, status, "no such luck")
        assert error.request_id == f"ray-{len(server.requests)}"
        assert error.headers["content-type"] == "application/json"
        assert error.retry_after is None
        assert json.loads(error.response.content) == body


@pytest.mark.parametrize("status", CLASSES)
def test_a_failure_needs_no_body(server: Server, driver: Driver, status: int) -> None:
    """Status, class and request id are there all the same."""
    error = failing(server, driver, Answer(status))

    assert type(error) is CLASSES[status]
    assert (error.status, error.code, error.body) == (status, None, None)
    assert error.message
    assert error.request_id == "ray-1"


@pytest.mark.parametrize("status", CLASSES)
def test_a_failure_may_be_a_page_of_html(server: Server, driver: Driver, status: int) -> None:
    """It is kept as it came."""
    error = failing(server, driver, Answer(status, HTML, {"content-type": "text/html"}))

    assert type(error) is CLASSES[status]
    assert (error.code, error.body, error.response.content) == (None, HTML.decode(), HTML)
    assert error.message


@pytest.mark.parametrize(
    "body",
    [
        b"null",
        b"[]",
        b"17",
        b'"no"',
        b'{"error": null}',
        b'{"errors": []}',
        b'{"error": "no"}',
        b"{",
    ],
)
def test_a_failure_may_be_nonsense(server: Server, driver: Driver, body: bytes) -> None:
    """Reading an error never fails with another."""
    error = failing(server, driver, Answer(404, body, {"content-type": "application/json"}))

    assert type(error) is errors.NotFoundError
    assert (error.status, error.response.content) == (404, body)
    assert error.message


def test_documented_failures_are_models(server: Server, driver: Driver) -> None:
    """The service's body for 404, the gateway's for 401, one of both for what is not named."""
    missing = failing(server, driver, Answer.of(404, service(404, "x")))
    refused = failing(server, driver, Answer.of(401, gateway(10000, "x")))
    other = failing(server, driver, Answer.of(502, gateway(10001, "x")))

    assert isinstance(missing.body, models.ServiceErrorBody)
    assert missing.body.error.code == 404
    assert isinstance(refused.body, models.GatewayErrorBody)
    assert refused.body.errors[0].code == 10000
    assert isinstance(other.body, models.GatewayErrorBody)


def test_a_failure_of_the_other_kind_keeps_its_parts(server: Server, driver: Driver) -> None:
    """A 404 of the gateway is not documented: the body is then what came."""
    error = failing(server, driver, Answer.of(404, gateway(7003, "could not route")))

    assert (error.code, error.message) == (7003, "could not route")
    assert error.body == gateway(7003, "could not route")


@pytest.mark.parametrize(("sent", "read"), [("300", 300.0), ("0", 0.0), ("1.5", 1.5)])
def test_a_limit_says_when_to_come_back(
    server: Server, driver: Driver, sent: str, read: float
) -> None:
    """In seconds, as a float; the rest of what the gateway says is in the headers."""
    answer = Answer.of(429, gateway(971, "slow down"), retry_after=sent, ratelimit='"x";r=0;t=300')
    error = failing(server, driver, answer)

    assert isinstance(error, errors.RateLimitError)
    assert (error.retry_after, type(error.retry_after)) == (read, float)
    assert error.headers["Ratelimit"] == '"x";r=0;t=300'


@pytest.mark.parametrize("status", [200, 201])
def test_a_success_that_says_it_is_none_is_an_error(
    server: Server, driver: Driver, status: int
) -> None:
    """With the code and message of its body."""
    with_data: dict[str, object] = {**service(404, "gone"), "data": {}}
    for body in (service(404, "gone"), gateway(404, "gone"), with_data):
        error = failing(server, driver, Answer.of(status, body))

        assert (error.status, error.code, error.message) == (status, 404, "gone")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_error(server: Server, driver: Driver, status: int) -> None:
    """One to another origin is not followed, so the token goes nowhere else."""
    elsewhere = "http://other.test/elsewhere"
    error = failing(server, driver, Answer(status, b"", {"location": elsewhere}))

    assert (error.status, error.headers["location"]) == (status, elsewhere)
    assert len(server.requests) == 1


@pytest.mark.parametrize("answer", [Answer(204), Answer(200), Answer(201, b"  ")])
def test_an_empty_body_where_one_is_documented_is_an_error(
    server: Server, driver: Driver, answer: Answer
) -> None:
    """There is nothing to return that would be of the promised type."""
    server.answers.append(answer)
    with pytest.raises(errors.DecodeError) as caught:
        driver.call("livestreams.list")

    assert caught.value.response is not None
    assert caught.value.response.status == answer.status


@pytest.mark.parametrize("body", [HTML, b"{", b'{"success": true', b"\xff\xfe"])
def test_a_success_that_is_no_json_is_an_error(server: Server, driver: Driver, body: bytes) -> None:
    """Of a captive portal, say, or of a proxy; what came is kept."""
    server.answers.append(Answer(200, body, {"content-type": "text/html"}))
    with pytest.raises(errors.DecodeError) as caught:
        driver.call("livestreams.list")

    assert caught.value.response is not None
    assert caught.value.response.content == body


def test_a_server_that_is_not_there_is_a_connection_error(driver: Driver) -> None:
    """Nothing listens on the port."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with pytest.raises(errors.APIConnectionError) as caught:
        driver.having(base_url=f"http://127.0.0.1:{port}").call("livestreams.list")

    assert not isinstance(caught.value, errors.APITimeoutError)
    assert TOKEN not in str(caught.value) + repr(caught.value.__cause__)


def test_a_server_that_does_not_answer_is_a_timeout(driver: Driver) -> None:
    """It takes the connection and is silent."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        with pytest.raises(errors.APITimeoutError) as caught:
            driver.having(base_url=f"http://127.0.0.1:{port}", timeout=0.05).call(
                "livestreams.list"
            )

    assert isinstance(caught.value, TimeoutError)


def test_all_of_them_have_one_base() -> None:
    """So that one `except` is enough."""
    classes = {*CLASSES.values(), errors.DecodeError, errors.APITimeoutError, errors.ArgumentError}

    assert all(issubclass(one, errors.APIError) for one in classes)
