"""The client: options, hooks, logs, drift reports, closing, imports."""

from __future__ import annotations

import asyncio
import gc
import io
import json
import logging
import os
import pickle
import ssl
import subprocess
import sys
import threading
import urllib.request
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING
from urllib.error import HTTPError

import anyio
import pytest
import trustme
from runtime.auth import Bearer
from runtime.client import AsyncClient, SyncClient
from runtime.errors import APIConnectionError, APIError, ArgumentError, NotFoundError
from runtime.fake import AsyncFakeTransport, FakeTransport
from runtime.model import Model, member, unknown
from runtime.readers import as_json
from runtime.request import Options, Request, Timeout
from runtime.transport import Incoming

from tests.support.faults import Connection, FaultServer, answer, reset
from tests.support.places import TEMPLATES
from tests.support.world import INFO, World, client_of, get, post

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from runtime.transport import Answer, WireRequest

    from tests.support.ways import Whatever


class Mood(StrEnum):
    """The states of a thing."""

    GOOD = "GOOD"


class Thing(Model):
    """A thing."""

    mood: Mood | str
    moods: list[Mood | str]
    parts: list[Thing]

    @classmethod
    def decode(cls, data: Whatever) -> Thing:
        """Read a thing."""
        self = cls.__new__(cls)
        self.mood = member(Mood, data["mood"])
        self.moods = [member(Mood, each) for each in data["moods"]]
        self.parts = [Thing.decode(each) for each in data["parts"]]
        self.__rest__ = unknown(cls, data, {})
        return self


# --- Methods ------------------------------------------------------------------------------------


def fetch(thing_id: str, *, deep: bool = False, options: Options | None = None) -> Request[Thing]:
    """Fetch a thing."""
    return Request(
        "things.fetch",
        "GET",
        "/things/{thing_id}",
        path={"thing_id": thing_id},
        query=[("deep", "true")] if deep else [],
        returns={"200": as_json(Thing.decode)},
        options=options,
    )


TYPED = """
from typing import assert_type
from collections.abc import Coroutine
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Any
from runtime.client import AsyncClient, SyncClient
from runtime.pages import Pages
from runtime.paging import PageNumber
from runtime.pages import PageIterator, AsyncPageIterator
from runtime.calls import AsyncResource, Resource
from runtime.request import Request
from runtime.transport import Response
from runtime.scope import Scope
from runtime.waiting import Wait
from runtime.readers import as_json
from runtime.sequences import as_events
from runtime.info import ApiInfo

def number(data: Any) -> int: ...
def text(data: Any) -> str: ...
def do_get(a: str, *, b: int = 1) -> Request[int]:
    return Request("x", "GET", "/", returns={"200": as_json(number)})
def do_page(*, p: int = 1) -> Request[list[str]]: ...
def do_stop(a: str) -> Request[None]: ...
def mixed() -> Request[int | str]:
    return Request("x", "GET", "/", returns={"200": as_json(number), "201": as_json(text)})
def events() -> Request[list[int]]:
    return Request("x", "GET", "/", returns={"200": as_events(number)})

_wait: Wait[int] = Wait(do_get)
_live: Scope[int] = Scope(do_stop, exit=do_stop, ready=_wait)
_pages: Pages[list[str], str] = Pages(items=lambda page: page, paging=PageNumber("p"))

class Things(Resource):
    def get(self, a: str, *, b: int = 1) -> int:
        return self._call(do_get(a, b=b))
    def iter(self, *, p: int = 1) -> PageIterator[list[str], str]:
        return _pages.iterate(self, do_page(p=p))
    def wait(self, a: str, *, b: int = 1) -> int:
        return _wait.run(self, do_get(a, b=b))
    def live(self, a: str) -> AbstractContextManager[int]:
        return _live.open(self, {"a": a})

class AThings(AsyncResource):
    async def get(self, a: str, *, b: int = 1) -> int:
        return await self._call(do_get(a, b=b))
    def iter(self, *, p: int = 1) -> AsyncPageIterator[list[str], str]:
        return _pages.iterate_async(self, do_page(p=p))
    async def wait(self, a: str, *, b: int = 1) -> int:
        return await _wait.run_async(self, do_get(a, b=b))
    def live(self, a: str) -> AbstractAsyncContextManager[int]:
        return _live.open_async(self, {"a": a})

class Client(SyncClient):
    __info__ = ApiInfo("x", "1", "https://a.test")
    @property
    def things(self) -> Things:
        return Things(self)
    def root(self, a: str, *, b: int = 1) -> int:
        return self._call(do_get(a, b=b))

class AClient(AsyncClient):
    __info__ = ApiInfo("x", "1", "https://a.test")
    @property
    def things(self) -> AThings:
        return AThings(self)
    async def root(self, a: str, *, b: int = 1) -> int:
        return await self._call(do_get(a, b=b))

def sync(client: Client) -> None:
    assert_type(client.root("a"), int)
    assert_type(client.things.get("a", b=2), int)
    assert_type(client.things.iter(p=2), PageIterator[list[str], str])
    assert_type(client.things.wait("a"), int)
    assert_type(client.things.live("a"), AbstractContextManager[int])
    assert_type(client.send(do_get("a")), Response[int])
    for item in client.things.iter():
        assert_type(item, str)
    for one in client.things.iter().pages():
        assert_type(one, list[str])
    with client.things.live("a") as held:
        assert_type(held, int)
    with client.stream(events()) as response:
        for each in response.items():
            assert_type(each, int)
    client.things.get(1)  # E
    client.things.get("a", c=2)  # E
    client.things.iter(q=2)  # E

async def asynchronous(client: AClient) -> None:
    coroutine = client.things.get("a")
    kept: Coroutine[Any, Any, int] = coroutine
    assert_type(await kept, int)
    assert_type(await client.root("a"), int)
    assert_type(await client.things.wait("a"), int)
    assert_type(client.things.iter(), AsyncPageIterator[list[str], str])
    assert_type(client.things.live("a"), AbstractAsyncContextManager[int])
    assert_type(await client.send(do_get("a")), Response[int])
    async for item in client.things.iter():
        assert_type(item, str)
    async with client.stream(events()) as response:
        async for each in response.items():
            assert_type(each, int)
    await client.things.get(1)  # E
"""


