"""Shows the progress of a long run, if standard error is a terminal."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

from speccast.reading import progress

if TYPE_CHECKING:
    from collections.abc import Generator

    from rich.status import Status

_DELAY = 1.0
"""The seconds after which progress is shown."""


@contextmanager
def shown(*, quiet: bool = False) -> Generator[None]:
    """Show the text of `reading.progress` on standard error, if that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    line = _Line()
    try:
        yield
    finally:
        line.end()


class _Line:
    """A line that is drawn after a delay."""

    def __init__(self) -> None:
        """Start the delay; rich is imported only after it."""
        self._lock = Lock()
        self._status: Status | None = None
        self._timer: Timer | None = Timer(_DELAY, self._begin)
        self._timer.daemon = True
        self._timer.start()

    def __rich__(self) -> str:
        """Return the current text, which rich draws several times a second."""
        return progress.text()

    def _begin(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only for long runs
        from rich.status import Status  # noqa: PLC0415

        with self._lock:
            if self._timer is None:  # the run ended while rich was imported
                return
            self._status = Status(self, console=Console(stderr=True, markup=False))
            self._status.start()

    def end(self) -> None:
        """Remove the line, or cancel the timer."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
            if self._status is not None:
                self._status.stop()
