"""Server Objects -> `ir.Server`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.ir import Server, ServerVariable, Text
from speccast.lower import documentation
from speccast.lower.raw import mapping, sequence, string, strings, text

if TYPE_CHECKING:
    from speccast.reading.json_value import Json


def servers(listed: Json) -> tuple[Server, ...]:
    """Return the servers of the document, a path or an operation."""
    found: list[Server] = []
    for entry in map(mapping, sequence(listed)):
        url = string(entry.get("url"))
        if url is None:
            continue
        variables = tuple(
            _variable(name, raw) for name, raw in mapping(entry.get("variables")).items()
        )
        doc = replace(documentation.of_object(entry), summary=text(entry.get("name")))
        found.append(Server(Text(url), variables, doc))
    return tuple(found)


def _variable(name: str, raw: Json) -> ServerVariable:
    """Return one variable of a server's URL."""
    node = mapping(raw)
    values = strings(node.get("enum"))
    default = string(node.get("default")) or (values[0] if values else "")
    return ServerVariable(
        Text(name), Text(default), tuple(map(Text, values)), documentation.of_object(node)
    )
