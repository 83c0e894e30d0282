"""Parameter Objects -> `ir.Parameter`, path parameters first and in the order of the path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.ir import Codec, Nullable, Parameter, Place, Scalar, Style, Text
from speccast.lower import documentation
from speccast.lower.extensions import named
from speccast.lower.operations.contents import encodings, examples, style
from speccast.lower.operations.given import key_of
from speccast.lower.operations.media_types import codec_of
from speccast.lower.raw import mapping, sequence, string, target
from speccast.lower.schemas.documentation_sources import layers_of
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
"""The styles of each place, its default first."""
_EXPLODED = {Style.FORM, Style.COOKIE}
"""The styles that explode unless said otherwise (OpenAPI, Parameter Object, `explode`)."""
_OUR_OWN = ("accept", "content-type", "authorization")


def parameters(
    schemas: Schemas,
    part: Part,
    path: str,
    given: Container[tuple[Place, str]],
    name_path: NamePath,
) -> tuple[Parameter, ...]:
    """Return the parameters of an operation.

    Args:
        schemas: lowers their types.
        part: the operation.
        path: its path template, which has a parameter for each placeholder.
        given: the parameters that are passed to the client.
        name_path: the words that lead to the operation.

    """
    node, pointer = part
    found: dict[tuple[Place, str], Parameter] = {}
    for index, entry in enumerate(sequence(node.get("parameters"))):
        declared = target(schemas.resolved, entry, join(pointer, "parameters", index))
        parameter = _parameter(schemas, declared, given, name_path)
        if parameter is not None:
            wire = parameter.wire.value
            found.setdefault(key_of(parameter.place, wire), parameter)
    in_path = [found.get((Place.PATH, name)) for name in dict.fromkeys(_PLACEHOLDER.findall(path))]
    others = [parameter for (place, _), parameter in found.items() if place is not Place.PATH]
    return (*filter(None, in_path), *others)


def _parameter(
    schemas: Schemas, part: Part, given: Container[tuple[Place, str]], name_path: NamePath
) -> Parameter | None:
    """Return one parameter; None if a client does not send it as a parameter."""
    node, pointer = part
    name = string(node.get("name"))
    place = _place(schemas, node, pointer) if name is not None else None
    if name is None or place is None:
        return None
    if place is Place.HEADER and name.lower() in _OUR_OWN:
        message = f"`{name}` is set by the client itself: it is not a parameter"
        schemas.diagnostics.info("header-parameter", message, pointer)
        return None
    kind, how, layers = _value(schemas, part, place, name_path.member(name))
    if place is Place.PATH and isinstance(kind, Nullable):
        kind = kind.inner  # a path has no text for null
    explode = node.get("explode")
    is_plain = how is Style.SIMPLE and isinstance(kind, Scalar)
    if node.get("allowReserved") is True and place is Place.PATH and not is_plain:
        message = "`allowReserved` of a path parameter of several values: it is percent-encoded"
        schemas.diagnostics.lossy("keyword-ignored", message, join(pointer, "allowReserved"))
    return Parameter(
        wire=Text(name),
        place=place,
        type=kind,
        required=place is Place.PATH or node.get("required") is True,
        style=how,
        explode=explode if isinstance(explode, bool) else how in _EXPLODED,
        doc=documentation.doc([part, *layers], name),
        pointer=pointer,
        default=documentation.default(layers),
        constraints=documentation.constraints(layers),
        examples=examples(schemas, node, pointer) or documentation.examples(layers),
        allow_reserved=node.get("allowReserved") is True,
        encodings=_encodings(schemas, node, pointer) if how is Style.FORM else (),
        client=key_of(place, name) in given,
        secret=any(schema.get("format") == "password" for schema, _ in layers),
        name=named([part], pointer),
    )


def _encodings(schemas: Schemas, node: JsonObject, pointer: str) -> tuple[Encoding, ...]:
    """Return how the members of a whole query are written."""
    for media_type, entry in mapping(node.get("content")).items():
        content, at = target(schemas.resolved, entry, join(pointer, "content", media_type))
        said = mapping(content.get("encoding")), join(at, "encoding")
        form = content.get("schema"), join(at, "schema")
        return encodings(schemas, said, Codec.FORM, form)
    return ()


def _place(schemas: Schemas, node: JsonObject, pointer: str) -> Place | None:
    """Return the location of a parameter."""
    said = node.get("in")
    place = next((place for place in Place if place.value == said), None)
    if place is None:
        message = f"a parameter in {said!r} cannot be sent: it is left out"
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
        kind, layers = _typed(schemas, schema, join(at, "schema"), name_path)
        codec = codec_of(media_type, mapping(schema))
        if codec is Codec.JSON:
            return kind, Style.JSON, layers
        if place is Place.QUERYSTRING and codec is Codec.FORM:
            return kind, Style.FORM, layers
        if place is Place.QUERYSTRING:
            return Scalar.STR, Style.SIMPLE, layers
        message = f"a parameter in {media_type} is sent as plain text"
        schemas.diagnostics.lossy("parameter-content", message, at)
        return Scalar.STR, _STYLES[place][0], layers
    kind, layers = _typed(schemas, node.get("schema"), join(pointer, "schema"), name_path)
    return kind, _style(schemas, node, pointer, place), layers


def _typed(
    schemas: Schemas, schema: Json, pointer: str, name_path: NamePath
) -> tuple[Type, Sequence[Part]]:
    """Return the type of a schema and the schemas that document it; no schema: a string."""
    if schema is None:
        schemas.diagnostics.warning("untyped-parameter", "no schema: read as a string", pointer)
        return Scalar.STR, ()
    kind = schemas.type_of(schema, pointer, name_path)
    return kind, layers_of(schemas.resolved, [(schema, pointer)], kind)


def _style(schemas: Schemas, node: JsonObject, pointer: str, place: Place) -> Style:
    """Return the style; the default of the location if it does not allow the given one."""
    allowed = _STYLES[place]
    said = style(node.get("style"))
    if said is not None and said in allowed:
        return said
    if "style" in node:
        message = f"a {place} parameter cannot have style {node['style']!r}: {allowed[0]} is used"
        schemas.diagnostics.warning("parameter-style", message, join(pointer, "style"))
    return allowed[0]
