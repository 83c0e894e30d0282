"""A Request Body Object -> `ir.Body`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.ir import Body, Text
from speccast.lower import documentation
from speccast.lower.extensions import word
from speccast.lower.operations.contents import contents
from speccast.lower.operations.media_types import concrete
from speccast.lower.raw import target
from speccast.resolve import join

if TYPE_CHECKING:
    from speccast.ir import Content
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import JsonObject
    from speccast.lower.schemas.interface import Schemas


def body(schemas: Schemas, node: JsonObject, pointer: str, name_path: NamePath) -> Body | None:
    """Return the body of an operation; its arguments are added when all models are known."""
    if "requestBody" not in node:
        return None
    said, at = target(schemas.resolved, node["requestBody"], join(pointer, "requestBody"))
    offered = contents(schemas, said.get("content"), join(at, "content"), name_path.role("request"))
    if not offered:
        return None
    offered = _sendable(offered)
    required = said.get("required") is True
    argument = word(node, pointer, "x-speccast-body-argument", schemas.diagnostics)
    doc = documentation.plain(said)
    return Body(required, offered, doc, at, arguments=None, argument=argument)


def _sendable(offered: tuple[Content, ...]) -> tuple[Content, ...]:
    """Replace media ranges by a media type: a request names one (RFC 9110, section 8.3)."""
    found: dict[str, Content] = {}
    for content in offered:
        name = concrete(content.media_type.value, content.codec)
        found.setdefault(name, replace(content, media_type=Text(name)))
    return tuple(found.values())
