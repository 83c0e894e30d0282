"""`content` (media type -> Media Type Object) -> `ir.Content`, the preferred one first."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from speccast.ir import (
    Array,
    Codec,
    Content,
    Encoding,
    Example,
    JsonValue,
    Map,
    Scalar,
    Style,
    Text,
)
from speccast.lower import documentation
from speccast.lower.operations.media_types import codec_of, rank
from speccast.lower.operations.parts import item_of_parts
from speccast.lower.operations.plain_bodies import binary, has_no_members, text_type
from speccast.lower.raw import keywords, mapping, sequence, string, target
from speccast.lower.schemas.all_of import flatten
from speccast.lower.schemas.conditionals import properties_of
from speccast.lower.schemas.events import event_data, event_place
from speccast.reading.nearest import nearest
from speccast.resolve import join

if TYPE_CHECKING:
    from speccast.ir import Type
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import JsonObject, Part, Place
    from speccast.lower.schemas.interface import Schemas
    from speccast.reading.json_value import Json

_STREAMS = (Codec.EVENTS, Codec.JSON_LINES)
_FORMS = (Codec.FORM, Codec.MULTIPART)
_STYLED = ("style", "explode", "allowReserved")
"""With one of these fields, a property is serialized as a parameter is, and `contentType` ignored.
"""
_UNUSED = frozenset({"headers", "encoding", "prefixEncoding", "itemEncoding"})
"""Fields of an encoding that are not honoured."""
_OPEN = keywords("oneOf anyOf if patternProperties dependentSchemas")
"""Keywords of a form that may describe further properties."""
_REST = ("additionalProperties", "unevaluatedProperties")
"""Keywords that describe further properties unless they are `false`."""
_VALUES = ("value", "dataValue", "serializedValue")
"""The fields with the value of an example, the preferred one first."""


def contents(
    schemas: Schemas, content: Json, pointer: str, name_path: NamePath, *, received: bool = False
) -> tuple[Content, ...]:
    """Return the bodies of a `content`, the preferred media type first.

    Args:
        schemas: the document.
        content: the value of `content`.
        pointer: its location.
        name_path: the location, for the names of the declared types.
        received: whether it belongs to a response.

    """
    offered = mapping(content)
    # A body in both formats has one type; in a form, bytes are sent as text.
    files = any(media_type.lower().startswith("multipart/") for media_type in offered)
    found = [
        _content(schemas, media_type, (node, join(pointer, media_type)), name_path, files=files)
        if not (received and media_type.lower().startswith("multipart/"))
        else _parts(schemas, media_type, (node, join(pointer, media_type)), name_path)
        for media_type, node in offered.items()
    ]
    return tuple(sorted(found, key=lambda entry: rank(entry.media_type.value, entry.codec)))


def _content(
    schemas: Schemas, media_type: str, entry: Place, name_path: NamePath, *, files: bool
) -> Content:
    """Return the body in one media type; with `files`, members of a form may be files."""
    node, place = target(schemas.resolved, *entry)
    schema, at = node.get("schema"), join(place, "schema")
    codec = codec_of(media_type, mapping(schemas.resolved.follow(schema, at)[0]))
    if "itemSchema" in node and codec not in {*_STREAMS, Codec.MULTIPART}:
        message = f"`itemSchema` describes a sequence of items, which {media_type} is not"
        schemas.diagnostics.lossy("keyword-ignored", message, join(place, "itemSchema"))
    if "itemSchema" in node and (codec in _STREAMS or codec is Codec.MULTIPART):
        schema, at = node["itemSchema"], join(place, "itemSchema")
    data = None
    event: Place | None = (schema, at)
    if codec is Codec.EVENTS and "itemSchema" not in node:
        event = event_place(schemas.resolved, schema, at)
    if codec is Codec.EVENTS and event is not None:
        schema, at = event
        data = event_data(schemas.resolved, schema, at)
    if data in ("json", "either"):
        kind = schemas.with_events(schema, at, name_path)
    else:
        kind = _type(schemas, codec, (schema, at), name_path, files=files)
    if codec is Codec.FORM and kind is Scalar.ANY:
        kind = Map(kind)  # only an object can be sent as a form
    if codec is Codec.FORM and has_no_members(kind):
        codec, kind = Codec.TEXT, text_type(schemas, schema, at, name_path)
    return Content(
        media_type=Text(media_type),
        codec=codec,
        type=Array(kind) if "itemSchema" in node and codec is Codec.MULTIPART else kind,
        examples=examples(schemas, node, place, codec),
        encodings=encodings(
            schemas, (mapping(node.get("encoding")), join(place, "encoding")), codec, (schema, at)
        ),
        event_data=data,
        positions=tuple(map(_content_type, sequence(node.get("prefixEncoding")))),
        rest=_content_type(node.get("itemEncoding")),
    )


def _parts(schemas: Schemas, media_type: str, entry: Place, name_path: NamePath) -> Content:
    """Return the body of a response in several parts."""
    node, place = target(schemas.resolved, *entry)
    codec, kind = item_of_parts(schemas, node, place, name_path)
    shown = examples(schemas, node, place, codec)
    return Content(media_type=Text(media_type), codec=codec, type=kind, examples=shown)


def _type(
    schemas: Schemas, codec: Codec, place: Place, name_path: NamePath, *, files: bool
) -> Type:
    """Return the type of a body; for a stream, the type of one item."""
    if codec is Codec.BINARY:
        return binary(schemas, place)
    if codec is Codec.TEXT:
        return text_type(schemas, *place, name_path)
    if place[0] is None:
        return Scalar.ANY
    if codec is Codec.MULTIPART or (files and codec is Codec.FORM):
        return schemas.with_files(*place, name_path)
    kind = schemas.type_of(*place, name_path)
    if codec in _STREAMS and isinstance(kind, Array):
        return kind.item
    return kind


def examples(
    schemas: Schemas, node: JsonObject, pointer: str, codec: Codec | None = None
) -> tuple[Example, ...]:
    """Return the examples of a media type, parameter or header.

    Args:
        schemas: the document.
        node: the object with the examples.
        pointer: its location.
        codec: the format of the body; None for anything else.

    """
    found: list[Example] = []
    if "example" in node:
        value = documentation.canonical(node["example"])
        if value is not None:
            found.append(Example(None, value, join(pointer, "example")))
    for name, entry in mapping(node.get("examples")).items():
        example, at = target(schemas.resolved, entry, join(pointer, "examples", name))
        field = next((field for field in _VALUES if field in example), "")
        value = documentation.canonical(example[field]) if field else None
        if field == "serializedValue":
            value = _deserialized(schemas, str(example[field]), codec, join(at, field))
        if value is not None:
            found.append(Example(Text(name), value, join(at, field)))
    for index, entry in enumerate(sequence(node.get("examples"))):
        value = documentation.canonical(entry)
        if value is not None:
            found.append(Example(None, value, join(pointer, "examples", index)))
    return tuple(found)


def _deserialized(
    schemas: Schemas, text: str, codec: Codec | None, pointer: str
) -> JsonValue | None:
    """Return the value of a serialized example (OpenAPI 3.2)."""
    if codec is Codec.TEXT:
        return documentation.canonical(text)
    if codec is Codec.JSON:
        try:
            return documentation.canonical(json.loads(text))
        except (ValueError, RecursionError):
            message = "the example is not JSON: it is ignored"
            schemas.diagnostics.warning("example-value", message, pointer)
            return None
    message = "an example that is serialized in this format is not read"
    schemas.diagnostics.lossy("example-value", message, pointer, "give it as `dataValue`, too")
    return None


def encodings(schemas: Schemas, part: Part, codec: Codec, form: Place) -> tuple[Encoding, ...]:
    """Return the encodings of a form's properties; in OpenAPI 3.0 parts have no style."""
    styled = codec is not Codec.MULTIPART or not schemas.resolved.version.startswith("3.0")
    found: list[Encoding] = []
    known = _property_names(schemas, form) if part[0] and codec in _FORMS else None
    for name, entry in part[0].items():
        if known is not None and name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near!r}?" if near else ""
            message = f"the form has no property {name!r}: its encoding has no effect"
            schemas.diagnostics.warning("encoding-name", message, join(part[1], name), hint)
        node = mapping(entry)
        has_style = styled and not node.keys().isdisjoint(_STYLED)
        explode = node.get("explode")
        for keyword in (each for each in node if each in _UNUSED):
            message = f"`{keyword}` of an encoding is not honoured"
            schemas.diagnostics.lossy("keyword-ignored", message, join(part[1], name, keyword))
        found.append(
            Encoding(
                wire=Text(name),
                content_type=_content_type(entry),
                style=(style(node.get("style")) or Style.FORM) if has_style else None,
                explode=explode if has_style and isinstance(explode, bool) else None,
                allow_reserved=has_style and node.get("allowReserved") is True,
            )
        )
    return tuple(found)


def _property_names(schemas: Schemas, form: Place) -> set[str] | None:
    """Return the names of a form's properties; None if it may have others."""
    parts = flatten(schemas.resolved, [form]) or []
    is_closed = all(
        _OPEN.isdisjoint(node) and not any(node.get(rest, False) for rest in _REST)
        for node, _ in parts
    )
    return set(properties_of(parts)) or None if is_closed else None


def _content_type(encoding: Json) -> Text | None:
    """Return the media type that an Encoding Object names."""
    found = string(mapping(encoding).get("contentType"))
    return Text(found) if found else None


def style(value: Json) -> Style | None:
    """Return the style with a name; None for anything else."""
    return next((s for s in Style if s.value == value and s is not Style.JSON), None)
