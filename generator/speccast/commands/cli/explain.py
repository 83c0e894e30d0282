"""`speccast explain`: which lines of the document make a symbol, and what a place in it becomes."""

from __future__ import annotations

from typing import Any

import click

from speccast.commands.cli import options as shared
from speccast.commands.cli.say import say
from speccast.reading.config import ConfigError


@click.command("explain")
@click.argument("what", metavar="SYMBOL|POINTER|CODE")
@click.argument("spec", required=False)
@shared.reading
@shared.placed
@shared.config_file
def command(what: str, spec: str | None, **options: Any) -> int:  # noqa: ANN401 - as declared above
    """Show what makes a symbol, what a place becomes, or what a code means.

    SYMBOL is what a caller writes (Client.livestreams.list, models.Livestream.status), POINTER a
    place in the document (#/components/schemas/Livestream). The diagnostics of both are shown.
    Where the configuration has SPEC, its options count; without SPEC, all its documents are
    searched. CODE is that of a finding, and needs no document. Exit code: 0 if it was found, 1 if
    not, 2 if SPEC or an option cannot be used.
    """
    from speccast.commands import codes  # noqa: PLC0415 - only here

    meanings = codes.known()
    if what in meanings:
        for line in meanings[what]:
            say(line)
        return 0
    if "-" in what and "#" not in what:
        say(f"there is no code {what}{codes.near(what, meanings)}", err=True)
        return 1
    from speccast.commands import explain  # noqa: PLC0415 - together with the stages

    clients = shared.clients(spec, options["config"], shared.given(), as_configured=True)
    if any(client.spec == "-" for client in clients):
        message = "explain needs a document with a name, not standard input"
        raise ConfigError(message)
    searched = [explain.search(client) for client in clients]
    found = [line for each in searched for line in explain.explain(what, each)]
    for line in found:
        say(line)
    if not found:
        symbols = [symbol for each in searched for symbol in each.symbols]
        words = [symbol.pointer if "#" in what else symbol.name for symbol in symbols]
        say(f"there is no symbol or place {what}{codes.near(what, words)}", err=True)
    return int(not found)
