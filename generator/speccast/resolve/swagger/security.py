"""Converts security definitions to security schemes (Swagger 2.0, "Security Scheme Object")."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from speccast.reading.json_value import Json

_FLOWS: Final = {
    "implicit": "implicit",
    "password": "password",
    "application": "clientCredentials",
    "accessCode": "authorizationCode",
}
_OF_FLOW: Final = ("authorizationUrl", "tokenUrl", "scopes")


def as_schemes(definitions: dict[str, Json]) -> None:
    """Rewrite security definitions in place; the walk repairs invalid ones."""
    for node in definitions.values():
        if not isinstance(node, dict):
            continue
        kind = node.get("type")
        if kind == "basic":
            node |= {"type": "http", "scheme": "basic"}
        elif kind == "oauth2" and "flows" not in node:
            flow = node.pop("flow", None)
            members: dict[str, Json] = {
                field: node.pop(field) for field in _OF_FLOW if field in node
            }
            members.setdefault("scopes", {})
            node["flows"] = {_FLOWS.get(str(flow), str(flow)): members}
