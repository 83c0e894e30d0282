"""The lock file of remote references: the digest of the content of each URL."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from . import disk
from .access import unreadable
from .diagnostics import SpecError

if TYPE_CHECKING:
    from pathlib import Path

_VERSION = 1


class LockFile:
    """The recorded digests of remote files."""

    def __init__(self, path: Path | None, *, locked: bool) -> None:
        """Read the file, if there is one.

        Raises:
            SpecError: `bad-lock`, if it is not a lock file.

        """
        self._path = path
        self._locked = locked
        self._recorded = _read(path) if path is not None else {}
        self._seen: dict[str, str] = {}

    def check(self, url: str) -> None:
        """Refuse a URL without a recorded digest, if `locked` is set."""
        if self._locked and url not in self._recorded:
            message = f"{url} is not in the lock file"
            raise _not_locked(message, "run without --locked")

    def record(self, url: str, digest: str) -> None:
        """Record the digest of fetched content; with `locked` it must equal the recorded one."""
        if self._locked and digest != self._recorded[url]:
            message = f"the content of {url} differs from the lock file"
            raise _not_locked(message)
        self._seen[url] = digest

    @property
    def text(self) -> str | None:
        """The new content of the lock file; None if it does not change."""
        if self._path is None or self._locked or self._seen == self._recorded:
            return None
        recorded = {"version": _VERSION, "files": dict(sorted(self._seen.items()))}
        return json.dumps(recorded, indent=2) + "\n"


def _read(path: Path) -> dict[str, str]:
    try:
        text = disk.read(str(path)).decode()
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise unreadable(str(path), str(error)) from None
    try:
        files = json.loads(text)["files"]
        return {str(url): str(digest) for url, digest in files.items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _bad_lock(path) from None


def _bad_lock(path: Path) -> SpecError:
    return SpecError(
        "bad-lock", f"{path} is not a lock file", hint="remove it, and it is created again"
    )


def _not_locked(message: str, hint: str = "") -> SpecError:
    return SpecError("not-locked", message, hint=hint)
