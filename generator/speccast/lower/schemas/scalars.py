"""A scalar schema -> `ir.Scalar`, by its `type` and `format`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Scalar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.lower.raw import Part
    from speccast.reading.json_value import Json

_TYPES = {
    "string": Scalar.STR,
    "integer": Scalar.INT,
    "number": Scalar.FLOAT,
    "boolean": Scalar.BOOL,
    "null": Scalar.NULL,
}
_STRINGS = {
    "date-time": Scalar.DATETIME,
    "date": Scalar.DATE,
    "time": Scalar.TIME,
    "duration": Scalar.DURATION,
    "uuid": Scalar.UUID,
    "byte": Scalar.BASE64,
    "base64": Scalar.BASE64,
    "base64url": Scalar.BASE64URL,
    "binary": Scalar.BINARY,
    "decimal": Scalar.DECIMAL,
}
_ENCODINGS = {"base64": Scalar.BASE64, "base64url": Scalar.BASE64URL}


def scalar(kind: str, parts: Sequence[Part], *, files: bool) -> Scalar:
    """Return the type of a string, number, integer or boolean; the most specific format wins.

    Args:
        kind: the JSON type.
        parts: the schemas that all apply.
        files: whether the value may be bytes: a part of a multipart body, or a whole body.

    """
    if kind != "string":
        return _TYPES[kind]
    found = Scalar.STR
    for node, _ in reversed(parts):
        if "contentEncoding" in node:
            found = _ENCODINGS.get(_word(node["contentEncoding"]), Scalar.STR)
            break
        if "contentMediaType" in node and files:
            found = Scalar.BINARY
            break
        if "format" in node:
            found = _STRINGS.get(_word(node["format"]), Scalar.STR)
            break
    return Scalar.STR if found is Scalar.BINARY and not files else found


def _word(value: Json) -> str:
    """Return a keyword's value in lower case."""
    return value.lower() if isinstance(value, str) else ""
