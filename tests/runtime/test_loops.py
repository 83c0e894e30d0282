"""Processes and event loops: each has connections and locks of its own."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import sys
import threading
from typing import TYPE_CHECKING

import pytest
import trio
from runtime import concurrency
from runtime.client import AsyncClient, SyncClient
from runtime.errors import APIConnectionError, ArgumentError
from runtime.oauth import ClientCredentials

from tests.support.faults import answer, raw
from tests.support.world import World, client_of, get

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.faults import Connection, FaultServer
    from tests.support.ways import Whatever

SAFE = get(security=(("oauth",),))


def echo(connection: Connection) -> bool:
    """Answer with the path."""
    return answer(connection.request.target)(connection)


def token(connection: Connection) -> bool:
    """Return a new token."""
    return answer({"access_token": "t", "token_type": "Bearer", "expires_in": "0.01"})(connection)


def forked(work: Callable[[], bool]) -> bool:
    """Do some work in a child process, and return whether it succeeded."""
    child = os.fork()
    if not child:
        code = 1
        try:
            code = 0 if work() else 1
        finally:
            os._exit(code)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
@pytest.mark.parametrize("library", ["httpx2", "httpx"])
def test_a_child_process_has_its_own_connections(server: FaultServer, library: str) -> None:
    """No process receives the answers of another."""
    server.routes["/"] = echo
    client = World("sync", library).client(server.url)
    assert client.send(get("/parent")).data == "/parent"
    assert forked(lambda: client.send(get("/child")).data == "/child")
    assert client.send(get("/parent")).data == "/parent"
    assert [r.connection for r in server.requests] == [1, 2, 1]
    client.close()


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
@pytest.mark.filterwarnings("ignore:.*multi-threaded:DeprecationWarning")
def test_locks_are_free_after_a_fork(server: FaultServer) -> None:
    """The thread that held them exists only in the parent."""
    server.routes["/oauth"] = token
    server.routes["/"] = echo
    client = client_of(SyncClient)(
        base_url=server.url, credentials={"oauth": ClientCredentials("me", "s3cret")}
    )
    assert client.send(SAFE).data == "/thing"
    core: Whatever = client.__core__
    (lock,) = core.credentials.given["oauth"]._locks.values()  # noqa: SLF001 - held by another thread
    with lock, core.driver._counting, core.driver.transport._lock:  # noqa: SLF001

        def work() -> bool:
            timer = threading.Timer(20, os._exit, [1])
            timer.start()
            return bool(client.send(SAFE).data == "/thing")

        assert forked(work)
    client.close()


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("library", ["httpx2", "httpx"])
def test_one_client_in_several_event_loops(server: FaultServer, library: str) -> None:
    """Each loop has its own connections and locks, in asyncio and trio."""
    server.routes["/oauth"] = token
    server.routes["/"] = echo
    client = World("asyncio", library).client(
        server.url, credentials={"oauth": ClientCredentials("me", "s3cret")}, max_retries=0
    )

    async def five() -> list[Whatever]:
        return await asyncio.gather(*[client.send(SAFE) for _ in range(5)])

    async def one() -> Whatever:
        return await client.send(SAFE)

    for _ in range(3):
        assert [each.data for each in asyncio.run(five())] == ["/thing"] * 5
    if library == "httpx2":
        assert trio.run(one).data == "/thing"
    assert asyncio.run(one()).data == "/thing"
    asyncio.run(client.aclose())
    gc.collect()


def test_without_an_event_loop(server: FaultServer) -> None:
    """The error says what is needed."""
    call = client_of(AsyncClient)(base_url=server.url).send(get())
    with pytest.raises(ArgumentError, match="event loop"):
        call.send(None)


@pytest.mark.parametrize("module", [None, object()])
def test_trio_that_is_imported_and_not_running(
    monkeypatch: pytest.MonkeyPatch, module: object
) -> None:
    """It is not used for the task."""

    async def main() -> str:
        with monkeypatch.context() as patch:
            patch.setitem(sys.modules, "trio", module)
            name: str = concurrency.running()[0].__name__
            return name

    assert asyncio.run(main()) == "asyncio"


@pytest.mark.parametrize("rest", [b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"other"', b"x"])
def test_an_unrequested_answer(world: World, server: FaultServer, rest: bytes) -> None:
    """It is not used for the next call."""
    server.will(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" + rest, keep=True))
    client = world.client(server.url, max_retries=0)
    got: list[Whatever] = []

    def second(client: Whatever) -> Whatever:
        try:
            return got.append(client.send(get()))
        except APIConnectionError:
            return None

    async def second_async(client: Whatever) -> None:
        with contextlib.suppress(APIConnectionError):
            got.append(await client.send(get()))

    world.use(client, lambda client: client.send(get()), second if world.is_sync else second_async)
    assert [each.data for each in got] in ([], [{}])


def test_the_next_call(world: World, server: FaultServer) -> None:
    """It is made over a new connection."""
    extra = b'HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n"other"'
    server.will(raw(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}" + extra, keep=True))
    client = world.client(server.url)

    def call(client: Whatever) -> Whatever:
        return client.send(get())

    assert world.use(client, call, call).data == {}
    assert len({r.connection for r in server.requests}) == 2