@pytest.mark.parametrize("checker", ["mypy", "basedpyright"])
def test_types(checker: str, tmp_path: Path) -> None:
    """Both checkers infer the right types for both clients, and find a wrong call."""
    path = tmp_path / "typed.py"
    path.write_text(TYPED)
    if checker == "mypy":
        command = ["mypy", "--strict", "--no-error-summary"]
        command += ["--disable-error-code=empty-body", "--no-color-output", str(path)]
    else:
        command = ["basedpyright", "--level", "error", str(path)]
        config = {"typeCheckingMode": "standard", "extraPaths": [str(TEMPLATES)]}
        (tmp_path / "pyrightconfig.json").write_text(json.dumps(config))
    result = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", *command],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={
            "MYPYPATH": str(TEMPLATES),
            "MYPY_CACHE_DIR": os.environ["MYPY_CACHE_DIR"],
            "PATH": "",
            "HOME": str(tmp_path),
        },
    )
    found = {
        int(line.split("typed.py:")[1].split(":")[0])
        for line in result.stdout.splitlines()
        if "typed.py:" in line and "error" in line
    }
    wanted = {n for n, line in enumerate(TYPED.splitlines(), 1) if line.endswith("# E")}
    stubs = {n for n, line in enumerate(TYPED.splitlines(), 1) if line.endswith("...")}
    assert found - stubs == wanted, result.stdout


# --- Options and hooks --------------------------------------------------------------------------


def test_with_options(world: World, server: FaultServer) -> None:
    """The new client shares the connections; closing it does not close them."""
    server.routes["/"] = answer({})
    client = world.client(server.url, headers={"X-A": "1", "X-B": "1"}, max_retries=5)
    other = client.with_options(headers={"X-B": "2"}, max_retries=0, timeout=3)
    assert type(other) is type(client)
    assert other.__core__.timeout == Timeout(3, 3, 3, 3, 600)
    assert (client.__core__.max_retries, other.__core__.max_retries) == (5, 0)

    def sync(client: Whatever) -> None:
        with other:
            other.send(get())
        client.send(get(options=Options(headers={"x-b": "3", "User-Agent": "mine"})))

    async def asynchronous(client: Whatever) -> None:
        async with other:
            await other.send(get())
        await client.send(get(options=Options(headers={"x-b": "3", "User-Agent": "mine"})))

    world.use(client, sync if world.is_sync else asynchronous)
    assert [(r.header("x-a"), r.header("x-b")) for r in server.requests] == [("1", "2"), ("1", "3")]
    assert server.requests[1].header("user-agent") == "mine"
    assert server.connections == 1
    with pytest.raises(TypeError, match="max_retires"):
        client.with_options(max_retires=1)


