"""The livestream API on a loopback socket, as strict as the real one is known to be.

Takes real HTTP requests; gives the answers of the 11 endpoints in any of the forms in which they
are documented or seen. It keeps every request, so that a test can say what must have been sent.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Lock, Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, unquote

from .livestream_api import ACCOUNT, APP, Api, Form
from .livestream_wire import Refused, gateway

if TYPE_CHECKING:
    from collections.abc import Generator

__all__ = ["ACCOUNT", "APP", "TOKEN", "Answer", "Form", "Recorded", "Server", "serving"]

TOKEN = "token-of-the-tests"  # noqa: S105 - opens nothing
BASE = "/client/v4"


@dataclass(frozen=True)
class Recorded:
    """A request as it came."""

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
    """An answer that a test prescribes."""

    status: int
    body: bytes = b""
    headers: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, status: int, body: object, **headers: str) -> Answer:
        """Make an answer of a JSON value; `_` in a header's name stands for `-`."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return cls(status, json.dumps(body).encode(), {"content-type": "application/json", **named})


class Server:
    """What a test sees of the server."""

    def __init__(self, port: int) -> None:
        """Begin with an API as new, and nothing recorded."""
        self.base_url = f"http://127.0.0.1:{port}{BASE}"
        self.api = Api()
        """The state behind the endpoints; a test may change it."""
        self.answers: list[Answer] = []
        """Given, one each, before anything is asked of the API."""
        self.requests: list[Recorded] = []
        self._lock = Lock()
        self._connections = 0
        self._changed = Condition()

    @property
    def last(self) -> Recorded:
        """The request that came last."""
        return self.requests[-1]

    def answer(self, request: Recorded) -> Answer:
        """Record a request and answer it."""
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

    def connected(self, change: int) -> None:
        """Count a connection that was opened, or closed."""
        with self._changed:
            self._connections += change
            self._changed.notify_all()

    def wait_until_unconnected(self) -> bool:
        """Wait for the last connection to be closed; False if that does not happen."""
        with self._changed:
            return self._changed.wait_for(lambda: self._connections == 0, timeout=10)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    known: Server

    def setup(self) -> None:
        self.known.connected(1)
        super().setup()

    def finish(self) -> None:
        super().finish()
        self.known.connected(-1)

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ConnectionError:  # the client has had enough
            self.close_connection = True

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", "0")))
        headers = {name.lower(): value for name, value in self.headers.items()}
        assert self.command
        answer = self.known.answer(Recorded(self.command, self.path, headers, body))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.status != HTTPStatus.NO_CONTENT:
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        self.wfile.write(answer.body)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815 - named by http.server

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named by http.server
        """Say nothing."""


class _HTTPServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64


@contextmanager
def serving() -> Generator[Server]:
    """Serve on a free port until the block ends."""

    class Handler(_Handler):
        pass

    with _HTTPServer(("127.0.0.1", 0), Handler) as http:
        server = Handler.known = Server(http.server_address[1])
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            http.shutdown()
            thread.join()
