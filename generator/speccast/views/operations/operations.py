"""The View of a module in `operations/`: a function for each operation of a resource.

The function has the documented arguments of the operation, and returns a `Request`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import Link, Nullable, Operation, Parameter, Place, Property, Scalar, Text
from speccast.views.calls import named, positional
from speccast.views.operations.bodies import BodyMaker
from speccast.views.operations.functions import (
    ArgumentView,
    CommonSettings,
    FunctionView,
    OperationsView,
    StreamedView,
    options_parameter,
    parts_of,
    path_parameters,
    positional_parameters,
)
from speccast.views.operations.parameters import PAIRS, idempotency_headers, path_member, template
from speccast.views.operations.responses import ResponseMaker
from speccast.views.operations.security import security_literal
from speccast.views.operations.servers import own_server_url
from speccast.views.operations.streams import forms, with_stream
from speccast.views.operations.whole_bodies import argument_value
from speccast.views.prose import doc_text, property_prose
from speccast.views.python import NONE, Speller
from speccast.views.python.code import Code, Import, alternatives, code, join
from speccast.views.python.docstrings import docstring, prose, split_summary
from speccast.views.python.literals import literal, tuple_literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from speccast.names import Names
    from speccast.views.calls import CallArgument
    from speccast.views.operations.streams import Forms

_INDENT: Final = 4
_REQUEST: Final = Import("._runtime.request", "Request")
_STREAMABLE: Final = "._runtime.streamable"
ARGUMENTS: Final = "._runtime.arguments"


def operations_view(
    operations: Sequence[Operation], names: Names, speller: Speller, settings: CommonSettings
) -> OperationsView:
    """Return the View of a resource's module."""
    responses = ResponseMaker(speller, names)
    arguments = replace(speller, argument=True)
    functions = tuple(
        _function(operation, names, arguments, settings, responses) for operation in operations
    )
    errors = responses.errors_views()
    needs = frozenset[Import]().union(
        responses.needs,
        *(part.imports for function in functions for part in parts_of(function)),
        (_REQUEST,),
    )
    return OperationsView(tuple(responses.decoders), errors, functions, needs)


def function_view(
    operation: Operation, names: Names, speller: Speller, settings: CommonSettings
) -> FunctionView:
    """Return the function of an operation, for a method in another module."""
    arguments = replace(speller, argument=True)
    return _function(operation, names, arguments, settings, ResponseMaker(speller, names))


def _function(
    operation: Operation,
    names: Names,
    speller: Speller,
    settings: CommonSettings,
    responses: ResponseMaker,
) -> FunctionView:
    """Return the function of an operation, with a second signature if it can be streamed."""
    found = forms(operation, names)
    if found is None:
        return _Function(operation, names, speller, settings, responses).view()
    whole = _Function(found.whole, names, speller, settings, responses, form=found).view()
    other = _Function(found.streamed, names, speller, settings, responses, form=found).view()
    name = Code(f"_stream_{other.name}")
    streamed = StreamedView(
        name,
        other.positional,
        other.keywords,
        other.rest,
        other.returns,
        responses.speller.annotation(found.item),
        found.stream_argument(speller),
        speller.call(_STREAMABLE, "signature_only"),
        speller.call(_STREAMABLE, "streamable", name, *found.decorated()),
    )
    return replace(whole, streamed=streamed)


