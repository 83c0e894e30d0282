"""Tells whose fault it is when a template fails: the user's, with file and line, or ours."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING

from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence


class TemplateError(SpeccastError):
    """A template of the user's own cannot be used."""


@contextmanager
def blamed(folders: Sequence[Path]) -> Generator[None]:
    """Turn whatever a template of the user's raises into a message; let our own faults pass.

    Args:
        folders: where the user's templates are.

    Raises:
        TemplateError: `file:line: what is wrong`.

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
    """Return the innermost line of a user's template that took part, as `file:line`."""
    frames = walk_tb(error.__traceback__)
    places = [(frame.f_code.co_filename, line) for frame, line in frames]
    # A syntax error has no frame in the file, and says itself where it is.
    places.append((str(getattr(error, "filename", "")), getattr(error, "lineno", 0)))
    for file, line in reversed(places):
        if any(Path(file).is_relative_to(folder) for folder in folders):
            return f"{file}:{line}"
    return None
