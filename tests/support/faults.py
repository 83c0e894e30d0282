"""The HTTP server of the tests, on a loopback socket, which can misbehave.

A script has a handler for each request, in order; `routes` has handlers by path. The server records
the requests. `server.py` is the livestream API on it. The tests write HTTP themselves, so that each
fault is exactly the intended one.
"""

from __future__ import annotations

import contextlib
import json
import socket
import struct
import threading
from collections import deque
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Self, TypeAlias

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Generator, Iterable

    Action = Callable[["Connection"], bool]
    """Handles a request; returns whether the connection stays open."""


Json: TypeAlias = Any


@dataclass(frozen=True)
class Received:
    """A received request."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    """Names in lower case."""
    body: bytes
    connection: int

    def header(self, name: str) -> str | None:
        """Return the value of a header."""
        return next((value for key, value in self.headers if key == name), None)

    @property
    def json(self) -> Json:
        """The body, read as JSON."""
        return json.loads(self.body)


class Connection:
    """One connection, and its last request."""

    def __init__(self, server: FaultServer, sock: socket.socket, number: int) -> None:
        """Take the accepted socket."""
        self.server = server
        self.sock = sock
        self.number = number
        self.file = sock.makefile("rb")
        self.request: Received

    def read_request(self) -> bool:
        """Read one request; return whether there was one."""
        line = self.file.readline()
        if not line.strip():
            return False
        method, target, _ = line.decode("latin-1").split(" ", 2)
        headers: list[tuple[str, str]] = []
        while (line := self.file.readline()) not in (b"\r\n", b""):
            name, _, value = line.decode("utf-8", "replace").partition(":")
            headers.append((name.lower(), value.strip()))
        body = self._body(dict(headers))
        self.request = Received(method, target, headers, body, self.number)
        return True

    def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("transfer-encoding", "").lower() == "chunked":
            pieces: list[bytes] = []
            while size := int(self.file.readline().strip() or b"0", 16):
                pieces.append(self.file.read(size))
                self.file.readline()
            self.file.readline()
            return b"".join(pieces)
        return self.file.read(int(headers.get("content-length", "0")))

    def write(self, data: bytes) -> None:
        """Write bytes."""
        self.sock.sendall(data)

    def reset(self) -> None:
        """Close with a RST, like a crashed peer."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.file.close()
        self.sock.close()


@dataclass
class FaultServer:
    """Handles each request as scripted; without a script, answers `{}`."""

    script: deque[Action] = field(default_factory=deque)
    requests: list[Received] = field(default_factory=list)
    routes: dict[str, Action] = field(default_factory=dict)
    """Handlers for requests whose path has this prefix; they precede the script."""
    released: threading.Event = field(default_factory=threading.Event)
    """Set when stalled connections may continue."""
    connections: int = 0
    """The number of connections made."""
    open: set[int] = field(default_factory=set)
    """The open connections."""
    most: int = 0
    """The largest number of open connections."""
    tls: ssl.SSLContext | None = None
    """With what connections are encrypted, if they are."""
    _lock: threading.Condition = field(default_factory=threading.Condition)
    """Notified when a connection is closed."""

    def __enter__(self) -> Self:
        """Start to listen."""
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=2048)
        if self.tls:
            self._listener = self.tls.wrap_socket(
                self._listener, server_side=True, do_handshake_on_connect=False
            )
        self._socks: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        thread = threading.Thread(target=self._accept, daemon=True)
        thread.start()
        self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        """Close all connections."""
        self.released.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        with self._lock:
            socks = list(self._socks)
        for sock in socks:
            with contextlib.suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)

    @property
    def port(self) -> int:
        """The port."""
        port: int = self._listener.getsockname()[1]
        return port

    @property
    def url(self) -> str:
        """The base URL."""
        return f"http{'s' if self.tls else ''}://127.0.0.1:{self.port}"

    def will(self, *actions: Action) -> None:
        """Add to the script."""
        self.script.extend(actions)

    def is_left(self) -> bool:
        """Wait for the last connection to be closed; False if that does not happen."""
        with self._lock:
            return self._lock.wait_for(lambda: not self.open, timeout=10)

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                self.connections += 1
                number = self.connections
                self._socks.add(sock)
                self.open.add(number)
                self.most = max(self.most, len(self.open))
            thread = threading.Thread(target=self._serve, args=(sock, number), daemon=True)
            thread.start()
            self._threads = [each for each in self._threads if each.is_alive()]
            self._threads.append(thread)

    def _serve(self, sock: socket.socket, number: int) -> None:
        connection = Connection(self, sock, number)
        try:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while connection.read_request():
                if not self._action(connection.request)(connection):
                    break
        except (OSError, ValueError):
            pass
        finally:
            with self._lock:
                self._socks.discard(sock)
                self.open.discard(number)
                self._lock.notify_all()
            with contextlib.suppress(OSError):
                connection.file.close()
                sock.close()

    def _action(self, request: Received) -> Action:
        with self._lock:
            self.requests.append(request)
            for prefix, action in self.routes.items():
                if request.target.startswith(prefix):
                    return action
            return self.script.popleft() if self.script else answer()


