"""Bodies of requests and responses, by media type."""

from __future__ import annotations

from enum import Enum, StrEnum

from msgspec import Struct

from speccast.ir.declared import Property
from speccast.ir.documentation import Doc, Example
from speccast.ir.types import Text, Type


class Style(StrEnum):
    """The serialization of a parameter's value (OpenAPI, Parameter Object, `style`)."""

    FORM = "form"
    SIMPLE = "simple"
    LABEL = "label"
    MATRIX = "matrix"
    SPACE_DELIMITED = "spaceDelimited"
    PIPE_DELIMITED = "pipeDelimited"
    DEEP_OBJECT = "deepObject"
    COOKIE = "cookie"
    """As `form`, without percent-encoding (OpenAPI 3.2)."""
    JSON = "json"
    """Not in the specification: a `content` parameter, whose value is JSON text."""


class Codec(Enum):
    """The format of a body, which its media type decides."""

    JSON = "json"
    FORM = "form"
    """application/x-www-form-urlencoded"""
    MULTIPART = "multipart"
    """multipart/form-data and other multipart types, in a request"""
    PARTS = "parts"
    """multipart/mixed and other multipart types, in a response: a sequence of items"""
    TEXT = "text"
    BINARY = "binary"
    EVENTS = "events"
    """text/event-stream"""
    JSON_LINES = "json-lines"
    """application/x-ndjson, application/jsonl and similar"""


class Encoding(Struct, frozen=True):
    """The encoding of one property of a form or multipart body (Encoding Object)."""

    wire: Text
    content_type: Text | None
    style: Style | None
    explode: bool | None
    allow_reserved: bool = False


class Content(Struct, frozen=True):
    """A body in one media type."""

    media_type: Text
    codec: Codec
    type: Type
    """With EVENTS, JSON_LINES and PARTS: the type of one item."""
    examples: tuple[Example, ...] = ()
    encodings: tuple[Encoding, ...] = ()
    positions: tuple[Text | None, ...] = ()
    """MULTIPART of an array: the media types of its first items (`prefixEncoding`)."""
    event_data: str | None = None
    """EVENTS whose items are objects with the fields of an event: the format of `data`, which is
    `text`, `json` or `either`. None: an item is only the data."""
    rest: Text | None = None
    """MULTIPART of an array: the media type of the other items (`itemEncoding`)."""


class Body(Struct, frozen=True):
    """The request body of an operation."""

    required: bool
    contents: tuple[Content, ...]
    """The preferred media type first; `content_type` selects another."""
    doc: Doc
    pointer: str
    arguments: tuple[Property, ...] | None
    """The properties, each a keyword argument; None: the body is one argument `body`."""
    additional: Type | None = None
    """With `arguments`: the type of additional members, if the schema has one."""
    is_choice: bool = False
    """With `arguments`: whether they belong to several objects; `body` is an argument, too."""
    argument: Text | None = None
    """The name of the only argument (`x-speccast-body-argument`), if there are no `arguments`."""


class ResponseHeader(Struct, frozen=True):
    """A documented response header."""

    wire: Text
    type: Type
    required: bool
    doc: Doc


class Response(Struct, frozen=True):
    """The response of an operation for one status or range of statuses."""

    status: str
    """`200`, `2XX` or `default`."""
    contents: tuple[Content, ...]
    """Empty: no body is documented."""
    headers: tuple[ResponseHeader, ...]
    doc: Doc
    pointer: str
    bodiless: bool = False
    """Whether HTTP allows no body, because of the method HEAD or the status."""
