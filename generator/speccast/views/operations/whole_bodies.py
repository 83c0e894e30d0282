"""The code of a body that is one argument."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import (
    Array,
    Body,
    Codec,
    Content,
    Encoding,
    Ref,
    Scalar,
    Style,
    Type,
    Union,
    within,
)
from speccast.views.operations.responses import essence
from speccast.views.python import NONE
from speccast.views.python.code import Code, Import, code, join
from speccast.views.python.literals import literal, tuple_literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.ir import Text
    from speccast.views.python import Speller

BODIES: Final = "._runtime.bodies"
CHOICE: Final = "._runtime.choice"
PARAMETERS: Final = "._runtime.parameters"
MULTIPART: Final = "._runtime.multipart"
_EACH: Final = Code("v")
_FUNCTIONS: Final = {
    Style.DEEP_OBJECT: ("deep_object", None),
    Style.SPACE_DELIMITED: ("space_delimited", False),
    Style.PIPE_DELIMITED: ("pipe_delimited", False),
}
"""The function of each style, and its default of `explode`; other styles use `form`."""
_STREAMS: Final = "._runtime.stream_bodies"
_DEFAULT_TYPES: Final = {
    Codec.JSON: "application/json",
    Codec.FORM: "application/x-www-form-urlencoded",
    Codec.MULTIPART: "multipart/form-data",
    Codec.TEXT: "text/plain",
    Codec.BINARY: "application/octet-stream",
    Codec.JSON_LINES: "application/x-ndjson",
    Codec.EVENTS: "text/event-stream",
}


def body_annotation(content: Content, speller: Speller) -> Code:
    """Return the type of a body in one media type."""
    match content.codec:
        case Codec.TEXT:
            return speller.builtin("str")
        case Codec.EVENTS | Codec.JSON_LINES:
            return speller.annotation(Array(content.type))
        case _:
            return speller.annotation(content.type)


class WholeBody(Struct):
    """Builds the code of a body that is one argument."""

    body: Body
    speller: Speller
    name: str
    """The argument."""
    media_type: Code
    """The argument that chooses between several media types."""

    def expression(self) -> Code:
        """Return the body."""
        content, *others = self.body.contents
        if not others:
            return self._in_media_type(content)
        if any(each.encodings for each in self.body.contents):
            bodies = (
                (
                    each,
                    self._in_media_type(each)
                    if each.encodings
                    else self._body_as(literal(each.media_type)),
                )
                for each in self.body.contents
            )
            return body_for(self.speller, self.media_type, bodies)
        return self._body_as(self.media_type)

    def _body_as(self, media_type: Code) -> Code:
        """Return the body in a media type that the caller selects."""
        streams = _streams(self.body)
        return self.speller.call(CHOICE, "body_as", media_type, Code(self.name), *streams)

    def _in_media_type(self, content: Content) -> Code:
        """Return the body in one media type."""
        value = Code(self.name)
        match content.codec:
            case Codec.TEXT:
                return body_call("TextBody", BODIES, content, value)
            case Codec.BINARY if content.type is not Scalar.BINARY:
                return body_call("BinaryBody", BODIES, content, self._encoded(content))
            case Codec.BINARY:
                return body_call("BinaryBody", BODIES, content, value)
            case Codec.FORM:
                arguments = form_arguments(self.speller, value, content.encodings)
                fields = self.speller.call(PARAMETERS, "fields", *arguments)
                return body_call("FormBody", BODIES, content, fields)
            case Codec.MULTIPART:
                return body_call(
                    "MultipartBody", MULTIPART, content, _parts(self.speller, content, value)
                )
            case Codec.JSON_LINES | Codec.EVENTS:
                return body_call(_stream(content), _STREAMS, content, value)
            case Codec.JSON:
                if has_scalar(content.type, Scalar.BASE64URL):
                    value = self._encoded(content)
                return body_call("JsonBody", BODIES, content, value)
            case Codec.PARTS:
                raise ValueError(content)  # only responses have this codec

    def _encoded(self, content: Content) -> Code:
        return self.speller.encode(content.type, self.name)


def body_for(speller: Speller, media_type: Code, bodies: Iterable[tuple[Content, Code]]) -> Code:
    """Return the body in the media type that the caller selects."""
    entries = (code("{k}: lambda: {v}", k=literal(c.media_type), v=v) for c, v in bodies)
    by_kind = code("{{{it}}}", it=join(", ", entries))
    return speller.call(CHOICE, "body_for", media_type, by_kind)


def body_call(name: str, module: str, content: Content, value: Code) -> Code:
    """Return the call that builds a body, with its media type if that is not the default."""
    arguments = [value]
    if content.media_type.value != _DEFAULT_TYPES[content.codec]:
        arguments.append(literal(content.media_type))
    return code(f"{name}({{it}})", Import(module, name), it=join(", ", arguments))


def _parts(speller: Speller, content: Content, value: Code) -> Code:
    """Return the parts of a body; an array has one for each item."""
    kinds, rest = tuple(map(one_type, content.positions)), one_type(content.rest)
    if not any(kinds) and not rest:
        spelled = _serialized((e.wire, _part_call(speller, e)) for e in content.encodings)
        return speller.call(MULTIPART, "parts", value, *spelled)
    name = "" if "form-data" not in content.media_type.value.lower() else "file"
    arguments = [literal(name), value]
    arguments.append(tuple_literal(literal(kind) if kind else NONE for kind in kinds))
    arguments += [literal(rest)] if rest else []
    return speller.call(MULTIPART, "listed_parts", *arguments)


def form_arguments(
    speller: Speller, value: Code, encodings: tuple[Encoding, ...]
) -> Iterable[Code]:
    """Iterate the arguments of a function for fields: a value, and functions for some members."""
    yield value
    yield from _serialized(
        (e.wire, field_call(speller, e.wire, _EACH, e)) for e in encodings if e.style
    )


def _serialized(members: Iterable[tuple[Text, Code | None]]) -> Iterable[Code]:
    """Iterate the dict of functions that serialize some members, if there are any."""
    found = [code("{k}: lambda v: {it}", k=literal(k), it=it) for k, it in members if it]
    if found:
        yield code("{{{it}}}", it=join(", ", found))


def field_call(speller: Speller, wire: Text, value: Code, encoding: Encoding | None) -> Code:
    """Return the call that serializes a field of a form."""
    style = encoding.style if encoding else None
    if encoding is None or style is None:
        function, explode = "field", None
    else:
        function, explode = _FUNCTIONS.get(style, ("form", True))
    arguments = [literal(wire), value]
    if encoding and explode is not None and encoding.explode not in (None, explode):
        arguments.append(Code(f"explode={encoding.explode}"))
    if encoding and encoding.allow_reserved:
        arguments.append(Code("allow_reserved=True"))
    return speller.call(PARAMETERS, function, *arguments)


def _part_call(speller: Speller, encoding: Encoding) -> Code | None:
    """Return the call that builds the parts of a member; None for the default."""
    if encoding.style:
        pairs = field_call(speller, encoding.wire, _EACH, encoding)
        return speller.call(MULTIPART, "styled_parts", pairs)
    kind = one_type(encoding.content_type)
    if not kind:
        return None
    return speller.call(MULTIPART, "part", literal(encoding.wire), _EACH, literal(kind))


def one_type(kind: Text | None) -> Text | None:
    """Return a media type that a part can have; None for a range, or several."""
    return None if kind is None or "," in kind.value or "*" in kind.value else kind


def _streams(body: Body) -> Iterable[Code]:
    """Iterate the dict of the classes of streamed bodies by media type, if there are any."""
    classes = [
        code("{m}: {c}", m=literal(essence(c.media_type)), c=_stream_class(c))
        for c in body.contents
        if c.codec in (Codec.JSON_LINES, Codec.EVENTS)
    ]
    if classes:
        yield code("{{{it}}}", it=join(", ", classes))


def _stream(content: Content) -> str:
    """Return the class of a streamed body."""
    if content.codec is Codec.EVENTS:
        return "FieldsBody" if content.event_data else "EventsBody"
    return "JsonLinesBody"


def _stream_class(content: Content) -> Code:
    name = _stream(content)
    return Code(name, frozenset({Import(_STREAMS, name)}))


def argument_value(speller: Speller, type_: Type, name: str, *, optional: bool) -> Code:
    """Return the expression for an argument; bytes in base64url are encoded."""
    if not has_scalar(type_, Scalar.BASE64URL):
        return Code(name)
    return json_value(speller, type_, name, optional=optional)


def json_value(speller: Speller, type_: Type, name: str, *, optional: bool) -> Code:
    """Return the JSON value of an argument, unless it is unset."""
    it = speller.encode(type_, name)
    return code("{it} if {name} else {name}", it=it, name=Code(name)) if optional else it


def is_encoded(speller: Speller, type_: Type) -> bool:
    """Return whether bytes are base64 text, not a file."""
    declared = speller.declared[type_.id] if isinstance(type_, Ref) else None
    kinds = declared.branches if isinstance(declared, Union) else (type_,)
    texts = any(
        has_scalar(kind, each) for kind in kinds for each in (Scalar.BASE64, Scalar.BASE64URL)
    )
    return texts and not any(has_scalar(kind, Scalar.BINARY) for kind in kinds)


def has_scalar(type_: Type, scalar: Scalar) -> bool:
    """Return whether a type is, or contains, a scalar."""
    return any(part is scalar for part in within(type_))
