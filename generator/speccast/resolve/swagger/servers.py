"""Converts `host`, `basePath` and `schemes` to servers (Swagger 2.0, "Swagger Object")."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from speccast.resolve.repairs.fixes import describe

if TYPE_CHECKING:
    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place
    from speccast.resolve.context import Context

_LOOPBACK: Final = re.compile(r"(localhost|127(\.\d+){3}|\[::1\])(:\d+)?", re.IGNORECASE)
_SCHEMES: Final = ("https", "http")


def texts(ctx: Context, node: dict[str, Json], field: str, place: Place) -> list[str] | None:
    """Return the texts of a field, which may be a single one; None if the field is missing."""
    value = node.get(field)
    if value is None:
        return None
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list):
        message = f"`{field}` must be a list of texts, not {describe(value)}; it is left out"
        ctx.error("invalid-node", message, (place, field))
        return None
    return list(dict.fromkeys(item.strip() for item in listed if isinstance(item, str)))


def servers_of(ctx: Context, root: dict[str, Json]) -> list[Json]:
    """Return the servers of the document; empty if it has neither host nor path."""
    schemes = texts(ctx, root, "schemes", (None, ""))
    return [{"url": url} for url in _urls(root, _supported(root, schemes))]


def own_servers(
    ctx: Context, root: dict[str, Json], operation: dict[str, Json], place: Place
) -> list[Json]:
    """Return the servers of an operation whose `schemes` exclude the document's first scheme."""
    schemes = texts(ctx, operation, "schemes", place)
    if not schemes or not isinstance(root.get("host"), str):
        return []
    default = _supported(root, texts(ctx, root, "schemes", (None, "")))[0]
    if default in schemes:
        return []
    return [{"url": url} for url in _urls(root, _supported(root, schemes))]


def _urls(root: dict[str, Json], schemes: list[str]) -> list[str]:
    host, path = root.get("host"), root.get("basePath")
    base = path.strip("/ ") if isinstance(path, str) else ""
    below = f"/{base}" if base else ""
    if not isinstance(host, str) or not host.strip():
        return [below or "/"] if isinstance(path, str) else []
    bare = host.strip().rstrip("/").rpartition("://")[2]
    return [f"{scheme}://{bare}{below}" for scheme in schemes]


def _supported(root: dict[str, Json], schemes: list[str] | None) -> list[str]:
    """Return the supported schemes, the preferred one first; never empty."""
    host = root.get("host")
    is_loopback = isinstance(host, str) and _LOOPBACK.fullmatch(host.strip()) is not None
    listed = [low for scheme in schemes or () if (low := scheme.lower()) in _SCHEMES]
    if not listed:
        return ["http" if is_loopback else "https"]
    return listed if is_loopback else sorted(listed, key=_SCHEMES.index)
