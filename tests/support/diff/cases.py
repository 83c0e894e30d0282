"""One case for each kind of change: a part of a document, before and after, and a calling program.

All parts are in one document, each with a path, a resource and class names of its own, so that
two packages are enough for all of them. A program is right with the old package.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

S = {"type": "string"}
I = {"type": "integer"}  # noqa: E741 - as short as its neighbour
TEXT_OR_NUMBER = {"type": ["string", "integer"]}
PRELUDE = """\
from api import Client, models, operations, testing

transport = testing.FakeTransport()
client = Client(transport=transport, max_retries=0)
"""


@dataclass(frozen=True)
class Part:
    """A part of a document: an operation, schemas, and settings of the client."""

    params: tuple[dict[str, Any], ...] = ()
    body: dict[str, Any] | None = None
    """The properties of the body, the required ones with a `!`."""
    result: dict[str, Any] = field(default_factory=lambda: S)
    schemas: dict[str, Any] = field(default_factory=dict[str, Any])
    """By the suffix of the name."""
    path: str = ""
    name: str = "call"
    extra: dict[str, Any] = field(default_factory=dict[str, Any])
    errors: dict[str, Any] = field(default_factory=dict[str, Any])
    scheme: dict[str, Any] | None = None
    absent: bool = False


@dataclass(frozen=True)
class Case:
    """A kind of change."""

    kind: str
    old: Part
    new: Part
    program: str
    """`K` is replaced by the resource, `T` by the prefix of class names."""

    @property
    def resource(self) -> str:
        """The attribute of the client."""
        return self.kind.replace("-", "_")

    @property
    def prefix(self) -> str:
        """The prefix of its classes."""
        return "".join(word.capitalize() for word in self.kind.split("-"))

    @property
    def source(self) -> str:
        """The program."""
        body = self.program.replace("models.T", f"models.{self.prefix}")
        return PRELUDE + body.replace(".K.", f".{self.resource}.") + "\n"


def query(name: str, schema: dict[str, Any], **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return a query parameter."""
    return {"name": name, "in": "query", "schema": schema, **more}


def path(name: str) -> dict[str, Any]:
    """Return a path parameter."""
    return {"name": name, "in": "path", "required": True, "schema": S}


