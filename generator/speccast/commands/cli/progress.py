"""Shows what a run is doing: on a terminal only, and only when it takes long."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from threading import Lock, Timer
from typing import TYPE_CHECKING

from speccast.reading import progress

if TYPE_CHECKING:
    from collections.abc import Generator

    from rich.status import Status

_PATIENCE = 1.0
"""How long nothing is shown, in seconds."""


@contextmanager
def shown(*, quiet: bool = False) -> Generator[None]:
    """Show on standard error what `reading.progress` says, if that is a terminal."""
    if quiet or not sys.stderr.isatty():
        yield
        return
    line = _Line()
    try:
        yield
    finally:
        line.end()


class _Line:
    """A line that is drawn when the time has come."""

    def __init__(self) -> None:
        """Wait before anything is drawn; rich is imported only then."""
        self._lock = Lock()
        self._status: Status | None = None
        self._timer: Timer | None = Timer(_PATIENCE, self._begin)
        self._timer.daemon = True
        self._timer.start()

    def __rich__(self) -> str:
        """Return what is drawn, several times a second."""
        return progress.text()

    def _begin(self) -> None:
        from rich.console import Console  # noqa: PLC0415 - only where it takes long
        from rich.status import Status  # noqa: PLC0415

        with self._lock:
            if self._timer is None:  # the run ended while rich was imported
                return
            self._status = Status(self, console=Console(stderr=True, markup=False))
            self._status.start()

    def end(self) -> None:
        """Remove the line, or never draw it."""
        with self._lock:
            if self._timer is not None:
                self._timer.cancel()
            self._timer = None
            if self._status is not None:
                self._status.stop()
