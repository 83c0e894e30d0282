"""`speccast explain`: which lines of the document make a symbol, and what a place in it becomes."""

from __future__ import annotations

from typing import Any

import click

from speccast.commands.cli import options as shared
from speccast.commands.cli.say import say
from speccast.reading.config import ConfigError


@click.command("explain")
@click.argument("what", metavar="SYMBOL|POINTER")
@click.argument("spec", required=False)
@shared.reading
@shared.placed
@shared.config_file
def command(what: str, spec: str | None, **options: Any) -> int:  # noqa: ANN401 - as declared above
    """Show what makes a symbol, or what a place becomes.

    SYMBOL is what a caller writes (Client.livestreams.list, models.Livestream.status), POINTER a
    place in the document (#/components/schemas/Livestream). The diagnostics of both are shown.
    Without SPEC, all documents of the configuration are searched. Exit code: 0 if it was found, 1
    if not, 2 if SPEC or an option cannot be used.
    """
    from speccast.commands import explain  # noqa: PLC0415 - together with the stages

    clients = shared.clients(spec, options["config"], shared.given())
    if any(client.spec == "-" for client in clients):
        message = "explain needs a document with a name, not standard input"
        raise ConfigError(message)
    found = [line for client in clients for line in explain.explain(what, client)]
    for line in found:
        say(line)
    if not found:
        say(f"there is no symbol or place {what}", err=True)
    return int(not found)
