"""What a client needs to know about an API, as plain data: made by `lower/`, read by later stages.

Frozen structs. Declared things (models, enums, unions, aliases) refer to each other by `Id` and are
never nested, so cycles need no special treatment. Text that a document's author wrote is a
`Text`, never a `str`: a template cannot print a `Text`; `source.py` must encode it first.
"""

from __future__ import annotations

from enum import Enum, StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Id(NamedTuple):
    """The identity of a declared thing."""

    pointer: str
    """The canonical pointer of its schema, `#/components/schemas/Pet`."""
    role: tuple[str | int, ...] = ()
    """Which of several things that one schema declares: `request` for what is sent alone,
    `multipart` for the form that has files, a branch by its number. Empty: the schema itself."""

    def of(self, part: str | int) -> Id:
        """Return the identity of a part of this thing."""
        return Id(self.pointer, (*self.role, part))

    def is_within(self, other: Id) -> bool:
        """Return whether this is a part of another thing, or of a schema inside it."""
        if self.pointer == other.pointer:
            return self.role != other.role == self.role[: len(other.role)]
        return not other.role and self.pointer.startswith(f"{other.pointer}/")

    def __str__(self) -> str:
        """Return the key by which manifests keep it. It is compared, never parsed."""
        return ";".join([self.pointer.replace(";", "~2"), *map(str, self.role)])


JsonScalar: TypeAlias = "str | int | float | bool | None"


class Text(Struct, frozen=True):
    """A piece of text from the document."""

    value: str


class JsonValue(Struct, frozen=True):
    """A value from the document (a default, an example), as canonical JSON text."""

    text: str


# --- Types: a closed sum ------------------------------------------------------------------------


class Scalar(Enum):
    """The types without parts."""

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
    """The type of further items; None if there can be none."""


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


# --- Notes that travel with most things ---------------------------------------------------------


class HintKind(Enum):
    """The priority of a name, highest first."""

    PINNED = 0
    """Set by the configuration or an `x-speccast-*` extension."""
    REQUIRED = 1
    """The document names the thing itself: a component key, an operation id, a property name."""
    SUGGESTED = 2
    """A title, or a name composed from the context."""


class Hint(Struct, frozen=True):
    """A candidate for a name: words from the document, which naming turns into an identifier."""

    kind: HintKind
    words: tuple[Text, ...]
    """Read as one name: `(Text("order"), Text("item"))` suggests `OrderItem`."""


class Doc(Struct, frozen=True):
    """Documentation for human readers."""

    summary: Text | None = None
    description: Text | None = None
    deprecated: bool = False
    url: Text | None = None


class Constraint(Struct, frozen=True):
    """A validation keyword (`minLength`, …): documented, used to draw values, never enforced."""

    keyword: str
    value: JsonValue


class Example(Struct, frozen=True):
    """A documented example."""

    name: Text | None
    value: JsonValue
    pointer: str


# --- Declared things ----------------------------------------------------------------------------


class Usage(Enum):
    """Whether values are sent or received: decides how absent and null are distinguished."""

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
    """A name pinned by configuration or extension, instead of one made from `wire`."""
    default: JsonValue | None = None
    constraints: tuple[Constraint, ...] = ()
    examples: tuple[Example, ...] = ()
    also_at: tuple[Text, ...] = ()
    """Other locations of the value, as pointers from the body's root (`x-speccast-also-at`)."""
    client: bool = False
    """As an argument: passed once to the client, and a call can override it."""
    secret: bool = False
    """Never shown in a repr, an error or a log (`format: password`)."""
    holds: Type | None = None
    """What the string says as JSON text (`contentSchema`)."""


class Model(Struct, frozen=True):
    """An object with named properties; becomes a class."""

    id: Id
    hints: tuple[Hint, ...]
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
    """From `x-enum-varnames`; None: made from the value."""
    doc: Doc


class EnumType(Struct, frozen=True):
    """An open enumeration of strings, or of integers; becomes a class."""

    id: Id
    hints: tuple[Hint, ...]
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
    """A value of one of several types: a type alias with a decoder, or spelled in place."""

    id: Id
    hints: tuple[Hint, ...]
    doc: Doc
    branches: tuple[Type, ...]
    """At least two, all different, in order; none is itself a union or nullable."""
    discriminator: Discriminator | None
    pointer: str


class Alias(Struct, frozen=True):
    """A named type: it contains itself without a model in between."""

    id: Id
    hints: tuple[Hint, ...]
    doc: Doc
    type: Type
    pointer: str


Declared: TypeAlias = "Model | EnumType | Union | Alias"


def parts(declared: Declared) -> Iterator[Type]:
    """Iterate the types that a declared thing is made of."""
    match declared:
        case Model():
            yield from (each.type for each in declared.properties)
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


