"""Candidates for names, documentation, constraints and examples, which most things have."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from speccast.ir.types import JsonValue, Text


class Priority(Enum):
    """The priority of a name, highest first."""

    PINNED = 0
    """Set by the configuration or an `x-speccast-*` extension."""
    REQUIRED = 1
    """The document names the thing itself: a component key, an operation id, a property name."""
    SUGGESTED = 2
    """A title, or a name composed from the context."""


class Proposal(Struct, frozen=True):
    """A candidate for a name: words from the document, which `names/` converts to an identifier."""

    kind: Priority
    words: tuple[Text, ...]
    """Together they are one name: `(Text("order"), Text("item"))` suggests `OrderItem`."""


class Doc(Struct, frozen=True):
    """Documentation for human readers."""

    summary: Text | None = None
    description: Text | None = None
    deprecated: bool = False
    url: Text | None = None


class Constraint(Struct, frozen=True):
    """A validation keyword (`minLength`, …) for documentation and tests; it is never enforced."""

    keyword: str
    value: JsonValue


class Example(Struct, frozen=True):
    """A documented example."""

    name: Text | None
    value: JsonValue
    pointer: str
