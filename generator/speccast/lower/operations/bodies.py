"""A Request Body Object -> `ir.Body`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.ir import Body, Text
from speccast.lower import documentation
from speccast.lower.extensions import string_extension
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
    """Return the body of an operation, without its arguments, which need all models."""
    if "requestBody" not in node:
        return None
    raw, at = target(schemas.resolved, node["requestBody"], join(pointer, "requestBody"))
    found = contents(schemas, raw.get("content"), join(at, "content"), name_path.role("request"))
    if not found:
        return None
    required = raw.get("required") is True
    argument = string_extension(node, pointer, "x-speccast-body-argument", schemas.diagnostics)
    doc = documentation.of_object(raw)
    return Body(required, _sendable(found), doc, at, arguments=None, argument=argument)


def _sendable(contents: tuple[Content, ...]) -> tuple[Content, ...]:
    """Replace media ranges by media types, which a request must have (RFC 9110, 8.3)."""
    found: dict[str, Content] = {}
    for content in contents:
        name = concrete(content.media_type.value, content.codec)
        found.setdefault(name, replace(content, media_type=Text(name)))
    return tuple(found.values())
