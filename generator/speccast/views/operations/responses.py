"""The code that decodes the responses of an operation, by their status."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field

from speccast.ir import (
    Alias,
    Codec,
    Content,
    Model,
    Operation,
    Ref,
    Response,
    Scalar,
    Text,
    Type,
    Union,
)
from speccast.views.calls import mapping, named
from speccast.views.python import JSON, Speller
from speccast.views.python.code import Code, Import, alternatives, code, join
from speccast.views.python.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.names import Names
    from speccast.views.calls import CallArgument

_READERS: Final = "._runtime.readers"
_MODULES: Final = {
    "as_events": "._runtime.sequences",
    "as_json_lines": "._runtime.sequences",
    "as_parts": "._runtime.parts",
    "as_binary_parts": "._runtime.parts",
}
"""The modules of readers that are not in `readers`."""
_DEFAULT_TYPES: Final = {
    "as_json": "application/json",
    "as_text": "text/plain",
    "as_bytes": "application/octet-stream",
    "as_encoded": "application/octet-stream",
    "as_events": "text/event-stream",
    "as_json_lines": "application/x-ndjson",
    "as_parts": "multipart/mixed",
    "as_binary_parts": "multipart/mixed",
}


_PLAIN: Final = ("as_text", "as_bytes", "as_binary_parts")
"""The readers without a decoder."""


class DecoderView(Struct, frozen=True):
    """A function that decodes a body that is not a model."""

    name: Code
    annotation: Code
    expression: Code
    untyped: bool
    """Whether the expression needs an annotation."""
    never: bool
    """Whether no value is valid, so that the expression always raises an exception."""


class ErrorCase(Struct, frozen=True):
    """The statuses whose bodies are decoded in the same way."""

    statuses: Code
    reader: Code


class ErrorsView(Struct, frozen=True):
    """A function that returns the decoder for an error body."""

    name: Code
    cases: tuple[ErrorCase, ...]


class ResponseMaker(Struct):
    """Builds the decoders of one module."""

    speller: Speller
    names: Names
    decoders: list[DecoderView] = []
    needs: set[Import] = set()
    _decoder_names: dict[tuple[Code, Code], str] = {}
    _taken: Counter[str] = field(default_factory=Counter[str])
    _errors: dict[tuple[ErrorCase, ...], str] = {}

    def returned(self, operation: Operation) -> Code:
        """Return the result type of a call."""
        parts = [
            part
            for response in successes(operation)
            for part in [*map(self.result, distinct_contents(response))]
            or [self.undocumented(response)]
        ]
        return alternatives(parts or [self.undocumented(None)])

    def undocumented(self, response: Response | None) -> Code:
        """Return the type of an undocumented body."""
        if response and response.bodiless:
            return Code("None")
        return self.speller.annotation(Scalar.ANY)

    def result(self, content: Content) -> Code:
        """Return the type of a decoded body."""
        match content.codec:
            case Codec.JSON if content.type is Scalar.NEVER:
                return self.speller.builtin("object")  # a function of `Never` may not return
            case Codec.JSON:
                return self.speller.annotation(content.type)
            case Codec.TEXT | Codec.FORM:
                return self.speller.builtin("str")
            case Codec.BINARY | Codec.MULTIPART:
                return self.speller.builtin("bytes")
            case Codec.PARTS if content.type is Scalar.BINARY:
                return code("{list}[bytes]", list=self.speller.builtin("list"))
            case Codec.EVENTS | Codec.JSON_LINES | Codec.PARTS:
                item = self.speller.annotation(content.type)
                return code("{list}[{item}]", list=self.speller.builtin("list"), item=item)

    def request(self, operation: Operation, name: str) -> Iterable[CallArgument]:
        """Iterate the arguments of `Request` for decoding the response."""
        found = successes(operation)
        yield named("returns", self.readers(operation, name))
        cases = self.error_cases(operation, found, name)
        if cases:
            function = self._errors.setdefault(cases, f"_{name}_errors")
            if len(self._errors) == 1:
                function = self._errors[cases] = "_errors"
            yield named("raises", Code(function))

    def readers(self, operation: Operation, name: str) -> Code:
        """Return the decoders of successful responses, by status."""
        members = [
            code("{status}: {reader}", status=literal(r.status), reader=self.reader(r, name))
            for r in successes(operation)
        ] or [code('"2XX": {it}', it=self._reader("as_anything", []))]
        return code("{{{members}}}", members=join(", ", members))

    def errors_views(self) -> tuple[ErrorsView, ...]:
        """Return the functions that decode error bodies, without duplicates."""
        for cases in self._errors:
            self.needs.add(Import(_READERS, "Reader", typing_only=True))
            for case in cases:
                self.needs |= case.reader.imports
        return tuple(ErrorsView(Code(name), cases) for cases, name in self._errors.items())

    def error_cases(
        self, operation: Operation, successful: list[Response], name: str
    ) -> tuple[ErrorCase, ...]:
        """Return the error statuses with a body, grouped by their decoder.

        `default` is also used for errors if it is the only documented success.
        """
        groups: dict[Code, list[str]] = {}
        for response in operation.responses:
            is_error = response not in successful or response.status == "default"
            if is_error and distinct_contents(response):
                groups.setdefault(self.reader(response, name), []).append(response.status)
        return tuple(
            ErrorCase(literal(" ".join(statuses)), reader) for reader, statuses in groups.items()
        )

    def reader(self, response: Response, name: str) -> Code:
        """Return the decoder of a response."""
        contents = distinct_contents(response)
        if not contents:
            return self._reader("as_nothing" if response.bodiless else "as_anything", [])
        if len(contents) == 1:
            return self.content_reader(contents[0], name)
        readers: dict[str, Code] = {}
        for content in contents:
            kind = essence(content.media_type)
            key = content.media_type.value if kind in readers else kind
            readers[key] = self.content_reader(content, name)
        members = mapping((literal(kind), it) for kind, it in readers.items())
        return self.speller.call(_READERS, "by_media_type", members)

    def content_reader(self, content: Content, name: str) -> Code:
        """Return the decoder of a body in one media type."""
        media_type = content.media_type.value
        match content.codec:
            case Codec.JSON if content.type is Scalar.ANY:
                return self._reader("as_anything", [literal(media_type)])
            case Codec.JSON:
                return self._reader("as_json", [self.decoder(content.type, name)], media_type)
            case Codec.TEXT | Codec.FORM:
                return self._reader("as_text", [], media_type)
            case Codec.BINARY if content.type is not Scalar.BINARY:
                return self._reader("as_encoded", [self.decoder(content.type, name)], media_type)
            case Codec.BINARY | Codec.MULTIPART:
                return self._reader("as_bytes", [], media_type)
            case Codec.PARTS if content.type is Scalar.BINARY:
                return self._reader("as_binary_parts", [], media_type)
            case Codec.PARTS:
                return self._reader("as_parts", [self.decoder(content.type, name)], media_type)
            case Codec.EVENTS:
                return self._events(content, name)
            case Codec.JSON_LINES:
                return self._reader("as_json_lines", [self.decoder(content.type, name)], media_type)

    def _events(self, content: Content, name: str) -> Code:
        arguments = [self.decoder(content.type, name)]
        data = content.event_data or ("text" if content.type is Scalar.STR else "json")
        if data != "json":
            arguments.append(Code(f'data="{data}"'))
        if content.event_data:
            arguments.append(Code("whole=True"))
        return self._reader("as_events", arguments, content.media_type.value)

    def _reader(self, function: str, arguments: list[Code], media_type: str = "") -> Code:
        if media_type and media_type != _DEFAULT_TYPES.get(function):
            key = "" if function in _PLAIN else "media_type="
            arguments = [*arguments, code(f"{key}{{it}}", it=literal(media_type))]
        return self.speller.call(_MODULES.get(function, _READERS), function, *arguments)

    def decoder(self, type_: Type, name: str) -> Code:
        """Return the function that decodes a JSON value: the one of a model, or a new one."""
        if type_ is Scalar.ANY:
            return self.speller.helper(Import("._runtime.arguments", "any_json"))
        if isinstance(type_, Ref):
            declared = self.speller.declared[type_.id]
            if isinstance(declared, Model):
                return self.speller.in_models(f"{self.names.classes[type_.id]}.decode")
            if isinstance(declared, Alias) or (
                isinstance(declared, Union) and not self.speller.is_inline(declared)
            ):
                return self.speller.in_models(f"decode_{self.names.modules[type_.id]}")
        return self._new_decoder(type_, name)

    def _new_decoder(self, type_: Type, name: str) -> Code:
        annotation = self.speller.annotation(type_)
        expression = self.speller.decode(type_, "data")
        known = self._decoder_names.get((annotation, expression))
        if known is None:
            self._taken[name] += 1
            count = self._taken[name]
            known = f"_read_{name}" if count == 1 else f"_read_{name}_{count}"
            self._decoder_names[annotation, expression] = known
            untyped, never = self.speller.needs_no_conversion(type_), type_ is Scalar.NEVER
            self.decoders.append(DecoderView(Code(known), annotation, expression, untyped, never))
            self.needs |= {*annotation.imports, *expression.imports, JSON}
        return Code(known)


def successes(operation: Operation) -> list[Response]:
    """Return the successful responses; if none is documented, the default."""
    found = [response for response in operation.responses if response.status.startswith("2")]
    return found or [r for r in operation.responses if r.status == "default"]


def essence(media_type: Text) -> str:
    """Return a media type without its parameters, which a response may omit."""
    return media_type.value.partition(";")[0].strip().lower()


def distinct_contents(response: Response) -> list[Content]:
    """Return the media types to distinguish, without those that are decoded like the first."""
    first, others = response.contents[:1], response.contents[1:]
    return [*first, *(each for each in others if _decoding_key(each) != _decoding_key(first[0]))]


def _decoding_key(content: Content) -> tuple[Codec, Type]:
    """Return the codec and type of a media type, which determine its decoder."""
    is_text = content.codec in (Codec.TEXT, Codec.FORM)
    return content.codec, Scalar.STR if is_text else content.type
