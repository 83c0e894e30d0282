"""One run at a time in one output folder.

The folder itself is locked, so that nothing is left behind; the lock ends with the process.
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
def locked(folder: str, waiting: Callable[[], None]) -> Generator[None]:
    """Hold the lock of a folder, which is made if there is none.

    Args:
        folder: what is locked.
        waiting: called once when another run holds the lock, before it is waited for.

    Raises:
        OSError: the folder cannot be made or opened.

    """
    if sys.platform == "win32":  # a folder cannot be locked there: the journal alone must do
        Path(folder).mkdir(parents=True, exist_ok=True)
        yield
        return
    handle = _acquire(folder, waiting)
    try:
        yield
    finally:
        os.close(handle)


def _acquire(folder: str, waiting: Callable[[], None]) -> int:
    # While waiting, the folder may have been removed, and perhaps created again: then the lock is
    # worthless.
    told = False
    while True:
        Path(folder).mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
        try:
            if not _lock(handle, wait=False):
                if not told:
                    waiting()
                    told = True
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
