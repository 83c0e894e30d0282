"""The 11 endpoints without HTTP: method, path segments, query and body give a status and JSON.

Strict in what it takes (a query parameter or body key that is not documented is refused), and
generous in its answers: each in every documented form (`Form`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from .livestream_wire import (
    LISTING,
    PAGES,
    SPAN,
    Json,
    JsonObject,
    Refused,
    checked,
    gateway,
    livestream,
    matched,
    members_of,
    refuse_body,
    service,
    session,
    the_one,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

ACCOUNT = "account-1"
APP = "app-1"


@dataclass
class Form:
    """The documented form of an answer."""

    result: bool = False
    """Under `result` instead of `data`."""
    paging_moved: bool = False
    """Paging beside the items instead of at top level, and the other way round."""
    schema: bool = False
    """The form of the vendor's schema, where its example differs."""
    guide: bool = False
    """The form of an old guide: the livestream directly in `data`."""


@dataclass
class Api:
    """The state of one app."""

    form: Form = field(default_factory=Form)
    livestreams: list[JsonObject] = field(default_factory=list[JsonObject])
    sessions: list[JsonObject] = field(default_factory=list[JsonObject])
    states: list[str] = field(default_factory=lambda: ["LIVE"])
    """The states of a meeting's active livestream for each request; the last one stays.
    An empty one is answered with 404."""
    stopping: bool = False
    """Whether the previous livestream is still stopping, so that none can be started."""
    stuck: bool = False
    """Whether `page_no` is ignored: every page is the first."""
    active: dict[str, JsonObject] = field(default_factory=dict[str, JsonObject])
    """The running livestream of each meeting."""

    def fill(self, count: int) -> None:
        """Create this many livestreams, each with a session."""
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
            wanted, _, path = pattern.partition(" ")
            if wanted == method and (values := matched(path.split("/"), rest)) is not None:
                return endpoint(self, values, checked(query, allowed), body)
        raise Refused(404, gateway(7003, "Could not route"))

    # --- The endpoints, in the order of the document ---

    def analytics(self, _: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 1."""
        refuse_body(body)
        del query
        total = sum(one["ingest_seconds"] for one in self.sessions)
        watched = sum(one["viewer_seconds"] for one in self.sessions)
        counts = {"count": len(self.livestreams), "total_ingest_seconds": total}
        return 200, self._envelope({**counts, "total_viewer_seconds": watched})

    def create(self, _: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 2."""
        del query
        made = livestream(len(self.livestreams) + 1)
        given = members_of(body, {"name"})
        made = {**made, "name": given.get("name"), "meeting_id": None, "status": "INVOKED"}
        self.livestreams.append(made)
        hidden = {"created_at", "updated_at"}
        return 201, self._envelope({key: made[key] for key in made if key not in hidden})

    def listing(self, _: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 3."""
        refuse_body(body)
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
        refuse_body(body)
        return 200, self._envelope(the_one(self.sessions, values[0]))

    def details(self, values: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 5."""
        refuse_body(body)
        one = the_one(self.livestreams, values[0])
        runs, paging = self._page(self._runs(one), query)
        if self.form.guide:
            return 200, self._envelope(one)
        if self.form.schema:
            return 200, self._envelope({"livestream": one, "session": runs[0]}, paging)
        return 200, self._envelope({"livestream": one, "sessions": runs}, paging)

    def active_session(self, values: list[str], _: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 6."""
        refuse_body(body)
        one = the_one(self.livestreams, values[0])
        running = {**self._runs(one)[0], "stopped_time": None}
        if one["status"] == "ERRORED":
            running["err_message"] = "The encoder sent no video."
        return 200, self._envelope({"livestream": one, "session": running})

    def active_livestream(
        self, values: list[str], _: dict[str, str], body: bytes
    ) -> tuple[int, Json]:
        """Answer endpoint 7."""
        refuse_body(body)
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
        refuse_body(body)
        if self.active.pop(values[0], None) is None:
            raise Refused(404, service(404, "Nothing to stop"))
        return 200, self._envelope({"message": "Stopped live stream successfully"})

    def meeting(self, values: list[str], query: dict[str, str], body: bytes) -> tuple[int, Json]:
        """Answer endpoint 9."""
        refuse_body(body)
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
        given = members_of(body, {"name", "video_config"})
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
        refuse_body(body)
        del values
        items, paging = self._page(self.sessions, query)
        if self.form.schema:
            return 200, self._envelope({**items[0], "paging": paging})
        if self.form.guide:
            return 200, self._envelope(items, paging)
        if self.form.paging_moved:
            return 200, {**self._envelope({"data": items}), "paging": paging}
        return 200, self._envelope({"data": items, "paging": paging})

    # --- Shared parts ------

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


_Endpoint: TypeAlias = "Callable[[Api, list[str], dict[str, str], bytes], tuple[int, Json]]"

_ENDPOINTS: dict[str, tuple[dict[str, re.Pattern[str]], _Endpoint]] = {
    "GET analytics/livestreams/overall": (SPAN, Api.analytics),
    "POST livestreams": ({}, Api.create),
    "GET livestreams": (LISTING, Api.listing),
    "GET livestreams/sessions/*": ({}, Api.session),
    "GET livestreams/*": (PAGES, Api.details),
    "GET livestreams/*/active-livestream-session": ({}, Api.active_session),
    "GET meetings/*/active-livestream": ({}, Api.active_livestream),
    "POST meetings/*/active-livestream/stop": ({}, Api.stop),
    "GET meetings/*/livestream": (PAGES, Api.meeting),
    "POST meetings/*/livestreams": ({}, Api.start),
    "GET sessions/*/livestream-sessions": (PAGES, Api.runs),
}
