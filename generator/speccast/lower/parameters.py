"""Parameter Objects -> `ir.Parameter`, path parameters first and in the order of the path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.ir import Codec, Doc, Parameter, Place, Scalar, Style, Text
from speccast.resolve import join

from . import notes
from .contents import examples, style
from .layers import layers_of
from .media import codec_of
from .raw import mapping, sequence, string, target
from .where import Where

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from speccast.document import Json
    from speccast.ir import Type

    from .raw import JsonObject, Part
    from .schemas import Schemas

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_STYLES = {
    Place.PATH: (Style.SIMPLE, Style.LABEL, Style.MATRIX),
    Place.QUERY: (Style.FORM, Style.SPACE_DELIMITED, Style.PIPE_DELIMITED, Style.DEEP_OBJECT),
    Place.HEADER: (Style.SIMPLE,),
    Place.COOKIE: (Style.FORM,),
}
"""The styles of each place, its default first."""
_OUR_OWN = ("accept", "content-type", "authorization")


def parameters(
    schemas: Schemas, node: JsonObject, pointer: str, path: str, given: Container[str], where: Where
) -> tuple[Parameter, ...]:
    """Return the parameters of an operation.

    Args:
        schemas: lowers their types.
        node: the operation.
        pointer: where it stands.
        path: its path template.
        given: the path parameters that are given to the client.
        where: the words that lead to the operation.
    """
    found: dict[tuple[Place, str], Parameter] = {}
    base = join(pointer, "parameters")
    for index, entry in enumerate(sequence(node.get("parameters"))):
        declared, at = target(schemas.resolved, entry, join(base, index))
        parameter = _parameter(schemas, declared, at, given, where)
        if parameter is None:
            continue
        key = (parameter.place, parameter.wire.value)
        if key in found:
            schemas.diagnostics.warning(
                "duplicate-parameter",
                f"`{key[1]}` stands in the {key[0]} twice: the first counts",
                at,
            )
        found.setdefault(key, parameter)
    return _ordered(schemas, found, pointer, path, given)


def _ordered(
    schemas: Schemas,
    found: dict[tuple[Place, str], Parameter],
    pointer: str,
    path: str,
    given: Container[str],
) -> tuple[Parameter, ...]:
    """Put path parameters in the path's order, and make up for those that are not declared."""
    names = dict.fromkeys(_PLACEHOLDER.findall(path))
    ordered: list[Parameter] = []
    for name in names:
        parameter = found.pop((Place.PATH, name), None)
        if parameter is None:
            schemas.diagnostics.warning(
                "undeclared-path-parameter",
                f"`{{{name}}}` has no parameter: taken for a string",
                pointer,
            )
            parameter = _text_parameter(name, pointer, client=name in given)
        ordered.append(parameter)
    for (place, name), parameter in found.items():
        if place is Place.PATH:
            schemas.diagnostics.warning(
                "unused-path-parameter",
                f"the path has no `{{{name}}}`: it is left out",
                parameter.pointer,
            )
        else:
            ordered.append(parameter)
    return tuple(ordered)


def _text_parameter(name: str, pointer: str, *, client: bool) -> Parameter:
    """Return the parameter for a placeholder that the document does not describe."""
    return Parameter(
        Text(name),
        Place.PATH,
        Scalar.STR,
        required=True,
        style=Style.SIMPLE,
        explode=False,
        doc=Doc(),
        pointer=pointer,
        client=client,
    )


def _parameter(
    schemas: Schemas, node: JsonObject, pointer: str, given: Container[str], where: Where
) -> Parameter | None:
    """Return one parameter; None for what is no parameter of a request's."""
    name, place = string(node.get("name")), _place(schemas, node, pointer)
    if name is None or place is None:
        return None
    if place is Place.HEADER and name.lower() in _OUR_OWN:
        schemas.diagnostics.info(
            "header-parameter", f"`{name}` is set by the client itself: no parameter", pointer
        )
        return None
    kind, how, layers = _value(schemas, node, pointer, place, where.member(name))
    explode = node.get("explode")
    return Parameter(
        wire=Text(name),
        place=place,
        type=kind,
        required=place is Place.PATH or node.get("required") is True,
        style=how,
        explode=explode if isinstance(explode, bool) else how is Style.FORM,
        doc=notes.doc([(node, pointer), *layers], name),
        pointer=pointer,
        default=notes.default(layers),
        constraints=notes.constraints(layers),
        examples=examples(schemas, node, pointer) or notes.examples(layers),
        allow_reserved=node.get("allowReserved") is True,
        client=place is Place.PATH and name in given,
        secret=any(schema.get("format") == "password" for schema, _ in layers),
    )


def _place(schemas: Schemas, node: JsonObject, pointer: str) -> Place | None:
    """Return where a parameter travels."""
    said = node.get("in")
    place = next((place for place in Place if place.value == said), None)
    if place is None:
        schemas.diagnostics.lossy(
            "parameter-place",
            f"a parameter cannot be in {said!r}: it is left out",
            join(pointer, "in"),
        )
    return place


def _value(
    schemas: Schemas, node: JsonObject, pointer: str, place: Place, where: Where
) -> tuple[Type, Style, Sequence[Part]]:
    """Return a parameter's type, its style, and the schemas that speak for it."""
    for media_type, entry in mapping(node.get("content")).items():
        content = mapping(entry)
        at = join(pointer, "content", media_type, "schema")
        kind, layers = _typed(schemas, content.get("schema"), at, where)
        if codec_of(media_type, mapping(content.get("schema"))) is Codec.JSON:
            return kind, Style.JSON, layers
        schemas.diagnostics.lossy(
            "parameter-content", f"a parameter in {media_type} is sent as plain text", pointer
        )
        return Scalar.STR, _STYLES[place][0], layers
    kind, layers = _typed(schemas, node.get("schema"), join(pointer, "schema"), where)
    return kind, _style(schemas, node, pointer, place), layers


def _typed(
    schemas: Schemas, schema: Json, pointer: str, where: Where
) -> tuple[Type, Sequence[Part]]:
    """Return the type of a schema and what speaks for it; no schema is a string."""
    if schema is None:
        schemas.diagnostics.warning("untyped-parameter", "no schema: taken for a string", pointer)
        return Scalar.STR, ()
    kind = schemas.type_of(schema, pointer, where)
    return kind, layers_of(schemas.resolved, [(schema, pointer)], kind)


def _style(schemas: Schemas, node: JsonObject, pointer: str, place: Place) -> Style:
    """Return the style, the place's default where another cannot stand there."""
    allowed = _STYLES[place]
    said = style(node.get("style"))
    if said in allowed:
        return said
    if "style" in node:
        schemas.diagnostics.warning(
            "parameter-style",
            f"a {place} parameter cannot have style {node['style']!r}: {allowed[0]} is used",
            join(pointer, "style"),
        )
    return allowed[0]
