"""The expected request of a call with samples: line, query, headers and body.

It is computed from the tables of the specification (OpenAPI 3.1, Style Values and Style Examples),
not by the code under test.
"""

from __future__ import annotations

import base64
import json
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl, quote

from msgspec import Struct

from speccast.ir import Codec, JsonValue, Operation, Parameter, Place, SecurityKind, Style
from speccast.views.python.code import Code, code, join
from speccast.views.python.literals import bytes_literal, json_literal, literal
from speccast.views.tests.samples import Encoded

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast.ir import Api, Body, Content, SecurityScheme, Text
    from speccast.names import Names
    from speccast.reading.json_value import Json
    from speccast.views.tests.samples import Sample

_AUTHORIZATION: Final = {
    SecurityKind.BASIC: "Basic dXNlcjpwYXNzd29yZA==",  # user:password
    SecurityKind.BEARER: "Bearer secret",
    SecurityKind.CLIENT_CREDENTIALS: "Bearer secret",
}
"""The `Authorization` header for the credentials of `tests.py`."""
_BETWEEN: Final = {Style.FORM: ",", Style.SPACE_DELIMITED: " ", Style.PIPE_DELIMITED: "|"}
"""The separators between the items of an array in a query."""


class Expected(Struct, frozen=True):
    """The expected request of one call."""

    operation: Operation
    names: Names
    api: Api
    samples: Mapping[int, Sample]
    """The sample of each parameter and member of the body, by its `id()`."""
    body: Sample | None
    """The sample of a body that is one argument."""

    def line(self) -> Code:
        """Return the method and the path, without query and fragment."""
        return literal(f"{self.operation.method} {re.split('[?#]', self.target())[0]}")

    def all(self) -> Iterator[Code]:
        """Iterate the other expectations, as arguments."""
        yield from self.query()
        headers: list[Code] = []
        for parameter in self.operation.parameters:
            sample = self.samples.get(id(parameter))
            if parameter.place is Place.HEADER and sample and sample.wire is not None:
                headers += self.header(parameter, sample.wire)
        headers += self.credential_headers()
        if headers:
            yield code("headers={{{it}}}", it=join(", ", headers))
        yield from self.cookies()
        yield from self.content()

    def target(self) -> str:
        """Return the path with its parameters."""
        pieces = re.split(r"(\{[^{}]*\})", self.operation.path.value)
        inside = {p.wire.value: p for p in self.operation.parameters if p.place is Place.PATH}
        return "".join(
            segment(inside[piece[1:-1]], self.wire(inside[piece[1:-1]]))
            if piece[1:-1] in inside and piece[:1] == "{"
            else quote(piece, safe="/?#:@!$&'()*+,;=%-._~")
            for piece in pieces
        )

    def wire(self, parameter: Parameter) -> Json:
        """Return the wire value of a parameter."""
        sample = self.samples.get(id(parameter))
        if parameter.client or sample is None:
            return self.names.client_arguments.get(parameter.pointer, parameter.wire.value)
        return sample.wire

    def query(self) -> Iterator[Code]:
        """Iterate the expected query; None if the specification does not define it."""
        fixed = self.target().partition("#")[0].partition("?")[2]
        pairs = parse_qsl(fixed, keep_blank_values=True)
        for parameter in self.operation.parameters:
            if parameter.encodings:  # the format depends on the encodings
                yield Code("query=None")
                return
            if parameter.place is Place.QUERYSTRING:
                pairs += whole_query(parameter, self.wire(parameter))
            if parameter.place is Place.QUERY and self.wire(parameter) is not None:
                found = query_pairs(parameter, self.wire(parameter))
                if found is None:
                    yield Code("query=None")
                    return
                pairs += found
        known = {name for name, _ in pairs}
        pairs += [
            (parameter.wire.value, self.names.client_arguments[parameter.pointer])
            for parameter in self.api.client_parameters
            if parameter.place is Place.QUERY and parameter.wire.value not in known
        ]
        pairs += [
            (scheme.wire.value, "secret")
            for scheme in self.credentials()
            if scheme.kind is SecurityKind.KEY_QUERY and scheme.wire
            if scheme.wire.value not in known
        ]
        if pairs:
            yield code("query=[{it}]", it=_pairs(pairs))

    def credentials(self) -> list[SecurityScheme]:
        """Return the schemes of the first alternative with any, since all credentials are set."""
        schemes = {scheme.key: scheme for scheme in self.api.security_schemes}
        return [schemes[key] for key in next(filter(None, self.operation.security), ())]

    def cookies(self) -> Iterator[Code]:
        """Iterate the expectation of credentials in cookies."""
        found = [
            literal(f"{scheme.wire.value}=secret")
            for scheme in self.credentials()
            if scheme.kind is SecurityKind.KEY_COOKIE and scheme.wire
        ]
        if found:
            yield code("cookies=[{it}]", it=join(", ", found))

    def credential_headers(self) -> Iterator[Code]:
        """Iterate the expected headers for credentials."""
        parameters = self.operation.parameters
        known = {p.wire.value.lower() for p in parameters if p.place is Place.HEADER}
        for scheme in self.credentials():
            name, value = "authorization", _AUTHORIZATION.get(scheme.kind, "secret")
            if scheme.kind is SecurityKind.KEY_COOKIE and scheme.wire:
                continue
            if scheme.kind is SecurityKind.KEY_HEADER and scheme.wire:
                name = scheme.wire.value.lower()
            if scheme.kind is not SecurityKind.KEY_QUERY and name not in known:
                known.add(name)
                it, key = literal(value), literal(name)
                yield code("{key}: {it}", key=key, it=it)

    def header(self, parameter: Parameter, wire: Json) -> Iterator[Code]:
        """Iterate the expected header of a parameter, if it is a scalar."""
        if not isinstance(wire, (dict, list)):
            name = literal(parameter.wire.value.lower())
            value = json.dumps(wire) if parameter.style is Style.JSON else text(wire)
            yield code("{name}: {it}", name=name, it=literal(value))

    def content(self) -> Iterator[Code]:
        """Iterate the expectation of the body; none if it must be empty."""
        body = self.operation.body
        members = {
            p.wire.value: self.samples[id(p)].wire
            for p in (body and body.arguments) or ()
            if id(p) in self.samples
        }
        is_omitted = not members and self.body is None and not (body and body.required)
        if body is None or not body.contents or is_omitted:
            return
        content = body.contents[0]
        whole = members if self.body is None else self.body.wire
        yield self.serialized(body, content, whole) or Code("body=None")

    def serialized(self, body: Body, content: Content, whole: Json) -> Code | None:
        """Return the expectation of a body; None if the specification does not define it."""
        if content.codec is Codec.JSON:
            return code("json={it}", it=json_literal(JsonValue(json.dumps(whole))))
        if content.codec is Codec.FORM and isinstance(whole, dict) and _is_flat(whole):
            styled = {e.wire.value for e in content.encodings if e.style}
            if any(isinstance(whole[name], (list, dict)) for name in styled & {*whole}):
                return None
            return code("form=[{it}]", it=_pairs((name, text(v)) for name, v in whole.items()))
        if content.codec is Codec.MULTIPART and any(e.style for e in content.encodings):
            return Code("body=True")
        if content.codec is Codec.MULTIPART and isinstance(whole, dict):
            types = {e.wire.value: e.content_type for e in content.encodings}
            typed = body.arguments is not None and len(body.contents) == 1
            named = "form-data" in content.media_type.value.lower()
            found = sorted(
                (_part_name(name) if named else "", part)
                for name, value in whole.items()
                for part in part_contents(value, types.get(name) if typed else None)
            )
            pairs = (code("({k}, {v})", k=literal(k), v=bytes_literal(v)) for k, v in found)
            return code("parts=[{it}]", it=join(", ", pairs)) if found else Code("body=True")
        if content.codec in (Codec.TEXT, Codec.BINARY) and isinstance(whole, str):
            it = bytes_literal(whole.encode(errors="surrogatepass"))
            return code("body={it}", it=it)
        return None


