"""The options that several commands share, and the clients that they select."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from speccast.commands.cli.say import say
from speccast.reading import config, package_name
from speccast.reading.config import keys as config_keys
from speccast.reading.config import search as config_search

if TYPE_CHECKING:
    from collections.abc import Callable

    from speccast.reading.config import Client

_Command = TypeVar("_Command", bound="Callable[..., Any]")

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, dir_okay=False)
_EXPLICIT = click.core.ParameterSource.COMMANDLINE


def reading(command: _Command) -> _Command:
    """Add the options for reading a document."""
    return _selecting(_correcting(allowing(command)))


def _selecting(command: _Command) -> _Command:
    return _all(
        command,
        click.option(
            "--include",
            multiple=True,
            metavar="GLOB",
            help="Include only operations that match: tag:GLOB, path:GLOB, or an operation id.",
        ),
        click.option(
            "--exclude", multiple=True, metavar="GLOB", help="Exclude operations that match."
        ),
        click.option("--all-models", is_flag=True, help="Generate types for unused schemas, too."),
    )


def _correcting(command: _Command) -> _Command:
    return _all(
        command,
        click.option(
            "--overlay",
            "overlays",
            multiple=True,
            type=_FILE,
            help="Apply this overlay to SPEC (repeatable).",
        ),
        click.option("--lenient", is_flag=True, help="Accept any value for a broken $ref."),
        click.option(
            "--trust-env",
            is_flag=True,
            help="Let SPEC name environment variables.",
        ),
    )


def allowing(command: _Command) -> _Command:
    """Add the options that allow other files to be read."""
    return _all(
        command,
        click.option(
            "--allow-path",
            multiple=True,
            type=_FOLDER,
            help="Allow references to files in this folder.",
        ),
        click.option(
            "--allow-remote",
            multiple=True,
            metavar="HOST[:PORT]",
            help="Allow references, or SPEC, on this host.",
        ),
        click.option("--locked", is_flag=True, help="Use only files that the lock file records."),
    )


def placing(command: _Command) -> _Command:
    """Add the options for the folder and name of a package to write."""
    return _placing(command, "Write the package below this folder.", "Name the")


def placed(command: _Command) -> _Command:
    """Add the options for the folder and name of an existing package whose names are kept."""
    return _placing(command, "Keep the names of the package below this folder.", "Name the")


def _placing(command: _Command, output: str, package: str) -> _Command:
    return _all(
        command,
        click.option("-o", "--output", type=_FOLDER, help=f"{output}  [generated]"),
        click.option("--package", metavar="NAME", help=f"{package} package.  [from the title]"),
    )


def _calling(command: _Command) -> _Command:
    """Add the options for the client class and its methods."""
    return _all(
        command,
        click.option(
            "--client-class", metavar="NAME", help="Name the class of the client.  [Client]"
        ),
        click.option(
            "--positional",
            type=click.Choice(config_keys.POSITIONAL),
            help="Select positional path parameters.  [all]",
        ),
    )


def _running(command: _Command) -> _Command:
    """Add the options for the libraries and platforms of a package."""
    return _all(
        command,
        click.option(
            "--http", type=click.Choice(config_keys.HTTP), help="Select the HTTP library.  [httpx2]"
        ),
        click.option("--browser", is_flag=True, help="Support browsers (Pyodide), too."),
        click.option(
            "--json",
            type=click.Choice(config_keys.JSON),
            help="Select the JSON library.  [stdlib]",
        ),
        click.option(
            "--python",
            type=click.Choice(config_keys.PYTHON),
            help="Select the oldest supported Python.  [3.11]",
        ),
    )


def shaping(command: _Command) -> _Command:
    """Add the options that shape a package."""
    rest = _all(
        command,
        click.option(
            "--tests/--no-tests", default=True, help="Generate tests beside the package.  [tests]"
        ),
        click.option(
            "--embed-spec/--no-spec",
            default=True,
            help="Embed the document.  [embed-spec]",
        ),
        click.option("--project", is_flag=True, help="Create a distribution around the package."),
        click.option(
            "--base-url-env",
            metavar="NAME",
            help="Read base_url from this variable.",
        ),
        click.option(
            "--compat",
            type=click.Choice(config_keys.COMPAT),
            help="Use the defaults of this generator.",
        ),
        click.option("--templates", type=_FOLDER, help="Prefer the templates of this folder."),
    )
    return placing(_calling(_running(rest)))


def config_file(command: _Command) -> _Command:
    """Add `--config`."""
    return click.option(
        "--config",
        type=_FILE,
        help="Read this configuration.  [the nearest pyproject.toml or speccast.toml]",
    )(command)


def _all(command: _Command, *options: Callable[[_Command], _Command]) -> _Command:
    for option in reversed(options):
        command = option(command)
    return command


def explicit_options() -> dict[str, Any]:
    """Return the options that the user has set, by attribute of `Client`."""
    context = click.get_current_context()
    known = {config.attribute(key) for key in config_keys.KEYS}
    return {
        name: value
        for name, value in context.params.items()
        if name in known and name != "spec" and context.get_parameter_source(name) is _EXPLICIT
    }


def clients(
    spec: str | None, path: Path | None, overrides: dict[str, Any], *, as_configured: bool = False
) -> list[Client]:
    """Return the clients that the options select.

    Args:
        spec: the document; None: all documents of the configuration.
        path: the configuration; None: the nearest one, needed only without a document.
        overrides: attributes of `Client` that the command line sets.
        as_configured: whether a document alone is read with its options in the nearest
            configuration, if that has the document, or only with those of the command line.

    Raises:
        SpeccastError: there is no configuration, or it is invalid.

    """
    if overrides.get("package") is not None:
        package_name.check(overrides["package"])
    if spec is not None and path is None:
        known = _configured(spec) if as_configured else []
        return [replace(client, **overrides) for client in known or [config.Client(spec=spec)]]
    path = path or config_search.find(Path.cwd())
    if path is None:
        message = (
            "no SPEC given, and no configuration here or above: neither speccast.toml nor"
            " [[tool.speccast.client]] in pyproject.toml; `speccast init` writes one"
        )
        raise config.ConfigError(message)
    if click.get_current_context().params.get("verbose"):
        say(f"configuration: {path}", err=True)
    found = [replace(client, **overrides) for client in config.load(path)]
    if spec is not None:
        found = [client for client in found if _is_same(client.spec, spec)]
        if not found:
            message = f"{path}: has no client for {spec}"
            raise config.ConfigError(message)
    return found


def _configured(spec: str) -> list[Client]:
    """Return the clients of a document in the nearest configuration."""
    try:
        path = config_search.find(Path.cwd()) if spec != "-" else None
        found = [c for c in config.load(path) if _is_same(c.spec, spec)] if path else []
    except config.ConfigError as error:
        say(f"configuration ignored: {error}", err=True)
        return []
    if found:
        say(f"using the options of {path}", err=True)
    return found


def _is_same(spec: str, other: str) -> bool:
    """Return whether two names refer to the same document."""
    return spec == other or Path(spec).resolve() == Path(other).resolve()
