"""The Views of the generated tests: a call of each operation, and the expected request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import (
    Api,
    Array,
    Codec,
    Operation,
    Parameter,
    Place,
    Property,
    Scalar,
    SecurityKind,
)
from speccast.names.reserved import BODY_ARGUMENT
from speccast.views.operations.functions import path_parameters, positional_parameters
from speccast.views.operations.streams import forms
from speccast.views.python.code import Code, Import, code, join
from speccast.views.python.docstrings import prose
from speccast.views.python.literals import literal
from speccast.views.tests.expected import Expected
from speccast.views.tests.samples import Sample, Sampler

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast.ir import Declared, Id
    from speccast.names import Names
    from speccast.views.operations.streams import Forms

_LINE: Final = 60
"""The maximum length of a call on one line."""
_FILES: Final = (Scalar.BINARY, Array(Scalar.BINARY))
_MOST_MEMBERS: Final = 12
"""The maximum number of optional members of a body in a test."""


class CallView(Struct, frozen=True):
    """A test of one operation."""

    name: Code
    docstring: Code
    symbol: Code
    method: Code
    """The attributes from the client: `meetings.start_livestream`."""
    arguments: Code
    streamed: Code | None
    """The arguments of the call with a streamed response, if there is one."""
    path: Code
    expectations: tuple[Code, ...]
    """The other expectations of the request, as arguments."""


class CallsView(Struct, frozen=True):
    """`templates/tests/operations.py.jinja`: the tests of one resource."""

    package: Code
    calls: tuple[CallView, ...]
    needs: frozenset[Import]


class FixturesView(Struct, frozen=True):
    """`templates/tests/conftest.py.jinja`: the client under test."""

    package: Code
    client: Code
    async_client: Code
    settings: tuple[Code, ...]
    """The arguments of the client."""


class ModelsTestView(Struct, frozen=True):
    """`templates/tests/models.py.jinja`: round trips, and the values of enumerations."""

    package: Code
    client: Code
    models: bool = True
    enums: bool = True


def fixtures_view(api: Api, names: Names) -> FixturesView:
    """Return the View of the fixtures."""
    settings = tuple(client_settings(api, names))
    return FixturesView(Code(names.package), Code(names.client), Code(names.async_client), settings)


def client_settings(api: Api, names: Names) -> list[Code]:
    """Return the arguments that a client needs, with invented values."""
    settings = [
        code(f"{name}={{it}}", it=literal(name))
        for p in api.client_parameters
        for name in [names.client_arguments[p.pointer]]
    ]
    required = {key for o in api.operations for keys in o.security for key in keys}
    for scheme in api.security_schemes:
        if scheme.key in required:
            name = names.client_arguments[scheme.pointer]
            value = '("user", "password")' if scheme.kind is SecurityKind.BASIC else '"secret"'
            if scheme.password:
                other = names.client_arguments[f"{scheme.pointer}/password"]
                value = f'"user", {other}="password"'
            settings.append(Code(f"{name}={value}"))
    return settings


def shortest_call(
    operation: Operation, api: Api, names: Names, positional: str, symbol: str = ""
) -> Code:
    """Return a call with only the required arguments, of the method or of another symbol."""
    index = {declared.id: declared for declared in api.declared}
    found = _Call(operation, names, Sampler(index), api, positional, None).samples()
    arguments = [argument for argument, part, _ in found if part is None or part.required]
    symbol = symbol or names.operations[operation.pointer].symbol
    short = join(", ", arguments)
    if len(symbol) + len(short.text) <= _LINE:
        return code(f"client.{symbol}({{it}})", it=short)
    return code(f"client.{symbol}(\n    {{it}},\n)", it=join(",\n    ", arguments))


def needed_lines(call: Code, package: str) -> str:
    """Return the import lines for a call, each with a line break."""
    names: dict[str, set[str]] = {}
    for need in call.imports:
        module = package + need.module if need.module.startswith(".") else need.module
        names.setdefault(module.rstrip("."), set()).add(need.name)
    lines = (
        f"from {module} import {', '.join(sorted(names[module]))}\n" for module in sorted(names)
    )
    return "".join(lines)


def calls_view(
    operations: Iterable[Operation],
    names: Names,
    index: Mapping[Id, Declared],
    api: Api,
    positional: str,
) -> CallsView:
    """Return the View of the tests of one resource."""
    sampler = Sampler(index)
    calls = tuple(
        _Call(found.whole if found else operation, names, sampler, api, positional, found).view()
        for operation in operations
        for found in [forms(operation, names)]
    )
    needs = frozenset[Import]().union(
        *(each.imports for call in calls for each in (call.arguments, call.streamed) if each)
    )
    return CallsView(Code(names.package), calls, needs)


class _Call(Struct):
    """Builds one `CallView`."""

    operation: Operation
    names: Names
    sampler: Sampler
    api: Api
    positional: str
    form: Forms | None

    def view(self) -> CallView:
        """Return the View."""
        operation = self.operation
        name = self.names.operations[operation.pointer]
        samples = list(self.samples())
        arguments = join(", ", (argument for argument, _, _ in samples))
        by_part = {id(part): sample for _, part, sample in samples if part is not None}
        body = next((sample for _, part, sample in samples if part is None), None)
        expected = Expected(operation, self.names, self.api, by_part, body)
        route = f"`{operation.method} {' '.join(prose(operation.path).split())}`"
        return CallView(
            name=Code(f"test_{name.method}"),
            docstring=Code(f'"""{route.replace(chr(92), "/")}."""'),
            symbol=literal(name.symbol),
            method=Code(name.symbol),
            arguments=arguments,
            streamed=self.streamed(),
            path=expected.line(),
            expectations=tuple(expected.all()),
        )

    def streamed(self) -> Code | None:
        """Return the arguments of the streamed form."""
        form = self.form
        if form is None:
            return None
        call = _Call(form.streamed, self.names, self.sampler, self.api, self.positional, None)
        samples = list(call.samples())
        arguments = [argument for argument, _, _ in samples]
        if not any(part and call.argument(part) == form.argument for _, part, _ in samples):
            arguments.append(Code(f"{form.argument}=True"))
        return join(", ", arguments)

    def argument(self, part: Parameter | Property) -> str:
        """Return the argument's name."""
        return self.names.arguments[self.operation.pointer, part.pointer]

    def samples(self) -> Iterator[tuple[Code, Parameter | Property | None, Sample]]:
        """Iterate the arguments of the call, each with its parameter and sample."""
        operation = self.operation
        first = positional_parameters(operation, self.positional)
        for parameter in first:
            sample = self.sampler.of(parameter, self.argument(parameter))
            yield sample.expression, parameter, sample
        for parameter in path_parameters(operation):
            if parameter not in first:
                yield self.keyword(parameter)
        for parameter in operation.parameters:
            if parameter.place is not Place.PATH and not parameter.client:
                yield self.keyword(parameter)
        yield from self.body_samples()

    def keyword(self, part: Parameter | Property) -> tuple[Code, Parameter | Property, Sample]:
        """Return a keyword argument."""
        name = self.argument(part)
        sample = self.sampler.of(part, name)
        return code(f"{name}={{it}}", it=sample.expression), part, sample

    def body_samples(self) -> Iterator[tuple[Code, Parameter | Property | None, Sample]]:
        """Iterate the arguments of the body."""
        body = self.operation.body
        if body is None or not body.contents:
            return
        if body.arguments is None or body.is_choice:
            content = body.contents[0]
            name = self.names.own_argument(self.operation, BODY_ARGUMENT)
            if content.codec is Codec.BINARY and content.type is Scalar.BINARY:
                sample = Sample(Code('b"content"'), "content")
            elif content.codec is Codec.TEXT:
                sample = self.sampler.type(Scalar.STR, "body")
            elif content.codec in (Codec.EVENTS, Codec.JSON_LINES):
                inner = self.sampler.type(content.type, "body")
                sample = Sample(code("[{it}]", it=inner.expression), [inner.wire])
            else:
                sample = self.sampler.type(content.type, "body")
            yield code("{name}={it}", name=Code(name), it=sample.expression), None, sample
            return
        optional = 0
        for property_ in body.arguments:
            if body.contents[0].codec is Codec.JSON and property_.type in _FILES:
                continue  # of another media type
            optional += not property_.required
            if property_.required or optional <= _MOST_MEMBERS:
                yield self.keyword(property_)
