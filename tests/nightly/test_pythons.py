"""The supported Pythons: these tests run with 3.11; the others are tried if they are installed."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import threading
import tomllib
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.golden import Case, cases
from tests.support.places import ROOT, SUPPORT
from tests.support.workspace import Done, finished, speccast, start

SUPPORTED: Final = ("3.11", "3.12", "3.13", "3.14")
PYODIDE: Final = "314.0.7"
"""The release of Pyodide that is CPython 3.14."""
SCRIPTS: Final = SUPPORT / "pythons"
OUTSIDE: Final = ("speccast", "asyncio.run", "pytest", "cryptography", "msgspec", "orjson")
"""Checks with these words are left out: not installed in Pyodide, or they need a newer engine."""
MADE: Final = [case for case in cases() if case.outcome[0] == 0]
FEW: Final = (
    "tests/runtime",
    "tests/cases",
    "tests/output/test_cli.py",
    "tests/stages/test_document.py",
)


class Newer(NamedTuple):
    """A newer Python, in an environment with the locked versions."""

    version: str
    command: str


class Pyodide(NamedTuple):
    """CPython for WebAssembly, in node."""

    node: str
    module: Path

    def run(self, folder: Path, name: str, *flags: str) -> Done:
        """Run a script in a folder."""
        script = str(SCRIPTS / "pyodide.mjs")
        command = [self.node, *flags, script, str(self.module), str(folder), name]
        return finished(start(command, folder), timeout=3600)


def test_metadata() -> None:
    """The classifiers name the supported Pythons; the oldest one is required."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    classifiers = project["classifiers"]
    assert [
        each for each in classifiers if each.startswith("Programming Language :: Python :: 3.")
    ] == [f"Programming Language :: Python :: {version}" for version in SUPPORTED]
    assert project["requires-python"] == f">={SUPPORTED[0]}"


def interpreter(version: str) -> str:
    """Return the command of an installed Python, or skip."""
    homes = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob(f"versions/{version}.*")
    for candidate in (*(str(home / "bin" / "python") for home in homes), f"python{version}"):
        if found := shutil.which(candidate):
            return found
    return pytest.skip(f"there is no Python {version} on this machine")


@pytest.fixture(scope="module", params=SUPPORTED[1:])
def newer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Newer:
    """Return a Python with an environment of the locked versions."""
    version: str = request.param
    environment = tmp_path_factory.mktemp("environment")
    python = str(environment / "bin" / "python")
    pin = str(ROOT / "constraints.txt")
    pins = {"PIP_CONSTRAINT": pin, "PIP_BUILD_CONSTRAINT": pin}
    install = [python, "-m", "pip", "install", "-q", "-e", f"{ROOT}[dev]"]
    for command in ([interpreter(version), "-m", "venv", str(environment)], install):
        done = finished(start(command, ROOT, **pins), timeout=3600)
        assert done.code == 0, done.out[-5000:] + done.err[-5000:]
    return Newer(version, python)


@pytest.mark.nightly
def test_a_newer_python(newer: Newer, tmp_path: Path) -> None:
    """Generated clients and the command line work."""
    tests = [newer.command, "-m", "pytest", "-q", "-o", f"cache_dir={tmp_path}", *FEW]
    done = finished(start(tests, ROOT, PYTHONDONTWRITEBYTECODE="1"), timeout=3600)
    assert done.code == 0, done.out[-5000:] + done.err[-5000:]


@pytest.mark.nightly
@pytest.mark.parametrize("case", MADE, ids=lambda case: case.name)
def test_a_package_for_a_newer_python(case: Case, newer: Newer, tmp_path: Path) -> None:
    """Its check runs, and mypy accepts it in its strict mode."""
    assert case.generate(tmp_path, "--python", newer.version).code == 0
    paths = ["api"]
    if (case.folder / "check.py").exists():
        checked = case.check(tmp_path, newer.command)
        assert (checked.code, checked.err) == (0, "")
        shutil.copy(case.folder / "check.py", tmp_path)
        paths.append("check.py")
    known = f"--cache-dir={tmp_path.parent / newer.version}"  # of what all cases import
    mypy = finished(start([newer.command, "-m", "mypy", "--strict", known, *paths], tmp_path))
    assert mypy.code == 0, mypy.out