def _pairs(pairs: Iterable[tuple[str, str]]) -> Code:
    return join(", ", (code("({k}, {v})", k=literal(k), v=literal(v)) for k, v in sorted(pairs)))


def _is_flat(whole: dict[str, Json]) -> bool:
    return not any(isinstance(value, (dict, list)) or value is None for value in whole.values())


def segment(parameter: Parameter, wire: Json) -> str:
    """Return a serialized path parameter (OpenAPI 3.1, Style Examples)."""
    explode, name = parameter.explode, _percent_encoded(parameter.wire.value)
    if parameter.style is Style.JSON:
        return _percent_encoded(json.dumps(wire, separators=(",", ":"), ensure_ascii=False))
    if isinstance(wire, dict):
        items = [(_percent_encoded(k), _percent_encoded(text(v))) for k, v in wire.items()]
        parts = [f"{k}={v}" for k, v in items] if explode else [",".join(pair) for pair in items]
    else:
        values = wire if isinstance(wire, list) else [wire]
        parts = [_percent_encoded(text(value)) for value in values]
    if parameter.style is Style.LABEL:
        return "." + (".".join(parts) if explode else ",".join(parts))
    if parameter.style is Style.MATRIX:
        if not explode or not isinstance(wire, (dict, list)):
            return f";{name}={','.join(parts)}"
        return "".join(
            f";{part}" if isinstance(wire, dict) else f";{name}={part}" for part in parts
        )
    return ",".join(parts)


