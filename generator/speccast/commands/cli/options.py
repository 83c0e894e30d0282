"""The options that several commands share, and the clients that are meant by them."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from speccast.commands.cli.say import say
from speccast.reading import config, config_search, package_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from speccast.reading.config import Client

_Command = TypeVar("_Command", bound="Callable[..., Any]")

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)
_GIVEN = click.core.ParameterSource.COMMANDLINE


def reading(command: _Command) -> _Command:
    """Add the options that say how a document is read."""
    return _all(
        command,
        click.option(
            "--include", multiple=True, metavar="GLOB", help="Only tag:…, path:… or an id."
        ),
        click.option("--exclude", multiple=True, metavar="GLOB", help="All but these."),
        click.option(
            "--allow-path", multiple=True, type=_FOLDER, help="References may lead there."
        ),
        click.option("--allow-remote", multiple=True, metavar="HOST", help="And there."),
        click.option(
            "--overlay", "overlays", multiple=True, type=_FILE, help="Corrects SPEC (repeatable)."
        ),
        click.option("--locked", is_flag=True, help="Remote references must be as last time."),
    )


def shaping(command: _Command) -> _Command:
    """Add the options that say how a package is to be."""
    return _all(
        command,
        click.option("-o", "--output", type=_FOLDER, help="For NAME/ and tests/NAME/  [generated]"),
        click.option("--package", metavar="NAME", help="The package's name  [from the title]"),
        click.option("--http", type=click.Choice(config.HTTP), help="Its HTTP library  [httpx2]"),
        click.option("--tests/--no-tests", default=True, help="Generate tests, too  [yes]"),
        click.option("--embed-spec/--no-spec", default=True, help="Put the document inside  [yes]"),
        click.option("--lenient", is_flag=True, help="A $ref that leads nowhere becomes Any."),
        click.option("--trust-env", is_flag=True, help="Heed environment names in the document."),
        click.option("--templates", type=_FOLDER, help="Templates in place of the built-in ones."),
    )


def config_file(command: _Command) -> _Command:
    """Add `--config`."""
    return click.option("--config", type=_FILE, help="The configuration  [nearest pyproject.toml]")(
        command
    )


def _all(command: _Command, *options: Callable[[_Command], _Command]) -> _Command:
    for option in reversed(options):
        command = option(command)
    return command


def given() -> dict[str, Any]:
    """Return the options that stand on the command line, by attribute of `Client`."""
    context = click.get_current_context()
    known = {config.attribute(key) for key in config.KEYS}
    return {
        name: value
        for name, value in context.params.items()
        if name in known and name != "spec" and context.get_parameter_source(name) is _GIVEN
    }


def clients(spec: str | None, path: Path | None, overrides: dict[str, Any]) -> list[Client]:
    """Return the clients that are meant.

    Args:
        spec: the document; None: all of the configuration.
        path: the configuration; None: the nearest one, needed only where there is no document.
        overrides: attributes of `Client` that the command line sets.

    Raises:
        SpeccastError: there is no configuration, or it makes no sense.

    """
    if overrides.get("package") is not None:
        package_name.check(overrides["package"])
    if spec is not None and path is None:
        return [replace(config.Client(spec=spec), **overrides)]
    path = path or config_search.find(Path.cwd())
    if path is None:
        message = "no SPEC given, and no [[tool.speccast.client]] in a pyproject.toml here or above"
        raise config.ConfigError(message)
    if click.get_current_context().params.get("verbose"):
        say(f"configuration: {path}", err=True)
    found = [replace(client, **overrides) for client in config.load(path)]
    if spec is not None:
        found = [client for client in found if Path(client.spec).resolve() == Path(spec).resolve()]
        if not found:
            message = f"{path}: has no client for {spec}"
            raise config.ConfigError(message)
    _refuse_twins(found)
    return found


def _refuse_twins(found: Sequence[Client]) -> None:
    places = [
        (os.path.realpath(client.output), client.package) for client in found if client.package
    ]
    twins = [package for output, package in places if places.count((output, package)) > 1]
    if twins:
        message = f"two clients would be written to the same place, {twins[0]}"
        raise config.ConfigError(message)
