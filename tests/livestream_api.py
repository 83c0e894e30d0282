"""The 11 endpoints without HTTP: method, path segments, query and body give a status and JSON.

Strict in what it takes (a query parameter or body key that is not documented is refused), and
generous in what it gives: each answer in every form that is documented somewhere (`Form`).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Any]

ACCOUNT = "account-1"
APP = "app-1"
CREATED = "2023-07-15T07:08:26.634Z"
STARTED = "2023-07-15T07:08:39.012Z"

_INTEGER = re.compile(r"\d+")
_POSITIVE = re.compile(r"[1-9]\d*")
_BOOLEAN = re.compile(r"true|false")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_ORDER = re.compile(r"ASC|DSC")
_ANY = re.compile(r".*", re.DOTALL)
_PAGES = {"page_no": _POSITIVE, "per_page": _POSITIVE}


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


@dataclass
class Form:
    """In which of its documented forms an answer is given."""

    result: bool = False
    """Under `result` instead of `data`."""
    paging_moved: bool = False
    """Paging beside the items where it is at top level else, and the other way round."""
    schema: bool = False
    """As the vendor's schema has it, where its example differs."""
    guide: bool = False
    """As an old guide has it: the livestream flat in `data`."""


@dataclass
class Api:
    """The state of one app."""

    form: Form = field(default_factory=Form)
    livestreams: list[JsonObject] = field(default_factory=list[JsonObject])
    sessions: list[JsonObject] = field(default_factory=list[JsonObject])
    states: list[str] = field(default_factory=lambda: ["LIVE"])
    """What the active livestream of a meeting becomes with each look at it; the last one stays.
    An empty one is answered with 404."""
    stopping: bool = False
    """Whether the previous livestream is still stopping, so that none can be started."""
    stuck: bool = False
    """Whether `page_no` is ignored: every page is the first."""
    active: dict[str, JsonObject] = field(default_factory=dict[str, JsonObject])
    """The running livestream of each meeting."""

    def fill(self, count: int) -> None:
        """Have that many livestreams, each with a session."""
        self.livestreams = [livestream(number) for number in range(1, count + 1)]
        self.sessions = [session(number) for number in range(1, count + 1)]

    def call(
        self, method: str, segments: list[str], query: list[tuple[str, str]], body: bytes
    ) -> tuple[int, Json]:
        """Answer one request, or raise `Refused`."""
        match segments:
            case ["accounts", account, "realtime", "kit", app, *rest]:
                pass
            case _:
                raise Refused(404, gateway(7003, "Could not route"))
        if (account, app) != (ACCOUNT, APP):
            raise Refused(403, gateway(9109, f"no access to {account}/{app}"))
        for pattern, (allowed, endpoint) in _ENDPOINTS.items():
            wanted, *steps = pattern.split()
            if wanted == method and (values := _matched(steps, rest)) is not None:
                return endpoint(self, values, _checked(query, allowed), body)
        raise Refused(404, gateway(7003, "Could not route"))

    # --- The endpoints, in the order of the document ---

    def analytics(self, _: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 1."""
        _bodiless(body)
        del query
        total = sum(one["ingest_seconds"] for one in self.sessions)
        watched = sum(one["viewer_seconds"] for one in self.sessions)
        counts = {"count": len(self.livestreams), "total_ingest_seconds": total}
        return 200, self._envelope({**counts, "total_viewer_seconds": watched})

    def create(self, _: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 2."""
        del query
        made = livestream(len(self.livestreams) + 1)
        given = _object(body, {"name"})
        made = {**made, "name": given.get("name"), "meeting_id": None, "status": "INVOKED"}
        self.livestreams.append(made)
        hidden = {"created_at", "updated_at"}
        return 201, self._envelope({key: made[key] for key in made if key not in hidden})

    def listing(self, _: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 3."""
        _bodiless(body)
        found = [
            one
            for one in self.livestreams
            if query.get("status") in (None, one["status"])
            and not (query.get("exclude_meetings") == "true" and one["meeting_id"])
        ]
        found.sort(key=lambda one: one["created_at"], reverse=query.get("sort_order") == "DSC")
        items, paging = self._page(found, query)
        if self.form.schema:
            return 200, self._envelope({**items[0], "paging": paging})
        return 200, self._envelope(items, paging)

    def session(self, values: list[str], _: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 4."""
        _bodiless(body)
        return 200, self._envelope(_found(self.sessions, values[0]))

    def details(self, values: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 5."""
        _bodiless(body)
        one = _found(self.livestreams, values[0])
        runs, paging = self._page(self._runs(one), query)
        if self.form.guide:
            return 200, self._envelope(one)
        if self.form.schema:
            return 200, self._envelope({"livestream": one, "session": runs[0]}, paging)
        return 200, self._envelope({"livestream": one, "sessions": runs}, paging)

    def active_session(self, values: list[str], _: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 6."""
        _bodiless(body)
        one = _found(self.livestreams, values[0])
        running = {**self._runs(one)[0], "stopped_time": None}
        if one["status"] == "ERRORED":
            running["err_message"] = "The encoder sent no video."
        return 200, self._envelope({"livestream": one, "session": running})

    def active_livestream(
        self, values: list[str], _: dict[str, str], body: bytes
    ) -> tuple[int, Json]:
        """Answer endpoint 7."""
        _bodiless(body)
        one = self.active.get(values[0])
        state = self.states.pop(0) if len(self.states) > 1 else self.states[0]
        if one is None or not state:
            raise Refused(404, service(404, f"No active session found for {values[0]}"))
        one["status"] = state
        hidden = {"ingest_server", "stream_key"}
        shown = {key: value for key, value in one.items() if key not in hidden}
        if state != "LIVE":
            shown["playback_url"] = None
        return 200, self._envelope(shown)

    def stop(self, values: list[str], _: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 8."""
        _bodiless(body)
        if self.active.pop(values[0], None) is None:
            raise Refused(404, service(404, "Nothing to stop"))
        return 200, self._envelope({"message": "Stopped live stream successfully"})

    def meeting(self, values: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 9."""
        _bodiless(body)
        found = [one for one in self.livestreams if one["meeting_id"] == values[0]]
        if not found:
            raise Refused(404, service(404, "This meeting was never livestreamed"))
        runs, paging = self._page([run for one in found for run in self._runs(one)], query)
        if self.form.schema:
            return 200, self._envelope({"livestreams": found, "sessions": runs[0]}, paging)
        return 200, self._envelope({"livestream": found[0], "sessions": runs}, paging)

    def start(self, values: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 10."""
        del query
        given = _object(body, {"name", "video_config"})
        size = given.get("video_config", {})
        if not isinstance(size, dict) or size.keys() - {"width", "height"}:
            raise Refused(422, service(422, "video_config is not understood"))
        if self.stopping:
            raise Refused(400, service(400, "The previous export is still stopping"))
        if values[0] in self.active:
            raise Refused(409, service(409, "This meeting is livestreamed already"))
        made = livestream(len(self.livestreams) + 1)
        made = {**made, "meeting_id": values[0], "name": given.get("name"), "status": "INVOKED"}
        self.active[values[0]] = made
        self.livestreams.append(made)
        self.sessions.append(session(len(self.livestreams)))
        shown = {"id", "status", "ingest_server", "stream_key", "playback_url"}
        return 201, self._envelope({key: made[key] for key in made if key in shown})

    def runs(self, values: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 11."""
        _bodiless(body)
        del values
        items, paging = self._page(self.sessions, query)
        if self.form.schema:
            return 200, self._envelope({**items[0], "paging": paging})
        if self.form.guide:
            return 200, self._envelope(items, paging)
        if self.form.paging_moved:
            return 200, {**self._envelope({"data": items}), "paging": paging}
        return 200, self._envelope({"data": items, "paging": paging})

    # --- What they share ---

    def _envelope(self, data: Json, paging: JsonObject | None = None) -> JsonObject:
        body: JsonObject = {"success": True}
        if paging and not self.form.paging_moved:
            body["paging"] = paging
        elif paging:
            members: JsonObject = {"data": data} if type(data) is list else data
            data = {**members, "paging": paging}
        return {**body, "result" if self.form.result else "data": data}

    def _page(
        self, items: list[JsonObject], query: dict[str, str]
    ) -> tuple[list[JsonObject], JsonObject]:
        number = 1 if self.stuck else int(query.get("page_no", "1"))
        size = int(query.get("per_page", "10"))
        start = (number - 1) * size
        page = items[start : start + size]
        offsets = {"start_offset": start + 1, "end_offset": start + len(page)}
        return page, {"total_count": len(items), **offsets}

    def _runs(self, one: JsonObject) -> list[JsonObject]:
        return [run for run in self.sessions if run["livestream_id"] == one["id"]]


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


def _matched(steps: list[str], segments: list[str]) -> list[str] | None:
    # `livestreams/sessions/*` must be tried before `livestreams/*/…`, as the table has it.
    if len(steps[0].split("/")) != len(segments):
        return None
    pairs = list(zip(steps[0].split("/"), segments, strict=True))
    if any(step not in ("*", segment) for step, segment in pairs):
        return None
    return [segment for step, segment in pairs if step == "*"]


def _checked(query: list[tuple[str, str]], allowed: dict[str, re.Pattern[str]]) -> dict[str, str]:
    for name, value in query:
        if name not in allowed or not allowed[name].fullmatch(value):
            raise Refused(422, service(422, f"{name}={value} is not understood"))
    if len({name for name, _ in query}) != len(query):
        raise Refused(422, service(422, "a parameter came twice"))
    return dict(query)


def _bodiless(body: bytes) -> None:
    if body:
        raise Refused(400, service(400, "no body is expected"))


def _object(body: bytes, known: set[str]) -> JsonObject:
    try:
        members: JsonObject = json.loads(body)
    except ValueError:
        raise Refused(400, service(400, "the body is no JSON")) from None
    if type(members) is not dict:
        raise Refused(422, service(422, "the body is no object"))
    if unknown := members.keys() - known:
        raise Refused(422, service(422, f"unknown key {min(unknown)}"))
    if not isinstance(members.get("name"), str | None):
        raise Refused(422, service(422, "name is no text"))
    return members


def _found(things: list[JsonObject], wanted: str) -> JsonObject:
    for thing in things:
        if thing["id"] == wanted:
            return thing
    raise Refused(404, service(404, f"{wanted} is not known"))


_Endpoint: TypeAlias = "Callable[[Api, list[str], dict[str, str], bytes], tuple[int, Json]]"

_SPAN = {"start_time": _INTEGER, "end_time": _INTEGER, "filters": _ANY}
_LISTING = {
    **_PAGES,
    "exclude_meetings": _BOOLEAN,
    "status": _ANY,
    "start_time": _DATE_TIME,
    "end_time": _DATE_TIME,
    "sort_order": _ORDER,
}
_ENDPOINTS: dict[str, tuple[dict[str, re.Pattern[str]], _Endpoint]] = {
    "GET analytics/livestreams/overall": (_SPAN, Api.analytics),
    "POST livestreams": ({}, Api.create),
    "GET livestreams": (_LISTING, Api.listing),
    "GET livestreams/sessions/*": ({}, Api.session),
    "GET livestreams/*": (_PAGES, Api.details),
    "GET livestreams/*/active-livestream-session": ({}, Api.active_session),
    "GET meetings/*/active-livestream": ({}, Api.active_livestream),
    "POST meetings/*/active-livestream/stop": ({}, Api.stop),
    "GET meetings/*/livestream": (_PAGES, Api.meeting),
    "POST meetings/*/livestreams": ({}, Api.start),
    "GET sessions/*/livestream-sessions": (_PAGES, Api.runs),
}
