"""Converts a configuration of Stainless into ours, and compares the client with the SDK.

From paths to a `Migration`. Prints nothing.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.diff import sources
from speccast.migrate import api_md, comparison, plan, stainless, texts
from speccast.migrate.corrections import Corrections
from speccast.migrate.target import Target
from speccast.reading import config, disk, document
from speccast.reading.access import read_user_file
from speccast.reading.diagnostics import SpeccastError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from speccast.migrate.actions import Action
    from speccast.migrate.comparison import Comparison
    from speccast.migrate.nodes import Problem
    from speccast.migrate.plan import Plan
    from speccast.reading.diagnostics import Location
    from speccast.reading.document import Document

CONFIGURATION = "speccast.toml"
OVERLAY = texts.OVERLAY


class Request(Struct, frozen=True):
    """The files to convert."""

    source: Path
    """`stainless.yml`."""
    api_md: Path | None
    """`api.md`."""
    spec: Path
    """The document."""
    partial: bool
    """Whether to leave out settings that cannot be converted."""


class Migration(Struct, frozen=True):
    """The result of a conversion."""

    configuration: Document
    plan: Plan
    corrections: tuple[Action, ...]
    problems: tuple[Problem, ...]
    comparison: Comparison | None
    """None if nothing was written because of problems."""

    def place(self, pointer: str) -> Location:
        """Return the location of a pointer in the Stainless configuration."""
        return self.configuration.key_location(pointer)

    def line(self, pointer: str) -> str:
        """Return the file and line of a pointer."""
        place = self.place(pointer)
        return f"{os.path.basename(place.file)}:{place.line}"  # noqa: PTH119 - not a path on this system


def migrate(folder: Path, request: Request) -> Migration:
    """Convert a configuration and write the files to a folder, unless there are problems.

    Raises:
        SpeccastError: a file cannot be read or is not from Stainless, or the new files exist.

    """
    _refuse_present(folder)
    configuration = document.read(os.fspath(request.source))
    if "resources" not in configuration.root:
        message = f"{request.source}: is not a configuration of Stainless: it has no `resources`"
        raise SpeccastError(message)
    listing = read_user_file(request.api_md).decode("utf-8", "replace") if request.api_md else ""
    settings = stainless.read(configuration.root)
    spec = document.read(os.fspath(request.spec))
    corrections = Corrections(settings, spec)
    planned = plan.plan(settings, api_md.read(listing), Target(spec.root))
    actions = (*corrections.actions, *planned.actions)
    problems = tuple(
        sorted(
            (*planned.problems, *corrections.problems),
            key=lambda problem: configuration.key_location(problem.pointer).line,
        )
    )
    found = Migration(configuration, planned, actions, problems, None)
    if problems and not request.partial:
        return found
    path = _write(folder, request.spec, found)
    client = config.load(path)[0]
    side = sources.load(client.spec, client).side(None)
    compared = comparison.compare(planned, side.surface)
    return Migration(configuration, planned, actions, problems, compared)


def _refuse_present(folder: Path) -> None:
    for name in (CONFIGURATION, OVERLAY):
        if (folder / name).exists():
            message = f"{folder / name}: exists already; remove it, or use another folder"
            raise SpeccastError(message)


def _write(folder: Path, spec: Path, found: Migration) -> Path:
    """Write both files and return the path of the configuration."""
    relative = os.path.relpath(spec, folder).replace(os.sep, "/")
    output = "src" if (folder / "src").is_dir() else str(config.OUTPUT)
    title = f"Corrections of {relative}, taken from {found.configuration.name}"
    actions: Sequence[Action] = found.corrections
    contents = {
        CONFIGURATION: texts.toml(
            found.plan, relative, output, overlay=bool(actions), line=found.line
        )
    }
    if actions:
        contents[OVERLAY] = texts.overlay(title, actions, found.line)
    for name, text in contents.items():
        try:
            disk.create(os.fspath(folder / name), text.encode())
        except OSError as error:
            message = f"{folder / name}: cannot be written: {error.strerror}"
            raise SpeccastError(message) from error
    return folder / CONFIGURATION
