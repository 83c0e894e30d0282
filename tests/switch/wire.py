"""A loopback server that plays ogx's API, and a comparable record of its requests."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

PROGRAM = Path(__file__).with_name("program.py")
PASSING = {
    "accept": "ours asks for a stream where it wants one, theirs for JSON in any case",
    "connection": "how long it is kept",
    "content-length": "spaces in JSON",
    "content-type": "the boundary of a multipart body; others are compared",
    "host": "the port",
    "transfer-encoding": "a body whose length is not known",
    "user-agent": "the name of the client",
    "x-stainless-": "what Stainless reports of the caller's machine; ours reports nothing",
}
"""Headers, or their beginnings, that may differ, and what differs. JSON compares without the order
of members."""
_STORE = {"id": "vs-1", "object": "vector_store", "created_at": 1, "status": "completed"}
_COUNTS = {"completed": 0, "cancelled": 0, "failed": 0, "in_progress": 0, "total": 0}
_CHOICE = {"index": 0, "delta": {"content": "x"}, "finish_reason": None}
_CHUNK = {"object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [_CHOICE]}


@dataclass(frozen=True, slots=True)
class Asked:
    """One request."""

    line: str
    query: tuple[tuple[str, str], ...]
    headers: tuple[tuple[str, str], ...]
    """The headers that must be equal."""
    body: Any


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        """Say nothing."""

    def handle_one(self) -> None:
        """Record the request, and answer."""
        assert isinstance(self.server, Server)
        parts = urlsplit(self.path)
        body = self._body()
        self.server.asked.append(self._asked(parts.path, parts.query, body))
        status, answer = self.server.answer(
            self.command, parts.path, dict(parse_qsl(parts.query)), body
        )
        kind = "text/event-stream" if isinstance(answer, str) else "application/json"
        data = (answer if isinstance(answer, str) else json.dumps(answer)).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    do_GET = do_POST = do_DELETE = handle_one  # noqa: N815 - the library's names

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        pieces: list[bytes] = []
        while size := int(self.rfile.readline(), 16):
            pieces.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(pieces)

    def _asked(self, path: str, query: str, body: bytes) -> Asked:
        headers = ((name.lower(), value) for name, value in self.headers.items())
        same = sorted(pair for pair in headers if not pair[0].startswith(tuple(PASSING)))
        kind = self.headers.get("Content-Type", "")
        sent = _parts(kind, body) if kind.startswith("multipart/") else body and json.loads(body)
        return Asked(
            f"{self.command} {path}", tuple(sorted(parse_qsl(query))), tuple(same), sent or None
        )


def _parts(kind: str, body: bytes) -> list[tuple[str, str]]:
    """Return the parts of a multipart body: the headers and the content of each."""
    message = BytesParser().parsebytes(f"Content-Type: {kind}\r\n\r\n".encode() + body)
    found: list[tuple[str, str]] = []
    for part in message.walk():
        if not part.is_multipart():
            named = part.get_param("name", header="Content-Disposition")
            what = f"{named} {part.get_filename()} {part.get_content_type()}"
            found.append((what, str(part.get_payload())))
    return sorted(found)


class Server(ThreadingHTTPServer):
    """Answers the requests of the program."""

    def __init__(self) -> None:
        """Listen on a free port."""
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[Asked] = []
        self._failed = False

    def answer(self, method: str, path: str, query: dict[str, str], body: bytes) -> tuple[int, Any]:
        """Return a status and a body: an object as JSON, a text as events."""
        match method, path:
            case "GET", "/v1/models":
                model = {"id": "m1", "object": "model", "created": 1, "owned_by": "x"}
                return 200, {"object": "list", "data": [model]}
            case "POST", "/v1/vector_stores":
                counts = {"file_counts": _COUNTS, "usage_bytes": 0, "metadata": {}}
                return 200, _STORE | counts | {"name": json.loads(body)["name"]}
            case "GET", "/v1/vector_stores/vs-1/files/file-1":
                chunking = {"chunking_strategy": {"type": "auto"}, "vector_store_id": "vs-1"}
                return 200, _STORE | chunking | {"id": "file-1", "object": "vector_store.file"}
            case "DELETE", "/v1/vector_stores/vs-1/files/file-1":
                return 200, {"id": "file-1", "object": "vector_store.file.deleted", "deleted": True}
            case "GET", "/v1/files":
                return 200, _page(query.get("after"))
            case "POST", "/v1/files":
                return 200, _file(9)
            case "POST", "/v1/chat/completions":
                return 200, _completion(streamed=bool(json.loads(body).get("stream")))
            case "POST", "/v1/embeddings" if not self._failed:
                self._failed = True
                return 503, {"error": {"message": "once"}}
            case "POST", "/v1/embeddings":
                usage = {"prompt_tokens": 1, "total_tokens": 1}
                return 200, {"object": "list", "model": "m", "data": [], "usage": usage}
            case _:
                return 404, {"error": {"message": "there is no such thing"}}


def _file(number: int) -> dict[str, Any]:
    texts = {"filename": "a", "purpose": "batch", "status": "uploaded", "status_details": ""}
    return {"id": f"f{number}", "object": "file", "bytes": 1, "created_at": 1} | texts


def _page(after: str | None) -> dict[str, Any]:
    data = [_file(1), _file(2)] if after is None else [_file(3)]
    ends = {"first_id": data[0]["id"], "last_id": data[-1]["id"]}
    return {"object": "list", "data": data, "has_more": after is None} | ends


def _completion(*, streamed: bool) -> Any:  # noqa: ANN401 - JSON or text
    if not streamed:
        whole: dict[str, Any] = {
            "id": "whole",
            "object": "chat.completion",
            "created": 1,
            "model": "m",
        }
        return {**whole, "choices": list[Any]()}
    chunks = [f"data: {json.dumps(_CHUNK | {'id': f'c{number}'})}\n\n" for number in (1, 2)]
    return "".join([*chunks, "data: [DONE]\n\n"])


def transcript(python: str, package: str, client: str, path: str = "") -> tuple[str, list[Asked]]:
    """Run the program with a package; return its output, and the requests."""
    server = Server()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    command = [python, str(PROGRAM), package, client, url]
    done = subprocess.run(  # noqa: S603 - ourselves
        command, env={"PYTHONPATH": path, "PATH": ""}, capture_output=True, text=True, check=False
    )
    server.shutdown()
    server.server_close()
    assert done.returncode == 0, done.stderr
    return done.stdout, server.asked


if __name__ == "__main__":
    out, requests = transcript(*sys.argv[1:])
    sys.stdout.write(out + "\n".join(map(str, requests)) + "\n")