@pytest.mark.parametrize("asynchronous", [False, True])
def test_hooks(world: World, server: FaultServer, *, asynchronous: bool) -> None:
    """Before each try, where headers may be changed, and after each answer."""
    seen: list[Whatever] = []

    def before(request: WireRequest) -> None:
        request.headers.append(("X-Signed", "yes"))
        seen.append(request.operation)

    def after(answer: Answer) -> None:
        seen.append(answer.status)

    async def before_async(request: WireRequest) -> None:
        before(request)

    if asynchronous and world.is_sync:
        with pytest.raises(ArgumentError, match="async"):
            world.send(server.url, get(), on_request=before_async)
        return
    server.will(answer(status=500, headers=[("Retry-After", "0")]), answer({}))
    world.send(
        server.url,
        get(),
        on_request=before_async if asynchronous else before,
        on_response=after,
    )
    assert seen == ["things.get", 500, "things.get", 200]
    assert {r.header("x-signed") for r in server.requests} == {"yes"}


def test_log(world: World, server: FaultServer, caplog: pytest.LogCaptureFixture) -> None:
    """Each try is logged at DEBUG under the package's name, and nothing above that level."""
    caplog.set_level("DEBUG", "runtime")
    server.will(answer(status=500, headers=[("Retry-After", "0")]), answer({}))
    world.send(server.url, get(query=[("api_key", "s3cret")]))
    records = [record for record in caplog.records if record.name.startswith("runtime")]
    assert {record.levelno for record in records} == {logging.DEBUG}
    lines = [record.getMessage() for record in records]
    url = f"GET {server.url}/thing?api_key=***"
    assert lines[0].startswith(f"{url}: 500 in 0.")
    assert lines[0].endswith("s, try 1")
    assert lines[-1].startswith(f"{url}: 200 in 0.")
    assert lines[-1].endswith("s, try 2")


def test_nothing_is_logged_by_default(
    world: World, server: FaultServer, caplog: pytest.LogCaptureFixture
) -> None:
    """No logger logs at INFO or above: the HTTP libraries would log the URL."""
    caplog.set_level("INFO")
    server.will(answer(status=500, headers=[("Retry-After", "0")]), answer({}))
    world.send(server.url, get(query=[("api_key", "s3cret")]))
    assert not caplog.records


def test_drift(world: World, server: FaultServer, caplog: pytest.LogCaptureFixture) -> None:
    """An undocumented property is reported once for each place, at any depth."""
    part = {"mood": "SAD", "moods": ["GOOD", "ODD"], "parts": [], "new": "s3cret"}
    body = {"mood": "GOOD", "moods": [], "parts": [part, part], "other": None}
    server.routes["/"] = answer(body)
    seen: list[Whatever] = []
    client = world.client(server.url, on_drift=seen.append)

    def send(client: Whatever) -> Whatever:
        return client.send(fetch("x"))

    caplog.set_level("DEBUG", "runtime")
    world.use(client, send, send, send)
    assert sorted(str(drift) for drift in seen) == [
        "things.fetch: unknown property at Thing.new",
        "things.fetch: unknown property at Thing.other",
        "things.fetch: unknown value 'ODD' at Thing.moods",
        "things.fetch: unknown value 'SAD' at Thing.mood",
    ]
    assert all(str(drift) in caplog.text for drift in seen)
    assert "s3cret" not in caplog.text


def test_no_drift(world: World, server: FaultServer) -> None:
    """Documented properties are not reported."""
    server.will(answer({"mood": "GOOD", "moods": ["GOOD"], "parts": []}))
    seen: list[Whatever] = []
    world.send(server.url, fetch("x"), on_drift=seen.append)
    assert not seen


# --- Concurrency and closing --------------------------------------------------------------------


