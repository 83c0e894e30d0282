"""Shared fixtures: the livestream API on a loopback socket, and clients for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tests.support.server import ACCOUNT, APP, TOKEN, serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.driver import Driver
    from tests.support.server import Server

settings.register_profile("on any machine", deadline=None)
settings.load_profile("on any machine")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """With `-m quick`, import only the modules that have such a test: imports take seconds."""
    wanted: str = config.option.markexpr
    is_module = collection_path.suffix == ".py"
    if (
        wanted.startswith("quick")
        and is_module
        and "mark.quick" not in collection_path.read_text("utf-8")
    ):
        return True
    return None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest tests: at the end, one core would wait for the other."""
    items.sort(key=lambda item: "checkers" not in item.name and "strictness" not in item.nodeid)


@pytest.fixture(scope="session", autouse=True)
def _mypy_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all runs of mypy share one cache: most of their time is the standard library's.

    Packages of different tests need different names: mypy takes files of the same path, size and
    second for the same file.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("MYPY_CACHE_DIR", str(tmp_path_factory.mktemp("mypy")))
        yield


@pytest.fixture
def server() -> Iterator[Server]:
    """Serve the livestream API with an empty state."""
    with serving() as running:
        yield running


@pytest.fixture(params=["sync", "asyncio", "trio"])
def driver(request: pytest.FixtureRequest, server: Server) -> Driver:
    """Return a caller of the server through the generated client, without retries."""
    from tests.support.driver import Driver  # noqa: PLC0415 - other tests need no generated client

    kind: str = request.param
    settings = {"account_id": ACCOUNT, "app_id": APP, "api_token": TOKEN}
    return Driver(kind, {**settings, "base_url": server.base_url, "max_retries": 0, "timeout": 10})
