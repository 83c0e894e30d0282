"""Time: each phase, the whole call, and what is left behind when it is over."""

from __future__ import annotations

import socket
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

import anyio
import pytest
from runtime.bodies import BinaryBody
from runtime.errors import APIConnectionError, APITimeoutError
from runtime.request import Options, Timeout

from .faults import continue_for_ever, drip, drip_headers, stall, stall_in_body
from .world import Whatever, get, post

if TYPE_CHECKING:
    from collections.abc import Callable

    from .faults import Action, FaultServer
    from .world import World

SHORT = 0.2


@pytest.mark.parametrize("fault", [stall, stall_in_body])
@pytest.mark.parametrize(
    "timeout", [SHORT, Timeout(read=SHORT), Timeout(total=SHORT)], ids=["all", "read", "total"]
)
def test_a_server_that_says_nothing(
    world: World, server: FaultServer, fault: Action, timeout: float | Timeout
) -> None:
    """Is waited for as long as was said."""
    server.will(fault)
    begun = time.monotonic()
    with pytest.raises(APITimeoutError) as caught:
        world.send(server.url, get(), timeout=timeout, max_retries=0)
    assert isinstance(caught.value, TimeoutError)
    assert isinstance(caught.value, APIConnectionError)
    assert caught.value.sent
    assert SHORT <= time.monotonic() - begun < 3


def test_a_server_that_does_not_take_the_connection(world: World) -> None:
    """Is waited for as long as `connect` says, and has surely not acted."""
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


def test_connecting_is_a_part_of_the_call(world: World) -> None:
    """And may not take longer."""
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


def test_a_server_that_does_not_take_the_body(world: World) -> None:
    """Is waited for as long as `write` says."""
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        url = "http://127.0.0.1:{1}".format(*deaf.getsockname())
        request = post(body=BinaryBody(bytes(20_000_000)))
        begun = time.monotonic()
        with pytest.raises(APITimeoutError, match="write") as caught:
            world.send(url, request, timeout=Timeout(write=SHORT), max_retries=0)
    assert caught.value.sent
    assert SHORT <= time.monotonic() - begun < 3


def test_a_server_that_drips(world: World, server: FaultServer) -> None:
    """Never keeps one waiting for long, and yet is not waited for for ever."""
    server.will(drip)
    begun = time.monotonic()
    with pytest.raises(APITimeoutError, match="total"):
        world.send(server.url, get(), timeout=Timeout(total=SHORT), max_retries=0)
    assert SHORT <= time.monotonic() - begun < 3


@pytest.mark.parametrize(
    ("fault", "total"), [(drip_headers, 1.5), (drip_headers, 0.5), (continue_for_ever, 0.5)]
)
def test_headers_that_drip(world: World, server: FaultServer, fault: Action, total: float) -> None:
    """Do not outlast it either; a sync client counts whole seconds here."""
    server.will(fault)
    begun = time.monotonic()
    with pytest.raises(APITimeoutError):
        world.send(server.url, get(), timeout=Timeout(total=total), max_retries=0)
    assert total <= time.monotonic() - begun < total + 2.5


def test_the_call_can_be_told_apart_from_the_client(world: World, server: FaultServer) -> None:
    """What a call says counts more."""
    server.will(stall)
    request = get(options=Options(timeout=SHORT, max_retries=0))
    with pytest.raises(APITimeoutError):
        world.send(server.url, request, timeout=60)


def test_a_full_pool_is_waited_for_as_long_as_was_said(world: World, server: FaultServer) -> None:
    """Nobody got the request, so that it could be repeated."""
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
    """Also when as many are cancelled as there are connections."""
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
