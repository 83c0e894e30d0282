"""Drafts: declared types during the lowering, before their ids and properties are final.

`lowering` creates them. `completion/` compares them, and converts them to `ir.Declared`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct

from speccast.lower.naming.type_names import Source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.ir import Discriminator, EnumValue, Id, Property, Scalar, Type
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import JsonObject, Part


class Subject(Struct, frozen=True):
    """The schemas that a type is lowered from, with its id and its location."""

    parts: list[Part]
    """The more specific ones come later; the last one is the schema at the location."""
    name: Id
    name_path: NamePath

    @property
    def pointer(self) -> str:
        """The location of the type in the document."""
        return self.parts[-1][1]

    def variant(self, part: str | int) -> Subject:
        """Return the subject of a part of the type."""
        return Subject(self.parts, self.name.of(part), self.name_path)

    def source(self) -> Source:
        """Return the origin of the declared type; its bases do not document it."""
        own = self.pointer
        doc_parts = [part for part in reversed(self.parts) if part[1].startswith(own)]
        return Source(self.name, self.name_path, doc_parts)


class PropertyDraft(Struct):
    """A property, and the directions in which it is used."""

    property: Property
    read_only: bool = False
    write_only: bool = False
    undeclared: bool = False
    """Whether it has no schema, and is only required: it must be sent, but may not be received."""


class ModelDraft(Struct):
    """An object with named properties."""

    source: Source
    subject: Subject
    properties: list[PropertyDraft] = []
    additional: Type | None = None
    files: bool = False
    """Its properties are the parts of a multipart body."""
    event: bool = False
    """Its properties are the fields of a server-sent event."""


class EnumDraft(Struct):
    """An enumeration."""

    source: Source
    values: tuple[EnumValue, ...]
    scalar: Scalar


class Branch(Struct):
    """One branch of a union, with its schema."""

    type: Type
    node: JsonObject
    pointer: str
    raw_discriminator: JsonObject | None = None
    """The keyword of the flattened union that it comes from."""


class UnionDraft(Struct):
    """A union; in a cycle its branches may still be unions."""

    source: Source
    branches: list[Branch]
    raw_discriminator: JsonObject | None = None
    """The keyword, as in the document."""
    discriminator: Discriminator | None = None
    """Set when all models are complete."""


class AliasDraft(Struct):
    """A name for a type that contains itself, or that is too big to be spelled inline."""

    source: Source
    type: Type


Draft: TypeAlias = "ModelDraft | EnumDraft | UnionDraft | AliasDraft"


def types_in(draft: Draft) -> Iterator[Type]:
    """Iterate the component types of a declared type."""
    match draft:
        case ModelDraft():
            for entry in draft.properties:
                yield entry.property.type
            if draft.additional is not None:
                yield draft.additional
        case UnionDraft():
            for branch in draft.branches:
                yield branch.type
            if draft.discriminator is not None:
                yield from (kind for _, kind in draft.discriminator.mapping)
        case AliasDraft():
            yield draft.type
        case EnumDraft():
            return
