"""Writes a dependency file for make and ninja: the outputs of a run and their inputs."""

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
    [^\x00-\x1f\x7f"%&'*;<=>?\\^`|\[\]\ud800-\udfff]*  # no character with a special meaning
    (?<![ :)])                          # cannot be escaped at the end; a member of an archive
    """,
    re.VERBOSE,
)
"""Names that GNU make and ninja read correctly if ` `, `#`, `:` and `$` are escaped."""


class DepfileError(SpeccastError):
    """A name that a depfile cannot contain, or a depfile that cannot be written."""


def write(path: Path, outcomes: Iterable[Outcome | None]) -> None:
    """Write the rules of several outcomes; a failed job has none.

    If all failed, or the file has these rules already, nothing is written.

    Raises:
        DepfileError: a name cannot be escaped, or the file cannot be written.

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
    """Refuse names that make or ninja would misread.

    Raises:
        DepfileError: a name has a character that cannot be escaped for both.

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
    # Ninja compares the output of its rule, which is the manifest, with the first target.
    outputs = sorted(outcome.outputs, key=lambda path: (not path.endswith(_MANIFEST), path))
    inputs = sorted({*_files(outcome)})
    targets, sources = (list(map(_escape, paths)) for paths in (outputs, inputs))
    # Each input has a rule without a recipe, so that make does not fail when it is removed.
    phony = "".join(f"\n{path}:\n" for path in sources)
    return f"{' '.join(targets)}: {' '.join(sources)}\n{phony}"


def _files(outcome: Outcome) -> list[str]:
    return list(filter(manifest.is_file, outcome.inputs))


def _escape(path: str) -> str:
    path = _slashed(path)
    drive = path[:2] if os.sep == "\\" and path[1:2] == ":" else ""
    return drive + re.sub(r"[ #:]", r"\\\g<0>", path[len(drive) :]).replace("$", "$$")


def _slashed(path: str) -> str:
    return path.replace("\\", "/") if os.sep == "\\" else path