# --- Operations ---------------------------------------------------------------------------------


class Place(StrEnum):
    """The location of a parameter (`in`)."""

    PATH = "path"
    QUERY = "query"
    HEADER = "header"
    COOKIE = "cookie"
    QUERYSTRING = "querystring"
    """The whole query: a form, JSON text (`Style.JSON`) or plain text (`Style.SIMPLE`)."""


class Style(StrEnum):
    """How a parameter's value is serialized (OpenAPI, Parameter Object, `style`)."""

    FORM = "form"
    SIMPLE = "simple"
    LABEL = "label"
    MATRIX = "matrix"
    SPACE_DELIMITED = "spaceDelimited"
    PIPE_DELIMITED = "pipeDelimited"
    DEEP_OBJECT = "deepObject"
    COOKIE = "cookie"
    """As `form`, without percent-encoding (OpenAPI 3.2)."""
    JSON = "json"
    """Not in the specification: a `content` parameter, whose value is JSON text."""


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
    """QUERYSTRING that is a form: how some of its members are written."""


class Codec(Enum):
    """The format of a body, which its media type decides."""

    JSON = "json"
    FORM = "form"
    """application/x-www-form-urlencoded"""
    MULTIPART = "multipart"
    TEXT = "text"
    BINARY = "binary"
    EVENTS = "events"
    """text/event-stream"""
    JSON_LINES = "json-lines"
    """application/x-ndjson, application/jsonl and similar"""


class Encoding(Struct, frozen=True):
    """How one property of a form or multipart body is encoded (Encoding Object)."""

    wire: Text
    content_type: Text | None
    style: Style | None
    explode: bool | None
    allow_reserved: bool = False


class Content(Struct, frozen=True):
    """A body in one media type."""

    media_type: Text
    codec: Codec
    type: Type
    """With EVENTS and JSON_LINES: the type of one item."""
    examples: tuple[Example, ...] = ()
    encodings: tuple[Encoding, ...] = ()
    positions: tuple[Text | None, ...] = ()
    """MULTIPART of an array: the media types of its first items (`prefixEncoding`)."""
    event_data: str | None = None
    """EVENTS whose items are objects with the fields of an event: how `data` is decoded, `text`,
    `json` or `either`. None: an item is only the data."""
    rest: Text | None = None
    """MULTIPART of an array: the media type of the other items (`itemEncoding`)."""


class Body(Struct, frozen=True):
    """The request body of an operation."""

    required: bool
    contents: tuple[Content, ...]
    """The preferred media type first; `content_type` selects another."""
    doc: Doc
    pointer: str
    arguments: tuple[Property, ...] | None
    """The properties, each a keyword argument; None: the body is one argument `body`."""
    additional: Type | None = None
    """With `arguments`: the type of additional members, if the schema has one."""
    is_choice: bool = False
    """With `arguments`: they are of several objects, and the body is an argument, too."""
    argument: Text | None = None
    """The name of the one argument (`x-speccast-body-argument`); its properties are none then."""


class ResponseHeader(Struct, frozen=True):
    """A documented response header."""

    wire: Text
    type: Type
    required: bool
    doc: Doc


class Response(Struct, frozen=True):
    """The response of an operation for one status or range of statuses."""

    status: str
    """`200`, `2XX` or `default`."""
    contents: tuple[Content, ...]
    """Empty: no body is documented."""
    headers: tuple[ResponseHeader, ...]
    doc: Doc
    pointer: str
    bodiless: bool = False
    """HTTP allows no body: the method is HEAD, or the status has none."""


class PagingKind(Enum):
    """How the next page is requested (`x-speccast-pagination`)."""

    PAGE = "page"
    OFFSET = "offset"
    CURSOR = "cursor"
    NEXT_LINK = "next-link"
    LINK_HEADER = "link-header"


class Paging(Struct, frozen=True):
    """How an operation is paginated. Of several pointers the first one present is used."""

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
    item_path: tuple[tuple[Id, Text], ...] | None
    """The properties from the decoded body to its items, each with its model, if all of them
    are typed."""
    item: Type
    first: int = 1
    """The number of the first page."""
    in_body: bool = False
    """Whether the parameters are members of the body, and not of the query."""


class Link(Struct, frozen=True):
    """A documented link from a response to another operation."""

    name: Text
    operation: Text
    doc: Doc


