"""Parameter Objects -> `ir.Parameter`, path parameters first and in the order of the path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.ir import Codec, Nullable, Parameter, Place, Scalar, Style, Text
from speccast.lower import documentation
from speccast.lower.extensions import pinned_name
from speccast.lower.operations.client_parameters import key_of
from speccast.lower.operations.contents import encodings, examples, style
from speccast.lower.operations.media_types import codec_of
from speccast.lower.raw import mapping, sequence, string, target
from speccast.lower.schemas.documentation_sources import documenting_parts
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from speccast.ir import Encoding, Type
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import JsonObject, Part
    from speccast.lower.schemas.interface import Schemas
    from speccast.reading.json_value import Json

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_STYLES = {
    Place.PATH: (Style.SIMPLE, Style.LABEL, Style.MATRIX),
    Place.QUERY: (Style.FORM, Style.SPACE_DELIMITED, Style.PIPE_DELIMITED, Style.DEEP_OBJECT),
    Place.HEADER: (Style.SIMPLE,),
    Place.COOKIE: (Style.FORM, Style.COOKIE),
    Place.QUERYSTRING: (Style.SIMPLE, Style.FORM),
}
"""Location -> the styles that it allows, the default first."""
_EXPLODED = {Style.FORM, Style.COOKIE}
"""The styles whose `explode` is true by default (OpenAPI, Parameter Object)."""
_CLIENT_HEADERS = ("accept", "content-type", "authorization")


def parameters(
    schemas: Schemas,
    part: Part,
    path: str,
    client_keys: Container[tuple[Place, str]],
    name_path: NamePath,
) -> tuple[Parameter, ...]:
    """Return the parameters of an operation.

    Args:
        schemas: lowers their types.
        part: the operation.
        path: its path template, which has a parameter for each placeholder.
        client_keys: the keys of the parameters that are passed to the client.
        name_path: the words that lead to the operation.

    """
    node, pointer = part
    found: dict[tuple[Place, str], Parameter] = {}
    for index, entry in enumerate(sequence(node.get("parameters"))):
        declared = target(schemas.resolved, entry, join(pointer, "parameters", index))
        parameter = _parameter(schemas, declared, client_keys, name_path)
        if parameter is not None:
            wire = parameter.wire.value
            found.setdefault(key_of(parameter.place, wire), parameter)
    in_path = [found.get((Place.PATH, name)) for name in dict.fromkeys(_PLACEHOLDER.findall(path))]
    others = [parameter for (place, _), parameter in found.items() if place is not Place.PATH]
    return (*filter(None, in_path), *others)


def _parameter(
    schemas: Schemas, part: Part, client_keys: Container[tuple[Place, str]], name_path: NamePath
) -> Parameter | None:
    """Return one parameter; None if the client does not send it as a parameter."""
    node, pointer = part
    name = string(node.get("name"))
    place = _place(schemas, node, pointer) if name is not None else None
    if name is None or place is None:
        return None
    if place is Place.HEADER and name.lower() in _CLIENT_HEADERS:
        message = f"the client sets `{name}` itself: it is not a parameter"
        schemas.diagnostics.info("header-parameter", message, pointer)
        return None
    kind, style_, doc_parts = _value(schemas, part, place, name_path.member(name))
    if place is Place.PATH and isinstance(kind, Nullable):
        kind = kind.inner  # a path has no text for null
    explode = node.get("explode")
    is_plain = style_ is Style.SIMPLE and isinstance(kind, Scalar)
    if node.get("allowReserved") is True and place is Place.PATH and not is_plain:
        message = "a path parameter with several values is percent-encoded despite `allowReserved`"
        schemas.diagnostics.lossy("keyword-ignored", message, join(pointer, "allowReserved"))
    return Parameter(
        wire=Text(name),
        place=place,
        type=kind,
        required=place is Place.PATH or node.get("required") is True,
        style=style_,
        explode=explode if isinstance(explode, bool) else style_ in _EXPLODED,
        doc=documentation.of_schema([part, *doc_parts], name),
        pointer=pointer,
        default=documentation.default(doc_parts),
        constraints=documentation.constraints(doc_parts),
        examples=examples(schemas, node, pointer) or documentation.examples(doc_parts),
        allow_reserved=node.get("allowReserved") is True,
        encodings=_encodings(schemas, node, pointer) if style_ is Style.FORM else (),
        client=key_of(place, name) in client_keys,
        secret=any(schema.get("format") == "password" for schema, _ in doc_parts),
        name=pinned_name([part], pointer),
    )


def _encodings(schemas: Schemas, node: JsonObject, pointer: str) -> tuple[Encoding, ...]:
    """Return the encodings of the members of a querystring parameter."""
    for media_type, entry in mapping(node.get("content")).items():
        content, at = target(schemas.resolved, entry, join(pointer, "content", media_type))
        part = mapping(content.get("encoding")), join(at, "encoding")
        form = content.get("schema"), join(at, "schema")
        return encodings(schemas, part, Codec.FORM, form)
    return ()


def _place(schemas: Schemas, node: JsonObject, pointer: str) -> Place | None:
    """Return the location of a parameter; None if it is not supported."""
    value = node.get("in")
    place = next((place for place in Place if place.value == value), None)
    if place is None:
        message = f"a parameter in {value!r} cannot be sent: it is left out"
        schemas.diagnostics.lossy("parameter-place", message, join(pointer, "in"))
    return place


def _value(
    schemas: Schemas, part: Part, place: Place, name_path: NamePath
) -> tuple[Type, Style, Sequence[Part]]:
    """Return a parameter's type, its style, and the schemas that document it."""
    node, pointer = part
    for media_type, entry in mapping(node.get("content")).items():
        content, at = target(schemas.resolved, entry, join(pointer, "content", media_type))
        schema = content.get("schema")
        kind, doc_parts = _typed(schemas, schema, join(at, "schema"), name_path)
        codec = codec_of(media_type, mapping(schema))
        if codec is Codec.JSON:
            return kind, Style.JSON, doc_parts
        if place is Place.QUERYSTRING and codec is Codec.FORM:
            return kind, Style.FORM, doc_parts
        if place is Place.QUERYSTRING:
            return Scalar.STR, Style.SIMPLE, doc_parts
        message = f"a parameter in {media_type} is sent as plain text"
        schemas.diagnostics.lossy("parameter-content", message, at)
        return Scalar.STR, _STYLES[place][0], doc_parts
    kind, doc_parts = _typed(schemas, node.get("schema"), join(pointer, "schema"), name_path)
    return kind, _style(schemas, node, pointer, place), doc_parts


def _typed(
    schemas: Schemas, schema: Json, pointer: str, name_path: NamePath
) -> tuple[Type, Sequence[Part]]:
    """Return the type of a schema and the schemas that document it; without one, a string."""
    if schema is None:
        schemas.diagnostics.warning("untyped-parameter", "no schema: read as a string", pointer)
        return Scalar.STR, ()
    kind = schemas.type_of(schema, pointer, name_path)
    return kind, documenting_parts(schemas.resolved, [(schema, pointer)], kind)


def _style(schemas: Schemas, node: JsonObject, pointer: str, place: Place) -> Style:
    """Return the style; report one that the location does not allow, and return the default."""
    allowed = _STYLES[place]
    known = style(node.get("style"))
    if known is not None and known in allowed:
        return known
    if "style" in node:
        message = f"a {place} parameter cannot have style {node['style']!r}: {allowed[0]} is used"
        schemas.diagnostics.warning("parameter-style", message, join(pointer, "style"))
    return allowed[0]
