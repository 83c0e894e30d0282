"""Takes the file part of a reference, returns the bytes of the file if it may be read.

A document is untrusted. It may refer to files beside or below itself, and to what `Reading`
allows in addition. Nothing else is opened: no device, no `file:` URL, no UNC path, no symbolic link
to another folder, no host. Messages name the refused file and never quote its content.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from urllib.parse import unquote, urljoin

from . import disk
from .diagnostics import SpecError
from .nearest import nearest

MAX_BYTES = 64 << 20
"""The largest file that a reference may lead to."""

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_UNNAMEABLE = re.compile("[\\x01-\\x1f\\x7f\\ud800-\\udfff]")
"""Control characters and halves of surrogate pairs, which cannot be shown or encoded."""
_LIKE_A_URL = re.compile(r"[a-z][a-z0-9]*:/|[\w.-]+:\d+(/|$)", re.IGNORECASE)
_REMOTE = re.compile(r"https?://", re.IGNORECASE)


def is_remote(file: str) -> bool:
    """Return whether a canonical file name is a URL."""
    return _REMOTE.match(file) is not None


def canonical_name(file: str, base: str) -> str:
    """Return the canonical name of a file from its name relative to the file `base`.

    The canonical name is the URL of a remote file. For a local file it is the path relative to the
    main document's folder, with `/`, and with `..` only for folders above.

    Raises:
        SpecError: `refused-reference`, if it is neither.

    """
    path = unquote(file)
    if _UNNAMEABLE.search(path):
        message = f"{file[:80]!r} is not the name of a file"
        raise refused(message)
    if is_remote(file):
        return file
    if _SCHEME.match(file):
        message = f"{file[:80]!r} is not a file beside the document"
        raise refused(message)
    if path.startswith(("//", "\\\\")) or "\\" in path or "\0" in path:
        message = f"{file[:80]!r} is a network or device path"
        raise refused(message)
    if is_remote(base):
        return urljoin(base, file)
    plain = os.path.normpath(Path(file_name(base)).parent / path).replace(os.sep, "/")
    return plain.replace("%", "%25").replace("#", "%23")


def file_name(canonical: str) -> str:
    """Return the path of a local file from its canonical name."""
    return canonical.replace("%23", "#").replace("%25", "%")


def read_local(file: str, folder: Path, allowed: tuple[Path, ...]) -> bytes:
    """Return the bytes of a file that a reference names.

    Args:
        file: its canonical name, relative to `folder`.
        folder: the main document's folder.
        allowed: further folders, or files, that may be read.

    Raises:
        SpecError: `refused-reference` or `unreadable`.

    """
    path = folder / file_name(file)
    try:
        real = path.resolve(strict=True)
    except (OSError, RuntimeError):
        # Files outside are refused first, so that the answer does not reveal whether they exist.
        _check_inside(Path(os.path.normpath(folder.resolve() / path)), folder, allowed, file)
        raise unreadable(file, "no such file") from None
    _check_inside(real, folder, allowed, file)
    try:
        return _read_regular(real, file)
    except OSError as error:
        raise unreadable(file, error.strerror or type(error).__name__) from None


def read_user_file(path: Path) -> bytes:
    """Return the bytes of a file that the user names.

    Raises:
        SpecError: `unreadable`, also for a pipe or a device, from which nothing is read.

    """
    name = os.fspath(path)
    try:
        mode = path.stat().st_mode
        if stat.S_ISREG(mode):
            return disk.read(name)
    except OSError as error:
        is_missing = isinstance(error, FileNotFoundError)
        hint = "a URL begins with http:// or https://" if _LIKE_A_URL.match(name) else ""
        hint = hint or (_near(path) if is_missing else "")
        raise unreadable(name, error.strerror or type(error).__name__, hint) from None
    except ValueError:
        raise unreadable(name, "not a valid path") from None
    if stat.S_ISDIR(mode):
        raise unreadable(name, "this is a folder", "name the document in it")
    hint = "standard input is read with `-`: COMMAND | speccast generate -"
    raise unreadable(name, "this is a pipe or a device", hint)


def _near(path: Path) -> str:
    """Return a hint that names the most similar file in the same folder; empty if there is none."""
    try:
        found = nearest(path.name, (entry.name for entry in path.parent.iterdir()))
    except OSError:
        return ""
    return f"did you mean {path.with_name(found)}?" if found else ""


def _check_inside(real: Path, folder: Path, allowed: tuple[Path, ...], file: str) -> None:
    if not any(real.is_relative_to(root.resolve()) for root in (folder, *allowed)):
        message = f"{file!r} is outside the document's folder"
        raise refused(message, "allow its folder with --allow-path")


def _read_regular(real: Path, file: str) -> bytes:
    # O_NONBLOCK: opening a pipe must not block. O_NOFOLLOW: the path is resolved, so a link here
    # was created after the check.
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0)
    descriptor = os.open(real, flags | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        message = f"{file!r} is not a regular file"
        raise refused(message)
    with open(descriptor, "rb") as opened:  # noqa: PTH123 - Path.open takes no descriptor
        data = opened.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        message = f"{file!r} is larger than {MAX_BYTES >> 20} MB"
        raise refused(message)
    return data


def unreadable(name: str, reason: str, hint: str = "") -> SpecError:
    """Return the error for a file that cannot be read; the caller adds the place."""
    return SpecError("unreadable", f"cannot read {name}: {reason}", hint=hint)


def refused(message: str, hint: str = "") -> SpecError:
    """Return the error for a reference to a forbidden file; the caller adds the place."""
    return SpecError("refused-reference", message, hint=hint)
