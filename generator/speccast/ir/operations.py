"""Operations with their parameters, pagination and servers; and webhooks."""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.ir.bodies import Body, Content, Encoding, Response, Style
from speccast.ir.documentation import Constraint, Doc, Example, Proposal
from speccast.ir.types import Id, JsonValue, Text, Type

if TYPE_CHECKING:
    from collections.abc import Iterator


class Place(StrEnum):
    """The location of a parameter (`in`)."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    QUERYSTRING = "querystring"
    """The whole query: a form, JSON text (`Style.JSON`) or plain text (`Style.SIMPLE`)."""


class Parameter(Struct, frozen=True):
    """A parameter of an operation."""

    wire: Text
    place: Place
    type: Type
    required: bool
    style: Style
    explode: bool
    doc: Doc
    pointer: str
    name: Text | None = None
    default: JsonValue | None = None
    constraints: tuple[Constraint, ...] = ()
    examples: tuple[Example, ...] = ()
    allow_reserved: bool = False
    client: bool = False
    """Passed once to the client (`x-speccast-client-parameters`); a call can override it."""
    secret: bool = False
    encodings: tuple[Encoding, ...] = ()
    """QUERYSTRING that is a form: the encodings of its members."""


class PagingKind(Enum):
    """The way to request the next page (`x-speccast-pagination`)."""

    PAGE = "page"
    OFFSET = "offset"
    CURSOR = "cursor"
    NEXT_LINK = "next-link"
    LINK_HEADER = "link-header"


class Paging(Struct, frozen=True):
    """The pagination of an operation. Of several pointers, the first one with a value is used."""

    kind: PagingKind
    parameter: Text | None
    """The query parameter that selects the page: a number, an offset or a cursor."""
    size: Text | None
    """The query parameter for the number of items per page."""
    items: tuple[Text, ...]
    total: tuple[Text, ...]
    """The total number of items."""
    end: tuple[Text, ...]
    """The number of the page's last item, counted from 1."""
    next: tuple[Text, ...]
    """The next cursor or link."""
    more: tuple[Text, ...]
    """A boolean: whether there is a next page."""
    name: Text
    """The method's name; `iter` by default."""
    item_path: tuple[tuple[Id, Text, bool], ...] | None
    """The properties from the decoded body to its items, if all of them are typed: each with its
    model, and with whether the value that has the property may be None."""
    item: Type
    first: int = 1
    """The number of the first page."""
    in_body: bool = False
    """Whether the parameters are members of the body, and not of the query."""
    pages: tuple[Text, ...] = ()
    """PAGE: the total number of pages."""


class Link(Struct, frozen=True):
    """A documented link from a response to another operation."""

    name: Text
    operation: Text
    doc: Doc


class ServerVariable(Struct, frozen=True):
    """A variable of a server's URL."""

    name: Text
    default: Text
    values: tuple[Text, ...]
    doc: Doc


class Server(Struct, frozen=True):
    """A base URL."""

    url: Text
    variables: tuple[ServerVariable, ...]
    doc: Doc


class Operation(Struct, frozen=True):
    """One method of the client."""

    key: Text | None
    """The `operationId`."""
    method: str
    """In capitals."""
    path: Text
    """The path template, as in the document."""
    proposals: tuple[Proposal, ...]
    """The candidates for the method's name."""
    resource: tuple[Proposal, ...]
    """The candidates for the attributes that lead to it, one word each; empty: the client itself.
    """
    parameters: tuple[Parameter, ...]
    """Path parameters come first, in the order of the path."""
    body: Body | None
    responses: tuple[Response, ...]
    security: tuple[tuple[Text, ...], ...]
    """Alternatives, each a set of scheme keys used together; an empty set: no authentication."""
    servers: tuple[Server, ...]
    """The servers of the operation or its path, if it has any."""
    doc: Doc
    pointer: str
    paging: Paging | None = None
    success: Text | None = None
    """A flag in the body; a 2xx response with the flag false is an error (`x-speccast-success`)."""
    idempotent: bool = False
    stream: Text | None = None
    """The parameter, or member of the body, that requests a stream; None: the one named
    `stream`, if any."""
    links: tuple[Link, ...] = ()
    tags: tuple[Text, ...] = ()


def sent(operation: Operation) -> Iterator[Type]:
    """Iterate the types in the requests of an operation."""
    yield from (parameter.type for parameter in operation.parameters)
    body = operation.body
    if body is not None and body.arguments is not None:
        yield from (argument.type for argument in body.arguments)
    if body is not None and (body.arguments is None or body.is_choice):
        yield from (content.type for content in body.contents)


def received(operation: Operation) -> Iterator[Type]:
    """Iterate the types in the responses of an operation."""
    for response in operation.responses:
        yield from (content.type for content in response.contents)
        yield from (header.type for header in response.headers)


class Webhook(Struct, frozen=True):
    """A request that the API sends: a webhook or a callback. The package has a decoder for it."""

    proposals: tuple[Proposal, ...]
    method: str
    contents: tuple[Content, ...]
    doc: Doc
    pointer: str
