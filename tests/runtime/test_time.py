"""Timeouts of each phase and of the whole call, and the state after them."""

from __future__ import annotations

import socket
import threading
import time
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import anyio
import httpx
import pytest
from runtime.bodies import BinaryBody
from runtime.core import timeout_of
from runtime.errors import APIConnectionError, APITimeoutError, ArgumentError
from runtime.request import Options, Timeout

from tests.support.faults import (
    continue_for_ever,
    drip,
    drip_extension,
    drip_headers,
    stall,
    stall_in_body,
)
from tests.support.world import World, get, post

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from tests.support.faults import Action, FaultServer
    from tests.support.ways import Whatever

SHORT = 0.2


@pytest.mark.parametrize("fault", [stall, stall_in_body])
@pytest.mark.parametrize(
    "timeout", [SHORT, Timeout(read=SHORT), Timeout(total=SHORT)], ids=["all", "read", "total"]
)
def test_a_silent_server(
    world: World, server: FaultServer, fault: Action, timeout: float | Timeout
) -> None:
    """The call ends after the timeout."""
    server.will(fault)
    begun = time.monotonic()
    with pytest.raises(APITimeoutError) as caught:
        world.send(server.url, get(), timeout=timeout, max_retries=0)
    assert isinstance(caught.value, TimeoutError)
    assert isinstance(caught.value, APIConnectionError)
    assert caught.value.sent
    assert SHORT <= time.monotonic() - begun < 3


def test_a_server_that_does_not_accept(world: World) -> None:
    """The `connect` timeout ends the call, and the error says that nothing was sent."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf, ExitStack() as queue:
        for _ in range(3):
            waiting = queue.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(deaf.getsockname())
        url = "http://127.0.0.1:{1}".format(*deaf.getsockname())
        begun = time.monotonic()
        with pytest.raises(APITimeoutError, match="connect") as caught:
            world.send(url, get(), timeout=Timeout(connect=SHORT), max_retries=0)
    assert not caught.value.sent
    assert SHORT <= time.monotonic() - begun < 3


def test_connecting_counts_against_the_total(world: World) -> None:
    """The whole call takes no longer."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf, ExitStack() as queue:
        for _ in range(3):
            waiting = queue.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(deaf.getsockname())
        url = "http://127.0.0.1:{1}".format(*deaf.getsockname())
        begun = time.monotonic()
        with pytest.raises(APITimeoutError):
            world.send(url, get(), timeout=Timeout(total=SHORT), max_retries=0)
    assert SHORT <= time.monotonic() - begun < 3


def test_a_server_that_does_not_read_the_body(world: World) -> None:
    """The `write` timeout ends the call."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = "http://127.0.0.1:{1}".format(*deaf.getsockname())
        request = post(body=BinaryBody(bytes(20_000_000)))
        begun = time.monotonic()
        with pytest.raises(APITimeoutError, match="write") as caught:
            world.send(url, request, timeout=Timeout(write=SHORT), max_retries=0)
    assert caught.value.sent
    assert SHORT <= time.monotonic() - begun < 3


def test_a_slow_body(world: World, server: FaultServer) -> None:
    """No read takes long, but `total` ends the call."""
    server.will(drip)
    begun = time.monotonic()
    with pytest.raises(APITimeoutError, match="total"):
        world.send(server.url, get(), timeout=Timeout(total=SHORT), max_retries=0)
    assert SHORT <= time.monotonic() - begun < 3


@pytest.mark.parametrize("read", [SHORT, 60.0])
@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("fault", [drip_headers, continue_for_ever, drip_extension])
def test_slow_headers(
    world: World, server: FaultServer, fault: Action, *, streamed: bool, read: float
) -> None:
    """`total` ends the call, though no read reaches its timeout."""
    server.will(fault)
    timeout = Timeout(read=read, total=SHORT)
    client = world.client(server.url, timeout=timeout, max_retries=0)
    begun = time.monotonic()
    if streamed and fault is not drip_extension:
        with pytest.raises(APITimeoutError, match="total"):
            world.stream(client, get(), lambda response: response.read())
    else:
        with pytest.raises(APITimeoutError, match="total"):
            world.use(client, lambda client: client.send(get()))
    assert SHORT <= time.monotonic() - begun < SHORT + 1


@contextmanager
def deaf_host(monkeypatch: pytest.MonkeyPatch, *, addresses: int) -> Generator[str]:
    """Yield the URL of a host with addresses that accept no connection."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as deaf, ExitStack() as queue:
        place: tuple[str, int] = deaf.getsockname()
        for _ in range(3):
            waiting = queue.enter_context(socket.socket())
            waiting.settimeout(0)
            waiting.connect_ex(place)
        kind = (socket.AF_INET, socket.SOCK_STREAM, 6, "", place)
        inner: Whatever = socket.getaddrinfo

        def resolve(host: str | bytes, *more: Whatever, **named: Whatever) -> Whatever:
            if host not in {"deaf.test", b"deaf.test"}:
                return inner(host, *more, **named)
            return [kind] * addresses

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        yield f"http://deaf.test:{place[1]}"


