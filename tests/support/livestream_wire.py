"""Parts of the test server: objects, failures, strict readers of a request."""

from __future__ import annotations

import json
import re
from typing import Any, TypeAlias

Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Any]

CREATED = "2023-07-15T07:08:26.634Z"
STARTED = "2023-07-15T07:08:39.012Z"

_INTEGER = re.compile(r"\d+")
_POSITIVE = re.compile(r"[1-9]\d*")
_BOOLEAN = re.compile(r"true|false")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ORDER = re.compile(r"ASC|DSC")
_ANY = re.compile(r".*", re.DOTALL)
PAGES = {"page_no": _POSITIVE, "per_page": _POSITIVE}
SPAN = {"start_time": _INTEGER, "end_time": _INTEGER, "filters": _ANY}
LISTING = {
    **PAGES,
    "exclude_meetings": _BOOLEAN,
    "status": _ANY,
    "start_time": _DATE_TIME,
    "end_time": _DATE_TIME,
    "sort_order": _ORDER,
}


class Refused(Exception):  # noqa: N818 - an answer, not a mistake
    """The request is answered with a failure."""

    def __init__(self, status: int, body: Json) -> None:
        """Take status and body of the answer."""
        super().__init__(status, body)
        self.status = status
        self.body = body


def gateway(code: int, message: str) -> JsonObject:
    """Return a failure as the gateway answers it."""
    errors = [{"code": code, "message": message}]
    return {"success": False, "errors": errors, "messages": [], "result": None}


def service(status: int, message: str) -> JsonObject:
    """Return a failure as the service answers it."""
    return {"success": False, "error": {"code": status, "message": message}}


def livestream(number: int) -> JsonObject:
    """Return a livestream; those with even numbers were started from a meeting."""
    from_meeting = number % 2 == 0
    return {
        "id": f"livestream-{number}",
        "name": None,
        "status": "LIVE" if from_meeting else "IDLE",
        "meeting_id": f"meeting-{number}" if from_meeting else None,
        "disabled": False,
        "ingest_server": "rtmps://live.example.com:443/live/",
        "stream_key": f"secret-{number}",
        "playback_url": f"https://watch.example.com/{number}/video.m3u8",
        "created_at": f"2023-07-{number % 28 + 1:02}T07:08:26.634Z",
        "updated_at": f"2023-07-{number % 28 + 1:02}T07:08:40.726Z",
    }


def session(number: int) -> JsonObject:
    """Return the session of the livestream with this number."""
    return {
        "id": f"livestream-session-{number}",
        "livestream_id": f"livestream-{number}",
        "err_message": None,
        "invoked_time": None,
        "started_time": STARTED,
        "stopped_time": None,
        "created_at": CREATED,
        "updated_at": CREATED,
        "ingest_seconds": 60,
        "viewer_seconds": 116.25,
    }


def matched(steps: list[str], segments: list[str]) -> list[str] | None:
    """Return the parts of a path that match `*`, or None if it is another path."""
    if len(steps) != len(segments):
        return None
    pairs = list(zip(steps, segments, strict=True))
    if any(step not in {"*", segment} for step, segment in pairs):
        return None
    return [segment for step, segment in pairs if step == "*"]


def checked(query: list[tuple[str, str]], allowed: dict[str, re.Pattern[str]]) -> dict[str, str]:
    """Return the query by name; refuse undocumented parameters."""
    for name, value in query:
        if name not in allowed or not allowed[name].fullmatch(value):
            raise Refused(422, service(422, f"{name}={value} is not understood"))
    if len({name for name, _ in query}) != len(query):
        raise Refused(422, service(422, "a parameter came twice"))
    return dict(query)


def refuse_body(body: bytes) -> None:
    """Refuse a request that has a body."""
    if body:
        raise Refused(400, service(400, "no body is expected"))


def members_of(body: bytes, known: set[str]) -> JsonObject:
    """Return the object in the body; refuse undocumented members."""
    try:
        members: JsonObject = json.loads(body)
    except ValueError:
        raise Refused(400, service(400, "the body is not JSON")) from None
    if type(members) is not dict:
        raise Refused(422, service(422, "the body is not an object"))
    if unknown := members.keys() - known:
        raise Refused(422, service(422, f"unknown key {min(unknown)}"))
    if not isinstance(members.get("name"), str | None):
        raise Refused(422, service(422, "name is not a text"))
    return members


def the_one(things: list[JsonObject], wanted: str) -> JsonObject:
    """Return the object with this id, or refuse with 404."""
    for thing in things:
        if thing["id"] == wanted:
            return thing
    raise Refused(404, service(404, f"{wanted} is not known"))
