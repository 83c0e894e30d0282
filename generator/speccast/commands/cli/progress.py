"""Shows that something goes on: on a terminal only, and only when it takes long."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from rich.progress import Progress

_PATIENCE = 1.0
"""How long nothing is shown, in seconds."""


@contextmanager
def shown(total: int) -> Generator[Callable[[], None]]:
    """Show how many of `total` clients are done; gives a function to call after each."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    bar = _Bar(total)
    try:
        yield bar.advance
    finally:
        bar.end()


class _Bar:
    """A progress bar that is drawn when the time has come."""

    def __init__(self, total: int) -> None:
        """Wait before anything is drawn; rich is imported only then."""
        self._total = total
        self._done = 0
        self._lock = Lock()
        self._progress: Progress | None = None
        self._timer: Timer | None = Timer(_PATIENCE, self._begin)
        self._timer.daemon = True
        self._timer.start()

    def _begin(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only where it takes long
        from rich.progress import Progress, SpinnerColumn, TextColumn  # noqa: PLC0415
        from rich.progress import TimeElapsedColumn as Elapsed  # noqa: PLC0415

        text = "generating {task.completed} of {task.total}" if self._total > 1 else "generating"
        columns = (SpinnerColumn(), TextColumn(text), Elapsed())
        with self._lock:
            if self._timer is None:  # it ended while rich was imported
                return
            self._progress = Progress(*columns, console=Console(stderr=True), transient=True)
            self._progress.add_task("", total=self._total, completed=self._done)
            self._progress.start()

    def advance(self) -> None:
        """One more client is done."""
        with self._lock:
            self._done += 1
            if self._progress is not None:
                self._progress.advance(self._progress.task_ids[0])

    def end(self) -> None:
        """Remove the bar, or never draw it."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
            if self._progress is not None:
                self._progress.stop()
