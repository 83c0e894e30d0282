"""The supported Pythons: 3.11 runs these tests, the others are tried as far as they are at hand."""

from __future__ import annotations

import os
import shutil
import tomllib
from pathlib import Path
from typing import Final, NamedTuple

import pytest

from tests.golden import Case, cases
from tests.support.places import ROOT, SUPPORT
from tests.support.workspace import finished, start

SUPPORTED: Final = ("3.11", "3.12", "3.13", "3.14")
PYODIDE: Final = "314.0.7"
"""The release of Pyodide that is CPython 3.14."""
SCRIPTS: Final = SUPPORT / "pythons"
OUTSIDE: Final = ("speccast", "asyncio.run", "pytest", "cryptography", "msgspec", "orjson")
"""A check with one of these is left out: not installed in Pyodide, or it needs a newer engine."""
MADE: Final = [case for case in cases() if case.outcome[0] == 0]
FEW: Final = (
    "tests/runtime",
    "tests/cases",
    "tests/output/test_cli.py",
    "tests/stages/test_document.py",
)


class Newer(NamedTuple):
    """A newer Python, in an environment with the locked versions."""

    version: str
    command: str


def test_metadata() -> None:
    """The classifiers name the supported Pythons, and the oldest one is required."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    classifiers = project["classifiers"]
    assert [
        each for each in classifiers if each.startswith("Programming Language :: Python :: 3.")
    ] == [f"Programming Language :: Python :: {version}" for version in SUPPORTED]
    assert project["requires-python"] == f">={SUPPORTED[0]}"


def interpreter(version: str) -> str:
    """Return the command of a Python that is installed here, or skip."""
    homes = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob(f"versions/{version}.*")
    for candidate in (*(str(home / "bin" / "python") for home in homes), f"python{version}"):
        if found := shutil.which(candidate):
            return found
    return pytest.skip(f"there is no Python {version} on this machine")


@pytest.fixture(scope="module", params=SUPPORTED[1:])
def newer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Newer:
    """Return a Python in whose environment the locked versions are installed."""
    version: str = request.param
    environment = tmp_path_factory.mktemp("environment")
    python = str(environment / "bin" / "python")
    pin = str(ROOT / "constraints.txt")
    pins = {"PIP_CONSTRAINT": pin, "PIP_BUILD_CONSTRAINT": pin}
    install = [python, "-m", "pip", "install", "-q", "-e", f"{ROOT}[dev]"]
    for command in ([interpreter(version), "-m", "venv", str(environment)], install):
        done = finished(start(command, ROOT, **pins), timeout=3600)
        assert done.code == 0, done.out[-5000:] + done.err[-5000:]
    return Newer(version, python)


@pytest.mark.nightly
def test_a_newer_python(newer: Newer, tmp_path: Path) -> None:
    """Generated clients and command line work."""
    tests = [newer.command, "-m", "pytest", "-q", "-o", f"cache_dir={tmp_path}", *FEW]
    done = finished(start(tests, ROOT, PYTHONDONTWRITEBYTECODE="1"), timeout=3600)
    assert done.code == 0, done.out[-5000:] + done.err[-5000:]


@pytest.mark.nightly
@pytest.mark.parametrize("case", MADE, ids=lambda case: case.name)
def test_what_is_for_a_newer_python_alone(case: Case, newer: Newer, tmp_path: Path) -> None:
    """It does and says the same: its check runs, and its types hold for mypy, strictly."""
    assert case.generate(tmp_path, "--python", newer.version).code == 0
    paths = ["api"]
    if (case.folder / "check.py").exists():
        checked = case.check(tmp_path, newer.command)
        assert (checked.code, checked.err) == (0, "")
        shutil.copy(case.folder / "check.py", tmp_path)
        paths.append("check.py")
    mypy = finished(start([newer.command, "-m", "mypy", "--strict", *paths], tmp_path))
    assert mypy.code == 0, mypy.out


@pytest.mark.nightly
def test_python_3_14_in_webassembly(tmp_path: Path) -> None:
    """Generated packages work in CPython 3.14 as Pyodide has it: they need no HTTP library."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("there is no node on this machine")
    done = finished(
        start([npm, "install", "--no-audit", "--no-fund", f"pyodide@{PYODIDE}"], tmp_path)
    )
    if done.code:
        pytest.skip(f"Pyodide cannot be installed: {done.err[-300:]}")
    here = tmp_path / "here"
    shutil.copytree(ROOT / "generated", here)
    shutil.copy(SCRIPTS / "checks.py", here)
    names: list[str] = []
    for case in cases():
        check = case.folder / "check.py"
        if check.exists() and not any(word in check.read_text("utf-8") for word in OUTSIDE):
            assert case.generate(here / "cases" / case.name).code == 0
            shutil.copy(check, here / "cases" / case.name)
            names.append(case.name)
    module = tmp_path / "node_modules" / "pyodide" / "pyodide.mjs"
    ran = finished(
        start([node, str(SCRIPTS / "pyodide.mjs"), str(module), str(here)], tmp_path), timeout=3600
    )
    assert ran.code == 0, ran.out + ran.err
    said = ran.out.splitlines()
    assert said[0] == "python 3 14"
    assert [line.removeprefix("case ") for line in said if line.startswith("case ")] == sorted(
        names
    )
    assert len(names) > 30
