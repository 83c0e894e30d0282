"""A Request Body Object -> `ir.Body`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Body
from speccast.resolve import join

from . import notes
from .contents import contents
from .raw import target

if TYPE_CHECKING:
    from .raw import JsonObject
    from .schemas import Schemas
    from .where import Where


def body(schemas: Schemas, node: JsonObject, pointer: str, where: Where) -> Body | None:
    """Return what an operation sends; its arguments are filled in when all models are known."""
    if "requestBody" not in node:
        return None
    said, at = target(schemas.resolved, node["requestBody"], join(pointer, "requestBody"))
    offered = contents(schemas, said.get("content"), join(at, "content"), where.role("request"))
    if not offered:
        return None
    required = said.get("required") is True
    return Body(required, offered, notes.plain(said), at, arguments=None)