def test_many_calls_at_once(world: World, server: FaultServer) -> None:
    """Each of 64 threads or 1,000 tasks gets its own answer over a bounded pool."""
    server.routes["/"] = lambda connection: answer(connection.request.target)(connection)
    client = world.client(server.url, timeout=60)
    if world.is_sync:
        with client, ThreadPoolExecutor(64) as pool:
            paths = [f"/{n}" for n in range(640)]
            found: Whatever = [each.data for each in pool.map(client.send, map(get, paths))]
    else:
        tasks = 1000 if world.library == "httpx2" else 200  # httpx's pool takes quadratic time
        paths = [f"/{n}" for n in range(tasks)]
        results: dict[str, str] = {}

        async def one(path: str) -> None:
            results[path] = (await client.send(get(path))).data

        async def main() -> None:
            async with client, anyio.create_task_group() as group:
                for path in paths:
                    group.start_soon(one, path)

        world.run(main)
        found = [results[path] for path in paths]
    assert found == paths
    assert server.most <= 100


def test_closing_waits_for_running_calls(world: World, server: FaultServer) -> None:
    """They complete, new ones are refused, and then all connections are closed."""
    begun, go_on = threading.Event(), threading.Event()

    def slow(connection: Connection) -> bool:
        begun.set()
        go_on.wait(10)
        return answer({"late": True})(connection)

    server.will(slow)
    client = world.client(server.url)
    if world.is_sync:
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(client.send, get())
            begun.wait(10)
            client.close()
            with pytest.raises(APIConnectionError, match="closed"):
                client.send(get())
            go_on.set()
            assert call.result().data == {"late": True}
    else:
        results: list[Whatever] = []

        async def one() -> None:
            results.append(await client.send(get()))

        async def main() -> None:
            async with anyio.create_task_group() as group:
                group.start_soon(one)
                await anyio.to_thread.run_sync(begun.wait)
                await client.aclose()
                with pytest.raises(APIConnectionError, match="closed"):
                    await client.send(get())
                go_on.set()

        world.run(main)
        assert results[0].data == {"late": True}
    assert len(server.requests) == 1
    assert server.is_left()


def test_the_last_of_several_calls_closes(server: FaultServer) -> None:
    """The end of another call does not close the connections."""
    both, gates = threading.Barrier(3), {"/0": threading.Event(), "/1": threading.Event()}

    def slow(connection: Connection) -> bool:
        both.wait(10)
        gates[connection.request.target].wait(10)
        return answer(connection.request.target)(connection)

    server.routes["/"] = slow
    client = World("sync", "httpx2").client(server.url, max_retries=0)
    closed: list[str] = []
    transport = client.__core__.driver.transport
    close = transport.close

    def closing() -> None:
        closed.append("now")
        close()

    transport.close = closing
    with ThreadPoolExecutor(2) as pool:
        first, second = (pool.submit(client.send, get(path)) for path in gates)
        both.wait(10)
        client.close()
        gates["/0"].set()
        assert first.result().data == "/0"
        assert not closed
        gates["/1"].set()
        assert second.result().data == "/1"
    assert closed == ["now"]


def test_connections_are_reused_and_closed(world: World, server: FaultServer) -> None:
    """One connection serves many calls, errors included; none is open in the end."""
    server.will(*[answer(status=404), answer(b"<html>"), answer({})] * 5)

    def tolerant(client: Whatever) -> Whatever:
        for _ in range(15):
            with suppress(APIError):
                client.send(get())

    async def tolerant_async(client: Whatever) -> Whatever:
        for _ in range(15):
            with suppress(APIError):
                await client.send(get())

    world.use(world.client(server.url), tolerant if world.is_sync else tolerant_async)
    assert server.connections == 1
    assert server.is_left()


def test_no_memory_leak(server: FaultServer) -> None:
    """A client without references is collected."""
    world = World("sync", "httpx2")
    server.routes["/"] = answer({})
    world.send(server.url, get())
    gc.collect()
    before = len(gc.get_objects())
    for _ in range(20):
        world.send(server.url, get())
        server.requests.clear()
    gc.collect()
    assert len(gc.get_objects()) - before < 200


# --- Transports ---------------------------------------------------------------------------------


