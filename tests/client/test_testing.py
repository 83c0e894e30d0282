"""`speccast.testing` is a dependency of tests alone: a package works without it."""

from __future__ import annotations

import re
import sys
import venv
from importlib.metadata import PackageNotFoundError, distribution, requires
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.support.places import SPEC
from tests.support.workspace import finished, speccast, start

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "realtimekit_livestreams"


def needed(name: str) -> Iterator[str]:
    """Yield the distributions that a distribution requires, itself first."""
    try:
        found = requires(name) or []
    except PackageNotFoundError:
        return  # for another version of Python
    yield name
    for text in found:
        if "extra ==" not in text:
            yield from needed(re.split(r"[^\w.-]", text)[0])


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a package, and an environment with its HTTP library alone."""
    folder = tmp_path_factory.mktemp("host")
    assert speccast("generate", str(SPEC), "-o", ".", "--package", NAME, folder=folder).code == 0
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}')
    venv.create(folder / "env", with_pip=False)
    [site] = (folder / "env").glob("lib/python*/site-packages")
    for name in {*needed("httpx2")}:
        for file in distribution(name).files or ():
            top = file.parts[0]
            if top != ".." and not (site / top).exists():
                (site / top).symlink_to(Path(str(distribution(name).locate_file(top))))
    return folder


@pytest.mark.parametrize(
    "checker",
    [
        ("mypy", "--cache-dir=/dev/null", "--python-executable", "env/bin/python"),
        ("mypy", "--cache-dir=/dev/null", "--python-executable", "env/bin/python", "--strict"),
        ("basedpyright", "--pythonpath", "env/bin/python"),
    ],
    ids=["mypy", "mypy strict", "basedpyright"],
)
def test_checkers_need_no_test_dependency(host: Path, checker: tuple[str, ...]) -> None:
    """The package type-checks without hypothesis, pytest and speccast."""
    done = finished(start([sys.executable, "-m", *checker, NAME], host))
    assert done.code == 0, done.out


def test_fake_transport_needs_no_library(host: Path) -> None:
    """The package contains the documented examples."""
    program = f"""
from {NAME} import Client
from {NAME}.testing import FakeTransport
with Client(account_id="a", app_id="b", api_token="c", transport=FakeTransport()) as client:
    print(client.livestreams.list().success)
"""
    done = finished(start(["env/bin/python", "-c", program], host))
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
