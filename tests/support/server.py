"""The livestream API on a loopback socket, as strict as the real one.

Answers real HTTP requests for the 11 endpoints, in each documented or observed form. Records every
request, so that a test can check it.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from .faults import FaultServer, answer
from .livestream_api import ACCOUNT, APP, Api, Form
from .livestream_wire import Refused, gateway

if TYPE_CHECKING:
    from collections.abc import Generator

    from .faults import Connection

__all__ = ["ACCOUNT", "APP", "TOKEN", "Answer", "Form", "Recorded", "Server", "serving"]

TOKEN = "token-of-the-tests"  # noqa: S105 - opens nothing
BASE = "/client/v4"


@dataclass(frozen=True)
class Recorded:
    """A received request."""

    method: str
    target: str
    """Path and query, still percent-encoded."""
    headers: dict[str, str]
    """By name in lower case."""
    body: bytes

    @property
    def path(self) -> str:
        """The path after the base, still percent-encoded."""
        return self.target.partition("?")[0].removeprefix(BASE)

    @property
    def query(self) -> list[tuple[str, str]]:
        """The query, decoded, in the order in which it was sent."""
        return parse_qsl(self.target.partition("?")[2], keep_blank_values=True)

    @property
    def json(self) -> Any:  # noqa: ANN401 - a JSON value
        """The body, decoded."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Answer:
    """A prescribed answer."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, status: int, body: object, **headers: str) -> Answer:
        """Make an answer of a JSON value; `_` in the name of a header becomes `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(status, json.dumps(body).encode(), {"content-type": "application/json", **named})


class Server:
    """The server as seen by a test."""

    def __init__(self, http: FaultServer) -> None:
        """Begin with an API as new, and nothing recorded."""
        self.http = http
        self.base_url = f"{http.url}{BASE}"
        self.api = Api()
        """The state behind the endpoints; a test may change it."""
        self.answers: list[Answer] = []
        """Given once each, before the API answers."""
        self.requests: list[Recorded] = []
        self._lock = Lock()
        http.routes[""] = self._act

    @property
    def last(self) -> Recorded:
        """The last request."""
        return self.requests[-1]

    def _act(self, connection: Connection) -> bool:
        came = connection.request
        given = self._given(Recorded(came.method, came.target, dict(came.headers), came.body))
        return answer(given.body, given.status, given.headers.items(), kind=None)(connection)

    def _given(self, request: Recorded) -> Answer:
        with self._lock:
            self.requests.append(request)
            number = len(self.requests)
            given = self.answers.pop(0) if self.answers else self._answer(request)
        return Answer(given.status, given.body, {"cf-ray": f"ray-{number}", **given.headers})

    def _answer(self, request: Recorded) -> Answer:
        try:
            self._admit(request)
            segments = [unquote(part) for part in request.path.split("/")[1:]]
            status, body = self.api.call(request.method, segments, request.query, request.body)
        except Refused as refused:
            return Answer.of(refused.status, refused.body)
        return Answer.of(status, body)

    def _admit(self, request: Recorded) -> None:
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            raise Refused(401, gateway(10000, "Authentication error"))
        media_type = request.headers.get("content-type")
        if bool(request.body) != (media_type == "application/json"):
            raise Refused(415, gateway(10003, f"{media_type} does not go with this body"))


@contextmanager
def serving() -> Generator[Server]:
    """Serve on a free port until the block ends."""
    with FaultServer() as http:
        yield Server(http)
