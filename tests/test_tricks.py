"""The tricks of `hostile/`: each is refused by one line with a place, or inert in what is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .hostile import bombs, injections, names, references, texts
from .hostile.judge import judge

if TYPE_CHECKING:
    from pathlib import Path

    from .hostile.trick import Trick

TRICKS: dict[str, Trick] = {
    f"{module.__name__.rpartition('.')[2]}-{name}": trick
    for module in (injections, names, references, texts, bombs)
    for name, trick in module.TRICKS.items()
}


@pytest.mark.parametrize("name", TRICKS)
def test_trick(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What becomes of a trick is what has to."""
    monkeypatch.chdir(tmp_path)
    judge(TRICKS[name], tmp_path)