def test_several_addresses_without_an_answer(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """They share the time of the whole call."""
    with deaf_host(monkeypatch, addresses=8) as url:
        begun = time.monotonic()
        with pytest.raises(APITimeoutError) as caught:
            world.send(url, get(), timeout=Timeout(connect=SHORT, total=2 * SHORT), max_retries=0)
    assert not caught.value.sent
    assert time.monotonic() - begun < 1.4


def test_the_second_address_is_tried(server: FaultServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first one does not answer, and has not used up the whole time."""
    with deaf_host(monkeypatch, addresses=2) as url:
        inner = socket.create_connection
        tried: list[Whatever] = []

        def connect(address: Whatever, *more: Whatever, **named: Whatever) -> Whatever:
            tried.append(address)
            if len(tried) == 1:
                return inner(address, *more, **named)
            second = socket.socket()
            second.connect(("127.0.0.1", server.port))
            return second

        monkeypatch.setattr(socket, "create_connection", connect)
        timeout = Timeout(connect=60, total=1)
        assert World("sync", "httpx2").send(url, get(), timeout=timeout).status == 200
    assert len(tried) == 2


@pytest.mark.parametrize("library", ["httpx2", "httpx"])
def test_a_slow_resolver(monkeypatch: pytest.MonkeyPatch, library: str) -> None:
    """`total` ends the wait for it. Async clients cancel their tasks anyway."""
    answered = threading.Event()

    def resolve(*_: Whatever, **__: Whatever) -> Whatever:
        answered.wait(30)
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    begun = time.monotonic()
    timeout = Timeout(total=SHORT)
    with pytest.raises(APITimeoutError) as caught:
        World("sync", library).send("http://slow.test", get(), timeout=timeout, max_retries=0)
    assert not caught.value.sent
    assert time.monotonic() - begun < 1.2
    answered.set()


def test_an_unknown_host(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is a connection error with the resolver's message."""

    def resolve(*_: Whatever, **__: Whatever) -> Whatever:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(APIConnectionError, match="not known") as caught:
        world.send("http://unknown.test", get(), max_retries=0)
    assert not caught.value.sent


@pytest.mark.parametrize(
    ("value", "total"),
    [(20, 600.0), (1800, None), (float("inf"), None), (1e300, None), (Timeout(total=5), 5.0)],
)
def test_a_number_of_seconds(value: float | Timeout, total: float | None) -> None:
    """A default bound does not shorten it."""
    assert timeout_of(value, Timeout()).total == total


@pytest.mark.parametrize(
    "value", [0, -1, float("nan"), "3", True, httpx.Timeout(3), Timeout(read=0)]
)
def test_invalid_timeouts(world: World, value: Whatever) -> None:
    """They are an `ArgumentError`, for the client and for one call."""
    with pytest.raises(ArgumentError, match="timeout"):
        world.client("http://a.test", timeout=value)
    with pytest.raises(ArgumentError, match="timeout"):
        world.send("http://127.0.0.1:1", get(options=Options(timeout=value)))


def test_the_timeout_of_a_call_overrides_the_clients(world: World, server: FaultServer) -> None:
    """A call may have a shorter one."""
    server.will(stall)
    request = get(options=Options(timeout=SHORT, max_retries=0))
    with pytest.raises(APITimeoutError):
        world.send(server.url, request, timeout=60)


def test_a_full_pool(world: World, server: FaultServer) -> None:
    """The `pool` timeout ends the call; nothing was sent, so it may be repeated."""
    from runtime.http_transport import AsyncHttpTransport, HttpTransport  # noqa: PLC0415

    server.will(stall)
    kind: Whatever = HttpTransport if world.is_sync else AsyncHttpTransport
    transport = kind(limits={"max_connections": 1})
    client = world.client(server.url, transport=transport, max_retries=0)

    def second_while_first(client: Whatever) -> Whatever:
        with client.stream(get()) as _:
            return client.send(get(options=Options(timeout=Timeout(pool=SHORT))))

    async def second_while_first_async(client: Whatever) -> Whatever:
        async with client.stream(get()) as _:
            return await client.send(get(options=Options(timeout=Timeout(pool=SHORT))))

    server.script.clear()
    server.will(stall_in_body)
    work: Callable[[Whatever], Whatever] = (
        second_while_first if world.is_sync else second_while_first_async
    )
    with pytest.raises(APITimeoutError, match="pool") as caught:
        world.use(client, work)
    assert not caught.value.sent
    if world.is_sync:
        transport.close()
    else:
        world.run(transport.aclose)


@pytest.mark.tasks
def test_a_cancelled_call_leaves_the_pool_usable(world: World, server: FaultServer) -> None:
    """Also if as many calls are cancelled as there are connections."""
    from runtime.http_transport import AsyncHttpTransport  # noqa: PLC0415

    server.routes["/stall"] = stall
    client = world.client(server.url, max_retries=0)
    limited = AsyncHttpTransport(limits={"max_connections": 2})
    client.__core__.driver.transport = limited

    async def main() -> None:
        async with client:
            for _ in range(3):
                async with anyio.create_task_group() as group:
                    for _ in range(4):
                        group.start_soon(client.send, get("/stall"))
                    await anyio.sleep(0.05)
                    group.cancel_scope.cancel()
            assert (await client.send(get("/fine"))).status == 200

    world.run(main)
