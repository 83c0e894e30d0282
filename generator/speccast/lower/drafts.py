"""Declared types while they are being lowered: what is known so far, still without final names and ids.

`Schemas` makes them, `merge` and `usage` look at them, `finish` turns them into `ir.Declared`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from speccast.ir import EnumValue, Id, Property, Type

    from .notes import Layer
    from .raw import JsonObject
    from .where import Where


@dataclass(slots=True)
class Source:
    """Where a declared type comes from."""

    id: Id
    where: Where
    layers: list[Layer]
    """The schema's own keywords first; for documentation, titles, examples."""

    @property
    def pointer(self) -> str:
        """Where it stands in the document."""
        return self.layers[0][1]


@dataclass(slots=True)
class PropertyDraft:
    """A property with what decides in which direction it travels."""

    property: Property
    read_only: bool = False
    write_only: bool = False


@dataclass(slots=True)
class ModelDraft:
    """An object with named properties."""

    source: Source
    parts: list[tuple[JsonObject, str]]
    properties: list[PropertyDraft] = field(default_factory=list[PropertyDraft])
    additional: Type | None = None


@dataclass(slots=True)
class EnumDraft:
    """An enumeration."""

    source: Source
    values: tuple[EnumValue, ...]


@dataclass(slots=True)
class Branch:
    """One branch of a union with the schema it was made from."""

    type: Type
    node: JsonObject
    pointer: str


@dataclass(slots=True)
class UnionDraft:
    """A union; its branches may still be unions themselves where a cycle was cut."""

    source: Source
    branches: list[Branch]
    discriminator: JsonObject | None = None


@dataclass(slots=True)
class AliasDraft:
    """A name for a type that contains itself, or that would be too big to be spelled in place."""

    source: Source
    type: Type


Draft: TypeAlias = "ModelDraft | EnumDraft | UnionDraft | AliasDraft"
