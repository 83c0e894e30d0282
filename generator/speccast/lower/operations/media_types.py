"""A media type -> the format of its bodies, and its rank among several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.ir import Codec

if TYPE_CHECKING:
    from speccast.lower.raw import JsonObject

_EXACT = {
    "application/x-www-form-urlencoded": Codec.FORM,
    "text/event-stream": Codec.EVENTS,
    "application/x-ndjson": Codec.JSON_LINES,
    "application/ndjson": Codec.JSON_LINES,
    "application/jsonl": Codec.JSON_LINES,
    "application/x-jsonl": Codec.JSON_LINES,
    "application/json-lines": Codec.JSON_LINES,
    "application/jsonlines": Codec.JSON_LINES,
    "application/x-jsonlines": Codec.JSON_LINES,
    "application/stream+json": Codec.JSON_LINES,
    "application/x-json-stream": Codec.JSON_LINES,
    "text/x-json": Codec.JSON,
}
_TEXTS = re.compile(
    r"text/|application/(.*\+)?(xml|yaml|x-yaml|javascript|ecmascript|graphql|sql|toml|csv|x-sh)$"
)
_LINES = ("/json-seq", "+json-seq", "+jsonl", "+ndjson")
_STRUCTURED = ("object", "array", "integer", "number", "boolean")
_PREFERENCE = (
    Codec.JSON,
    Codec.FORM,
    Codec.MULTIPART,
    Codec.PARTS,
    Codec.JSON_LINES,
    Codec.EVENTS,
    Codec.TEXT,
    Codec.BINARY,
)


def essence(media_type: str) -> str:
    """Return a media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def codec_of(media_type: str, schema: JsonObject) -> Codec:
    """Return the format of a body; if the media type does not decide, its schema does."""
    name = essence(media_type)
    if name in _EXACT:
        return _EXACT[name]
    if name.endswith(_LINES):
        return Codec.JSON_LINES
    if name.endswith(("/json", "+json")):
        return Codec.JSON
    if name.startswith("multipart/"):
        return Codec.MULTIPART
    if _TEXTS.match(name):
        return Codec.BINARY if schema.get("format") == "binary" else Codec.TEXT
    if name in ("*/*", "application/*") or name.startswith("application/vnd."):
        return _by_schema(schema)
    return Codec.BINARY


def _by_schema(schema: JsonObject) -> Codec:
    """Return the format of a body whose media type does not decide it."""
    if schema.get("type") == "string":
        text = str(schema.get("contentMediaType", "text/plain")).startswith("text/")
        return Codec.TEXT if text and schema.get("format") != "binary" else Codec.BINARY
    is_object = not {"$ref", "properties", "allOf", "oneOf"}.isdisjoint(schema)
    return Codec.JSON if is_object or schema.get("type") in _STRUCTURED else Codec.BINARY


def concrete(media_type: str, codec: Codec) -> str:
    """Return the media type to send for a media range such as `*/*` or `application/*`."""
    name = essence(media_type)
    if "*" not in name:
        return media_type
    kind = name.partition("/")[0]
    if codec is Codec.JSON:
        return "application/json"
    if codec is Codec.TEXT:
        return "text/plain"
    return "multipart/form-data" if kind == "multipart" else "application/octet-stream"


def rank(media_type: str, codec: Codec) -> tuple[int, bool]:
    """Return the sort key of a media type; that of the preferred one is the lowest."""
    name = essence(media_type)
    plain = name in ("application/json", "application/octet-stream", "text/plain")
    return (_PREFERENCE.index(codec), not plain and name != "multipart/form-data")
