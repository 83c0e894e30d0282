"""The meanings of diagnostic codes, read from the page `diagnostics.md` (included in the wheel)."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from speccast.reading import disk
from speccast.reading.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable

_PACKAGE = Path(__file__).parents[1]
_CODE = re.compile(r"`([a-z0-9.-]+)`")


def meanings() -> dict[str, list[str]]:
    """Return the lines that describe each code."""
    installed = _PACKAGE / "docs" / "diagnostics.md"
    source = _PACKAGE.parent / "docs" / "diagnostics.md"
    page = disk.read(os.fspath(installed if installed.is_file() else source)).decode()
    meanings: dict[str, list[str]] = {}
    for line in page.splitlines():
        if not line.startswith("| `"):
            continue
        codes, *middle, remedy = (cell.strip() for cell in line.strip("|").split("|"))
        severity, meaning = middle if len(middle) > 1 else ("refusal", *middle)
        for code in _CODE.findall(codes):
            lines = meanings.setdefault(code, [])
            lines.append(f"{code}: {severity}: {meaning}")
            lines += [f"  what to do: {remedy}"] * bool(remedy)
    return meanings


def suggestion(word: str, words: Iterable[str]) -> str:
    """Return a question that suggests the most similar word; empty if no word is similar."""
    found = nearest(word, words)
    return f"; did you mean {found}?" if found else ""
