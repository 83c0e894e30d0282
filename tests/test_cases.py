"""Golden cases: what the command line makes of a folder's document, and whether it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .golden import PACKAGE, Case, cases

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_case(case: Case, tmp_path: Path) -> None:
    """The run says, makes and exits with what the folder tells; `check.py` passes."""
    done = case.generate(tmp_path)
    assert (done.code, done.err) == case.outcome
    for name, expected in case.expected.items():
        made = tmp_path / PACKAGE / name
        assert made.exists(), name
        assert made.read_bytes().decode() == expected, name
    if not done.code:
        assert case.expected, "a case must show what is generated"
    if (case.folder / "check.py").exists():
        checked = case.check(tmp_path)
        assert (checked.code, checked.err) == (0, "")
