"""Reports errors in templates of the user, with file and line."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence


class TemplateError(SpeccastError):
    """A template of the user fails."""


@contextmanager
def user_errors(folders: Sequence[Path]) -> Generator[None]:
    """Convert an exception from a template of the user; do not change other exceptions.

    Args:
        folders: the folders of the user's templates.

    Raises:
        TemplateError: a template of the user failed.

    """
    try:
        yield
    except Exception as error:
        place = _place(error, folders)
        if place is None:
            raise
        message = f"{place}: {error}"
        raise TemplateError(message) from error


def _place(error: Exception, folders: Sequence[Path]) -> str | None:
    """Return the innermost line of a user's template in the traceback, as `file:line`."""
    frames = walk_tb(error.__traceback__)
    places = [(frame.f_code.co_filename, line) for frame, line in frames]
    # A syntax error has no frame in the file, but has its place as attributes.
    places.append((str(getattr(error, "filename", "")), getattr(error, "lineno", 0)))
    for file, line in reversed(places):
        if any(Path(file).is_relative_to(folder) for folder in folders):
            return f"{file}:{line}"
    return None
