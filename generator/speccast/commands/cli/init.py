"""`speccast init`: a first configuration."""

from __future__ import annotations

from pathlib import Path

import click

from speccast.commands.cli.say import say
from speccast.reading.config import ConfigError


@click.command("init")
@click.argument("specs", metavar="[SPEC]...", nargs=-1, type=click.Path(path_type=Path))
def command(specs: tuple[Path, ...]) -> int:
    """Write a first configuration, for SPEC or for each document found below this folder."""
    from speccast.commands import init  # noqa: PLC0415 - together with the stages

    folder = Path.cwd()
    for spec in specs:
        if not spec.is_file():
            message = f"{spec}: there is no such file"
            raise ConfigError(message)
    found = [folder / spec for spec in specs] or init.find(folder)
    if not found:
        message = "no OpenAPI document found below this folder; name one: speccast init SPEC"
        raise ConfigError(message)
    path = init.write(folder, found)
    for spec in found:
        say(f"{path.name}: a client of {spec.relative_to(folder)}")
    say("now run: speccast generate")
    return 0
