"""The format of a `Surface` in `_surface.json`, with a line for each method, class and argument.

Two packages are compared by the lines that only one of them has. Equal lines mean no change for
callers, so only different lines are parsed, and the old document is not read again. A pointer into
the document is included only if it identifies the thing.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final, TypeAlias, cast

import msgspec
from msgspec import Struct

from speccast.surface.shapes import Shape
from speccast.surface.symbols import (
    Argument,
    Class,
    ClientArgument,
    Direction,
    Method,
    Property,
    Surface,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_Row: TypeAlias = "list[Any]"
_REQUIRED: Final = "required"
_DEPRECATED: Final = "deprecated"
_NAMED: Final = "named"
_REFERENCE: Final = "="
"""The first character of a reference to a class."""


def dumped(surface: Surface) -> str:
    """Return a surface as JSON, with a line for each thing."""
    encode = json.JSONEncoder(separators=(",", ":")).encode
    return "[\n" + ",\n".join(map(encode, _rows(surface))) + "\n]\n"


def differing(old: str, new: str) -> tuple[Surface, Surface]:
    """Return the parts of two surfaces whose lines differ.

    Raises:
        ValueError: a text is not what `dumped` returns.

    """
    before, after = _lines(old), _lines(new)
    return _surface(before.keys() - after.keys()), _surface(after.keys() - before.keys())


def _lines(text: str) -> dict[str, None]:
    return dict.fromkeys(line.removesuffix(",") for line in text.split("\n")[1:-2])


# --- to lines -----------------------------------------------------------------------------------


def _rows(surface: Surface) -> Iterator[_Row]:
    yield ["package", surface.package, surface.version, surface.server]
    for argument in surface.client_arguments.values():
        facts = _facts(required=argument.needed)
        yield ["client", argument.name, argument.annotation, facts, argument.pointer]
    plain = cache(_plain)
    for method in surface.methods.values():
        errors = [[status, plain(shape)] for status, shape in method.errors]
        facts = _facts(deprecated=method.deprecated)
        about = (method.symbol, method.kind, facts, method.key, method.route)
        arguments = [_item(item, plain(item.shape), item.place) for item in method.arguments]
        yield ["method", *about, plain(method.result), errors, method.security, arguments]
    for found in surface.classes.values():
        pointer = "" if found.pointer == _pointer(found.key) else found.pointer
        facts = _facts(deprecated=found.deprecated)
        place = (found.direction.value, found.key, pointer)
        shape = None if found.shape is None else plain(found.shape)
        items = [_item(item, plain(item.shape)) for item in found.properties]
        yield ["class", found.name, found.kind, facts, *place, shape, found.members, items]


def _item(item: Argument | Property, shape: object, place: str = "") -> _Row:
    wire = "" if item.wire == item.name else item.wire or None
    facts = _facts(place, required=item.required, deprecated=item.deprecated)
    row = [item.name, shape, facts, wire, item.default]
    while row[-1] == "":
        row.pop()
    return row


def _facts(place: str = "", *, required: bool = False, deprecated: bool = False) -> str:
    words = [place, _REQUIRED if required else "", _DEPRECATED if deprecated else ""]
    return " ".join(filter(None, words))


def _plain(shape: Shape) -> object:
    """Return a shape as JSON: a word, or a list of a word and its parts."""
    word = shape.kind
    if shape.text:
        word = _REFERENCE + shape.text if word == _NAMED else f"{word} {shape.text}"
    return [word, *map(_plain, shape.parts)] if shape.parts else word


# --- from lines ---------------------------------------------------------------------------------


class _Package(Struct, array_like=True, tag="package"):
    package: str
    version: str
    server: str


class _Client(Struct, array_like=True, tag="client"):
    name: str
    annotation: str
    facts: str
    pointer: str


class _Item(Struct, array_like=True):
    name: str
    shape: object
    facts: str = ""
    wire: str | None = ""
    default: str = ""


class _Method(Struct, array_like=True, tag="method"):
    symbol: str
    kind: str
    facts: str
    key: str
    route: str
    result: object
    errors: list[tuple[str, object]]
    security: tuple[tuple[str, ...], ...]
    arguments: list[_Item]


class _Class(Struct, array_like=True, tag="class"):
    name: str
    kind: str
    facts: str
    direction: int
    key: str
    pointer: str
    shape: object
    members: tuple[tuple[str, str], ...]
    properties: list[_Item]


_Line: TypeAlias = _Package | _Client | _Method | _Class


def _surface(lines: set[str]) -> Surface:
    package = version = server = ""
    methods: dict[str, Method] = {}
    classes: dict[str, Class] = {}
    arguments: dict[str, ClientArgument] = {}
    for line in sorted(lines):
        row: _Line = msgspec.convert(json.loads(line), type=_Line)
        match row:
            case _Package(package, version, server):
                pass
            case _Client(name, annotation, facts, pointer):
                needed = _REQUIRED in facts
                arguments[name] = ClientArgument(name, annotation, needed, pointer)
            case _Method() as method:
                methods[method.symbol] = _method(method)
            case _Class() as found:
                classes[found.name] = _class(found)
    return Surface(package, version, methods, classes, arguments, server)


def _method(row: _Method) -> Method:
    return Method(
        symbol=row.symbol,
        kind=row.kind,
        key=row.key,
        route=row.route,
        arguments=tuple(
            Argument(**_common_fields(item), place=item.facts.partition(" ")[0])
            for item in row.arguments
        ),
        result=_shape(row.result),
        errors=tuple((status, _shape(shape)) for status, shape in row.errors),
        security=row.security,
        deprecated=_DEPRECATED in row.facts,
        pointer="",
    )


def _class(row: _Class) -> Class:
    return Class(
        name=row.name,
        kind=row.kind,
        properties=tuple(Property(**_common_fields(item)) for item in row.properties),
        members=row.members,
        shape=None if row.shape is None else _shape(row.shape),
        direction=Direction(row.direction),
        deprecated=_DEPRECATED in row.facts,
        key=row.key,
        pointer=row.pointer or _pointer(row.key),
    )


def _common_fields(item: _Item) -> Mapping[str, Any]:
    """Return the fields that arguments and properties have in common."""
    facts = item.facts.split()
    return {
        "name": item.name,
        "wire": item.name if item.wire == "" else item.wire or "",
        "shape": _shape(item.shape),
        "required": _REQUIRED in facts,
        "default": item.default,
        "deprecated": _DEPRECATED in facts,
        "pointer": "",
    }


def _shape(plain: object) -> Shape:
    row = cast("list[object]", plain) if isinstance(plain, list) else [plain]
    if not row or not isinstance(word := row[0], str):
        raise ValueError(row)
    if word.startswith(_REFERENCE):
        return Shape(_NAMED, text=word.removeprefix(_REFERENCE))
    kind, _, text = word.partition(" ")
    return Shape(kind, tuple(map(_shape, row[1:])), text)


def _pointer(key: str) -> str:
    """Return the pointer in a key, which is the place of the thing by default."""
    return key.partition(";")[0]
