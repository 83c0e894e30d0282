"""Mends the servers of a document, a path or an operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .fixes import describe

if TYPE_CHECKING:
    from speccast.document import Json
    from speccast.pointers import Place

    from .context import Context


def servers(ctx: Context, node: dict[str, Json], place: Place) -> None:
    """Leave servers with a URL, and variables with a default."""
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


def _server(ctx: Context, entry: Json, place: Place) -> dict[str, Json]:
    """Return a server that has a URL."""
    if isinstance(entry, str):
        ctx.warning("server-text", "a server is an object with a `url`", place)
        return {"url": entry}
    if not isinstance(entry, dict):
        message = f"a server must be an object, not {describe(entry)}; / is used"
        ctx.error("invalid-node", message, place)
        return {"url": "/"}
    if not isinstance(entry.get("url"), str):
        entry["url"] = "/"
        ctx.warning("missing-field", "the server has no `url`; / is used", place)
    return entry


def _variable(ctx: Context, variables: dict[str, Json], name: str, place: Place) -> None:
    variable = variables[name]
    if not isinstance(variable, dict):
        variable = variables[name] = {"default": variable}
        ctx.warning("server-variable", "a server variable is an object with a `default`", place)
    values = variable.get("enum")
    if isinstance(values, list) and values:
        variable["enum"] = [
            value if isinstance(value, str) else ctx.written(((place, "enum"), index), value)
            for index, value in enumerate(values)
        ]
    else:
        variable.pop("enum", None)
    default = variable.get("default")
    if isinstance(default, bool | int | float):
        variable["default"] = ctx.written((place, "default"), default)
    elif not isinstance(default, str):
        listed = variable.get("enum")
        variable["default"] = listed[0] if isinstance(listed, list) else ""
        message = f"the server variable {name!r} has no `default`"
        ctx.warning("server-variable", message, place)
