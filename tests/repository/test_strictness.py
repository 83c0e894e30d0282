"""The project's own strictness: its checkers, as pyproject.toml sets them, find nothing here."""

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
def test_nothing_is_found(command: tuple[str, ...]) -> None:
    """A checker has nothing to say of generator, templates, tests and what is generated."""
    done = subprocess.run(  # noqa: S603 - ours
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
