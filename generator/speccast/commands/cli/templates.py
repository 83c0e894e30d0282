"""`speccast templates eject`: copies of the built-in templates, to be changed by the user."""

from __future__ import annotations

from pathlib import Path

import click

from speccast.commands.cli.say import say
from speccast.output.differences import OutputError
from speccast.reading import disk, templates

_FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group("templates")
def command() -> None:
    """Change the templates of generated code."""


@command.command("eject")
@click.argument("folder", metavar="DIR", type=_FOLDER)
def eject(folder: Path) -> int:
    """Copy the built-in templates to DIR.

    Keep those that you change and remove the others: with `--templates DIR`, a template that DIR
    does not have is the built-in one.
    """
    base = templates.builtin()
    sources = {str(Path(path).relative_to(base)): Path(path) for path in templates.walk(base)}
    present = [name for name in sorted(sources) if (folder / name).exists()]
    changed = [name for name in present if disk.read(str(folder / name)) != _content(sources[name])]
    if changed:
        message = f"{folder / changed[0]}: exists and differs; nothing was copied"
        raise OutputError(message)
    for name in sorted(sources.keys() - set(present)):
        _copy(sources[name], folder / name)
    say(f"{len(sources)} templates in {folder}; use them with --templates {folder}")
    return 0


def _content(path: Path) -> bytes:
    return disk.read(str(path))


def _copy(source: Path, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(_content(source))
    except OSError as error:
        message = f"{target}: cannot be written: {error.strerror}"
        raise OutputError(message) from error
