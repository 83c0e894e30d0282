"""From operations to the Views of the generated tests: a call each, and what must be sent."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from speccast.ir import (
    Api,
    Codec,
    JsonValue,
    Operation,
    Parameter,
    Place,
    Property,
    Scalar,
    SecurityKind,
    Style,
)
from speccast.source import Code, Import, bytes_literal, code, join, json_literal, literal, prose
from speccast.views.samples import Json, Sample, Sampler, query_pairs, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast.ir import Declared, Id
    from speccast.names import Names

_MOST_MEMBERS: Final = 12
"""How many optional members of a body a test sends: enough to see each mistake of ours once."""


@dataclass(frozen=True, slots=True)
class CallView:
    """A test of one operation."""

    name: Code
    docstring: Code
    symbol: Code
    method: Code
    """The method, from the client: `meetings.start_livestream`."""
    arguments: Code
    path: Code
    expectations: tuple[Code, ...]
    """What else must be so of the request that was sent."""


@dataclass(frozen=True, slots=True)
class CallsView:
    """`templates/tests/operations.py.jinja`: the tests of one resource."""

    package: Code
    calls: tuple[CallView, ...]
    needs: frozenset[Import]


@dataclass(frozen=True, slots=True)
class FixturesView:
    """`templates/tests/conftest.py.jinja`: the client under test."""

    package: Code
    settings: tuple[Code, ...]
    """The arguments of the client."""


@dataclass(frozen=True, slots=True)
class ModelsTestView:
    """`templates/tests/models.py.jinja`: round trips."""

    package: Code


def fixtures_view(api: Api, names: Names) -> FixturesView:
    """Return the View of the fixtures."""
    settings = [
        code(f"{name}={{it}}", it=literal(name))
        for p in api.client_parameters
        for name in [names.client_arguments[p.pointer]]
    ]
    asked = {key for o in api.operations for keys in o.security for key in keys}
    for scheme in api.security_schemes:
        if scheme.key in asked:
            name = names.client_arguments[scheme.pointer]
            given = '("user", "password")' if scheme.kind is SecurityKind.BASIC else '"secret"'
            settings.append(Code(f"{name}={given}"))
    return FixturesView(Code(names.package), tuple(settings))


def calls_view(
    operations: Iterable[Operation], names: Names, index: Mapping[Id, Declared]
) -> CallsView:
    """Return the View of the tests of one resource."""
    sampler = Sampler(index)
    calls = tuple(_Call(operation, names, sampler).view() for operation in operations)
    needs = frozenset[Import]().union(*(call.arguments.imports for call in calls))
    return CallsView(Code(names.package), calls, needs)


@dataclass(slots=True)
class _Call:
    """Makes one `CallView`."""

    operation: Operation
    names: Names
    sampler: Sampler

    def view(self) -> CallView:
        """Return the View."""
        operation = self.operation
        name = self.names.operations[operation.pointer]
        samples = list(self.samples())
        arguments = join(", ", (argument for argument, _, _ in samples))
        by_part = {id(part): sample for _, part, sample in samples}
        route = f"`{operation.method} {' '.join(prose(operation.path).split())}`"
        return CallView(
            name=Code(f"test_{name.method}"),
            docstring=Code(f'"""{route.replace(chr(92), "/")}."""'),
            symbol=literal(name.symbol),
            method=Code(name.symbol),
            arguments=arguments,
            path=literal(f"{operation.method} {self.path(by_part)}"),
            expectations=tuple(self.expectations(by_part)),
        )

    def argument(self, part: Parameter | Property) -> str:
        """Return the argument's name."""
        return self.names.arguments[self.operation.pointer, part.pointer]

    def samples(self) -> Iterator[tuple[Code, Parameter | Property | None, Sample]]:
        """Return the arguments of the call: as code, what they are for, and their samples."""
        operation = self.operation
        path = [p for p in operation.parameters if p.place is Place.PATH and not p.client]
        path.sort(key=lambda p: operation.path.value.find(f"{{{p.wire.value}}}"))
        for parameter in path:
            sample = self.sampler.of(parameter, self.argument(parameter))
            yield sample.expression, parameter, sample
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
        """Return the arguments of the body."""
        body = self.operation.body
        if body is None or not body.contents:
            return
        if body.arguments is None:
            content = body.contents[0]
            if content.codec is Codec.BINARY:
                sample = self.sampler.type(Scalar.BINARY, "body")
            elif content.codec is Codec.TEXT:
                sample = self.sampler.type(Scalar.STR, "body")
            elif content.codec in (Codec.EVENTS, Codec.JSON_LINES):
                inner = self.sampler.type(content.type, "body")
                sample = Sample(code("[{it}]", it=inner.expression), [inner.wire])
            else:
                sample = self.sampler.type(content.type, "body")
            yield code("body={it}", it=sample.expression), None, sample
            return
        optional = 0
        for property_ in body.arguments:
            optional += not property_.required
            if property_.required or optional <= _MOST_MEMBERS:
                yield self.keyword(property_)

    def path(self, samples: Mapping[int, Sample]) -> str:
        """Return the path that must be sent."""
        path = self.operation.path.value
        for parameter in self.operation.parameters:
            if parameter.place is Place.PATH:
                sample = samples.get(id(parameter))
                wire = sample.wire if sample else parameter.wire.value
                if parameter.client:
                    wire = self.names.client_arguments.get(parameter.pointer, parameter.wire.value)
                path = path.replace(f"{{{parameter.wire.value}}}", segment(parameter, wire))
        return path

    def expectations(self, samples: Mapping[int, Sample]) -> Iterator[Code]:
        """Return what must be so of the request."""
        yield from self.query_expectation(samples)
        for parameter in self.operation.parameters:
            sample = samples.get(id(parameter))
            if (
                parameter.place is Place.HEADER
                and sample
                and not isinstance(sample.wire, (dict, list))
            ):
                wire = (
                    json.dumps(sample.wire) if parameter.style is Style.JSON else text(sample.wire)
                )
                yield code(
                    "assert sent.headers[{name}] == {it}",
                    name=literal(parameter.wire.value.lower()),
                    it=literal(wire),
                )
        yield from self.body_expectation(samples)

    def query_expectation(self, samples: Mapping[int, Sample]) -> Iterator[Code]:
        """Return what the query must be, where the specification defines it."""
        pairs: list[tuple[str, str]] = []
        for parameter in self.operation.parameters:
            if parameter.place is Place.QUERY and not parameter.client:
                found = query_pairs(parameter, samples[id(parameter)].wire)
                if found is None:
                    return
                pairs += found
        inner = join(
            ", ", (code("({k}, {v})", k=literal(k), v=literal(v)) for k, v in sorted(pairs))
        )
        yield code("assert sorted(sent.query) == [{it}]", it=inner)

    def body_expectation(self, samples: Mapping[int, Sample]) -> Iterator[Code]:
        """Return what the body must be."""
        body = self.operation.body
        if body is None or not body.contents:
            yield Code('assert sent.content == b""')
            return
        content = body.contents[0]
        members = {
            p.wire.value: samples[id(p)].wire for p in body.arguments or () if id(p) in samples
        }
        whole: Json = members if body.arguments is not None else None
        if body.arguments is None:
            whole = next(sample.wire for _, part, sample in self.samples() if part is None)
        if content.codec is Codec.JSON:
            yield code("assert sent.json == {it}", it=json_literal(JsonValue(json.dumps(whole))))
        elif content.codec is Codec.FORM and _is_flat(whole):
            styles = {e.wire.value for e in content.encodings if e.style not in (None, Style.FORM)}
            flat = {k: v for k, v in whole.items() if k not in styles or not isinstance(v, list)}
            if flat == whole:
                pairs = sorted((k, text(v)) for k, v in whole.items())
                inner = join(
                    ", ", (code("({k}, {v})", k=literal(k), v=literal(v)) for k, v in pairs)
                )
                yield code("assert sorted(sent.form) == [{it}]", it=inner)
        elif content.codec is Codec.MULTIPART and isinstance(whole, dict):
            names = join(
                ", ", map(literal, sorted(k for k, v in whole.items() if v not in ([], None)))
            )
            yield code(
                "assert sent.part_names >= {{{it}}}" if names else "assert sent.content", it=names
            )
        elif content.codec in (Codec.TEXT, Codec.BINARY) and isinstance(whole, str):
            yield code(
                "assert sent.content == {it}",
                it=bytes_literal(whole.encode(errors="surrogatepass")),
            )


def _is_flat(whole: object) -> bool:
    return isinstance(whole, dict) and not any(
        isinstance(value, (dict, list)) or value is None for value in whole.values()
    )


def segment(parameter: Parameter, wire: Json) -> str:
    """Return how a path parameter is spelled (OpenAPI 3.1, Style Examples)."""
    explode, name = parameter.explode, quote(parameter.wire.value, safe="")
    if parameter.style is Style.JSON:
        return quote(json.dumps(wire, separators=(",", ":"), ensure_ascii=False), safe="")
    if isinstance(wire, dict):
        items = [(quote(k, safe=""), quote(text(v), safe="")) for k, v in wire.items()]
        parts = [f"{k}={v}" for k, v in items] if explode else [",".join(pair) for pair in items]
    else:
        values = wire if isinstance(wire, list) else [wire]
        parts = [quote(text(value), safe="") for value in values]
    if parameter.style is Style.LABEL:
        return "." + (".".join(parts) if explode else ",".join(parts))
    if parameter.style is Style.MATRIX:
        if not explode or not isinstance(wire, (dict, list)):
            return f";{name}={','.join(parts)}"
        return "".join(
            f";{part}" if isinstance(wire, dict) else f";{name}={part}" for part in parts
        )
    return ",".join(parts)
