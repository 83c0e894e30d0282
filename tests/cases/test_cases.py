"""Golden cases: the output for the document of each folder, and whether the output works."""

from __future__ import annotations

import json
import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from tests.golden import PACKAGE, Case, cases
from tests.support.places import ROOT
from tests.support.workspace import Done, finished, start

if TYPE_CHECKING:
    from pathlib import Path

QUICK = {"all_of", "bodies_json", "collisions", "pagination", "reference_dangling", "responses"}
"""The cases of `-m quick`."""
ALL = [
    pytest.param(case, id=case.name, marks=pytest.mark.quick if case.name in QUICK else ())
    for case in cases()
]
MADE = [case for case in cases() if case.outcome[0] == 0]


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
def test_case_is_typed_and_tested(case: Case, tmp_path: Path) -> None:
    """Checkers accept the package and `check.py`, and the generated tests pass."""
    case.generate(tmp_path)
    paths = [PACKAGE, f"tests/{PACKAGE}"]
    if (case.folder / "check.py").exists():
        shutil.copy(case.folder / "check.py", tmp_path)
        paths.append("check.py")
    settings = {
        "typeCheckingMode": "standard",
        "pythonVersion": "3.11",
        "include": paths,
        # an editable install puts templates into site-packages, which hide the modules
        "extraPaths": [str(ROOT / "generator")],
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings))
    known = f"--cache-dir={tmp_path.parent / 'mypy'}"  # of what all cases import
    assert _run(tmp_path, "mypy", "--strict", known, *paths) == 0
    assert _run(tmp_path, "basedpyright", "--pythonpath", sys.executable) == 0
    assert _run(tmp_path, "pytest", "-q", "--import-mode=importlib", "-o", "pythonpath=.") == 0


def _run(folder: Path, module: str, *arguments: str) -> int:
    done: Done = finished(start([sys.executable, "-m", module, *arguments], folder))
    if done.code:
        sys.stdout.write(f"{done.out}{done.err}")
    return done.code
