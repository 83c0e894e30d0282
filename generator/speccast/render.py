"""From Views to source text: Jinja prints them, ruff formats what was printed.

A template can print `Code` and nothing else; whatever a document's author wrote has to become a
literal, a docstring or an identifier first (`source.py`).
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Undefined
from ruff import find_ruff_bin

from speccast.diagnostics import SpeccastError
from speccast.files import File
from speccast.source import Code
from speccast.template_errors import blamed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class FileView:
    """A file to be printed: a template, its View, and what every module begins with."""

    path: str
    """Relative to the output folder."""
    template: str
    source: Code
    """The name of the document, for the header."""
    docstring: Code
    imports: Code
    view: Any


def render(views: Iterable[FileView | File], folders: Sequence[Path]) -> list[File]:
    """Return the text of every file: printed and formatted, or as it is.

    Args:
        views: what to print, among files that are ready.
        folders: where templates are looked for, first come first served.

    Raises:
        SpeccastError: a template is broken, or printed something that is not Python.

    """
    environment = _environment(folders)
    views = list(views)
    with blamed(folders[:-1]):  # the last one is ours
        printed = [
            File(
                view.path,
                environment.get_template(view.template).render(file=view, view=view.view),
            )
            for view in views
            if isinstance(view, FileView)
        ]
    return [*format_files(printed), *(view for view in views if isinstance(view, File))]


def _environment(folders: Sequence[Path]) -> Environment:
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        undefined=StrictUndefined,
        finalize=_only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - the output is Python; `finalize` lets nothing unsafe pass
    )


def _only_code(value: object) -> str:
    if isinstance(value, Code):
        return value.text
    if isinstance(value, Undefined):
        str(value)  # raises, and says what is undefined
    message = f"a template may print Code only, not {type(value).__name__}"
    raise TypeError(message)


def format_files(files: Sequence[File]) -> list[File]:
    """Return the files as `ruff format` leaves them, with its defaults and nobody's settings.

    Raises:
        SpeccastError: one of them is not Python, which is a fault of ours.

    """
    with tempfile.TemporaryDirectory(prefix="speccast-") as folder:
        root = Path(folder)
        for number, file in enumerate(files):
            (root / f"{number}.py").write_text(file.text, encoding="utf-8", newline="\n")
        command = [find_ruff_bin(), "format", "--isolated", "--no-cache", folder]
        command += ["--target-version", "py311"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own binary and folder
        if done.returncode:
            said = re.sub(r"\S+/(\d+)\.py", lambda m: files[int(m[1])].path, done.stderr.strip())
            message = f"the emitted code cannot be formatted: {said}"
            raise SpeccastError(message)
        return [
            File(file.path, (root / f"{number}.py").read_text(encoding="utf-8"))
            for number, file in enumerate(files)
        ]
