"""Locks an output folder, so that one run at a time changes it.

The folder itself is locked, so no lock file is left behind. The lock ends with the process.
"""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Generator


@contextmanager
def locked(folder: str, on_wait: Callable[[], None]) -> Generator[None]:
    """Hold the lock of a folder, which is created if it does not exist.

    Args:
        folder: the folder.
        on_wait: called once before this run waits for another run that holds the lock.

    Raises:
        OSError: the folder cannot be created or opened.

    """
    if sys.platform == "win32":  # folders cannot be locked there; only the journal protects them
        Path(folder).mkdir(parents=True, exist_ok=True)
        yield
        return
    handle = _acquire(folder, on_wait)
    try:
        yield
    finally:
        os.close(handle)


def _acquire(folder: str, on_wait: Callable[[], None]) -> int:
    # The folder may be removed and created again while this run waits. The lock is then useless,
    # and is acquired again.
    reported = False
    while True:
        Path(folder).mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
        try:
            if not _lock(handle, wait=False):
                if not reported:
                    on_wait()
                    reported = True
                _lock(handle, wait=True)
            with suppress(FileNotFoundError):
                if os.path.samestat(os.fstat(handle), Path(folder).stat()):
                    return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _lock(handle: int, *, wait: bool) -> bool:
    if sys.platform == "win32":
        return True
    import fcntl  # noqa: PLC0415 - not on every platform

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True
