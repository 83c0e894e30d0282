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
@shared.placing
@shared.config_file
def command(what: str, spec: str | None, **options: Any) -> int:  # noqa: ANN401 - as declared above
    """Show where SYMBOL comes from, or what POINTER becomes, with its diagnostics.

    SYMBOL is what a caller writes (Client.livestreams.list, models.Livestream.status), POINTER a
    place in the document (#/components/schemas/Livestream). Without SPEC, all documents of the
    configuration are asked. Exit code 1: there is no such symbol.
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
        say(f"nothing is known of {what}", err=True)
    return int(not found)
