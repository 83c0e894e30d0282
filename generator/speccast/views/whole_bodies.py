"""From a body that is one argument, `body`, to the code that makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.ir import Body, Codec, Content, Scalar, Type, within
from speccast.views.python import NONE
from speccast.views.python.source import Code, Import, code, join, literal, tuple_literal
from speccast.views.responses import essence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.ir import Text
    from speccast.views.python import Speller

BODIES: Final = "._runtime.bodies"
PARAMETERS: Final = "._runtime.parameters"
MULTIPART: Final = "._runtime.multipart"
_STREAMS: Final = "._runtime.stream_bodies"
_USUAL: Final = {
    Codec.JSON: "application/json",
    Codec.FORM: "application/x-www-form-urlencoded",
    Codec.MULTIPART: "multipart/form-data",
    Codec.TEXT: "text/plain",
    Codec.BINARY: "application/octet-stream",
    Codec.JSON_LINES: "application/x-ndjson",
    Codec.EVENTS: "text/event-stream",
}


def whole_body(body: Body, speller: Speller) -> Code:
    """Return the body made of the one argument `body`."""
    value = Code("body")
    content, *others = body.contents
    if others:
        arguments = [Code("content_type"), value, *_streams(body)]
        needed = Import("._runtime.choice", "body_as")
        return code("body_as({it})", needed, it=join(", ", arguments))
    match content.codec:
        case Codec.TEXT:
            return made("TextBody", BODIES, content, value)
        case Codec.BINARY if content.type is not Scalar.BINARY:
            return made("BinaryBody", BODIES, content, speller.encode(content.type, "body"))
        case Codec.BINARY:
            return made("BinaryBody", BODIES, content, value)
        case Codec.FORM:
            fields = code("fields(body)", Import(PARAMETERS, "fields"))
            return made("FormBody", BODIES, content, fields)
        case Codec.MULTIPART:
            return made("MultipartBody", MULTIPART, content, _parts(content))
        case Codec.JSON_LINES | Codec.EVENTS:
            return made(_stream(content), _STREAMS, content, value)
        case Codec.JSON:
            if has_scalar(content.type, Scalar.BASE64URL):
                value = speller.encode(content.type, "body")
            return made("JsonBody", BODIES, content, value)


def made(name: str, module: str, content: Content, value: Code) -> Code:
    """Return the call that makes a body, with the media type where it is not the usual one."""
    arguments = [value]
    if content.media_type.value != _USUAL[content.codec]:
        arguments.append(literal(content.media_type))
    return code(f"{name}({{it}})", Import(module, name), it=join(", ", arguments))


def _parts(content: Content) -> Code:
    """Return the parts of a body: an array has one for each item."""
    kinds, rest = tuple(map(one_type, content.positions)), one_type(content.rest)
    if not any(kinds) and not rest:
        return code("parts(body)", Import(MULTIPART, "parts"))
    name = "" if "form-data" not in content.media_type.value.lower() else "file"
    arguments = [literal(name), Code("body")]
    arguments.append(tuple_literal(literal(kind) if kind else NONE for kind in kinds))
    arguments += [literal(rest)] if rest else []
    return code("listed_parts({it})", Import(MULTIPART, "listed_parts"), it=join(", ", arguments))


def one_type(kind: Text | None) -> Text | None:
    """Return a media type that a part can have; None for a range, or several."""
    return None if kind is None or "," in kind.value or "*" in kind.value else kind


def _streams(body: Body) -> Iterable[Code]:
    """Return the classes of the bodies that are streams, by media type."""
    classes = [
        code("{m}: {c}", m=literal(essence(c.media_type)), c=_stream_class(c))
        for c in body.contents
        if c.codec in (Codec.JSON_LINES, Codec.EVENTS)
    ]
    if classes:
        yield code("{{{it}}}", it=join(", ", classes))


def _stream(content: Content) -> str:
    """Return the class of a body that is a stream."""
    if content.codec is Codec.EVENTS:
        return "FieldsBody" if content.event_data else "EventsBody"
    return "JsonLinesBody"


def _stream_class(content: Content) -> Code:
    name = _stream(content)
    return Code(name, frozenset({Import(_STREAMS, name)}))


def as_sent(speller: Speller, type_: Type, name: str, *, optional: bool) -> Code:
    """Return an argument as it is handed on: bytes do not say that they go in URLs' alphabet."""
    if not has_scalar(type_, Scalar.BASE64URL):
        return Code(name)
    return encoded(speller, type_, name, optional=optional)


def encoded(speller: Speller, type_: Type, name: str, *, optional: bool) -> Code:
    """Return an argument as JSON has it, unless it is not given."""
    it = speller.encode(type_, name)
    return code("{it} if {name} else {name}", it=it, name=Code(name)) if optional else it


def has_scalar(type_: Type, scalar: Scalar) -> bool:
    """Return whether a type, or what it contains, is a certain scalar."""
    return any(part is scalar for part in within(type_))