class UrllibTransport:
    """The example of the docs: any library can send."""

    def send(self, request: WireRequest, /) -> Incoming[Iterator[bytes]]:
        """Send with the standard library."""
        content: Whatever = request.content
        body = content if isinstance(content, bytes) else b"".join(content)
        asked = urllib.request.Request(  # noqa: S310 - a URL of the test
            request.url, body or None, dict(request.headers), method=request.method
        )
        try:
            answer: Whatever = urllib.request.urlopen(asked, timeout=request.timeout.read)  # noqa: S310
        except HTTPError as error:
            answer = error
        pieces = iter(lambda: answer.read(65536), b"")
        return Incoming(answer.status, answer.headers.items(), pieces, answer.close)

    def close(self) -> None:
        """Close nothing."""


class ThreadedTransport:
    """The same for async clients."""

    def __init__(self) -> None:
        """Wrap the sync transport."""
        self._other = UrllibTransport()

    async def send(self, request: WireRequest, /) -> Incoming[AsyncIterator[bytes]]:
        """Send in a thread."""
        incoming = await anyio.to_thread.run_sync(self._other.send, request)

        async def pieces() -> AsyncIterator[bytes]:
            for piece in incoming.stream:
                yield piece

        return Incoming(incoming.status, incoming.headers, pieces(), incoming.close)

    async def aclose(self) -> None:
        """Close nothing."""


def test_a_custom_transport(world: World, server: FaultServer) -> None:
    """Errors and retries work as usual."""
    server.will(reset, answer({"a": 1}), answer(status=404))
    transport = UrllibTransport() if world.is_sync else ThreadedTransport()
    client = world.client(server.url, transport=transport, headers={"X-A": "1"})
    work = client.send
    assert world.use(client, lambda _: work(get(query=[("q", "ü")]))).data == {"a": 1}
    assert server.requests[1].target == "/thing?q=%C3%BC"
    client = world.client(server.url, transport=transport)
    with pytest.raises(NotFoundError):
        world.use(client, lambda client: client.send(post()))


def test_a_transport_of_the_caller_is_not_closed() -> None:
    """The caller closes it."""
    closed: list[str] = []

    class Mine(FakeTransport):
        def close(self) -> None:
            closed.append("closed")

    with client_of(SyncClient)(base_url="https://a.test", transport=Mine()):
        pass
    assert not closed


