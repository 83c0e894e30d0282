"""Writes a dependency file as make and ninja read it: which files were made from which."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from speccast.output import manifest
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from speccast.output.outcome import Outcome


_MANIFEST = f"/{manifest.NAME}"
_WRITABLE = re.compile(
    r"""(?![~]|[.][A-Z_]+\Z)            # a home folder; a special target of make
    [^\x00-\x1f\x7f"%&'*;<=>?\\^`|\[\]\ud800-\udfff]*  # what one of them reads otherwise
    (?<![ :)])                          # which cannot be escaped at the end; part of an archive
    """,
    re.VERBOSE,
)
"""Names that both take back, with ` `, `#`, `:` and `$` escaped. Tried with GNU make and ninja."""


class DepfileError(SpeccastError):
    """A name that a depfile cannot hold, or a depfile that cannot be written."""


def write(path: Path, outcomes: Iterable[Outcome | None]) -> None:
    """Write the rules of several outcomes; a failed one has none.

    Where all failed, or the file holds the rules already, it is left alone.

    Raises:
        DepfileError: a name cannot be written in it, or it cannot be written.

    """
    rules = "".join(_rule(outcome) for outcome in outcomes if outcome is not None)
    if not rules:
        return
    try:
        if not path.is_file() or path.read_text(encoding="utf-8") != rules:
            path.write_text(rules, encoding="utf-8")
    except OSError as error:
        message = f"{path}: cannot be written: {error.strerror}"
        raise DepfileError(message) from error


def refuse(outcome: Outcome) -> None:
    """Refuse names that make or ninja would not take back as they are.

    Raises:
        DepfileError: one of them has a character that cannot be escaped for both.

    """
    for path in (*outcome.outputs, *_files(outcome)):
        if not _WRITABLE.fullmatch(_slashed(path)):
            message = (
                f"{path}: make or ninja would misread this name in a depfile;"
                " rename it, or run without --depfile"
            )
            raise DepfileError(message)


def _rule(outcome: Outcome) -> str:
    refuse(outcome)
    # The manifest is what a build names, and ninja compares it with the first target.
    made = sorted(outcome.outputs, key=lambda path: (not path.endswith(_MANIFEST), path))
    targets, used = (list(map(_escape, paths)) for paths in (made, sorted({*_files(outcome)})))
    # A rule without a recipe for each input, so that its removal does not stop make.
    phony = "".join(f"\n{path}:\n" for path in used)
    return f"{' '.join(targets)}: {' '.join(used)}\n{phony}"


def _files(outcome: Outcome) -> list[str]:
    return [path for path in outcome.inputs if path != "-" and "://" not in path]


def _escape(path: str) -> str:
    path = _slashed(path)
    drive = path[:2] if os.sep == "\\" and path[1:2] == ":" else ""
    return drive + re.sub(r"[ #:]", r"\\\g<0>", path[len(drive) :]).replace("$", "$$")


def _slashed(path: str) -> str:
    return path.replace("\\", "/") if os.sep == "\\" else path
