"""Declared things, which become classes or named types."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from speccast.ir.documentation import Constraint, Doc, Example, Proposal
from speccast.ir.types import Id, JsonValue, Scalar, Text, Type

if TYPE_CHECKING:
    from collections.abc import Iterator


class Usage(Enum):
    """Whether values are sent or received, which affects absent and null values."""

    RECEIVED = "received"
    SENT = "sent"
    BOTH = "both"


class Property(Struct, frozen=True):
    """A named property of a model."""

    wire: Text
    type: Type
    required: bool
    doc: Doc
    pointer: str
    name: Text | None = None
    """A name that the configuration or an extension sets; None: derived from `wire`."""
    default: JsonValue | None = None
    constraints: tuple[Constraint, ...] = ()
    examples: tuple[Example, ...] = ()
    also_at: tuple[Text, ...] = ()
    """Other locations of the value, as pointers from the body's root (`x-speccast-also-at`)."""
    client: bool = False
    """For an argument: whether it is passed once to the client; a call can override it."""
    secret: bool = False
    """Whether it is hidden in a repr, an error and a log (`format: password`)."""
    content: Type | None = None
    """The type of the JSON in a string (`contentSchema`)."""


class Model(Struct, frozen=True):
    """An object with named properties; becomes a class."""

    id: Id
    proposals: tuple[Proposal, ...]
    doc: Doc
    properties: tuple[Property, ...]
    usage: Usage
    pointer: str
    additional: Type | None = None
    """The type of additional properties. None: they are kept unchanged."""
    examples: tuple[Example, ...] = ()


class EnumValue(Struct, frozen=True):
    """One value of an enum."""

    value: Text | int
    name: Text | None
    """From `x-enum-varnames`; None: derived from the value."""
    doc: Doc


class EnumType(Struct, frozen=True):
    """An open enumeration of strings, or of integers; becomes a class."""

    id: Id
    proposals: tuple[Proposal, ...]
    doc: Doc
    values: tuple[EnumValue, ...]
    scalar: Scalar
    """The type of its values: `STR` or `INT`."""
    pointer: str
    usage: Usage = Usage.BOTH


Tag: TypeAlias = "Text | int | bool"
"""A value of a discriminator; no union has both integers and booleans."""


class Discriminator(Struct, frozen=True):
    """The property of an object that identifies its branch."""

    wire: Text
    mapping: tuple[tuple[Tag, Type], ...]
    """Each known value with its branch, in document order."""
    otherwise: Type | None = None
    """The branch of all other values (`defaultMapping`, or the base that all others extend);
    None: an object with another value has no documented type."""


class Union(Struct, frozen=True):
    """A value of one of several types: a type alias with a decoder, or written inline."""

    id: Id
    proposals: tuple[Proposal, ...]
    doc: Doc
    branches: tuple[Type, ...]
    """At least two, all different, in order; none is itself a union or nullable."""
    discriminator: Discriminator | None
    pointer: str


class Alias(Struct, frozen=True):
    """A name for a type that contains itself, or that is too big to be written inline."""

    id: Id
    proposals: tuple[Proposal, ...]
    doc: Doc
    type: Type
    pointer: str


Declared: TypeAlias = "Model | EnumType | Union | Alias"


def parts(declared: Declared) -> Iterator[Type]:
    """Iterate the component types of a declared thing."""
    match declared:
        case Model():
            yield from (property_.type for property_ in declared.properties)
            if declared.additional is not None:
                yield declared.additional
        case Union():
            yield from declared.branches
            if declared.discriminator is not None:
                yield from (type_ for _, type_ in declared.discriminator.mapping)
        case Alias():
            yield declared.type
        case EnumType():
            return
