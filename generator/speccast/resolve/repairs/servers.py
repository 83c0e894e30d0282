"""Repairs the servers of a document, a path or an operation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from .fixes import describe

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

_HOST: Final = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?(/|$)|localhost\b")
_SCHEME: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")


def servers(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Repair the servers of an object, so that each has a URL and its variables a default."""
    listed = node.get("servers")
    if not isinstance(listed, list):
        return
    for index, entry in enumerate(listed):
        at = ((place, "servers"), index)
        listed[index] = server = _server(ctx, entry, at)
        variables = server.get("variables")
        if isinstance(variables, dict):
            for name in list(variables):
                _variable(ctx, variables, name, ((at, "variables"), name))
        elif "variables" in server:
            del server["variables"]
        _url(ctx, server, (at, "url"))


def _server(ctx: Context, entry: Json, place: Place) -> dict[str, Json]:
    """Return a server with a URL."""
    if isinstance(entry, str):
        ctx.warning("server-text", "a server must be an object with a `url`", place)
        return {"url": entry}
    if not isinstance(entry, dict):
        message = f"a server must be an object, not {describe(entry)}; / is used"
        ctx.error("invalid-node", message, place)
        return {"url": "/"}
    if not isinstance(entry.get("url"), str):
        entry["url"] = "/"
        ctx.warning("missing-field", "the server has no `url`; / is used", place)
    return entry


def _url(ctx: Context, server: dict[str, Json], place: Place) -> None:
    """Make the URL of a server absolute, or a path on the document's host."""
    original = str(server["url"])
    url = original.strip()
    scheme = _SCHEME.match(url)
    if url.startswith("//") or _HOST.match(url):
        url = f"https://{url.removeprefix('//')}"
        ctx.warning("server-text", f"the server's URL has no scheme; {url} is used", place)
    elif scheme and scheme[1].lower() not in ("http", "https"):
        message = f"the client uses HTTP, not {scheme[1]}: pass `base_url` to it"
        ctx.warning("server-text", message, place)
    elif not scheme and url[:1] not in ("/", "{"):
        url = f"/{url.removeprefix('./')}"
        if original:
            message = f"the server's URL is a path without its slash; {url} is used"
            ctx.warning("server-text", message, place)
    server["url"] = url
    known = server.get("variables") or {}
    for name in _PLACEHOLDER.findall(url):
        if isinstance(known, dict) and name not in known:
            ctx.warning("server-variable", f"the server has no variable {name!r}", place)


def _variable(ctx: Context, variables: dict[str, Json], name: str, place: Place) -> None:
    variable = variables[name]
    if not isinstance(variable, dict):
        variable = variables[name] = {"default": variable}
        message = "a server variable must be an object with a `default`"
        ctx.warning("server-variable", message, place)
    values = variable.get("enum")
    if isinstance(values, list) and values:
        variable["enum"] = [
            value if isinstance(value, str) else ctx.source_text(((place, "enum"), index), value)
            for index, value in enumerate(values)
        ]
    elif "enum" in variable:
        del variable["enum"]
        message = f"the server variable {name!r} has an `enum` without values; it is left out"
        ctx.warning("server-variable", message, (place, "enum"))
    default = variable.get("default")
    if isinstance(default, bool | int | float):
        variable["default"] = ctx.source_text((place, "default"), default)
    elif not isinstance(default, str):
        listed = variable.get("enum")
        variable["default"] = listed[0] if isinstance(listed, list) else ""
        message = f"the server variable {name!r} has no `default`"
        ctx.warning("server-variable", message, place)
