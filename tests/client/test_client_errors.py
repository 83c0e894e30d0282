"""The generated client against a real HTTP server: failures, and what an error contains."""

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
    """At most the method and the functions that make a call are in the traceback."""
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
    """Answer a call with this failure; return the error that it raises."""
    server.answers.append(answer)
    with pytest.raises(errors.APIStatusError) as caught:
        driver.call("meetings.start_livestream", "m")
    return caught.value


@pytest.mark.parametrize("status", CLASSES)
def test_each_status_has_its_class(server: Server, driver: Driver, status: int) -> None:
    """The class follows from the status; the body may be of either kind."""
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
    """Without a body, status, class and request id are still set."""
    error = failing(server, driver, Answer(status))

    assert type(error) is CLASSES[status]
    assert (error.status, error.code, error.body) == (status, None, None)
    assert error.message
    assert error.request_id == "ray-1"


@pytest.mark.parametrize("status", CLASSES)
def test_a_failure_may_be_a_page_of_html(server: Server, driver: Driver, status: int) -> None:
    """The body is kept as text."""
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
def test_the_body_of_a_failure_may_be_anything(server: Server, driver: Driver, body: bytes) -> None:
    """Reading the body of an error never raises another error."""
    error = failing(server, driver, Answer(404, body, {"content-type": "application/json"}))

    assert type(error) is errors.NotFoundError
    assert (error.status, error.response.content) == (404, body)
    assert error.message


def test_documented_failures_are_models(server: Server, driver: Driver) -> None:
    """404 has the service's body, 401 the gateway's, and other statuses one of both."""
    missing = failing(server, driver, Answer.of(404, service(404, "x")))
    refused = failing(server, driver, Answer.of(401, gateway(10000, "x")))
    other = failing(server, driver, Answer.of(502, gateway(10001, "x")))

    assert isinstance(missing.body, models.ServiceErrorBody)
    assert missing.body.error.code == 404
    assert isinstance(refused.body, models.GatewayErrorBody)
    assert refused.body.errors[0].code == 10000
    assert isinstance(other.body, models.GatewayErrorBody)


def test_an_undocumented_failure_keeps_its_body(server: Server, driver: Driver) -> None:
    """A 404 of the gateway is not documented: its body stays JSON."""
    error = failing(server, driver, Answer.of(404, gateway(7003, "could not route")))

    assert (error.code, error.message) == (7003, "could not route")
    assert error.body == gateway(7003, "could not route")


@pytest.mark.parametrize(("sent", "read"), [("300", 300.0), ("0", 0.0), ("1.5", 1.5)])
def test_a_rate_limit_has_its_retry_time(
    server: Server, driver: Driver, sent: str, read: float
) -> None:
    """`retry_after` is a float of seconds; the headers have the other values."""
    answer = Answer.of(429, gateway(971, "slow down"), retry_after=sent, ratelimit='"x";r=0;t=300')
    error = failing(server, driver, answer)

    assert isinstance(error, errors.RateLimitError)
    assert (error.retry_after, type(error.retry_after)) == (read, float)
    assert error.headers["Ratelimit"] == '"x";r=0;t=300'


@pytest.mark.parametrize("status", [200, 201])
def test_a_success_with_a_false_flag_is_an_error(
    server: Server, driver: Driver, status: int
) -> None:
    """The error has the code and message of the body."""
    with_data: dict[str, object] = {**service(404, "gone"), "data": {}}
    for body in (service(404, "gone"), gateway(404, "gone"), with_data):
        error = failing(server, driver, Answer.of(status, body))

        assert (error.status, error.code, error.message) == (status, 404, "gone")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_an_error(server: Server, driver: Driver, status: int) -> None:
    """A redirect to another origin is not followed, so the token stays with the API."""
    elsewhere = "http://other.test/elsewhere"
    error = failing(server, driver, Answer(status, b"", {"location": elsewhere}))

    assert (error.status, error.headers["location"]) == (status, elsewhere)
    assert len(server.requests) == 1


@pytest.mark.parametrize("answer", [Answer(204), Answer(200), Answer(201, b"  ")])
def test_an_empty_body_where_one_is_documented_is_an_error(
    server: Server, driver: Driver, answer: Answer
) -> None:
    """The client cannot return a value of the documented type."""
    server.answers.append(answer)
    with pytest.raises(errors.DecodeError) as caught:
        driver.call("livestreams.list")

    assert caught.value.response is not None
    assert caught.value.response.status == answer.status


@pytest.mark.parametrize("body", [HTML, b"{", b'{"success": true', b"\xff\xfe"])
def test_a_success_that_is_not_json_is_an_error(
    server: Server, driver: Driver, body: bytes
) -> None:
    """A captive portal or a proxy answers so; the error keeps the body."""
    server.answers.append(Answer(200, body, {"content-type": "text/html"}))
    with pytest.raises(errors.DecodeError) as caught:
        driver.call("livestreams.list")

    assert caught.value.response is not None
    assert caught.value.response.content == body


def test_a_refused_connection_is_a_connection_error(driver: Driver) -> None:
    """No process listens on the port."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
    with pytest.raises(errors.APIConnectionError) as caught:
        driver.having(base_url=f"http://127.0.0.1:{port}").call("livestreams.list")

    assert not isinstance(caught.value, errors.APITimeoutError)
    assert TOKEN not in str(caught.value) + repr(caught.value.__cause__)


def test_a_silent_server_is_a_timeout(driver: Driver) -> None:
    """The server accepts the connection and sends nothing."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port = held.getsockname()[1]
        with pytest.raises(errors.APITimeoutError) as caught:
            driver.having(base_url=f"http://127.0.0.1:{port}", timeout=0.05).call(
                "livestreams.list"
            )

    assert isinstance(caught.value, TimeoutError)


def test_all_errors_have_one_base() -> None:
    """One `except` catches them."""
    classes = {*CLASSES.values(), errors.DecodeError, errors.APITimeoutError, errors.ArgumentError}

    assert all(issubclass(one, errors.APIError) for one in classes)
