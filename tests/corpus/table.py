"""The figures of each document's client: takes runs, gives a table in Markdown."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .making import Made

SEVERITIES: Final = ("error", "warning", "lossy", "info")
_HEAD: Final = (
    "document",
    "operations",
    "models",
    "lines",
    "seconds",
    *SEVERITIES,
    "Any",
    "numbered",
)


def row(made: Made, failed: Iterable[str]) -> str:
    """Return the row of one document; it ends with the checks that failed."""
    counts = Counter(each["severity"] for each in made.diagnostics)
    values = (
        made.document.name,
        made.outcome["operations"],
        made.outcome["models"],
        lines(made),
        f"{made.outcome['seconds']:.1f}",
        *(counts[severity] or "" for severity in SEVERITIES),
        len(anything(made)) or "",
        len(numbered(made)) or "",
        ", ".join(failed) or "holds",
    )
    return _line(*map(str, values))


def head() -> str:
    """Return the head of the table."""
    return f"{_line(*_HEAD, '')}\n{_line(*(['---'] * (len(_HEAD) + 1)))}"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def lines(made: Made) -> int:
    """Return the number of lines made from the document; the runtime is not included."""
    paths = (path for path in made.package.rglob("*.py") if "_runtime" not in path.parts)
    return sum(path.read_text("utf-8").count("\n") for path in paths)


def anything(made: Made) -> list[str]:
    """Return the documented places that are `Any` in the client."""
    return [each["pointer"] for each in made.diagnostics if each["code"] == "any-value"]


def numbered(made: Made) -> list[str]:
    """Return the names with a final number that the document does not have."""
    names: dict[str, str] = made.manifest["names"]["classes"] | made.manifest["names"]["operations"]
    return sorted(
        f"{name} ({pointer})"
        for pointer, name in names.items()
        if (number := re.search(r"\d+$", name)) and not _told(pointer, number[0])
    )


def _told(pointer: str, number: str) -> bool:
    """Return whether the document itself numbers a thing or its parent."""
    return any(number in token for token in pointer.partition(";")[0].split("/")[1:])
