"""From Server Objects to the URL that a client uses, and what its docstring says of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.ir import Text
from speccast.source import prose

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.ir import Server, ServerVariable

_MOST: Final = 6
"""How many further servers are named."""


def server_url(server: Server) -> str:
    """Return a server's URL with the defaults of its variables."""
    url = server.url.value
    for variable in server.variables:
        url = url.replace(f"{{{variable.name.value}}}", variable.default.value)
    return url


def base_url_prose(servers: Sequence[Server]) -> str:
    """Return what `base_url` stands for, and what the document knows besides."""
    if not servers:
        return "Where the API is."
    first = servers[0]
    parts = [f"Where the API is, instead of `{_shown(first)}`."]
    if first.variables:
        variables = ", ".join(map(_variable, first.variables))
        parts.append(f"That is `{prose(first.url)}` with {variables}.")
    parts += [_further(server) for server in servers[1 : _MOST + 1]]
    return " ".join(parts)


def _further(server: Server) -> str:
    description = prose(server.doc.description).rstrip(".")
    return f"Also `{_shown(server)}`" + (f": {description}." if description else ".")


def _shown(server: Server) -> str:
    return prose(Text(server_url(server)))


def _variable(variable: ServerVariable) -> str:
    others = [value for value in variable.values if value != variable.default]
    known = f" (or {', '.join(f'`{prose(value)}`' for value in others)})" if others else ""
    return f"`{prose(variable.name)}` `{prose(variable.default)}`{known}"
