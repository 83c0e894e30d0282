"""The whole API: operations, declared things, security schemes and other data of the client."""

from __future__ import annotations

from enum import Enum

from msgspec import Struct

from speccast.ir.declared import Declared
from speccast.ir.documentation import Doc
from speccast.ir.operations import Operation, Place, Server, Webhook
from speccast.ir.types import Id, JsonValue, Text, Type


class SecurityKind(Enum):
    """The kinds of security schemes that the client supports."""

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


class WebhookSignature(Struct, frozen=True):
    """A signature of webhooks with RSA-SHA256, other than that of Standard Webhooks."""

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
    """The operation that explains a failed wait, and its arguments."""

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


class Info(Struct, frozen=True):
    """The licence and the contact of an API."""

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
    """The used ones, in the order of their first use."""
    resources: tuple[tuple[tuple[Text, ...], Doc], ...]
    """The documentation of tags, by their levels."""
    error: ErrorShape = ErrorShape()
    signature: WebhookSignature | None = None
    waits: tuple[Wait, ...] = ()
    scopes: tuple[Scope, ...] = ()
    extra_types: tuple[Type, ...] = ()
    """Types that the configuration names, even if no operation uses them."""
    merges: tuple[tuple[Id, tuple[str, ...]], ...] = ()
    """Declared things with the pointers of the schemas merged into them (`allOf`, a union
    and its branch)."""
    info: Info = Info()
    ignored_keywords: tuple[str, ...] = ()
    """The pointers of keywords that close a schema, but are ignored because an `allOf` extends it.
    """
