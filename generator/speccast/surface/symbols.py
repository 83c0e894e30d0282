"""What a caller of a package can see, as plain data: what `survey` returns and `compare` compares.

Everything is known by its symbol, the way a caller writes it, and carries the pointer of the place
in the document that it comes from.
"""

from __future__ import annotations

from enum import Flag
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.surface.shapes import Shape


class Way(Flag):
    """Where values of a class travel."""

    NOWHERE = 0
    SENT = 1
    RECEIVED = 2


class Argument(Struct, frozen=True):
    """An argument of a method."""

    name: str
    wire: str
    place: str
    """`path`, `query`, `header`, `cookie`, `body`, or `client`: overrides what the client has."""
    shape: Shape
    """The documented type; an argument that is not required may also be None."""
    required: bool
    default: str
    """The documented default as JSON text; empty if there is none."""
    deprecated: bool
    pointer: str


class Method(Struct, frozen=True):
    """A method of the client, or a function of `webhooks`."""

    symbol: str
    """`livestreams.list`, as on the client."""
    kind: str
    """`operation`, `iterator`, `wait`, `scope` or `webhook`."""
    key: str
    """The operation id; empty if there is none."""
    route: str
    """`GET /pets/{id}`: what is called."""
    arguments: tuple[Argument, ...]
    """Those of the path first, in its order: they are positional."""
    result: Shape
    errors: tuple[tuple[str, Shape], ...]
    """The documented error bodies by status."""
    security: tuple[tuple[str, ...], ...]
    """Alternatives, each a set of arguments of the client."""
    deprecated: bool
    pointer: str


class Property(Struct, frozen=True):
    """An attribute of a model."""

    name: str
    wire: str
    shape: Shape
    required: bool
    default: str
    deprecated: bool
    pointer: str


class Class(Struct, frozen=True):
    """A thing in `models`: a model, an enum or an alias."""

    name: str
    kind: str
    """`model`, `enum` or `alias`."""
    properties: tuple[Property, ...]
    """Of a model."""
    members: tuple[tuple[str, str], ...]
    """Of an enum: name and value."""
    shape: Shape | None
    """Of an alias: its type."""
    way: Way
    deprecated: bool
    key: str
    """Its identity in the document."""
    pointer: str


class ClientArgument(Struct, frozen=True):
    """An argument of the client."""

    name: str
    annotation: str
    needed: bool
    """Whether a method cannot be called without it."""
    pointer: str


class Surface(Struct, frozen=True):
    """All of it."""

    package: str
    version: str
    """The document's own version."""
    methods: Mapping[str, Method]
    classes: Mapping[str, Class]
    client_arguments: Mapping[str, ClientArgument]
    server: str
    """The base URL that is used when the caller names none."""