def text(value: object) -> str:
    """Return the text of a scalar."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else json.dumps(value)


def part_contents(wire: Json, content_type: Text | None) -> Iterator[bytes]:
    """Iterate the contents of the parts of one property; a list has one part for each item."""
    if isinstance(wire, list):
        for item in wire:
            yield from part_contents(item, content_type)
    elif isinstance(wire, Encoded):
        yield base64.b64decode(wire)
    elif wire is not None:
        is_json = isinstance(wire, dict) or (content_type and "json" in content_type.value)
        as_json = json.dumps(wire, separators=(",", ":"), ensure_ascii=False)
        yield (as_json if is_json else text(wire)).encode(errors="surrogatepass")


def _part_name(name: str) -> str:
    """Escape a name for the header of a part (HTML, multipart form data)."""
    return name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


def query_pairs(parameter: Parameter, wire: Json) -> list[tuple[str, str]] | None:
    """Return the pairs of a query parameter; None if the style does not define such a value."""
    name = parameter.wire.value
    if parameter.style is Style.JSON:
        return [(name, json.dumps(wire, separators=(",", ":"), ensure_ascii=False))]
    if parameter.style is Style.DEEP_OBJECT:
        if not isinstance(wire, dict):
            return None
        flat = {k: v for k, v in wire.items() if not isinstance(v, (dict, list)) and v is not None}
        return [(f"{name}[{k}]", text(v)) for k, v in flat.items()] if flat == wire else None
    if isinstance(wire, dict):
        if parameter.explode and parameter.style is Style.FORM and _is_flat(wire):
            return [(k, text(v)) for k, v in wire.items()]
        return None
    if isinstance(wire, list):
        if any(isinstance(item, (dict, list)) for item in wire):
            return None
        if parameter.explode:
            return [(name, text(item)) for item in wire]
        return [(name, _BETWEEN[parameter.style].join(map(text, wire)))]
    return [(name, text(wire))]


def whole_query(parameter: Parameter, wire: Json) -> list[tuple[str, str]]:
    """Return the pairs of a parameter that is the whole query."""
    if parameter.style is Style.JSON:
        return [(json.dumps(wire, separators=(",", ":"), ensure_ascii=False), "")]
    if not isinstance(wire, dict):
        return [(text(wire), "")]
    return [
        (name, text(each))
        for name, value in wire.items()
        for each in (value if isinstance(value, list) else [value])
    ]


def _percent_encoded(value: str) -> str:
    # The client refuses a lone surrogate, so the test must not fail earlier.
    return quote(value, safe="", errors="surrogatepass")
