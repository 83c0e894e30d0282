"""The runtime as an importable package, and the fixtures `world` and `server`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "templates"))

from tests.support.faults import FaultServer
from tests.support.world import VirtualClock, World

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.ways import Whatever

WORLDS = [
    ("sync", "httpx2"),
    ("sync", "httpx"),
    ("asyncio", "httpx2"),
    ("asyncio", "httpx"),
    ("trio", "httpx2"),
]


def pytest_configure(config: pytest.Config) -> None:
    """Register the markers."""
    config.addinivalue_line("markers", "tasks: only tasks can be cancelled, and no threads")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run each test in all worlds, or in those that have tasks."""
    if "world" in metafunc.fixturenames:
        tasks = any(metafunc.definition.iter_markers("tasks"))
        worlds = [world for world in WORLDS if not tasks or world[0] != "sync"]
        metafunc.parametrize("world", worlds, ids="-".join, indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ignore async generators of the HTTP libraries that trio finalises, and nothing else."""
    theirs = "ignore:Async generator 'httpcore2?._async:ResourceWarning"
    for item in items:
        if "trio" in item.name:
            item.add_marker(pytest.mark.filterwarnings(theirs))


@pytest.fixture
def world(request: Whatever) -> World:
    """Return a way to make calls, in real time."""
    return World(*request.param)


@pytest.fixture
def timeless(world: World) -> World:
    """Return a way to make calls in virtual time."""
    world.clock = VirtualClock()
    return world


@pytest.fixture
def server() -> Iterator[FaultServer]:
    """Serve the scripted answers of a test."""
    with FaultServer() as running:
        yield running
