"""Serve an ASGI or WSGI application on a free port of the loopback interface."""

import socket
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class _Threaded(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


def serve_asgi(application: Any, document: str) -> None:
    """Serve until the process is ended."""
    import uvicorn

    listening = socket.create_server(("127.0.0.1", 0))
    _tell(listening.getsockname()[1], document)
    uvicorn.Server(uvicorn.Config(application, log_level="warning")).run(sockets=[listening])


def serve_wsgi(application: Any, document: str) -> None:
    """Serve until the process is ended."""
    server = make_server("127.0.0.1", 0, application, _Threaded, _Quiet)
    _tell(server.server_port, document)
    server.serve_forever()


def _tell(port: int, document: str) -> None:
    print(f"http://127.0.0.1:{port}{document}", flush=True)
