"""The base URLs of a client from Server Objects, and their documentation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import Text
from speccast.views.calls import mapping, named
from speccast.views.python.code import code, join
from speccast.views.python.docstrings import prose
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from speccast.ir import Server, ServerVariable
    from speccast.reading.config import Client
    from speccast.views.calls import CallArgument
    from speccast.views.python.code import Code

_MOST: Final = 6
"""The maximum number of further servers that are named."""


_ABSOLUTE: Final = re.compile(r"https?://[^/?#\\@\s{}]+(/[^?#\\\s{}]*)?", re.ASCII)
"""A URL without user, query, and variables that have no value."""
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def server_url(servers: Sequence[Server]) -> str | None:
    """Return the default base URL; None if the caller has to pass one."""
    url = _filled(servers[0]) if servers else ""
    return url if _is_absolute(url) else None


class BaseUrls(Struct, frozen=True):
    """The sources of the base URL other than the document's first server."""

    base_url_env: str | None
    """The environment variable of the base URL."""
    environments: Mapping[Text, Text]
    """Base URLs by name, the default first."""
    servers: Sequence[Server]
    """The environments of the document, unless the configuration replaces them."""

    @property
    def are_configured(self) -> bool:
        """Whether the base URL has sources other than an argument."""
        return bool(self.environments or self.base_url_env)


def base_urls(servers: Sequence[Server], client: Client) -> BaseUrls:
    """Return the environments of the configuration, or else the named servers of the document."""
    environments = {s.doc.summary: Text(_filled(s)) for s in servers if s.doc.summary}
    environments = {name: url for name, url in environments.items() if _is_absolute(url.value)}
    configured = {Text(name): Text(url) for name, url in client.environments.items()}
    first = bool(servers) and servers[0].doc.summary in environments
    return BaseUrls(
        client.base_url_env,
        configured or (environments if first and len(environments) > 1 else {}),
        () if configured else servers,
    )


class EnvironmentsView(Struct, frozen=True):
    """The named base URLs."""

    urls: Code
    """A dict by name."""
    annotation: Code
    """The type of the argument that selects one of them."""


def environments_view(base_urls: BaseUrls) -> EnvironmentsView | None:
    """Return the View of the named base URLs, if there are any."""
    if not base_urls.environments:
        return None
    pairs = (
        code("{k}: {v}", k=literal(k), v=literal(v)) for k, v in base_urls.environments.items()
    )
    return EnvironmentsView(
        code("{{{it}}}", it=join(", ", pairs)),
        code("Literal[{it}]", it=join(", ", map(literal, base_urls.environments))),
    )


def environments_prose(environments: Mapping[Text, Text]) -> str:
    """Return the documentation of the environments."""
    known = ", ".join(f"`{prose(name)}` ({prose(url)})" for name, url in environments.items())
    return f"One of {known}; the first by default, unless `base_url` is passed."


def server_info(servers: Sequence[Server], base_urls: BaseUrls) -> Iterable[CallArgument]:
    """Iterate the arguments of `ApiInfo` about the base URL."""
    server = next(iter(base_urls.environments.values()), server_url(servers))
    base_url_env = base_urls.base_url_env
    if server is not None:
        yield named("server", literal(server))
    if base_url_env:
        yield named("base_url_env", literal(base_url_env))
    if servers and servers[0].variables:
        pairs = ((literal(each.name), literal(each.default)) for each in servers[0].variables)
        yield named("server_template", literal(servers[0].url))
        yield named("server_variables", mapping(pairs))


def own_server_url(servers: Sequence[Server]) -> str | None:
    """Return an operation's own URL, which may be only a path; None if it has none."""
    url = _filled(servers[0]) if servers else ""
    on_host = url.startswith("/") and _is_absolute(f"https://host{url}")
    return url if on_host or _is_absolute(url) else None


def _is_absolute(url: str) -> bool:
    return bool(_ABSOLUTE.fullmatch(url)) and url.isascii() and url.isprintable()


def _filled(server: Server) -> str:
    defaults = {variable.name.value: variable.default.value for variable in server.variables}
    return _PLACEHOLDER.sub(lambda found: defaults.get(found[1], found[0]), server.url.value)


def base_url_prose(servers: Sequence[Server]) -> str:
    """Return the documentation of `base_url`, and of further servers."""
    if not servers:
        return "The base URL of the API."
    first = servers[0]
    known = server_url(servers) is not None
    name = f" ({prose(first.doc.summary)})" if first.doc.summary else ""
    parts = [f"The base URL, {'instead of' if known else 'with'} `{_shown(first)}`{name}."]
    if first.variables:
        variables = ", ".join(map(_variable, first.variables))
        parts.append(f"That is `{prose(first.url)}` with {variables}.")
    parts += [_further(server) for server in servers[1 : _MOST + 1]]
    return " ".join(parts)


def is_one_url(servers: Sequence[Server]) -> bool:
    """Return whether there is one server with only a URL."""
    if len(servers) != 1 or server_url(servers) is None:
        return False
    return not servers[0].doc.summary and not servers[0].variables


def _further(server: Server) -> str:
    texts = (prose(server.doc.summary), prose(server.doc.description).rstrip("."))
    description = ", ".join(filter(None, texts))
    return f"Also `{_shown(server)}`" + (f": {description}." if description else ".")


def _shown(server: Server) -> str:
    return prose(Text(_filled(server)))


def _variable(variable: ServerVariable) -> str:
    others = [value for value in variable.values if value != variable.default]
    known = f" (or {', '.join(f'`{prose(value)}`' for value in others)})" if others else ""
    return f"`{prose(variable.name)}` `{prose(variable.default)}`{known}"
