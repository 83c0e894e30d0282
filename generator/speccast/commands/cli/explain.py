"""`speccast explain`: the source of a symbol, the symbols of a place, the meaning of a code."""

from __future__ import annotations

from typing import Any

import click

from speccast.commands.cli import options as shared
from speccast.commands.cli.say import say
from speccast.reading.config import ConfigError


@click.command("explain")
@click.argument("query", metavar="SYMBOL|POINTER|CODE")
@click.argument("spec", required=False)
@shared.reading
@shared.placed
@shared.config_file
def command(query: str, spec: str | None, **options: Any) -> int:  # noqa: ANN401 - as declared above
    """Show the source of a symbol, the symbols of a place, or the meaning of a code.

    SYMBOL is a name in the client (Client.livestreams.list, models.Livestream.status), POINTER a
    place in the document (#/components/schemas/Livestream). Their diagnostics are shown, too. If
    the configuration lists SPEC, its options apply; without SPEC, all of its documents are
    searched. CODE is the code of a finding, and needs no document. Exit code: 0 if it was found, 1
    if not, 2 if SPEC or an option cannot be used.
    """
    from speccast.commands import codes  # noqa: PLC0415 - only here

    meanings = codes.meanings()
    if query in meanings:
        for line in meanings[query]:
            say(line)
        return 0
    if "-" in query and "#" not in query:
        say(f"there is no code {query}{codes.suggestion(query, meanings)}", err=True)
        return 1
    from speccast.commands import explain  # noqa: PLC0415 - together with the stages

    clients = shared.clients(spec, options["config"], shared.explicit_options(), as_configured=True)
    if any(client.spec == "-" for client in clients):
        message = "explain needs a document with a name, not standard input"
        raise ConfigError(message)
    searched = [explain.search(client) for client in clients]
    found = [line for each in searched for line in explain.explain(query, each)]
    for line in found:
        say(line)
    if not found:
        symbols = [symbol for each in searched for symbol in each.symbols]
        words = [symbol.pointer if "#" in query else symbol.name for symbol in symbols]
        say(f"there is no symbol or place {query}{codes.suggestion(query, words)}", err=True)
    return int(not found)
