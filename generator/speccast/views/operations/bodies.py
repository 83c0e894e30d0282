"""The arguments of a request body, and the code that builds the body from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import (
    Array,
    Body,
    Codec,
    Content,
    Encoding,
    Nullable,
    Operation,
    Parameter,
    Property,
    Scalar,
    Text,
    Type,
)
from speccast.names.reserved import BODY_ARGUMENT, MEDIA_TYPE_ARGUMENT
from speccast.views.calls import CallArgument, mapping, named
from speccast.views.operations.functions import ArgumentView
from speccast.views.operations.whole_bodies import (
    BODIES,
    CHOICE,
    MULTIPART,
    WholeBody,
    argument_value,
    body_annotation,
    body_call,
    body_for,
    field_call,
    is_encoded,
    json_value,
    one_type,
)
from speccast.views.prose import content_note, doc_text, property_prose
from speccast.views.python import NONE, UNSET, UNSET_TYPE, Speller
from speccast.views.python.code import Code, alternatives, code, join
from speccast.views.python.literals import literal, tuple_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from speccast.names import Names

_ARGUMENTS: Final = "._runtime.arguments"
_UNTYPED: Final[dict[Type, Type]] = {
    Scalar.ANY: Scalar.BINARY,
    Array(Scalar.ANY): Array(Scalar.BINARY),
}
"""The files that parts without a type may be (OpenAPI 3.1, Encoding Object, `contentType`)."""
_CLIENTS: Final = "Overrides the value of the client."


class BodyMaker(Struct):
    """Builds the arguments and the code for the body of one function."""

    operation: Operation
    names: Names
    speller: Speller

    @property
    def body(self) -> Body | None:
        """The body, if the operation has one that can be sent."""
        body = self.operation.body
        return body if body and body.contents else None

    def arguments(
        self, document: Callable[[str, str, Text], None]
    ) -> tuple[list[ArgumentView], list[ArgumentView]]:
        """Return the required and the optional arguments."""
        body = self.body
        if body is None:
            return [], []
        required: list[ArgumentView] = []
        optional: list[ArgumentView] = []
        for property_ in body.arguments or ():
            name, annotation, default = self.argument(property_)
            content = content_note(property_, self.speller)
            text = property_prose(property_.doc, property_.default, property_.constraints, content)
            document(name, _CLIENTS if property_.client else text, property_.wire)
            view = ArgumentView(Code(name), annotation, default)
            (optional if default else required).append(view)
        if body.arguments is None or body.is_choice:
            name = self.own(BODY_ARGUMENT)
            document(name, doc_text(body.doc) or "The body.", Text(name))
            annotation, default = self.whole()
            view = ArgumentView(Code(name), annotation, default)
            (optional if default else required).append(view)
        if len(body.contents) > 1:
            name = self.own(MEDIA_TYPE_ARGUMENT)
            document(name, "The media type in which the body is sent.", Text("Content-Type"))
            optional.append(self.content_type(body))
        return required, optional

    def content_type(self, body: Body) -> ArgumentView:
        """Return the argument that selects the media type."""
        kinds = join(", ", (literal(content.media_type) for content in body.contents))
        kind = self.speller.imported("typing", "Literal")
        default = literal(body.contents[0].media_type)
        return ArgumentView(
            Code(self.own(MEDIA_TYPE_ARGUMENT)),
            code("{kind}[{kinds}]", kind=kind, kinds=kinds),
            code(" = {it}", it=default),
        )

    def name(self, part: Parameter | Property) -> str:
        """Return the argument of a parameter or property."""
        return self.names.arguments[self.operation.pointer, part.pointer]

    def own(self, word: str) -> str:
        """Return the name of an argument that is not from the document."""
        return self.names.own_argument(self.operation, word)

    def argument(self, property_: Property) -> tuple[str, Code, Code]:
        """Return name, annotation and default of a property's argument."""
        name, type_ = self.name(property_), property_.type
        annotation = self.speller.annotation(type_)
        files = _UNTYPED.get(type_)
        if files and self.body and self.body.contents[0].codec is Codec.MULTIPART:
            annotation = alternatives([annotation, self.speller.annotation(files)])
        if self.is_required(property_):
            return name, annotation, Code("")
        return name, *_optional(annotation, null=_may_be_null(type_))

    def is_required(self, property_: Property) -> bool:
        """Return whether an argument is required."""
        is_optional = property_.client or not property_.required
        return not is_optional and self.body is not None and self.body.required

    def is_always_sent(self, body: Body) -> bool:
        """Return whether a body of members is sent even if the call has none of them."""
        return body.required or any(each.client for each in body.arguments or ())

    def whole(self) -> tuple[Code, Code]:
        """Return annotation and default of a body that is one argument."""
        body = self.operation.body
        if body is None:
            raise TypeError(body)
        annotation = alternatives(body_annotation(each, self.speller) for each in body.contents)
        if body.required and not body.is_choice:
            return annotation, Code("")
        return _optional(annotation, null=_takes_null(body))

    @property
    def members_variable(self) -> Code:
        """Return the variable for the passed members."""
        members = self.body.arguments if self.body else None
        names = [*map(self.name, self.operation.parameters), *map(self.name, members or ())]
        return Code("_members" if "members" in names else "members")

    # --- The code of the body ---------------------------------------------------------------------

    def statements(self) -> Iterable[Code]:
        """Return the statements before the request."""
        body = self.body
        if not body or body.arguments is None:
            return
        members = self.members(body.arguments, omit=True)
        if body.is_choice:
            whole = Code(self.own(BODY_ARGUMENT))
            members = self.speller.call(_ARGUMENTS, "body_or_members", whole, members)
        if body.is_choice or not self.is_always_sent(body):
            yield code("{name} = {it}", name=self.members_variable, it=members)

    def request(self) -> Iterable[CallArgument]:
        """Return the argument `body` of `Request`."""
        body = self.body
        if body is None:
            return
        if body.arguments is not None:
            sent = self.from_arguments(body)
            if not self.is_always_sent(body):
                is_present = self.members_variable
                if body.is_choice:  # an empty body that is passed as one argument is sent
                    is_present = code(
                        f"{{it}} or {self.own(BODY_ARGUMENT)} is not None", it=is_present
                    )
                sent = code("{it} if {is_present} else None", it=sent, is_present=is_present)
        else:
            name = self.own(BODY_ARGUMENT)
            kind = Code(self.own(MEDIA_TYPE_ARGUMENT))
            sent = WholeBody(body, self.speller, name, kind).expression()
            if not body.required:
                absent = Code("UNSET", frozenset({UNSET})) if _takes_null(body) else NONE
                whole = "None if {name} is {absent} else {it}"
                sent = code(whole, name=Code(name), absent=absent, it=sent)
        yield named("body", sent)
        if client_members := [literal(each.wire) for each in body.arguments or () if each.client]:
            yield named("members", tuple_literal(client_members))

    def from_arguments(self, body: Body) -> Code:
        """Return the body that is built from the arguments."""
        arguments = body.arguments or ()
        is_made = body.is_choice or not self.is_always_sent(body)
        members = self.members_variable if is_made else self.members(arguments, omit=False)
        content, *others = body.contents
        kind = Code(self.own(MEDIA_TYPE_ARGUMENT))
        if others and any(each.encodings for each in body.contents):
            bodies = ((each, self.in_media_type(each, body, members)) for each in body.contents)
            return body_for(self.speller, kind, bodies)
        if others:
            return self.speller.call(CHOICE, "body_as", kind, members)
        return self.in_media_type(content, body, members)

    def in_media_type(self, content: Content, body: Body, members: Code) -> Code:
        """Return the body that is built from the arguments, in one media type."""
        arguments = body.arguments or ()
        match content.codec:
            case Codec.FORM:
                return body_call("FormBody", BODIES, content, self.form(arguments, content))
            case Codec.MULTIPART:
                parts = self.parts(arguments, content)
                return body_call("MultipartBody", MULTIPART, content, parts)
            case _:
                return body_call("JsonBody", BODIES, content, members)

    def members(self, arguments: tuple[Property, ...], *, omit: bool) -> Code:
        """Return the arguments as members of an object, without those that are unset."""
        plain = [p for p in arguments if not self.drops_none(p)]
        dropped = [p for p in arguments if self.drops_none(p)]
        entries = [code("{k}: {v}", k=literal(p.wire), v=self.value(p)) for p in plain]
        if dropped:
            inner = mapping((literal(p.wire), self.value(p)) for p in dropped)
            present = self.speller.call(_ARGUMENTS, "without_none", inner)
            if not entries:
                return present
            entries.append(code("**{it}", it=present))
        whole = code("{{{it}}}", it=join(", ", entries))
        return self.speller.call(_ARGUMENTS, "without_unset", whole) if omit else whole

    def drops_none(self, property_: Property) -> bool:
        """Return whether None means that the property is not sent."""
        return not self.is_required(property_) and not _may_be_null(property_.type)

    def value(self, property_: Property) -> Code:
        """Return the expression of a member's value."""
        name, optional = self.name(property_), not self.is_required(property_)
        contents = self.body.contents if self.body else ()
        # `body_as` writes bytes in parts as files.
        mixed = len(contents) > 1 and any(c.codec is Codec.MULTIPART for c in contents)
        if mixed and is_encoded(self.speller, property_.type):
            return json_value(self.speller, property_.type, name, optional=optional)
        return argument_value(self.speller, property_.type, name, optional=optional)

    def form(self, arguments: tuple[Property, ...], content: Content) -> Code:
        """Return the fields of a form, each in its style."""
        encodings = {encoding.wire: encoding for encoding in content.encodings}
        fields = [code("*{it}", it=self.pairs(p, encodings.get(p.wire))) for p in arguments]
        return code("[{fields}]", fields=join(", ", fields))

    def pairs(self, property_: Property, encoding: Encoding | None) -> Code:
        """Return the pairs of one form field."""
        return field_call(self.speller, property_.wire, self.value(property_), encoding)

    def parts(self, arguments: tuple[Property, ...], content: Content) -> Code:
        """Return the parts of a multipart body."""
        encodings = {encoding.wire: encoding for encoding in content.encodings}
        parts = [self.part(p, encodings.get(p.wire)) for p in arguments]
        return code("[{parts}]", parts=join(", ", parts))

    def part(self, property_: Property, encoding: Encoding | None) -> Code:
        """Return the parts of one property."""
        if encoding and encoding.style:
            pairs = self.pairs(property_, encoding)
            return code("*{it}", it=self.speller.call(MULTIPART, "styled_parts", pairs))
        arguments = [literal(property_.wire), self.value(property_)]
        kind = one_type(encoding.content_type if encoding else None)
        arguments += [literal(kind)] if kind else []
        sent = property_.type
        type_ = sent.inner if isinstance(sent, Nullable) else sent
        function = "part"
        if type_ is Scalar.BINARY or type_ == Array(Scalar.BINARY):
            function = "file_part"
            arguments += [Code("several=True")] if isinstance(type_, Array) else []
        elif is_encoded(self.speller, property_.type):
            arguments.append(Code("files=False"))
        return code("*{it}", it=self.speller.call(MULTIPART, function, *arguments))


def _optional(annotation: Code, *, null: bool) -> tuple[Code, Code]:
    """Return annotation and default of an optional argument; `null` if None is sent as null."""
    if null:
        return alternatives([annotation, UNSET_TYPE]), Code(" = UNSET", frozenset({UNSET}))
    return alternatives([annotation, NONE]), Code(" = None")


def _takes_null(body: Body) -> bool:
    return any(_may_be_null(content.type) for content in body.contents)


def _may_be_null(type_: Type) -> bool:
    return isinstance(type_, Nullable) or type_ in (Scalar.ANY, Scalar.NULL)
