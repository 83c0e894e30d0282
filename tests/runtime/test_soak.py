"""Many calls under faults of every kind: none is lost, and none that must not be is sent twice."""

from __future__ import annotations

import itertools
import os
import random
import threading
import time
import tracemalloc
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import anyio
import pytest
from runtime.errors import APIError, APIStatusError
from runtime.request import Options, Timeout

from tests.support.faults import FaultServer, answer, hang_up, raw, reset, truncated
from tests.support.world import VirtualClock, World, get, post

if TYPE_CHECKING:
    from runtime.request import Request

    from tests.support.faults import Action, Connection
    from tests.support.ways import Whatever

LATER = [("Retry-After", "0.01")]
HARMLESS = [answer(status=429, headers=LATER), answer(status=503, headers=LATER)]
"""Faults after which the server has done nothing."""
FAULTS = [
    answer(status=500),
    answer(status=502, kind="text/html"),
    answer(status=408),
    reset,
    hang_up,
    truncated,
    raw(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"),
    raw(b"nonsense\r\n\r\n"),
]
FINAL = [answer(status=404), answer(b"<html>", kind="text/html"), answer(b"")]
WORKERS = 16
MANY = int(os.environ.get("SOAK_CALLS") or 20_000)
"""The calls of the nightly run, of each kind of client."""


class Hasty(VirtualClock):
    """Real time, but with short waits."""

    def monotonic(self) -> float:
        """Return the time."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Sleep for a short time."""
        time.sleep(min(seconds, 0.001))

    async def async_sleep(self, seconds: float) -> None:
        """Sleep for a short time."""
        await anyio.sleep(min(seconds, 0.001))


class Chaos:
    """Answers four requests out of five, and counts those that were acted on."""

    def __init__(self, seed: int) -> None:
        """Start without requests."""
        self._random = random.Random(seed)  # noqa: S311 - the same each time
        self._lock = threading.Lock()
        self.acted: Counter[str] = Counter()
        """The number of times each call was, or may have been, processed."""

    def __call__(self, connection: Connection) -> bool:
        """Answer or fail."""
        target = connection.request.target
        with self._lock:
            action: Action = answer(target)
            if self._random.random() < 0.2:
                action = self._random.choice([*HARMLESS, *FAULTS, *FINAL])
            if action not in HARMLESS:
                self.acted[target] += 1
        return action(connection)


def calls(count: int) -> list[Request[Whatever]]:
    """Return calls of every kind, each with a path of its own."""
    kinds = itertools.cycle([get, post, post, get])
    options = Options(idempotency_key=True)
    return [
        kind(f"/{n}", options=options if n % 10 == 0 else None)
        for n, kind in zip(range(count), kinds, strict=False)
    ]


def attempt(outcomes: dict[str, object], call: Request[Whatever], error: object) -> None:
    """Record the result of a call: None for an error that says what happened."""
    assert isinstance(error, APIError)
    assert not isinstance(error, APIStatusError) or error.status in {404, 408, 429, 500, 502, 503}
    outcomes[call.template] = None


def in_threads(client: Whatever, batch: list[Request[Whatever]]) -> dict[str, object]:
    """Make the calls in several threads."""
    outcomes: dict[str, object] = {}

    def one(call: Request[Whatever]) -> None:
        try:
            outcomes[call.template] = client.send(call).data
        except APIError as error:
            attempt(outcomes, call, error)

    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(one, batch))
    return outcomes


async def in_tasks(client: Whatever, batch: list[Request[Whatever]]) -> dict[str, object]:
    """Make the calls in several tasks."""
    outcomes: dict[str, object] = {}
    left = iter(batch)

    async def work() -> None:
        for call in left:
            try:
                outcomes[call.template] = (await client.send(call)).data
            except APIError as error:
                attempt(outcomes, call, error)

    async with anyio.create_task_group() as group:
        for _ in range(WORKERS):
            group.start_soon(work)
    return outcomes


@pytest.mark.parametrize("kind", ["sync", "asyncio", "trio"])
@pytest.mark.parametrize(
    "count", [500, pytest.param(MANY, marks=pytest.mark.nightly)], ids=["short", "long"]
)
def test_soak(kind: str, count: int) -> None:
    """Each call ends with its own value or an error; memory and connections do not grow."""
    world = World(kind, "httpx2")
    batches = [calls(count)[n::5] for n in range(5)]
    outcomes: dict[str, object] = {}
    sizes: list[int] = []
    with FaultServer() as server:
        chaos = Chaos(seed=count)
        server.routes["/"] = chaos
        work = in_threads if world.is_sync else in_tasks

        def batch_of(batch: list[Request[Whatever]]) -> Whatever:
            def run(client: Whatever) -> Whatever:
                server.requests.clear()
                sizes.append(tracemalloc.get_traced_memory()[0])
                return work(client, batch)

            return run

        def keep(found: dict[str, object]) -> None:
            outcomes.update(found)

        client = world.client(server.url, timeout=Timeout(read=5, total=30))
        client.__core__.clock = client.__core__.driver.clock = Hasty()
        tracemalloc.start()
        try:
            world.use(client, *[batch_of(batch) for batch in batches], keep=keep)
        finally:
            tracemalloc.stop()
        assert server.most <= 100
        assert server.is_left()
    assert len(outcomes) == count
    assert all(value in {path, None} for path, value in outcomes.items())
    assert sum(value is not None for value in outcomes.values()) > count * 0.8
    for call in calls(count):
        once = call.method == "POST" and call.options is None
        assert chaos.acted[call.template] <= (1 if once else 3)
    grown = sizes[-1] - sizes[1]
    assert grown < 1_000_000 + 200 * count * 3 // 5, sizes
