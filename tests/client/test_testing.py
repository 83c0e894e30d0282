"""`speccast.testing` is a dependency of tests alone: a package works without it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.support.bare import PYTHON, bare_environment
from tests.support.places import SPEC
from tests.support.workspace import finished, speccast, start

if TYPE_CHECKING:
    from pathlib import Path

NAME = "realtimekit_livestreams"


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a package, and an environment with its HTTP library alone."""
    folder = tmp_path_factory.mktemp("host")
    assert speccast("generate", str(SPEC), "-o", ".", "--package", NAME, folder=folder).code == 0
    bare_environment(folder)
    return folder


def test_checkers_need_no_test_dependency(host: Path) -> None:
    """The package type-checks without hypothesis, pytest and speccast.

    `test_vendoring.py` does the same with basedpyright.
    """
    command = ["-m", "mypy", "--python-executable", PYTHON, "--strict", NAME]
    done = finished(start([sys.executable, *command], host))
    assert done.code == 0, done.out


def test_fake_transport_needs_no_library(host: Path) -> None:
    """The package contains the documented examples."""
    program = f"""
from {NAME} import Client
from {NAME}.testing import FakeTransport
with Client(account_id="a", app_id="b", api_token="c", transport=FakeTransport()) as client:
    print(client.livestreams.list().success)
"""
    done = finished(start([PYTHON, "-c", program], host))
    assert done.out == "True\n", done.err


def test_tests_name_their_dependency(host: Path) -> None:
    """Without speccast generated tests fail, with the command that installs it."""
    program = """
import sys
sys.modules["speccast"] = None
import pytest
sys.exit(pytest.main(["-q", "-p", "no:cacheprovider", "tests"]))
"""
    done = finished(start([sys.executable, "-c", program], host, PYTHONPATH="."))
    assert done.code != 0
    assert "pip install 'speccast[testing]'" in done.out + done.err