class Operation(Struct, frozen=True):
    """One method of the client."""

    key: Text | None
    """The `operationId`."""
    method: str
    """In capitals."""
    path: Text
    """The path template, as in the document."""
    hints: tuple[Hint, ...]
    """For the method's name."""
    resource: tuple[Hint, ...]
    """For the attributes that lead to it, one word each; empty: the client itself."""
    parameters: tuple[Parameter, ...]
    """Those of the path first, in the order of the path."""
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
    """A flag in the body: a 2xx whose flag is false is an error (`x-speccast-success`)."""
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
    """A call that the API makes: a webhook, or a callback. Its body gets a decoder."""

    hints: tuple[Hint, ...]
    method: str
    contents: tuple[Content, ...]
    doc: Doc
    pointer: str


# --- The API as a whole -------------------------------------------------------------------------


class SecurityKind(Enum):
    """The kinds of security scheme that the client can serve."""

    BEARER = "bearer"
    BASIC = "basic"
    KEY_HEADER = "key-header"
    KEY_QUERY = "key-query"
    KEY_COOKIE = "key-cookie"
    CLIENT_CREDENTIALS = "client-credentials"


class SecurityScheme(Struct, frozen=True):
    """A way to authenticate."""

    key: Text
    kind: SecurityKind
    argument: Text | None
    """The name of the client's argument, if the document or configuration sets it."""
    env: Text | None
    """The environment variable that is read if the argument is missing."""
    wire: Text | None
    """The header, query parameter or cookie of a key."""
    token_url: Text | None
    scopes: tuple[Text, ...]
    doc: Doc
    pointer: str
    password: Text | None = None
    """The argument of the password, if user and password are two arguments."""
    password_env: Text | None = None


class ClientParameter(Struct, frozen=True):
    """A parameter passed once to the client."""

    wire: Text
    env: Text | None
    doc: Doc
    pointer: str
    place: Place | None = Place.PATH
    """None: a member of bodies."""
    name: Text | None = None
    """The name of the client's argument, if the document or configuration sets it."""


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


class WebhookSignature(Struct, frozen=True):
    """How webhooks are signed, if not as in Standard Webhooks: RSA-SHA256."""

    header: Text
    encoding: str
    """`base64` or `hex`."""


class ErrorShape(Struct, frozen=True):
    """Pointers to the parts of an error body (`x-speccast-error`)."""

    code: tuple[Text, ...] = ()
    message: tuple[Text, ...] = ()
    request_id: Text | None = None
    """A response header."""


class Wait(Struct, frozen=True):
    """A poller over an operation (`x-speccast-wait`)."""

    name: Text
    """`resource.method`."""
    poll: Text
    """`resource.method` of the operation that is polled."""
    value: tuple[Text, ...]
    """Pointers to the state in the body."""
    until: tuple[JsonValue, ...]
    failed: tuple[JsonValue, ...]
    reason: Reason | None
    tolerate: tuple[int, ...]
    """Statuses that are ignored until the first success."""
    doc: Doc
    pointer: str
    ready: tuple[Text, ...] = ()
    """Pointers to values whose presence means success."""


class Reason(Struct, frozen=True):
    """The operation that explains a failed wait; it is called with polled values."""

    operation: Text
    value: tuple[Text, ...]
    arguments: tuple[tuple[Text, Text], ...]
    """Its path parameters, each with a pointer into the polled body."""


class Scope(Struct, frozen=True):
    """A context manager over operations (`x-speccast-scope`)."""

    name: Text
    enter: Text
    ready: Text | None
    exit: Text
    tolerate: tuple[int, ...]
    """Statuses of the exit that mean "already finished"."""
    doc: Doc
    pointer: str


class Imprint(Struct, frozen=True):
    """Under which terms an API is offered, and by whom."""

    license: Text | None = None
    """Its SPDX expression, or its name."""
    contact: Text | None = None
    """A URL."""


class Api(Struct, frozen=True):
    """A whole API."""

    title: Text
    version: Text
    doc: Doc
    servers: tuple[Server, ...]
    security_schemes: tuple[SecurityScheme, ...]
    client_parameters: tuple[ClientParameter, ...]
    operations: tuple[Operation, ...]
    """In document order."""
    webhooks: tuple[Webhook, ...]
    declared: tuple[Declared, ...]
    """Only those that are used, in the order of their first use."""
    resources: tuple[tuple[tuple[Text, ...], Doc], ...]
    """The documentation of tags, by the attributes that they name."""
    error: ErrorShape = ErrorShape()
    signature: WebhookSignature | None = None
    waits: tuple[Wait, ...] = ()
    scopes: tuple[Scope, ...] = ()
    kept: tuple[Type, ...] = ()
    """Types that the configuration names, even if no operation uses them."""
    merges: tuple[tuple[Id, tuple[str, ...]], ...] = ()
    """Things that several schemas describe together (`allOf`, a union and its branch): pointers."""
    imprint: Imprint = Imprint()
    opened: tuple[str, ...] = ()
    """The pointers of keywords that close a schema and are ignored, since an `allOf` adds to it."""
