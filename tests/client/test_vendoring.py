"""A generated package inside another repository: the folder `host` is that repository.

It vendors the package under two parents and installs the wheel of it besides, uses all three in one
process, and holds everything to its own strict settings.
"""

from __future__ import annotations

import shutil
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from tests.support.bare import PYTHON, bare_environment
from tests.support.places import SPEC, SUPPORT
from tests.support.workspace import finished, snapshot, speccast, start

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.workspace import Done

NAME = "realtimekit_livestreams"
PLACES = [f"src/shop/_vendor/{NAME}", "src/shop/live"]
WHEEL = f"""\
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"

[project]
name = "realtimekit-livestreams"
version = "1"

[tool.hatch.build.targets.wheel]
packages = ["{NAME}"]
"""


@pytest.fixture(scope="module")
def host(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the repository, with two vendored copies and an installed one."""
    folder = tmp_path_factory.mktemp("host")
    shutil.copytree(SUPPORT / "host", folder, dirs_exist_ok=True)
    (folder / "src/shop/_vendor").mkdir()
    (folder / "src/shop/_vendor/__init__.py").write_text('"""What others wrote."""\n')
    made = folder / "made"
    command = ("generate", str(SPEC), "-o", "made", "--package", NAME, "--no-tests", "--trust-env")
    assert speccast(*command, folder=folder).code == 0
    for place in PLACES:
        assert speccast("vendor", place, "--from", f"made/{NAME}", folder=folder).code == 0
    (made / "pyproject.toml").write_text(WHEEL)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder / "dist")]
    assert finished(start(build, made)).code == 0
    [wheel] = (folder / "dist").glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "site")
    bare_environment(folder)
    return folder


def tool(host: Path, *arguments: str, **environment: str) -> Done:
    """Run a module as the host would."""
    return finished(start([sys.executable, "-B", "-m", *arguments], host, **environment))


def test_same_bytes(host: Path) -> None:
    """All copies are byte-identical to the generated package, without other files."""
    made = snapshot(host / "made" / NAME)
    assert all(snapshot(host / place) == made for place in [*PLACES, f"site/{NAME}"])
    assert {"LICENSE", "py.typed", "_manifest.json", "_spec.json"} <= made.keys()
    assert not (host / "src/shop/_vendor/tests").exists()


def test_host_tests(host: Path) -> None:
    """All three work in one process: isinstance, equality, copy, pickle, errors, logging."""
    done = tool(host, "pytest", "-q")
    assert done.code == 0, done.out


@pytest.mark.parametrize(
    "checker",
    [
        ("ruff", "check", "--no-cache", "src", "tests"),
        ("ruff", "check", "--no-cache", "--isolated", "src/shop/live"),
        ("mypy", "src", "tests"),
        ("basedpyright", "--pythonpath", PYTHON, "src"),  # which has neither hypothesis nor pytest
    ],
    ids=["ruff", "ruff as it comes", "mypy", "basedpyright"],
)
def test_host_checkers(host: Path, checker: tuple[str, ...]) -> None:
    """The host's own strict settings find nothing, in the vendored code as well."""
    done = tool(host, *checker)
    assert done.code == 0, done.out


def verify(host: Path, name: str = "shop.live") -> Done:
    """Run the `verify` of a copy with the standard library alone."""
    site = host / "src"
    command = [sys.executable, "-B", "-S", "-m", name, "verify"]
    return finished(start(command, host, PYTHONPATH=str(site)))


@pytest.mark.parametrize("name", ["shop.live", f"shop._vendor.{NAME}"])
def test_verify(host: Path, name: str) -> None:
    """An unchanged copy is verified."""
    done = verify(host, name)
    assert (done.code, done.err) == (0, "")


def test_verify_edited(host: Path, tmp_path: Path) -> None:
    """Edits, missing files and added files are found."""
    shutil.copytree(host / "src", tmp_path / "src")
    copy = tmp_path / "src" / "shop" / "live"
    (copy / "client.py").write_text((copy / "client.py").read_text() + "# mine\n")
    (copy / "py.typed").unlink()
    (copy / "models" / "mine.py").write_text("")
    (copy / "__pycache__").mkdir()
    (copy / "__pycache__" / "mine.pyc").write_text("")
    done = verify(tmp_path)
    assert done.code == 1
    expected = ["changed: client.py", "missing: py.typed", "superfluous: models/mine.py"]
    assert sorted(done.out.splitlines()) == expected
