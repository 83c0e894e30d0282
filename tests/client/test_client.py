"""The generated client against a real HTTP server: the requests of all 11 operations.

What comes back is tried in `test_client_answers.py`, failures in `test_client_errors.py`, pages in
`test_client_paging.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pytest

from realtimekit_livestreams import Client, errors, models, operations
from tests.support.livestream_wire import livestream, session
from tests.support.server import ACCOUNT, APP, TOKEN, Answer, Server
from tests.support.specification import by_symbol

if TYPE_CHECKING:
    from tests.support.driver import Driver

PREFIX = f"/accounts/{ACCOUNT}/realtime/kit/{APP}"


@dataclass(frozen=True)
class Call:
    """A call, the request that it must send, and the class of its result."""

    arguments: tuple[str, ...]
    named: dict[str, Any]
    line: str
    returns: type[object]
    query: dict[str, str] = field(default_factory=dict[str, str])
    body: Any = None


SPAN = {"start_time": 1_700_000_000, "end_time": 1_700_003_600, "filters": "a b&c=d+é"}
LISTING = {
    "exclude_meetings": True,
    "per_page": 2,
    "page_no": 1,
    "status": models.LivestreamStatus.IDLE,
    "start_time": datetime(2023, 7, 1, 12, 30, tzinfo=UTC),
    "end_time": datetime(2023, 8, 1, 12, 30, 0, 250_000, tzinfo=timezone(timedelta(hours=2))),
    "sort_order": "DSC",
}
CALLS = {
    "livestreams.get_analytics": Call(
        (),
        SPAN,
        "GET /analytics/livestreams/overall",
        models.LivestreamAnalyticsResponse,
        query={name: str(value) for name, value in SPAN.items()},
    ),
    "livestreams.create": Call(
        (),
        {"name": "launch"},
        "POST /livestreams",
        models.LivestreamResponse,
        body={"name": "launch"},
    ),
    "livestreams.list": Call(
        (),
        LISTING,
        "GET /livestreams",
        models.LivestreamList,
        query={
            "exclude_meetings": "true",
            "per_page": "2",
            "page_no": "1",
            "status": "IDLE",
            "start_time": "2023-07-01T12:30:00Z",
            "end_time": "2023-08-01T12:30:00.250+02:00",
            "sort_order": "DSC",
        },
    ),
    "livestreams.get_session": Call(
        ("livestream-session-1",),
        {},
        "GET /livestreams/sessions/livestream-session-1",
        models.LivestreamSessionResponse,
    ),
    "livestreams.get": Call(
        ("livestream-2",),
        {"page_no": 1, "per_page": 5},
        "GET /livestreams/livestream-2",
        models.LivestreamDetailsResponse,
        query={"page_no": "1", "per_page": "5"},
    ),
    "livestreams.get_active_session": Call(
        ("livestream-2",),
        {},
        "GET /livestreams/livestream-2/active-livestream-session",
        models.ActiveSessionResponse,
    ),
    "meetings.get_active_livestream": Call(
        ("meeting-2",), {}, "GET /meetings/meeting-2/active-livestream", models.LivestreamResponse
    ),
    "meetings.stop_livestream": Call(
        ("meeting-2",),
        {},
        "POST /meetings/meeting-2/active-livestream/stop",
        models.MessageResponse,
    ),
    "meetings.get_livestream": Call(
        ("meeting-2",),
        {"page_no": 1},
        "GET /meetings/meeting-2/livestream",
        models.MeetingLivestreamsResponse,
        query={"page_no": "1"},
    ),
    "meetings.start_livestream": Call(
        ("meeting-9",),
        {"name": None, "video_config": models.VideoConfig(width=1280, height=720)},
        "POST /meetings/meeting-9/livestreams",
        models.LivestreamResponse,
        body={"name": None, "video_config": {"width": 1280, "height": 720}},
    ),
    "sessions.list_livestream_sessions": Call(
        ("session-1",),
        {"per_page": 1},
        "GET /sessions/session-1/livestream-sessions",
        models.LivestreamSessionList,
        query={"per_page": "1"},
    ),
}


@pytest.fixture
def filled(server: Server) -> Server:
    """Create four livestreams on the server; the one of meeting-2 is active."""
    server.api.fill(4)
    server.api.active["meeting-2"] = server.api.livestreams[1]
    return server


def test_every_operation_is_called_here() -> None:
    """Each operation of the document is in `CALLS`."""
    assert CALLS.keys() == by_symbol().keys()


@pytest.mark.parametrize("symbol", CALLS)
def test_an_operation_sends_what_the_document_says(
    filled: Server, driver: Driver, symbol: str
) -> None:
    """The server accepts the request, with each part in its place and spelled as documented."""
    call = CALLS[symbol]
    result = driver.call(symbol, *call.arguments, **call.named)

    (sent,) = filled.requests
    paged = symbol in {"livestreams.list", "sessions.list_livestream_sessions"}
    assert type(result.body if paged else result) is call.returns
    assert f"{sent.method} {sent.path}" == call.line.replace(" ", f" {PREFIX}", 1)
    assert dict(sent.query) == call.query
    assert (sent.json if sent.body else None) == call.body
    assert sent.headers["authorization"] == f"Bearer {TOKEN}"
    assert sent.headers["accept"].startswith("application/json")
    assert sent.headers["user-agent"].startswith("realtimekit-livestreams/")
    assert sent.headers["user-agent"].endswith(" speccast")
    assert sent.headers.get("content-type") == (None if call.body is None else "application/json")


@pytest.mark.quick
def test_every_operation_takes_another_account_and_app(filled: Server, driver: Driver) -> None:
    """One call overrides both; the server refuses them, which shows where the call went."""
    elsewhere = {"account_id": "account-2", "app_id": "app-2"}
    for symbol, call in CALLS.items():
        with pytest.raises(errors.PermissionDeniedError):
            driver.call(symbol, *call.arguments, **call.named, **elsewhere)
        path = call.line.partition(" ")[2]
        assert filled.last.path == f"/accounts/account-2/realtime/kit/app-2{path}", symbol


def test_nothing_is_sent_that_was_not_given(filled: Server, driver: Driver) -> None:
    """The client sends neither defaults nor nulls; a required body is an empty object."""
    driver.call("livestreams.list")
    driver.call("meetings.start_livestream", "meeting-9")
    driver.call("livestreams.create")

    assert [sent.query for sent in filled.requests] == [[], [], []]
    assert [sent.body for sent in filled.requests] == [b"", b"{}", b"{}"]


def test_a_nested_model_may_be_a_dict(server: Server, driver: Driver) -> None:
    """The dict is sent as it is."""
    driver.call("meetings.start_livestream", "m", video_config={"width": 640})

    assert server.last.json == {"video_config": {"width": 640}}


def test_an_unknown_status_can_be_sent(server: Server, driver: Driver) -> None:
    """Enumerations are open in requests, too."""
    driver.call("livestreams.list", status="OFFLINE", exclude_meetings=False)

    assert dict(server.last.query) == {"status": "OFFLINE", "exclude_meetings": "false"}


def test_a_local_time_is_refused(server: Server, driver: Driver) -> None:
    """A naive datetime would be another instant on another machine."""
    naive = datetime(2023, 7, 1)  # noqa: DTZ001 - a naive datetime is the case

    with pytest.raises(ValueError, match=r"offset|aware|naive|zone"):
        driver.call("livestreams.list", start_time=naive)
    assert server.requests == []


@pytest.mark.parametrize("text", ["a/b", "a b", "%2e%2e", "?x=1", "#x", "..;x", "é", "a+b", "💡"])
def test_a_path_parameter_is_one_segment(server: Server, driver: Driver, text: str) -> None:
    """Each value is percent-encoded as a whole and arrives unchanged."""
    server.api.livestreams = [{**livestream(1), "id": text}]
    server.api.sessions = [{**session(1), "livestream_id": text}]
    result = driver.call("livestreams.get", text)

    assert result.data.livestream.id == text
    assert server.last.path == f"{PREFIX}/livestreams/{quote(text, safe='')}"


@pytest.mark.parametrize("text", ["", ".", ".."])
def test_a_path_parameter_that_names_another_path_is_refused(
    server: Server, driver: Driver, text: str
) -> None:
    """The error names the parameter, and nothing is sent."""
    with pytest.raises(errors.ArgumentError, match="livestream_id"):
        driver.call("livestreams.get", text)
    with pytest.raises(errors.ArgumentError, match="account_id"):
        driver.call("livestreams.list", account_id=text)
    assert server.requests == []


def test_a_described_call_can_be_sent_later(filled: Server, driver: Driver) -> None:
    """Its response has the status, the headers and the bytes besides the value."""
    request = operations.livestreams.list(page_no=2, per_page=1)
    assert filled.requests == []
    response = driver.send(request)

    assert (response.status, response.request_id) == (200, "ray-1")
    assert response.headers["CF-Ray"] == "ray-1"
    assert [one.id for one in response.data.data] == ["livestream-2"]
    assert models.LivestreamList.from_json(response.content) == response.data


def test_an_unknown_key_is_sent_only_on_request_and_refused(server: Server, driver: Driver) -> None:
    """Only `options` adds undocumented keys to a request."""
    from realtimekit_livestreams import Options  # noqa: PLC0415 - only this test needs it

    with pytest.raises(errors.UnprocessableEntityError, match="unknown key title"):
        driver.call("livestreams.create", name="x", options=Options(body={"title": "y"}))

    assert server.last.json == {"name": "x", "title": "y"}


def test_a_meeting_from_start_to_stop(server: Server) -> None:
    """A program makes the calls, and a type checker accepts it."""
    server.api.states = ["", "INVOKED", "LIVE"]
    with Client(
        account_id=ACCOUNT, app_id=APP, api_token=TOKEN, base_url=server.base_url, max_retries=0
    ) as client:
        started: models.Livestream = client.meetings.start_livestream("m", name="launch").data
        assert (started.status, started.created_at) == (models.LivestreamStatus.INVOKED, None)

        with pytest.raises(errors.NotFoundError):
            client.meetings.get_active_livestream("m")
        waiting = client.meetings.get_active_livestream("m").data
        assert (waiting.status, waiting.playback_url) == ("INVOKED", None)
        live = client.meetings.get_active_livestream("m").data
        assert live.status is models.LivestreamStatus.LIVE
        assert [stream.id for stream in client.livestreams.iter(status="LIVE")] == [started.id]

        with pytest.raises(errors.ConflictError):
            client.meetings.start_livestream("m")
        assert client.meetings.stop_livestream("m").data.message
        with pytest.raises(errors.NotFoundError):
            client.meetings.stop_livestream("m")
        server.api.stopping = True
        with pytest.raises(errors.BadRequestError, match="still stopping"):
            client.meetings.start_livestream("m")


def test_secrets_are_not_shown(filled: Server, driver: Driver) -> None:
    """The repr of a result hides the stream key, that of an error or client hides the token."""
    result = driver.call("livestreams.get", "livestream-2")
    filled.answers.append(Answer(500, TOKEN.encode()))
    with pytest.raises(errors.ServerError) as caught:
        driver.call("livestreams.list")

    assert result.data.livestream.stream_key == "secret-2"
    assert "secret-2" not in repr(result)
    with Client(account_id=ACCOUNT, app_id=APP, api_token=TOKEN) as client:
        assert TOKEN not in repr(client) + repr(caught.value.response)