def test_proxies_of_the_environment(
    world: World, server: FaultServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are used, with and without a scheme, unless `trust_env=False`."""
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    with FaultServer() as proxy:
        for address in (proxy.url, proxy.url.removeprefix("http://")):
            monkeypatch.setenv("http_proxy", address)
            world.send("http://api.test", get())
        assert [r.target for r in proxy.requests] == ["http://api.test/thing"] * 2
        world.send(server.url, get())  # a loopback address has no proxy
        assert len(server.requests) == 1
        nowhere = "http://192.0.2.7"
        monkeypatch.setenv("no_proxy", "api.test,192.0.2.0/24")
        short = Timeout(connect=0.1)
        for url in ("http://api.test", nowhere):
            with pytest.raises(APIConnectionError):
                world.send(url, get(), timeout=short, max_retries=0)
        monkeypatch.delenv("no_proxy")
        with pytest.raises(APIConnectionError):
            world.send(nowhere, get(), timeout=short, max_retries=0, trust_env=False)
        assert len(proxy.requests) == 2


def test_an_invalid_proxy(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is an `ArgumentError`, without the proxy's password."""
    monkeypatch.setenv("http_proxy", "gopher://me:s3cret@proxy.test")
    with pytest.raises(ArgumentError) as caught:
        world.send("http://api.test", get())
    assert "s3cret" not in str(caught.value)


def test_settings_of_the_library(server: FaultServer) -> None:
    """They are passed on: a proxy, a local address."""
    from runtime.http_transport import HttpTransport  # noqa: PLC0415 - only here

    with FaultServer() as proxy:
        transport = HttpTransport(proxy=proxy.url)
        client = client_of(SyncClient)(base_url="http://api.test", transport=transport)
        client.send(get())
        transport.close()
        assert proxy.requests[0].target == "http://api.test/thing"
    del server


def test_netrc(
    world: World, server: FaultServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Unless `trust_env=True` is given, and only for a Basic scheme without a credential."""
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password s3cret\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("NETRC", raising=False)
    optional = get(security=(("user",), ("token",), ()))
    explicit: Whatever = {"trust_env": True}
    world.send(server.url, optional)
    world.send(server.url, get(), **explicit)
    world.send(server.url, optional, credentials={"user": ("a", "b")}, **explicit)
    world.send(server.url, optional, **explicit)
    world.send(server.url.replace("127.0.0.1", "localhost"), optional, **explicit)
    monkeypatch.setenv("NETRC", str(tmp_path / "missing"))
    world.send(server.url, optional, **explicit)
    of = {pair: "Basic " + b64encode(pair.encode()).decode() for pair in ("a:b", "me:s3cret")}
    found = [got.header("authorization") for got in server.requests]
    assert found == [None, None, of["a:b"], of["me:s3cret"], None, None]


def test_netrc_is_of_each_host(
    world: World, server: FaultServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Calls to another host are without the first one's credential, but may have their own."""
    path = tmp_path / "netrc"
    monkeypatch.setenv("NETRC", str(path))
    optional = get(security=(("user",), ()))
    there = server.url.replace("127.0.0.1", "localhost")
    of_call = optional._replace(options=Options(base_url=there))
    of_server = optional._replace(server=there)
    for text in (
        "machine 127.0.0.1 login a password b\n",
        "machine 127.0.0.1 login a password b\nmachine localhost login c password d\n",
    ):
        path.write_text(text)
        documented: Whatever = None
        world.use(
            world.client(documented, info=INFO._replace(server=server.url), trust_env=True),
            lambda client: client.with_options(base_url=there).send(optional),
            lambda client: client.send(of_call),
            lambda client: client.send(of_server),
            lambda client: client.send(optional),
        )
    of = ["Basic " + b64encode(pair).decode() for pair in (b"a:b", b"c:d")]
    found = [got.header("authorization") for got in server.requests]
    assert found == [None] * 3 + of[:1] + [of[1]] * 3 + of[:1]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("machine 127.0.0.1 login me s3cret\n", r"netrc, line \d: bad follower token$"),
        (b"machine \xff s3cret", "cannot be read|bad follower token"),
    ],
)
def test_a_netrc_that_is_none(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, text: str | bytes, words: str
) -> None:
    """Is an error of ours, without a password that may be in it."""
    (tmp_path / "netrc").write_bytes(text if isinstance(text, bytes) else text.encode())
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with pytest.raises(ArgumentError, match=words) as caught:
        world.client("http://127.0.0.1", trust_env=True)
    assert "s3cret" not in str(caught.value)


