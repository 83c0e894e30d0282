"""Golden cases: the output for the document of each folder, and whether the output works."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.golden import PACKAGE, Case, cases
from tests.support.places import ROOT
from tests.support.workspace import Done, finished, python, start

if TYPE_CHECKING:
    from pathlib import Path

QUICK = {"all_of", "bodies_json", "collisions", "pagination", "reference_dangling", "responses"}
"""The cases of `-m quick`."""
DAILY = {"client_parameters"}
"""The cases whose generated tests cover what no other document of the normal suite does."""
ALL = [
    pytest.param(case, id=case.name, marks=pytest.mark.quick if case.name in QUICK else ())
    for case in cases()
]
MADE = [case for case in cases() if case.outcome[0] == 0]
TESTED = [
    pytest.param(case, id=case.name, marks=() if case.name in DAILY else pytest.mark.nightly)
    for case in MADE
]


@pytest.mark.parametrize("case", ALL)
def test_case(case: Case, tmp_path: Path) -> None:
    """Messages, files and exit code equal those of the folder; the package is clean and runs."""
    done = case.generate(tmp_path)
    assert (done.code, done.err) == case.outcome
    if done.code:
        assert not any(tmp_path.iterdir())
        return
    assert case.expected, "a case must show what is generated"
    for name, expected in case.expected.items():
        made = tmp_path / PACKAGE / name
        assert made.exists(), name
        assert made.read_bytes().decode() == expected, name
    for command in (("check",), ("format", "--check")):
        assert _run(tmp_path, "ruff", *command, "--isolated", "--no-cache", ".") == 0
    if (case.folder / "check.py").exists():
        checked = case.check(tmp_path)
        assert (checked.code, checked.err) == (0, "")


@pytest.mark.nightly
@pytest.mark.parametrize("case", MADE, ids=lambda case: case.name)
def test_case_passes_mypy(case: Case, tmp_path: Path) -> None:
    """The package, its tests and `check.py` pass mypy in strict mode."""
    paths = _written(case, tmp_path)
    known = f"--cache-dir={tmp_path.parent / 'mypy'}"  # of what all cases import
    assert _run(tmp_path, "mypy", "--strict", known, *paths) == 0


@pytest.mark.nightly
def test_cases_pass_pyright(tmp_path: Path) -> None:
    """They pass basedpyright, which checks all cases in one run."""
    written = {case.name: _written(case, tmp_path / case.name) for case in MADE}
    # an editable install puts templates into site-packages, which hide the modules
    ours = [str(ROOT / "generator")]
    settings = {
        "typeCheckingMode": "standard",
        "pythonVersion": "3.11",
        "include": [f"{name}/{path}" for name, paths in written.items() for path in paths],
        "executionEnvironments": [{"root": name, "extraPaths": ours} for name in written],
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    assert _run(tmp_path, "basedpyright", "--pythonpath", sys.executable) == 0


@pytest.mark.parametrize("case", TESTED)
def test_case_passes_its_tests(case: Case, tmp_path: Path) -> None:
    """The generated tests pass."""
    case.generate(tmp_path)
    options = ("-q", "--import-mode=importlib", "-p", "no:cacheprovider", "-o", "pythonpath=.")
    done = python("-m", "pytest", *options, folder=tmp_path)
    assert done.code == 0, done.out


def _written(case: Case, folder: Path) -> list[str]:
    """Generate a case beside a copy of its `check.py`; return the paths to check."""
    folder.mkdir(exist_ok=True)
    case.generate(folder)
    paths = [PACKAGE, f"tests/{PACKAGE}"]
    if (case.folder / "check.py").exists():
        shutil.copy(case.folder / "check.py", folder)
        paths.append("check.py")
    return paths


def _run(folder: Path, module: str, *arguments: str) -> int:
    done: Done = finished(start([sys.executable, "-m", module, *arguments], folder))
    if done.code:
        sys.stdout.write(f"{done.out}{done.err}")
    return done.code
