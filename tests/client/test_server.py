"""The test server: it answers as documented, and refuses what the API refuses."""

from __future__ import annotations

import json
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest

from tests.support.server import ACCOUNT, APP, TOKEN, Answer
from tests.support.specification import by_symbol, complaints

if TYPE_CHECKING:
    from tests.support.server import Server

PREFIX = f"/accounts/{ACCOUNT}/realtime/kit/{APP}"
CALLS = {
    "livestreams.get_analytics": "GET /analytics/livestreams/overall?start_time=1",
    "livestreams.create": 'POST /livestreams {"name": null}',
    "livestreams.list": "GET /livestreams?page_no=1&per_page=2&exclude_meetings=false",
    "livestreams.get_session": "GET /livestreams/sessions/livestream-session-1",
    "livestreams.get": "GET /livestreams/livestream-1",
    "livestreams.get_active_session": "GET /livestreams/livestream-2/active-livestream-session",
    "meetings.start_livestream": 'POST /meetings/meeting-2/livestreams {"video_config": {}}',
    "meetings.get_active_livestream": "GET /meetings/meeting-2/active-livestream",
    "meetings.get_livestream": "GET /meetings/meeting-2/livestream?page_no=1",
    "meetings.stop_livestream": "POST /meetings/meeting-2/active-livestream/stop",
    "sessions.list_livestream_sessions": "GET /sessions/session-1/livestream-sessions?per_page=1",
}
"""The requests in an order in which each succeeds."""


def ask(server: Server, line: str, **headers: str) -> tuple[int, Any]:
    """Send a request, written as method, path and body; return status and JSON."""
    method, target, *body = line.split(" ", 2)
    url = urlsplit(server.base_url)
    given = {"authorization": f"Bearer {TOKEN}"}
    if body:
        given["content-type"] = "application/json"
    path = target if target.startswith("/accounts") else PREFIX + target
    connection = HTTPConnection(url.netloc)
    connection.request(method, url.path + path, "".join(body) or None, {**given, **headers})
    response = connection.getresponse()
    content = response.read()
    connection.close()
    return response.status, json.loads(content) if content else None


def test_its_answers_are_as_documented(server: Server) -> None:
    """So a client that is tried against it is tried against the document."""
    server.api.fill(3)

    assert CALLS.keys() == by_symbol().keys()
    for symbol, line in CALLS.items():
        status, body = ask(server, line)
        (documented,) = [key for key in by_symbol()[symbol].node["responses"] if key[0] == "2"]
        schema = by_symbol()[symbol].success()["schema"]
        assert (str(status), complaints("open:", schema, body)) == (documented, []), symbol


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("GET /accounts/other/realtime/kit/app-1/livestreams", 403),
        ("GET /livestreams?page=1", 422),
        ("GET /livestreams?page_no=0", 422),
        ("GET /livestreams?page_no=1&page_no=2", 422),
        ("GET /livestreams?exclude_meetings=True", 422),
        ("GET /livestreams?sort_order=DESC", 422),
        ("GET /livestreams?start_time=1700000000", 422),
        ("GET /livestreams?start_time=2023-07-15T07:08:26", 422),
        ("GET /analytics/livestreams/overall?start_time=2023-07-15T07:08:26Z", 422),
        ("GET /livestreams/other", 404),
        ("GET /livestreams/sessions/other", 404),
        ("GET /livestreams/", 404),
        ("GET /livestream", 404),
        ("DELETE /livestreams", 404),
        ("GET /meetings/meeting-1/active-livestream", 404),
        ("POST /meetings/meeting-1/active-livestream/stop", 404),
        ("POST /meetings/meeting-1/livestreams", 400),
        ("POST /meetings/meeting-1/livestreams []", 422),
        ('POST /meetings/meeting-1/livestreams {"title": "x"}', 422),
        ('POST /meetings/meeting-1/livestreams {"name": 1}', 422),
        ('POST /meetings/meeting-1/livestreams {"video_config": {"size": 1}}', 422),
        ("POST /meetings/meeting-1/active-livestream/stop {}", 400),
    ],
)
def test_it_refuses_what_the_api_refuses(server: Server, line: str, status: int) -> None:
    """A misspelt request is refused with one of the two kinds of body."""
    found, body = ask(server, line)

    assert (found, body["success"], "error" in body or "errors" in body) == (status, False, True)


def test_it_requires_the_token(server: Server) -> None:
    """The gateway answers a wrong token."""
    assert ask(server, "GET /livestreams", authorization="Bearer other")[0] == 401


def test_it_gives_a_prescribed_answer_once(server: Server) -> None:
    """A test can prescribe any failure and then continue."""
    server.answers.append(Answer.of(429, {"success": False}, retry_after="300"))

    assert [ask(server, "GET /livestreams")[0] for _ in range(2)] == [429, 200]
    assert len(server.requests) == 2