class _Function(Struct):
    """Builds one `FunctionView`."""

    operation: Operation
    names: Names
    speller: Speller
    settings: CommonSettings
    responses: ResponseMaker
    argument_docs: list[tuple[str, str]] = []
    """The documentation of each argument."""
    form: Forms | None = None
    """The two forms of the operation, if this is one of them."""

    def view(self) -> FunctionView:
        """Return the View."""
        operation = self.operation
        first = positional_parameters(operation, self.settings.positional)
        positional = tuple(map(self.parameter, first))
        required, optional = self.keywords(first)
        body = BodyMaker(operation, self.names, self.speller)
        body_required, body_optional = body.arguments(self.document)
        client = [self.client_parameter(p) for p in self.in_path_order() if p.client]
        if self.form and self.form.own:
            self.argument_docs.append(
                (self.form.argument, "Whether to return the items one by one, as they arrive.")
            )
        rest = options_parameter(operation, self.names)
        timeout = self.names.own_argument(operation, "timeout")
        text = f"Options of this call, such as `{timeout}` and `extra_headers`."
        self.argument_docs.append((f"**{rest.name}", text))
        keywords = with_stream(
            self.form,
            operation,
            self.speller,
            [*required, *body_required, *optional, *body_optional],
        )
        return FunctionView(
            name=Code(self.name),
            positional=positional,
            keywords=(*keywords, *client),
            rest=rest,
            returns=self.responses.returned(operation),
            docstring=docstring(split_summary(prose_ := self.prose())[0], _INDENT),
            statements=(*self.deprecation(), *body.statements()),
            request=tuple(self.request(body)),
            prose=prose_,
            argument_docs=tuple(self.argument_docs),
        )

    @property
    def name(self) -> str:
        """The function's name."""
        return self.names.operations[self.operation.pointer].method

    def document(self, name: str, text: str, wire: Text) -> None:
        """Record the documentation of an argument; by default its name in the API."""
        self.argument_docs.append((name, text or f"`{_flat(wire)}` of the API."))

    def in_path_order(self) -> list[Parameter]:
        """Return the path parameters, in the order of the path."""
        return [p for p in self.operation.parameters if p.place is Place.PATH]

    def argument(self, parameter: Parameter | Property) -> str:
        """Return the argument's name."""
        return self.names.arguments[self.operation.pointer, parameter.pointer]

    def parameter(self, parameter: Parameter) -> ArgumentView:
        """Return a parameter's argument."""
        name = self.argument(parameter)
        text = property_prose(parameter.doc, parameter.default, parameter.constraints)
        self.document(name, text, parameter.wire)
        type_ = parameter.type
        annotation = self.speller.annotation(type_)
        if parameter.required:
            return ArgumentView(Code(name), annotation, Code(""))
        if not isinstance(type_, Nullable) and type_ not in (Scalar.ANY, Scalar.NULL):
            annotation = alternatives([annotation, NONE])
        return ArgumentView(Code(name), annotation, Code(" = None"))

    def client_parameter(self, parameter: Parameter) -> ArgumentView:
        """Return the argument that overrides a parameter of the client."""
        name = self.argument(parameter)
        self.argument_docs.append((name, "Overrides the value of the client."))
        annotation = alternatives([self.speller.annotation(parameter.type), NONE])
        return ArgumentView(Code(name), annotation, Code(" = None"))

    def keywords(self, first: Sequence[Parameter]) -> tuple[list[ArgumentView], list[ArgumentView]]:
        """Return the required and the optional keywords, except those of the body."""
        others = [p for p in self.operation.parameters if p.place is not Place.PATH]
        others = [p for p in path_parameters(self.operation) if p not in first] + others
        required = [self.parameter(p) for p in others if p.required and not p.client]
        optional = [self.parameter(p) for p in others if not p.required and not p.client]
        optional += [self.client_parameter(p) for p in others if p.client]
        return required, optional

    def prose(self) -> str:
        """Return the docstring without the arguments."""
        operation = self.operation
        route = f"`{operation.method} {_flat(operation.path)}`"
        text = doc_text(operation.doc) or f"{route}."
        parts = [text]
        if operation.doc.deprecated:
            parts.append("Deprecated.")
        if operation.doc.url:
            parts.append(f"See <{_flat(operation.doc.url)}>.")
        parts += map(self.link, operation.links)
        if text != f"{route}.":
            parts.append(route)
        return "\n\n".join(parts)

    def link(self, link: Link) -> str:
        """Return the documentation of a link."""
        symbol = self.settings.symbols.get(link.operation) or _flat(link.operation)
        text = doc_text(link.doc)
        return f"Link `{_flat(link.name)}`: `{symbol}`." + (f" {text}" if text else "")

    def deprecation(self) -> Iterable[Code]:
        """Iterate the statement that warns of a deprecated operation."""
        if self.operation.doc.deprecated:
            symbol = literal(self.names.operations[self.operation.pointer].symbol)
            yield self.speller.call(ARGUMENTS, "warn_deprecated", symbol)

    def value(self, parameter: Parameter) -> Code:
        """Return the expression of a parameter's value."""
        name, optional = self.argument(parameter), parameter.client or not parameter.required
        return argument_value(self.speller, parameter.type, name, optional=optional)

    def request(self, body: BodyMaker) -> Iterable[CallArgument]:
        """Iterate the arguments of `Request`."""
        operation = self.operation
        yield positional(literal(self.names.operations[operation.pointer].symbol))
        yield positional(literal(operation.method))
        yield positional(literal(template(operation.path)))
        path = [path_member(p, self.value(p), self.speller) for p in self.in_path_order()]
        if path:
            yield named("path", code("{{{it}}}", it=join(", ", path)))
        for keyword, spell, place in PAIRS:
            parameters = [p for p in operation.parameters if p.place is place]
            if parameters:
                pairs = [(p, self.value(p)) for p in parameters]
                yield named(keyword, spell(pairs, self.speller))
        yield from body.request()
        yield from self.responses.request(operation, self.name)
        if self.form and self.form.streamed.responses != self.form.whole.responses:
            readers = self.responses.readers(self.form.streamed, self.name)
            yield named("streams", readers)
        yield from self.unusual()
        rest = options_parameter(operation, self.names).name
        yield named("options", self.speller.call(_REQUEST.module, "options_of", rest))

    def unusual(self) -> Iterable[CallArgument]:
        """Iterate the arguments that differ from the common settings of the API."""
        operation = self.operation
        secrets = [literal(p.wire) for p in operation.parameters if p.secret]
        if secrets:
            yield named("secrets", tuple_literal(secrets))
        if operation.security != self.settings.security:
            yield named("security", security_literal(operation.security, self.settings.schemes))
        if operation.success != self.settings.success and operation.success:
            yield named("success", literal(operation.success))
        server = own_server_url(operation.servers)
        if server is not None:
            yield named("server", literal(server))
        if operation.idempotent:
            yield named("idempotent", Code("True"))
        for header in idempotency_headers(operation):
            yield named("idempotency", literal(header))


def _flat(text: Text) -> str:
    return " ".join(prose(text).split()).replace("`", "'")
