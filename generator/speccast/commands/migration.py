"""Takes over a configuration of Stainless: from its files to ours, and to what callers notice.

From paths to a `Migration`. Prints nothing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.diff import sources
from speccast.migrate import api_md, judged, plan, said, written
from speccast.migrate.overlaid import Corrections
from speccast.migrate.target import Target
from speccast.reading import config, disk, document
from speccast.reading.access import read_user_file
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from speccast.migrate.actions import Action
    from speccast.migrate.judged import Judged
    from speccast.migrate.nodes import Problem
    from speccast.migrate.plan import Plan
    from speccast.reading.diagnostics import Location
    from speccast.reading.document import Document

CONFIGURATION = "speccast.toml"
OVERLAY = written.OVERLAY


class Question(Struct, frozen=True):
    """What is to be taken over."""

    source: Path
    """`stainless.yml`."""
    listed: Path | None
    """`api.md`."""
    spec: Path
    """The document."""
    partial: bool
    """Whether to go on without what cannot be taken over."""


class Migration(Struct, frozen=True):
    """What became of it."""

    configuration: Document
    plan: Plan
    corrections: tuple[Action, ...]
    problems: tuple[Problem, ...]
    judged: Judged | None
    """None: nothing was written, because of the problems."""

    def place(self, pointer: str) -> Location:
        """Return where the configuration says something."""
        return self.configuration.key_location(pointer)

    def line(self, pointer: str) -> str:
        """Return its file and line."""
        place = self.place(pointer)
        return f"{os.path.basename(place.file)}:{place.line}"  # noqa: PTH119 - no path of this system


def migrate(folder: Path, question: Question) -> Migration:
    """Work out our configuration and write it into a folder, unless there are problems.

    Raises:
        SpeccastError: a file cannot be read or is none of Stainless, or ours are there already.

    """
    _refuse_present(folder)
    configuration = document.read(os.fspath(question.source))
    if "resources" not in configuration.root:
        message = f"{question.source}: has no `resources`: this is not a configuration of Stainless"
        raise SpeccastError(message)
    listed = read_user_file(question.listed).decode("utf-8", "replace") if question.listed else ""
    told = said.read(configuration.root)
    spec = document.read(os.fspath(question.spec))
    corrections = Corrections(told, spec)
    planned = plan.plan(told, api_md.read(listed), Target(spec.root))
    actions = (*corrections.actions, *planned.actions)
    problems = tuple(
        sorted(
            (*planned.problems, *corrections.problems),
            key=lambda problem: configuration.key_location(problem.pointer).line,
        )
    )
    found = Migration(configuration, planned, actions, problems, None)
    if problems and not question.partial:
        return found
    path = _write(folder, question.spec, found)
    client = config.load(path)[0]
    side = sources.load(client.spec, client).side(None)
    judgement = judged.judge(planned, side.surface)
    return Migration(configuration, planned, actions, problems, judgement)


def _refuse_present(folder: Path) -> None:
    for name in (CONFIGURATION, OVERLAY):
        if (folder / name).exists():
            message = f"{folder / name}: is there already; remove it, or work in another folder"
            raise SpeccastError(message)


def _write(folder: Path, spec: Path, found: Migration) -> Path:
    """Write both files; return the path of the configuration."""
    relative = os.path.relpath(spec, folder).replace(os.sep, "/")
    output = "src" if (folder / "src").is_dir() else str(config.OUTPUT)
    title = f"Corrections of {relative}, taken from {found.configuration.name}"
    actions: Sequence[Action] = found.corrections
    texts = {
        CONFIGURATION: written.toml(
            found.plan, relative, output, overlay=bool(actions), line=found.line
        )
    }
    if actions:
        texts[OVERLAY] = written.overlay(title, actions, found.line)
    for name, text in texts.items():
        try:
            disk.create(os.fspath(folder / name), text.encode())
        except OSError as error:
            message = f"{folder / name}: cannot be written: {error.strerror}"
            raise SpeccastError(message) from error
    return folder / CONFIGURATION