@pytest.fixture(scope="module")
def pyodide(tmp_path_factory: pytest.TempPathFactory) -> Pyodide:
    """Return CPython 3.14 as Pyodide."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("there is no node on this machine")
    folder = tmp_path_factory.mktemp("pyodide")
    done = finished(
        start([npm, "install", "--no-audit", "--no-fund", f"pyodide@{PYODIDE}"], folder)
    )
    if done.code:
        pytest.skip(f"Pyodide cannot be installed: {done.err[-300:]}")
    return Pyodide(node, folder / "node_modules" / "pyodide" / "pyodide.mjs")


@pytest.mark.nightly
@pytest.mark.parametrize("oldest", ["3.11", "3.14"])
def test_python_3_14_in_webassembly(oldest: str, pyodide: Pyodide, tmp_path: Path) -> None:
    """Generated packages work in Pyodide's CPython 3.14 without an HTTP library."""
    here = tmp_path / "here"
    shutil.copytree(ROOT / "generated", here)
    shutil.copy(SCRIPTS / "checks.py", here)
    names: list[str] = []
    for case in cases():
        check = case.folder / "check.py"
        if check.exists() and not any(word in check.read_text("utf-8") for word in OUTSIDE):
            assert case.generate(here / "cases" / case.name, "--python", oldest).code == 0
            shutil.copy(check, here / "cases" / case.name)
            names.append(case.name)
    ran = pyodide.run(here, "checks")
    assert ran.code == 0, ran.out + ran.err
    said = ran.out.splitlines()
    assert said[0] == "python 3 14"
    assert [line.removeprefix("case ") for line in said if line.startswith("case ")] == sorted(
        names
    )
    assert len(names) > 30


SEEN: Final = ("path", "token", "agent", "body")
FETCHED: Final = """\
openapi: 3.1.0
info: {title: Files, version: "1"}
servers: [{url: "http://127.0.0.1"}]
security: [{token: []}]
paths:
  /files/{name}:
    post:
      operationId: echo
      tags: [files]
      parameters: [{name: name, in: path, required: true, schema: {type: string}}]
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {words: {type: array, items: {type: string}}}}
      responses: {"200": {$ref: "#/components/responses/Seen"}}
PATHS
components:
  securitySchemes: {token: {type: http, scheme: bearer}}
  schemas:
    Seen: {type: object, properties: PROPERTIES}
  responses:
    Seen:
      description: What the server has seen.
      content: {application/json: {schema: {$ref: "#/components/schemas/Seen"}}}
""".replace("PROPERTIES", f"{{{', '.join(f'{name}: {{type: string}}' for name in SEEN)}}}")
PATH: Final = """\
  /NAME:
    get:
      operationId: NAME
      tags: [files]
      responses: {"200": {$ref: "#/components/responses/Seen"}}
"""
PIECES: Final = """\
  /pieces:
    get:
      operationId: pieces
      tags: [files]
      responses: {"200": {description: Bytes., content: {application/octet-stream: {}}}}
"""


class Server(BaseHTTPRequestHandler):
    """A server for the requests of the script."""

    protocol_version = "HTTP/1.1"
    go: threading.Semaphore
    ended: threading.Semaphore

    def do_GET(self) -> None:
        """Answer by path."""
        match self.path:
            case "/packed":
                self._answer(
                    200, gzip.compress(b'{"path":"packed"}'), **{"Content-Encoding": "gzip"}
                )
            case "/moved":
                self._answer(302, b"", Location="/packed")
            case "/missing":
                self._answer(404, b"{}")
            case "/hang":
                assert self.connection.recv(1) == b"", "the client ends the call"
                self.close_connection = True
                self.ended.release()
            case "/go":
                self.go.release()
                self._answer(200, b"{}")
            case _:
                self.send_response(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.write(b"3\r\none\r\n")
                self.go.acquire()
                with suppress(OSError):  # the client does not read the rest
                    self.wfile.write(b"3\r\ntwo\r\n0\r\n\r\n")

    def do_POST(self) -> None:
        """Answer with the request."""
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        seen = {"path": self.path, "token": self.headers["Authorization"], "body": body}
        seen["agent"] = self.headers["User-Agent"]
        self._answer(200, json.dumps(seen).encode())

    def _answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the base has it
        """Log nothing."""


@pytest.mark.nightly
@pytest.mark.parametrize(
    ("flags", "last"), [((), "refused"), (("--experimental-wasm-stack-switching",), "sync")]
)
def test_calls_in_a_browser(
    flags: tuple[str, ...], last: str, pyodide: Pyodide, tmp_path: Path
) -> None:
    """Both clients send with `fetch`; the sync one where WebAssembly can be suspended."""
    if finished(start([pyodide.node, *flags, "-e", "0"], tmp_path)).code:
        pytest.skip(f"this node has no {flags}")
    names = ("packed", "moved", "missing", "hang", "go")
    paths = "".join(PATH.replace("NAME", name) for name in names) + PIECES
    (tmp_path / "files.yaml").write_text(FETCHED.replace("PATHS\n", paths))
    options = ["-o", "here", "--package", "api", "--browser"]
    assert speccast("generate", "files.yaml", *options, folder=tmp_path).code == 0
    shutil.copy(SCRIPTS / "browser.py", tmp_path / "here")
    Server.go, Server.ended = threading.Semaphore(0), threading.Semaphore(0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    (tmp_path / "here" / "url").write_text(f"http://127.0.0.1:{server.server_port}")
    ran = pyodide.run(tmp_path / "here", "browser", *flags)
    server.shutdown()
    server.server_close()
    assert ran.code == 0, ran.out + ran.err
    assert ran.out.splitlines() == ["async", last]
    assert Server.ended.acquire(timeout=30), "a call that timed out was ended"