def test_certificates_of_the_environment(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """They are trusted, unless `trust_env=False`."""
    authority: Whatever = trustme.CA()
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(ours)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    with FaultServer(tls=ours) as server:
        with pytest.raises(APIConnectionError, match=r"(?i)certificate"):
            world.send(server.url, get(), trust_env=False, max_retries=0)
        assert world.send(server.url, get()).status == 200


def test_certificates_are_checked(world: World) -> None:
    """Also with a custom authority, through the library's own setting."""
    from runtime.http_transport import AsyncHttpTransport, HttpTransport  # noqa: PLC0415

    authority: Whatever = trustme.CA()
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(ours)
    theirs = ssl.create_default_context()
    authority.configure_trust(theirs)
    with FaultServer(tls=ours) as server:
        with pytest.raises(APIConnectionError, match=r"(?i)certificate") as caught:
            world.send(server.url, post(), max_retries=0)
        assert not caught.value.sent
        assert server.requests == []
        kind: Whatever = HttpTransport if world.is_sync else AsyncHttpTransport
        transport = kind(verify=theirs)

        def close(_: Whatever) -> Whatever:
            return transport.close() if world.is_sync else transport.aclose()

        client = world.client(server.url, transport=transport)
        world.use(client, lambda client: client.send(post()), close)
        assert len(server.requests) == 1


# --- The fake transport -------------------------------------------------------------------------


def test_the_fake_transport(world: World) -> None:
    """It gives the prescribed answers, records requests without secrets, and can fail."""
    fake: Whatever = FakeTransport() if world.is_sync else AsyncFakeTransport()
    fake.fail("things.get", 503, times=1)
    fake.answer("things.get", {"a": 1}, headers={"X-Ray": "r"}, times=1)
    fake.fail("things.get", ConnectionResetError("mine"), times=1)
    fake.answer("things.get", status=404, times=1)
    fake.answer("things.get", Mood.GOOD)
    client = world.client(
        "https://a.test",
        transport=fake,
        credentials={"token": "s3cret", "query_key": "s3cret"},
        max_retries=0,
    )
    request = get(query=[("q", "1")], security=(("token", "query_key"),))
    outcomes: list[Whatever] = []

    def sync(client: Whatever) -> None:
        for _ in range(6):
            try:
                outcomes.append(client.send(request).data)
            except APIError as error:
                outcomes.append(type(error).__name__)

    async def asynchronous(client: Whatever) -> None:
        for _ in range(6):
            try:
                outcomes.append((await client.send(request)).data)
            except APIError as error:
                outcomes.append(type(error).__name__)

    world.use(client, sync if world.is_sync else asynchronous)
    assert outcomes == [
        "ServerError",
        {"a": 1},
        "APIConnectionError",
        "NotFoundError",
        "GOOD",
        "GOOD",
    ]
    sent = fake.sent[0]
    assert (sent.operation, sent.method) == ("things.get", "GET")
    assert sent.url == "https://a.test/thing?q=1&api_key=***"
    assert sent.headers["accept"] == "application/json"
    assert "s3cret" not in pickle.dumps(fake.sent).decode("latin-1")


def test_the_fake_transport_keeps_bodies(world: World) -> None:
    """Bodies are recorded whole, however they are sent."""
    from runtime.bodies import BinaryBody, JsonBody  # noqa: PLC0415 - only here

    fake: Whatever = FakeTransport() if world.is_sync else AsyncFakeTransport()
    fake.answer("things.get", b"{}")
    client = world.client("https://a.test", transport=fake)
    world.use(
        client,
        lambda c: c.send(post(body=JsonBody({"a": 1}))),
        lambda c: c.send(post(body=BinaryBody(io.BytesIO(b"file")))),
    )
    assert fake.sent[0].json == {"a": 1}
    assert fake.sent[1].body == b"file"


# --- Imports ------------------------------------------------------------------------------------

FORBIDDEN = {
    "asyncio",
    "dataclasses",
    "decimal",
    "email",
    "http",
    "http.client",
    "httpx",
    "httpx2",
    "inspect",
    "logging",
    "pathlib",
    "random",
    "ssl",
    "trio",
    "urllib.request",
    "uuid",
    "zlib",
}


def test_importing_the_client_imports_little() -> None:
    """It imports no third-party module, and no slow module of the standard library."""
    script = (
        "import sys; before = set(sys.modules); import runtime.client, runtime.request, "
        "runtime.readers, runtime.results, runtime.info, runtime.auth\n"
        "print('\\n'.join(sorted(set(sys.modules) - before)))"
    )
    result = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-S", "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(TEMPLATES)},
    )
    loaded = set(result.stdout.split())
    assert not loaded & FORBIDDEN
    tops = {name.partition(".")[0] for name in loaded}
    assert tops - {"runtime"} <= sys.stdlib_module_names


def test_trio_and_asyncio_in_one_process(server: FaultServer) -> None:
    """Each task uses its own event loop."""
    server.routes["/"] = answer({})
    for kind in ("asyncio", "trio", "asyncio"):
        world = World(kind, "httpx2")
        world.send(server.url, get())


def test_a_client_is_not_bound_to_a_loop(server: FaultServer) -> None:
    """A client made outside works in a loop, if it is closed there."""
    server.routes["/"] = answer({})
    client = client_of(AsyncClient)(base_url=server.url, credentials={"token": lambda: "x"})

    async def main() -> Whatever:
        async with client:
            return await client.send(get(security=(("token",),)))

    assert asyncio.run(main()).status == 200


def test_an_invalid_credential(server: FaultServer) -> None:
    """It is refused early."""
    bad: Whatever = 5
    with pytest.raises(ArgumentError, match="token is not a valid credential for Bearer"):
        client_of(SyncClient)(base_url=server.url, credentials={"token": bad})
    info = INFO._replace(schemes={"t": Bearer()}, security=(("t",),))
    worse: Whatever = lambda: 5  # noqa: E731 - a token of a wrong type
    client = client_of(SyncClient, info)(base_url=server.url, credentials={"t": worse})
    with pytest.raises(ArgumentError, match="not a token"):
        client.send(get())
