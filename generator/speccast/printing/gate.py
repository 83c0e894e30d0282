"""The gate: no emitted code may contain anything that the templates did not intend.

Takes the files, and returns nothing or fails. Every printed module is parsed; its tree may contain
only the kinds of nodes of `gate_policy.py`, and the imports, names and attributes that its
template, its code and the naming pass account for (`gate_allowed.py`). A name must be bound where
it is used. If a text of the document ever escaped from its literal or docstring, the gate would
stop it. Modules that are copied verbatim are reviewed code, and are not parsed again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.printing.gate_allowed import allowed_in, contents_of
from speccast.printing.gate_tree import GateError, check_module
from speccast.reading import progress
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Container, Sequence
    from pathlib import Path

    from speccast.names import Names
    from speccast.views.files import File


class TemplateGateError(SpeccastError):
    """A template of the user printed code that is not in the template itself."""


def check(
    printed: Sequence[File], names: Names, overlay: Path | None, known: Container[str] = ()
) -> None:
    """Check every module that was printed.

    Args:
        printed: the printed files.
        names: the names of the naming pass.
        overlay: the folder of the user's templates; words in them are allowed, too.
        known: the paths of files whose text has passed before.

    Raises:
        GateError: a module contains something that is not allowed.
        TemplateGateError: the same, if the user's templates were used.

    """
    allowed = allowed_in(printed, names, overlay)
    for file in progress.track("Formatting", printed):
        if file.path in known:
            continue
        try:
            check_module(file.path, file.text, contents_of(file, allowed))
        except GateError as error:
            if overlay is None:
                raise
            message = (
                f"{error} (the templates in {overlay} have to contain the names that they use)"
            )
            raise TemplateGateError(message) from error
