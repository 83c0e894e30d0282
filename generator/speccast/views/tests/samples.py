"""Samples of types for tests: a Python expression, and its JSON value.

The JSON value is computed from the tables of the specification, not by the code under test.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import (
    Alias,
    Array,
    Declared,
    EnumType,
    Example,
    Id,
    JsonValue,
    Literal,
    Map,
    Model,
    Nullable,
    Parameter,
    Property,
    Ref,
    Scalar,
    Text,
    Tuple,
    Type,
    Union,
)
from speccast.views.python.code import Code, Import, code
from speccast.views.python.literals import json_literal, literal, tuple_literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.reading.json_value import Json

_DEEPEST: Final = 4
_MOST: Final = 12
"""The maximum number of members in the sample of an object, except required ones."""
_UTC: Final = (Import("datetime", "UTC"), Import("datetime", "datetime"))


class Encoded(str):
    """Bytes in base64, which are a file in a multipart body."""

    __slots__ = ()


class Sample(Struct, frozen=True):
    """A value, as Python expression and as JSON value."""

    expression: Code
    wire: Json
    """The JSON value."""


_SCALARS: Final = {
    Scalar.INT: Sample(Code("1"), 1),
    Scalar.FLOAT: Sample(Code("1.5"), 1.5),
    Scalar.BOOL: Sample(Code("True"), wire=True),
    Scalar.DATETIME: Sample(
        Code("datetime(2026, 5, 31, 12, 30, tzinfo=UTC)", frozenset(_UTC)), "2026-05-31T12:30:00Z"
    ),
    Scalar.DATE: Sample(
        Code("date(2026, 5, 31)", frozenset({Import("datetime", "date")})), "2026-05-31"
    ),
    Scalar.TIME: Sample(Code("time(12, 30)", frozenset({Import("datetime", "time")})), "12:30:00"),
    Scalar.DURATION: Sample(
        Code("timedelta(minutes=90)", frozenset({Import("datetime", "timedelta")})), "PT1H30M"
    ),
    Scalar.UUID: Sample(
        Code('UUID("0191e8f5-1b3c-7000-8000-0123456789ab")', frozenset({Import("uuid", "UUID")})),
        "0191e8f5-1b3c-7000-8000-0123456789ab",
    ),
    Scalar.DECIMAL: Sample(
        Code('Decimal("1.50")', frozenset({Import("decimal", "Decimal")})), "1.50"
    ),
    Scalar.BASE64: Sample(Code('b"content"'), "Y29udGVudA=="),
    Scalar.BASE64URL: Sample(Code('b"content"'), "Y29udGVudA"),
    Scalar.BINARY: Sample(
        Code('b"content"'), Encoded("Y29udGVudA==")
    ),  # a body of bytes is not encoded
    Scalar.ANY: Sample(Code('"anything"'), "anything"),
    Scalar.NULL: Sample(Code("None"), None),
}


class Sampler(Struct):
    """Builds samples."""

    declared: Mapping[Id, Declared]

    def of(self, part: Parameter | Property, name: str) -> Sample:
        """Return a sample of a parameter or property: an ASCII example, or an invented value."""
        sample = self.type(part.type, name)
        if isinstance(part, Parameter) and isinstance(part.type, Array):
            # With one item, the styles of arrays would not differ.
            item = self.type(part.type.item, name)
            return Sample(code("[{it}, {it}]", it=item.expression), [item.wire, item.wire])
        if part.type is Scalar.STR and part.examples:
            example = _plain_text(part.examples[0])
            if example:
                return Sample(literal(example), example)
        return sample

    def type(self, type_: Type, name: str, depth: int = 0) -> Sample:
        """Return a sample of a type; its strings are equal to the name."""
        match type_:
            case Scalar.STR | Scalar.NEVER:
                return Sample(literal(name), name)
            case Scalar():
                return _SCALARS[type_]
            case Literal(values):
                value = values[0]
                return Sample(literal(value), value.value if isinstance(value, Text) else value)
            case Ref(id_):
                return self.declared_thing(self.declared[id_], name, depth)
            case Array(item):
                inner = self.type(item, name, depth + 1)
                return Sample(code("[{it}]", it=inner.expression), [inner.wire])
            case Map(value):
                inner = self.type(value, name, depth + 1)
                return Sample(code('{{"key": {it}}}', it=inner.expression), {"key": inner.wire})
            case Tuple(items):
                parts = [self.type(item, name, depth + 1) for item in items]
                many = tuple_literal(part.expression for part in parts)
                return Sample(many, [part.wire for part in parts])
            case Nullable(inner_type):
                return self.type(inner_type, name, depth)

    def declared_thing(self, declared: Declared, name: str, depth: int) -> Sample:
        """Return a sample of a declared thing; the sample of a model is a dict."""
        match declared:
            case EnumType(values=values):
                value = values[0].value
                return Sample(literal(value), value.value if isinstance(value, Text) else value)
            case Model():
                wire = self.object(declared, name, depth)
                return Sample(json_literal(JsonValue(json.dumps(wire))), wire)
            case Union() | Alias() if depth > _DEEPEST:
                return Sample(Code("None"), None)
            case Union(branches=branches):
                return self.type(min(branches, key=self.weight), name, depth + 1)
            case Alias(type=inner):
                return self.type(inner, name, depth + 1)

    def weight(self, type_: Type) -> int:
        """Return the size of a type; the smallest is the best sample."""
        if isinstance(type_, Ref):
            return 3 if isinstance(self.declared[type_.id], Model) else 2
        # An array may be shorter than a tuple, whose items are all required.
        return 1 if isinstance(type_, (Scalar, Literal)) else 5 if isinstance(type_, Tuple) else 4

    def object(self, model: Model, name: str, depth: int) -> dict[str, Json]:
        """Return a JSON object with the required properties of a model."""
        wire: dict[str, Json] = {}
        for property_ in model.properties:
            if not (property_.required or (depth == 0 and len(wire) < _MOST)):
                continue
            if depth > _DEEPEST:
                wire[property_.wire.value] = None
            else:
                wire[property_.wire.value] = self.type(property_.type, name, depth + 1).wire
        return wire


def _plain_text(example: Example) -> str | None:
    value = json.loads(example.value.text)
    return value if isinstance(value, str) and value.isascii() and value.isprintable() else None
