"""Bodies without members: bytes, base64 text, and other text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Array, Literal, Nullable, Scalar, Tuple
from speccast.lower.raw import mapping, sequence, string, target
from speccast.resolve import join

if TYPE_CHECKING:
    from speccast.ir import Type
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import Place
    from speccast.lower.schemas.interface import Schemas
    from speccast.reading.json_value import Json

_BYTES = {
    **dict.fromkeys(("7bit", "8bit", "binary"), Scalar.BINARY),
    "base64": Scalar.BASE64,
    "base64url": Scalar.BASE64URL,
}
"""The type of a body of bytes, by its `contentEncoding`."""


def has_no_members(kind: Type) -> bool:
    """Return whether the type of a form has no members, so that the caller passes its text."""
    inner = kind.inner if isinstance(kind, Nullable) else kind
    return inner is not Scalar.ANY and isinstance(inner, (Scalar, Literal, Array, Tuple))


def binary(schemas: Schemas, place: Place) -> Type:
    """Return the type of a body of bytes, by its `contentEncoding`."""
    encoding, at = _encoding(schemas, place) or ("binary", "")
    if encoding not in _BYTES:
        message = f"`contentEncoding: {encoding}` of a body is not honoured: pass encoded bytes"
        schemas.diagnostics.lossy("keyword-ignored", message, at)
    return _BYTES.get(encoding, Scalar.BINARY)


def _encoding(schemas: Schemas, place: Place) -> tuple[str, str] | None:
    """Return the `contentEncoding` of a schema or of a member of its `allOf`, and its place."""
    left, seen = [place], set[str]()
    while left:
        node, at = target(schemas.resolved, *left.pop())
        if found := string(node.get("contentEncoding")):
            return found.lower(), join(at, "contentEncoding")
        if at not in seen:
            seen.add(at)
            members = enumerate(sequence(node.get("allOf")))
            left += [(member, join(at, "allOf", index)) for index, member in members]
    return None


def text_type(schemas: Schemas, schema: Json, pointer: str, name_path: NamePath) -> Type:
    """Return the type of a text body; a string, if its schema is not that of text."""
    if schema is None:
        return Scalar.STR
    node = mapping(schemas.resolved.follow(schema, pointer)[0])
    if (
        node.get("type", "string") == "string"
        and not {"allOf", "oneOf", "anyOf", "properties"} & node.keys()
    ):
        kind = schemas.type_of(schema, pointer, name_path)
        return kind if kind is not Scalar.ANY else Scalar.STR
    message = "the schema of a text body does not describe text: the body is a string"
    schemas.diagnostics.lossy("text-body", message, pointer)
    return Scalar.STR
