"""The gate: checks that emitted code contains only what the templates intend.

Each printed module is parsed. Its tree may contain only the kinds of nodes in `gate_policy.py`, and
only imports, names and attributes that come from its template, its `Code` or the naming stage
(`gate_allowed.py`). A name must be bound where it is used. If a bug let a text of the document
escape from its literal or docstring, the gate would refuse the module. Modules of the runtime are
copied verbatim and not checked.
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
    """A module from a user's template contains code that is not in the template."""


def check(
    printed: Sequence[File], names: Names, overlay: Path | None, known: Container[str] = ()
) -> None:
    """Check every module that was printed.

    Args:
        printed: the printed files.
        names: the names of the naming stage.
        overlay: the folder of the user's templates; words in them are allowed, too.
        known: the paths of files whose text has passed in an earlier run.

    Raises:
        GateError: a module contains something that is not allowed.
        TemplateGateError: the same, with templates of the user.

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