# --- Handlers -----------------------------------------------------------------------------------


def answer(
    body: object = None,
    status: int = 200,
    headers: Iterable[tuple[str, str]] = (),
    *,
    kind: str | None = "application/json",
    keep: bool = True,
) -> Action:
    """Answer correctly: bytes unchanged, anything else as JSON."""
    data = body if isinstance(body, bytes) else json.dumps({} if body is None else body).encode()

    def act(connection: Connection) -> bool:
        lines = [f"HTTP/1.1 {status} X"]
        if status != HTTPStatus.NO_CONTENT:
            lines.append(f"Content-Length: {len(data)}")
        if kind:
            lines.append(f"Content-Type: {kind}")
        lines += [f"{name}: {value}" for name, value in headers]
        if not keep:
            lines.append("Connection: close")
        head = "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n"
        connection.write(head if connection.request.method == "HEAD" else head + data)
        return keep

    return act


def echo(connection: Connection) -> bool:
    """Answer with the request."""
    request = connection.request
    return answer(
        {
            "method": request.method,
            "target": request.target,
            "headers": request.headers,
            "body": request.body.decode("latin-1"),
        }
    )(connection)


def raw(data: bytes, *, keep: bool = False) -> Action:
    """Write bytes, valid or not."""

    def act(connection: Connection) -> bool:
        connection.write(data)
        return keep

    return act


def reset(connection: Connection) -> bool:
    """Reset the connection after the request was read."""
    connection.reset()
    return False


def hang_up(connection: Connection) -> bool:
    """Close without an answer."""
    del connection
    return False


def stall(connection: Connection) -> bool:
    """Send nothing until the server is closed."""
    connection.server.released.wait(30)
    return False


def stall_in_body(connection: Connection) -> bool:
    """Send half of an answer."""
    connection.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{")
    connection.server.released.wait(30)
    return False


def truncated(connection: Connection) -> bool:
    """Announce more bytes than are sent."""
    connection.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 100")
    connection.write(b'\r\n\r\n{"a": 1}')
    return False


def drip(connection: Connection) -> bool:
    """Send a byte at a time, without an end."""
    connection.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n")
    connection.write(b"Transfer-Encoding: chunked\r\n\r\n")
    while not connection.server.released.wait(0.01):
        connection.write(b"1\r\n \r\n")
    return False


def drip_extension(connection: Connection) -> bool:
    """Send an extension of a chunk without an end."""
    connection.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1;")
    while not connection.server.released.wait(0.01):
        connection.write(b"a")
    return False


def drip_headers(connection: Connection) -> bool:
    """Send headers without an end."""
    connection.write(b"HTTP/1.1 200 OK\r\n")
    while not connection.server.released.wait(0.01):
        connection.write(b"X: y\r\n")
    return False


def continue_for_ever(connection: Connection) -> bool:
    """Send `100 Continue` without an end."""
    while not connection.server.released.wait(0.01):
        connection.write(b"HTTP/1.1 100 Continue\r\n\r\n")
    return False


def chunks(*pieces: bytes, headers: Iterable[tuple[str, str]] = (), kind: str) -> Action:
    """Answer piece by piece."""

    def act(connection: Connection) -> bool:
        head = "".join(f"{name}: {value}\r\n" for name, value in headers)
        connection.write(f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n{head}".encode())
        connection.write(b"Transfer-Encoding: chunked\r\n\r\n")
        for piece in pieces:
            connection.write(b"%x\r\n%b\r\n" % (len(piece), piece))
        connection.write(b"0\r\n\r\n")
        return True

    return act


def endless(connection: Connection) -> bool:
    """Send as much as the client reads."""
    connection.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n")
    while not connection.server.released.is_set():
        connection.write(b" " * 65536)
    return False


@contextlib.contextmanager
def serving(*actions: Action) -> Generator[FaultServer]:
    """Serve, with a script to begin with."""
    with FaultServer() as server:
        server.will(*actions)
        yield server
