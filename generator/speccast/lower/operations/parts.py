"""Responses in `multipart/*`: a sequence of items, or bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Codec, Scalar
from speccast.lower.raw import mapping
from speccast.resolve import join

if TYPE_CHECKING:
    from speccast.ir import Type
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import JsonObject
    from speccast.lower.schemas.interface import Schemas
    from speccast.reading.json_value import Json


def item_of_parts(
    schemas: Schemas, node: JsonObject, pointer: str, name_path: NamePath
) -> tuple[Codec, Type]:
    """Return the codec of a response in parts, and the type of an item, or of the whole body."""
    place = _item(schemas, node, pointer)
    if place is None:
        message = "without `itemSchema` or an array, a response in parts is read as bytes"
        schemas.diagnostics.lossy("multipart-response", message, pointer)
        return Codec.BINARY, Scalar.BINARY
    item = mapping(schemas.resolved.follow(*place)[0])
    is_file = "contentMediaType" in item and "contentEncoding" not in item
    if item.get("format") == "binary" or is_file:
        return Codec.PARTS, Scalar.BINARY
    return Codec.PARTS, schemas.type_of(*place, name_path)


def _item(schemas: Schemas, node: JsonObject, pointer: str) -> tuple[Json, str] | None:
    """Return the schema of an item, and its location."""
    if "itemSchema" in node:
        return node["itemSchema"], join(pointer, "itemSchema")
    found, at = schemas.resolved.follow(node.get("schema"), join(pointer, "schema"))
    array = mapping(found)
    if array.get("type") != "array" or "prefixItems" in array or "items" not in array:
        return None
    return array["items"], join(at, "items")
