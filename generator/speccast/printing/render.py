"""Renders Views as source text with Jinja.

A template can print only `Code`. Text of a document must first become a literal, a docstring or an
identifier (`views/python/`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined, Undefined

from speccast.printing.template_errors import user_errors
from speccast.reading import progress
from speccast.views.files import FileView, Printed
from speccast.views.python.code import Code

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from speccast.views.files import File


def render(views: Sequence[FileView | File], folders: Sequence[Path]) -> list[Printed]:
    """Return the printed files.

    Args:
        views: the Views to print; files among them are skipped.
        folders: the folders of templates, in the order of the search.

    Raises:
        TemplateError: a template of the user fails.

    """
    environment = _builtin(folders[0]) if len(folders) == 1 else _environment(folders)
    with user_errors(folders[:-1]):  # the last folder has the built-in templates
        return [
            Printed(
                view.path,
                environment.get_template(view.template).render(file=view, view=view.view),
                view.template,
                view.needs,
            )
            for view in progress.track("Printing", views)
            if isinstance(view, FileView)
        ]


@lru_cache(maxsize=1)
def _builtin(folder: Path) -> Environment:
    """Return the environment of the built-in templates; it keeps them compiled.

    Templates of the user are read again for each package, since they may change during `watch`.
    """
    return _environment([folder])


def _environment(folders: Sequence[Path]) -> Environment:
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(folder) for folder in folders]),
        undefined=StrictUndefined,
        finalize=_only_code,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # templates do not change while they are printed
        autoescape=False,  # noqa: S701 - the output is Python; `finalize` accepts only `Code`
    )


def _only_code(value: object) -> str:
    if isinstance(value, Code):
        return value.text
    if isinstance(value, Undefined):
        str(value)  # raises an error with the undefined name
    message = f"a template may print Code only, not {type(value).__name__}"
    raise TypeError(message)
