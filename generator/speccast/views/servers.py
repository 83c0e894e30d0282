"""From Server Objects to the URL that a client uses, and what its docstring says of the others."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from speccast.ir import Text
from speccast.views.python.source import code, join, literal, prose

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speccast.ir import Server, ServerVariable
    from speccast.views.python.source import Code

_MOST: Final = 6
"""How many further servers are named."""


_ABSOLUTE: Final = re.compile(r"https?://[^/?#\\@\s{}]+(/[^?#\\\s{}]*)?", re.ASCII)
"""What a client can send to: neither user nor query, and every variable has a value."""
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def server_url(servers: Sequence[Server]) -> str | None:
    """Return the URL that is sent to unless the caller gives one; None: the caller has to."""
    url = _filled(servers[0]) if servers else ""
    return url if _is_absolute(url) else None


def server_info(servers: Sequence[Server], base_url_env: str | None) -> Iterable[Code]:
    """Return the arguments of `ApiInfo` that say where the API is."""
    server = server_url(servers)
    if server is not None:
        yield code("server={it}", it=literal(server))
    if base_url_env:
        yield code("base_url_env={it}", it=literal(base_url_env))
    if servers and servers[0].variables:
        pairs = (
            code("{k}: {v}", k=literal(each.name), v=literal(each.default))
            for each in servers[0].variables
        )
        yield code("server_template={it}", it=literal(servers[0].url))
        yield code("server_variables={{{it}}}", it=join(", ", pairs))


def own_server_url(servers: Sequence[Server]) -> str | None:
    """Return an operation's own URL, which may be a path on the API's host; None: it has none."""
    url = _filled(servers[0]) if servers else ""
    on_host = url.startswith("/") and _is_absolute(f"https://host{url}")
    return url if on_host or _is_absolute(url) else None


def _is_absolute(url: str) -> bool:
    return bool(_ABSOLUTE.fullmatch(url)) and url.isascii() and url.isprintable()


def _filled(server: Server) -> str:
    defaults = {variable.name.value: variable.default.value for variable in server.variables}
    return _PLACEHOLDER.sub(lambda found: defaults.get(found[1], found[0]), server.url.value)


def base_url_prose(servers: Sequence[Server]) -> str:
    """Return what `base_url` stands for, and what the document knows besides."""
    if not servers:
        return "Where the API is."
    first = servers[0]
    known = server_url(servers) is not None
    parts = [f"Where the API is, {'instead of' if known else 'with'} `{_shown(first)}`."]
    if first.variables:
        variables = ", ".join(map(_variable, first.variables))
        parts.append(f"That is `{prose(first.url)}` with {variables}.")
    parts += [_further(server) for server in servers[1 : _MOST + 1]]
    return " ".join(parts)


def _further(server: Server) -> str:
    said = (prose(server.doc.summary), prose(server.doc.description).rstrip("."))
    words = ", ".join(filter(None, said))
    return f"Also `{_shown(server)}`" + (f": {words}." if words else ".")


def _shown(server: Server) -> str:
    return prose(Text(_filled(server)))


def _variable(variable: ServerVariable) -> str:
    others = [value for value in variable.values if value != variable.default]
    known = f" (or {', '.join(f'`{prose(value)}`' for value in others)})" if others else ""
    return f"`{prose(variable.name)}` `{prose(variable.default)}`{known}"
