"""The codes of diagnostics and what they mean, as the page `diagnostics.md` says.

From that page, which a wheel carries, to lines about a code. Nothing here reads a document.
"""

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


def known() -> dict[str, list[str]]:
    """Return the lines about each code."""
    inside = _PACKAGE / "docs" / "diagnostics.md"
    beside = _PACKAGE.parent / "docs" / "diagnostics.md"
    page = disk.read(os.fspath(inside if inside.is_file() else beside)).decode()
    found: dict[str, list[str]] = {}
    for line in page.splitlines():
        if not line.startswith("| `"):
            continue
        codes, *middle, remedy = (cell.strip() for cell in line.strip("|").split("|"))
        severity, meaning = middle if len(middle) > 1 else ("refusal", *middle)
        for code in _CODE.findall(codes):
            lines = found.setdefault(code, [])
            lines.append(f"{code}: {severity}: {meaning}")
            lines += [f"  what to do: {remedy}"] * bool(remedy)
    return found


def near(word: str, words: Iterable[str]) -> str:
    """Return a question about the word that is most like another one; empty if none is."""
    found = nearest(word, words)
    return f"; did you mean {found}?" if found else ""