def model(required: str = "", **properties: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
    """Return an object; `required` names the properties that are."""
    return {"type": "object", "required": required.split(), "properties": properties}


def listed(schema: dict[str, Any]) -> dict[str, Any]:
    """Return an array."""
    return {"type": "array", "items": schema}


def sent(schema: dict[str, Any]) -> Part:
    """Return an operation that sends a value of a class."""
    return Part(body={"it": {"$ref": "T"}}, schemas={"": schema})


def received(schema: dict[str, Any]) -> Part:
    """Return an operation that returns a value of a class."""
    return Part(result={"$ref": "T"}, schemas={"": schema})


def args(*params: dict[str, Any], **more: Any) -> Part:  # noqa: ANN401 - the fields
    """Return an operation with parameters."""
    return Part(params=params, **more)


AB = {"A": model(a=S), "B": model(b=S)}
UNION = [{"$ref": "TA"}, {"$ref": "TB"}]


def union(way: str, *more: dict[str, Any]) -> Part:
    """Return an operation with a named union in requests or responses."""
    schemas = {**AB, "": {"oneOf": [*UNION, *more]}}
    if way == "sent":
        return Part(body={"it": {"$ref": "T"}}, schemas=schemas)
    return Part(result={"$ref": "T"}, schemas=schemas)


KEY = {"type": "apiKey", "in": "header", "name": "X-Key"}
_CALLED = "x-speccast-argument"
LIVE = {"type": "string", "enum": ["live", "idle"]}
GONE = {**LIVE, "enum": ["live", "idle", "gone"]}
CALL = "client.K.call()"

CASES = [
    Case("method-removed", Part(), Part(absent=True), CALL),
    Case("method-renamed", Part(), Part(name="invoke"), CALL),
    Case("method-added", Part(absent=True), Part(), "assert client"),
    Case("method-deprecated", Part(), Part(extra={"deprecated": True}), CALL),
    Case("argument-removed", args(query("a", S)), args(), "client.K.call(a='1')"),
    Case("argument-renamed", args(query("size", I)), args(query("sizes", I)),
         "client.K.call(size=1)"),
    Case("argument-added", args(), args(query("a", S)), CALL),
    Case("required-argument-added", args(), args(query("a", S, required=True)), CALL),
    Case("argument-required", args(query("a", S)), args(query("a", S, required=True)), CALL),
    Case("argument-optional", args(query("a", S, required=True)), args(query("a", S)),
         "client.K.call(a='1')"),
    Case("argument-moved", args(path("a"), path="/{a}"), args(query("a", S, required=True)),
         "client.K.call('1')"),
    Case("arguments-reordered", args(path("a"), path("b"), path="/{a}/{b}"),
         args(path("a"), path("b"), path="/{b}/{a}"),
         "assert operations.K.call('1', '2').path == {'a': '1', 'b': '2'}"),
    Case("argument-narrowed", args(query("a", TEXT_OR_NUMBER)), args(query("a", I)),
         "client.K.call(a='x')"),
    Case("argument-listed", args(query("a", S)), args(query("a", listed(S))),
         "client.K.call(a='1')"),
    Case("argument-widened", args(query("a", I)), args(query("a", TEXT_OR_NUMBER)),
         "client.K.call(a=1)"),
    Case("argument-default", args(query("a", {**I, "default": 1})),
         args(query("a", {**I, "default": 2})), CALL),
    Case("argument-null", Part(body={"a": S}), Part(body={"a": {"type": ["string", "null"]}}),
         "client.K.call(a=None)"),
    Case("argument-deprecated", args(query("a", S)), args(query("a", S, deprecated=True)),
         "client.K.call(a='1')"),
    Case("result-widened", Part(), Part(result=TEXT_OR_NUMBER), "client.K.call().upper()"),
    Case("result-retyped", Part(result=listed(TEXT_OR_NUMBER)), Part(result=listed(S)),
         "found: list[str | int] = client.K.call()"),
    Case("result-narrowed", Part(result=TEXT_OR_NUMBER), Part(), "str(client.K.call()).upper()"),
    Case("error-changed", Part(errors={"404": S}), Part(errors={"404": I}), CALL),
    Case("route-changed", Part(), Part(path="/more"), CALL),
    Case("auth-changed", Part(scheme=KEY), Part(scheme=KEY, extra={"security": []}),
         "Client(transport=transport, changed='k').K.call()".replace(".K.", ".auth_changed.")),
    Case("client-argument-removed", Part(scheme=KEY), Part(),
         "Client(transport=transport, client_argument_removed='k')"),
    Case("client-argument-renamed", Part(scheme=KEY | {_CALLED: {"name": "old_key"}}),
         Part(scheme=KEY | {_CALLED: {"name": "new_key"}}),
         "Client(transport=transport, old_key='k')"),
    Case("client-argument-added", Part(extra={"security": []}),
         Part(scheme=KEY, extra={"security": [{}, {"client_argument_added": []}]}), CALL),
    Case("client-argument-changed", Part(scheme=KEY),
         Part(scheme={"type": "http", "scheme": "basic"}),
         "Client(transport=transport, client_argument_changed=lambda: 'k')"),
    Case("client-argument-needed", Part(), args(path("account"), path="/{account}"), CALL),
    Case("server-changed", Part(), Part(), CALL),
    Case("model-removed", received(model(a=S)), Part(), "models.T()"),
    Case("model-renamed", Part(result={"$ref": "TOne"}, schemas={"One": model(a=S, b=S)}),
         Part(result={"$ref": "TOnes"}, schemas={"Ones": model(a=S, b=S)}), "models.TOne()"),
    Case("model-replaced", received(model(a=S)), received(LIVE), "models.T()"),
    Case("model-added", Part(), received(model(a=S)), "assert models"),
    Case("model-deprecated", received(model(a=S)), received({**model(a=S), "deprecated": True}),
         "models.T()"),
    Case("property-removed", received(model(a=S, z=I)), received(model(z=I)),
         "models.T.from_dict({}).a"),
    Case("property-renamed", received(model(size=I)), received(model(sizes=I)),
         "models.T.from_dict({}).size"),
    Case("property-added", received(model(a=S)), received(model(a=S, b=S)),
         "models.T.from_dict({'a': '1'}).a"),
    Case("required-property-added", sent(model(z=I)), sent(model("a", a=S, z=I)),
         "client.K.call(it=models.T())"),
    Case("property-required", sent(model(a=S)), sent(model("a", a=S)),
         "client.K.call(it=models.T())"),
    Case("property-optional", received(model("a", a=S)), received(model(a=S)),
         "models.T.from_dict({'a': '1'}).a.upper()"),
    Case("property-present", received(model(a=S)), received(model("a", a=S)),
         "str(models.T.from_dict({'a': '1'}).a or '')"),
    Case("property-omittable", sent(model("a", a=S)), sent(model(a=S)),
         "client.K.call(it=models.T(a='1'))"),
    Case("property-narrowed", sent(model(a=TEXT_OR_NUMBER)), sent(model(a=I)),
         "client.K.call(it=models.T(a='x'))"),
    Case("property-widened", received(model("a", a=S)), received(model("a", a=TEXT_OR_NUMBER)),
         "models.T.from_dict({'a': '1'}).a.upper()"),
    Case("property-retyped", received(model("a", a=listed(TEXT_OR_NUMBER))),
         received(model("a", a=listed(S))),
         "found: list[str | int] = models.T.from_dict({'a': ['1']}).a"),
    Case("property-restricted", received(model("a", a=TEXT_OR_NUMBER)), received(model("a", a=S)),
         "str(models.T.from_dict({'a': '1'}).a)"),
    Case("property-relaxed", sent(model(a=I)), sent(model(a=TEXT_OR_NUMBER)),
         "client.K.call(it=models.T(a=1))"),
    Case("property-default", sent(model(a={**I, "default": 1})),
         sent(model(a={**I, "default": 2})), "client.K.call(it=models.T())"),
    Case("property-deprecated", received(model(a=S)),
         received(model(a={**S, "deprecated": True})),
         "models.T.from_dict({'a': '1'}).a"),
    Case("alias-widened", union("received"), union("received", I),
         "found: models.TA | models.TB = client.K.call()"),
    Case("alias-narrowed", union("sent", I), union("sent"), "client.K.call(it=1)"),
    Case("alias-restricted", union("received", I), union("received"),
         "found: models.TA | models.TB | int = client.K.call()"),
    Case("alias-relaxed", union("sent"), union("sent", I), "client.K.call(it=models.TA(a='1'))"),
    Case("member-removed", received(GONE), received(LIVE),
         "models.T.GONE"),
    Case("member-renamed", received(LIVE), received({**LIVE, "enum": ["live", "idling"]}),
         "models.T.IDLE"),
    Case("member-added", received(LIVE), received(GONE),
         "models.T('live')"),
]  # fmt: skip


def documents(cases: Sequence[Case]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the old document and the new one."""
    old, new = (_document([(case, getattr(case, side)) for case in cases]) for side in _SIDES)
    return old, new


_SCHEMAS = "#/components/schemas/"
_SIDES = ("old", "new")


def _document(parts: list[tuple[Case, Part]]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "api", "version": "1"},
        "servers": [{"url": "https://old.example.com"}],
        "x-speccast-client-parameters": {"account": {}},
        "paths": {},
        "components": {"schemas": {}, "securitySchemes": {}},
    }
    for case, part in parts:
        _add(document, case, part)
    return document


def _add(document: dict[str, Any], case: Case, part: Part) -> None:
    components = document["components"]
    for name, schema in part.schemas.items():
        components["schemas"][case.prefix + name] = _led(schema, case.prefix)
    if part.scheme:
        components["securitySchemes"][case.resource] = part.scheme
    if not part.absent:
        route = f"/{case.kind}{part.path}"
        document["paths"][route] = {"post": _led(_operation(case, part), case.prefix)}


def _operation(case: Case, part: Part) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": f"{case.resource}.{part.name}",
        "x-speccast-method": f"{case.resource}.{part.name}",
        "parameters": list(part.params),
        "responses": {"200": _response(part.result)}
        | {status: _response(schema) for status, schema in part.errors.items()},
    }
    if part.scheme:
        operation["security"] = [{case.resource: []}]
    if part.body is not None:
        content = {"application/json": {"schema": model(**part.body)}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation | part.extra


def _response(schema: dict[str, Any]) -> dict[str, Any]:
    return {"description": "d", "content": {"application/json": {"schema": schema}}}


def _led(node: Any, prefix: str) -> Any:  # noqa: ANN401 - JSON
    """Return a part whose references lead to the case's own schemas."""
    if isinstance(node, dict):
        return {
            key: f"{_SCHEMAS}{prefix}{value[1:]}" if key == "$ref" else _led(value, prefix)
            for key, value in cast("dict[str, Any]", node).items()
        }
    if isinstance(node, list):
        return [_led(item, prefix) for item in cast("list[object]", node)]
    return node
