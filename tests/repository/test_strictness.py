"""The project's own checkers, with the settings of pyproject.toml, find nothing."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.support.places import ROOT


@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy", "generator", "tests", "templates/runtime", "generated"),
        ("basedpyright", "--pythonpath", sys.executable),
    ],
    ids=["ruff check", "ruff format", "mypy", "basedpyright"],
)
def test_nothing_is_found(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """A checker finds nothing in generator, templates, tests and generated packages."""
    monkeypatch.delenv("MYPY_CACHE_DIR")  # the repository's own cache serves the next run, too
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
