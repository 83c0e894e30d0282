"""The types of values: a closed union, and the functions that traverse it."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Id(NamedTuple):
    """The identity of a declared thing."""

    pointer: str
    """The canonical pointer of its schema, `#/components/schemas/Pet`."""
    role: tuple[str | int, ...] = ()
    """The role of the thing, if the schema declares several: `request` for the form that is sent,
    `multipart` for the form with files, the number of a branch. Empty: the schema itself."""

    def of(self, part: str | int) -> Id:
        """Return the identity of a part of this thing."""
        return Id(self.pointer, (*self.role, part))

    def is_within(self, other: Id) -> bool:
        """Return whether this is a part of another thing, or of a schema inside it."""
        if self.pointer == other.pointer:
            return self.role != other.role == self.role[: len(other.role)]
        return not other.role and self.pointer.startswith(f"{other.pointer}/")

    def __str__(self) -> str:
        """Return the key for the manifest, which is compared and never parsed."""
        return ";".join([self.pointer.replace(";", "~2"), *map(str, self.role)])


JsonScalar: TypeAlias = "str | int | float | bool | None"


class Text(Struct, frozen=True):
    """Text from the document."""

    value: str


class JsonValue(Struct, frozen=True):
    """A value from the document (a default, an example), as canonical JSON text."""

    text: str


class Scalar(Enum):
    """The types without component types."""

    STR = "str"
    INT = "int"
    FLOAT = "float"
    """Any JSON number; an integer on the wire stays an `int`."""
    BOOL = "bool"
    DATETIME = "datetime"
    DATE = "date"
    TIME = "time"
    DURATION = "timedelta"
    UUID = "UUID"
    BASE64 = "base64"
    """Bytes, base64 text on the wire (`format: byte`, `contentEncoding: base64`)."""
    BASE64URL = "base64url"
    BINARY = "binary"
    """Bytes that are the whole body, or a part of a multipart body. Never inside JSON."""
    DECIMAL = "decimal"
    """An exact number, text on the wire (`type: string, format: decimal`)."""
    ANY = "any"
    """Any JSON value."""
    NEVER = "never"
    """No value at all (the boolean schema `false`)."""
    NULL = "null"


class Literal(Struct, frozen=True):
    """One of a few fixed values (`const`, and enums that are not open)."""

    values: tuple[Text | int | float | bool | None, ...]


class Ref(Struct, frozen=True):
    """A declared thing: a `Model`, an `EnumType`, a `Union` or an `Alias`."""

    id: Id


class Array(Struct, frozen=True):
    """A homogeneous array."""

    item: Type


class Tuple(Struct, frozen=True):
    """An array with one type per position (`prefixItems`)."""

    items: tuple[Type, ...]
    rest: Type | None
    """The type of further items; None if they are not allowed."""


class Map(Struct, frozen=True):
    """An object without named properties."""

    value: Type


class Nullable(Struct, frozen=True):
    """The inner type, or null. Never nested, never around `ANY` or `NULL`."""

    inner: Type


Type: TypeAlias = "Scalar | Literal | Ref | Array | Tuple | Map | Nullable"


def children(type_: Type) -> tuple[Type, ...]:
    """Return the direct component types of a type."""
    match type_:
        case Array(inner) | Map(inner) | Nullable(inner):
            return (inner,)
        case Tuple(items, rest):
            return items if rest is None else (*items, rest)
        case _:
            return ()


def with_children(type_: Type, change: Callable[[Type], Type]) -> Type:
    """Return the type with changed components; the same object if none changes."""
    match type_:
        case Array(inner) | Map(inner) | Nullable(inner):
            other = change(inner)
            return type_ if other is inner else type(type_)(other)
        case Tuple(items, rest):
            return Tuple(tuple(map(change, items)), None if rest is None else change(rest))
        case _:
            return type_


def within(*types: Type) -> Iterator[Type]:
    """Iterate types and their components, at any depth, without following `Ref`s."""
    waiting = [*types]
    while waiting:
        found = waiting.pop()
        yield found
        waiting += children(found)


def refs(*types: Type) -> Iterator[Id]:
    """Iterate the ids of the declared things that types refer to."""
    return (found.id for found in within(*types) if isinstance(found, Ref))
