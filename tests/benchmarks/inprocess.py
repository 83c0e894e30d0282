"""Statements that are timed inside an interpreter, with pyperf: each a contender.

It finds by itself how often a statement must be done to be measured, warms up, and takes several
values in a process of its own.
"""

from __future__ import annotations

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from .timing import Command, Cost

_WORKER: Final = Path(__file__).with_name("worker.py")
_OPTIONS: Final = ("--quiet", "--processes=1", "--values=3", "--warmups=1", "--min-time=0.05")


@dataclass(frozen=True)
class Snippet:
    """A statement, in the interpreter that has what it needs."""

    python: Path
    setup: str
    """Done once, before the time is taken."""
    statement: str
    folder: Path = _WORKER.parent
    """The folders of modules that are not installed."""

    def __call__(self) -> Cost:
        """Return what doing the statement once takes."""
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "values.json"
            what = (self.folder, self.setup, self.statement)
            Command([self.python, _WORKER, *_OPTIONS, "--output", out, *what])()
            seconds = min(_values(json.loads(out.read_text("utf-8"))))  # the least disturbed
        return Cost(seconds, seconds)


def _values(suite: dict[str, Any]) -> list[float]:
    runs: list[dict[str, Any]] = suite["benchmarks"][0]["runs"]
    return [value for run in runs for value in run.get("values", ())]
