"""The data classes of a `Surface`, which `survey` returns and `compare` compares.

Each thing is identified by its symbol, as in the code of callers, and has the pointer of its place
in the document.
"""

from __future__ import annotations

from enum import Flag
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.surface.shapes import Shape


class Direction(Flag):
    """The directions in which values of a class are transferred."""

    NONE = 0
    SENT = 1
    RECEIVED = 2


class Argument(Struct, frozen=True):
    """An argument of a method."""

    name: str
    wire: str
    place: str
    """`path`, `query`, `header`, `cookie`, `body`, or `client`, which overrides the client's."""
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
    """The attributes from the client: `livestreams.list`."""
    kind: str
    """`operation`, `iterator`, `wait`, `scope` or `webhook`."""
    key: str
    """The operation id; empty if there is none."""
    route: str
    """The HTTP method and path: `GET /pets/{id}`."""
    arguments: tuple[Argument, ...]
    """The arguments; positional ones first, in the order of the path."""
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
    """The properties of a model."""
    members: tuple[tuple[str, str], ...]
    """The names and values of an enum."""
    shape: Shape | None
    """The type of an alias."""
    direction: Direction
    deprecated: bool
    key: str
    """The text of its id in the document."""
    pointer: str


class ClientArgument(Struct, frozen=True):
    """An argument of the client."""

    name: str
    annotation: str
    needed: bool
    """Whether a method cannot be called without it."""
    pointer: str


class Surface(Struct, frozen=True):
    """The methods, classes and arguments of a client."""

    package: str
    version: str
    """The document's own version."""
    methods: Mapping[str, Method]
    classes: Mapping[str, Class]
    client_arguments: Mapping[str, ClientArgument]
    server: str
    """The default base URL."""
