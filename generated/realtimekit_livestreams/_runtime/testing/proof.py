"""Whether a request says who is calling, as the document asks for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .answers import operation
from .schemas import own

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..model import JsonObject


def check_proof(
    symbol: str, headers: Mapping[str, str], query: Mapping[str, str]
) -> None:
    """Hold a request to what the operation asks for, one of several alternatives.

    Args:
        symbol: the operation's.
        headers: what was sent, by name in lower case.
        query: what was sent.

    Raises:
        AssertionError: no alternative is met.

    """
    document = own().document
    usual: list[JsonObject] = document.get("security", [])
    asked: list[JsonObject] = operation(symbol).get("security", usual)
    schemes: JsonObject = document.get("components", {}).get("securitySchemes", {})
    for alternative in asked:
        nodes = [own().follow(schemes.get(key, {})) for key in alternative]
        if all(_proves(node, headers, query) for node in nodes):
            return
    if asked:
        message = f"{symbol} does not say who is calling: {sorted(headers)}, {asked}"
        raise AssertionError(message)


def _proves(
    node: JsonObject, headers: Mapping[str, str], query: Mapping[str, str]
) -> bool:
    name = str(node.get("name"))
    match node.get("type"), node.get("in"):
        case "apiKey", "header":
            return name.lower() in headers
        case "apiKey", "query":
            return name in query
        case "apiKey", "cookie":
            return f"{name}=" in headers.get("cookie", "")
        case "http", _:
            word = str(node.get("scheme", "")).lower()
            sent = headers.get("authorization", "").lower()
            return sent.startswith(word) if word in {"basic", "bearer"} else bool(sent)
        case "oauth2" | "openIdConnect", _:
            return headers.get("authorization", "").startswith("Bearer ")
        case _:
            return True  # by other means than what is sent
