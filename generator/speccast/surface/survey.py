"""Collects the `Surface` of a client from an `ir.Api` and its `Names`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.ir import Alias, Codec, EnumType, Model, Place, Scalar, SecurityKind, Text, Union
from speccast.names.reserved import BODY_ARGUMENT, MEDIA_TYPE_ARGUMENT
from speccast.surface import shapes
from speccast.surface.shapes import NONE, STR, Shape, Shaper
from speccast.surface.symbols import (
    Argument,
    Class,
    ClientArgument,
    Direction,
    Method,
    Property,
    Surface,
)
from speccast.views.emission import emitted
from speccast.views.operations.functions import positional_parameters
from speccast.views.operations.responses import distinct_contents, successes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast import ir
    from speccast.names.result import Names

_CREDENTIALS = {
    SecurityKind.BASIC: "tuple[str, str] | str",
    SecurityKind.CLIENT_CREDENTIALS: "ClientCredentials | Token",
}
_KINDS: Final[Mapping[type, str]] = {Model: "model", EnumType: "enum"}


def survey(api: ir.Api, names: Names, positional: str) -> Surface:
    """Return the surface of a client.

    Args:
        api: the API.
        names: the identifiers.
        positional: the rule for positional parameters, see `positional_parameters`.

    """
    shaper = Shaper({thing.id: thing for thing in api.declared}, names.classes)
    methods = [*_Methods(api, names, shaper, positional).all()]
    classes = _Classes(api, names, shaper, methods).all()
    return Surface(
        package=names.package,
        version=api.version.value,
        methods={method.symbol: method for method in methods},
        classes={found.name: found for found in classes},
        client_arguments={found.name: found for found in _client(api, names)},
        server=api.servers[0].url.value if api.servers else "",
    )


class _Methods:
    """Collects the methods."""

    def __init__(self, api: ir.Api, names: Names, shaper: Shaper, positional: str) -> None:
        self.api = api
        self.names = names
        self.shaper = shaper
        self.positional = positional
        self.schemes = {
            scheme.key: names.client_arguments[scheme.pointer] for scheme in api.security_schemes
        }

    def all(self) -> Iterator[Method]:
        """Iterate all methods."""
        for operation in self.api.operations:
            yield self.operation(operation)
            iterator = self.names.iterators.get(operation.pointer)
            if operation.paging and iterator:
                item = self.shaper.of(operation.paging.item)
                yield _plain(iterator.symbol, "iterator", item, operation.pointer)
        for kind, found in (("wait", self.names.waits), ("scope", self.names.scopes)):
            for pointer, name in found.items():
                yield _plain(name.symbol, kind, NONE, pointer)
        for webhook in self.api.webhooks:
            symbol = f"webhooks.{self.names.webhooks[webhook.pointer]}"
            shape = shapes.union([self.content(c) for c in webhook.contents] or [NONE])
            yield _plain(symbol, "webhook", shape, webhook.pointer)

    def operation(self, operation: ir.Operation) -> Method:
        """Return the method of an operation."""
        successful = successes(operation)
        results = [
            shape
            for r in successful
            for shape in ([self.content(c) for c in distinct_contents(r)] or [NONE])
        ]
        errors = tuple(
            (response.status, shapes.union([self.content(c) for c in distinct_contents(response)]))
            for response in operation.responses
            if response not in successful and distinct_contents(response)
        )
        return Method(
            symbol=self.names.operations[operation.pointer].symbol,
            kind="operation",
            key=operation.key.value if operation.key else "",
            route=f"{operation.method} {operation.path.value}",
            arguments=tuple(self.arguments(operation)),
            result=shapes.union(results or [NONE]),
            errors=errors,
            security=tuple(
                tuple(self.schemes.get(key, key.value) for key in keys)
                for keys in operation.security
            ),
            deprecated=operation.doc.deprecated,
            pointer=operation.pointer,
        )

    def content(self, content: ir.Content) -> Shape:
        """Return the shape of a body in a method's arguments or result."""
        match content.codec:
            case Codec.TEXT:
                return STR
            case Codec.BINARY:
                return shapes.BYTES
            case Codec.PARTS if content.type is Scalar.BINARY:
                return Shape("list", (shapes.BYTES,))
            case Codec.EVENTS | Codec.JSON_LINES | Codec.PARTS:
                return Shape("list", (self.shaper.of(content.type),))
            case _:
                return self.shaper.of(content.type)

    def arguments(self, operation: ir.Operation) -> Iterator[Argument]:
        """Iterate the arguments; path parameters have the order of the path."""
        positional = positional_parameters(operation, self.positional)
        for parameter in operation.parameters:
            place = "client" if parameter.client else str(parameter.place)
            place = "keyword" if place == Place.PATH and parameter not in positional else place
            yield self.argument(operation, parameter, place, required=parameter.required)
        body = operation.body
        if body is None or not body.contents:
            return
        for property_ in body.arguments or ():
            required = body.required and property_.required and not property_.client
            yield self.argument(operation, property_, "body", required=required)
        if body.arguments is None or body.is_choice:
            required = body.required and not body.is_choice
            shape = shapes.union([self.content(content) for content in body.contents])
            name = self.names.own_argument(operation, BODY_ARGUMENT)
            yield Argument(name, "", "body", shape, required, "", False, body.pointer)  # noqa: FBT003 - the fields' order
        if len(body.contents) > 1:
            kinds = shapes.union(
                Shape("literal", (STR,), repr(c.media_type.value)) for c in body.contents
            )
            first = body.contents[0].media_type.value
            name = self.names.own_argument(operation, MEDIA_TYPE_ARGUMENT)
            yield Argument(name, "", "body", kinds, False, first, False, body.pointer)  # noqa: FBT003 - as above

    def argument(
        self,
        operation: ir.Operation,
        item: ir.Parameter | ir.Property,
        place: str,
        *,
        required: bool,
    ) -> Argument:
        """Return the argument of a parameter, or of a property of the body."""
        return Argument(
            name=self.names.arguments[operation.pointer, item.pointer],
            wire=item.wire.value,
            place=place,
            shape=self.shaper.of(item.type),
            required=required,
            default=item.default.text if item.default else "",
            deprecated=item.doc.deprecated,
            pointer=item.pointer,
        )


def _plain(symbol: str, kind: str, result: Shape, pointer: str) -> Method:
    """Return a method with only a result."""
    return Method(symbol, kind, "", "", (), result, (), (), False, pointer)  # noqa: FBT003 - the fields' order


class _Classes:
    """Collects the classes in `models`."""

    def __init__(self, api: ir.Api, names: Names, shaper: Shaper, methods: list[Method]) -> None:
        self.names = names
        self.shaper = shaper
        self.found = {names.classes[thing.id]: thing for thing in emitted(api)}
        self.directions = dict.fromkeys(self.found, Direction.NONE)
        for method in methods:
            received = [method.result, *(shape for _, shape in method.errors)]
            self._mark(Direction.SENT, [argument.shape for argument in method.arguments])
            self._mark(Direction.RECEIVED, received)

    def _mark(self, direction: Direction, used: list[Shape]) -> None:
        """Add a direction to the classes in shapes, and to the classes that they refer to."""
        pending = [name for shape in used for name in shapes.class_names(shape)]
        while pending:
            name = pending.pop()
            if name in self.found and direction not in self.directions[name]:
                self.directions[name] |= direction
                pending += [n for shape in self._types_in(name) for n in shapes.class_names(shape)]

    def _types_in(self, name: str) -> Iterator[Shape]:
        match self.found[name]:
            case Model() as model:
                yield from (self.shaper.of(p.type) for p in model.properties)
                if model.additional is not None:
                    yield self.shaper.of(model.additional)
            case Union(branches=branches):
                yield from map(self.shaper.of, branches)
            case Alias(type=type_):
                yield self.shaper.of(type_)
            case _:
                pass

    def all(self) -> Iterator[Class]:
        """Iterate all classes."""
        for name, thing in self.found.items():
            kind = _KINDS.get(type(thing), "alias")
            yield Class(
                name=name,
                kind=kind,
                properties=tuple(self._properties(thing)) if isinstance(thing, Model) else (),
                members=tuple(self._members(thing)) if isinstance(thing, EnumType) else (),
                shape=shapes.union(self._types_in(name)) if kind == "alias" else None,
                direction=self.directions[name],
                deprecated=thing.doc.deprecated,
                key=str(thing.id),
                pointer=thing.pointer,
            )

    def _properties(self, model: Model) -> Iterator[Property]:
        for item in model.properties:
            yield Property(
                name=self.names.attributes[model.id, item.wire.value],
                wire=item.wire.value,
                shape=self.shaper.of(item.type),
                required=item.required,
                default=item.default.text if item.default else "",
                deprecated=item.doc.deprecated,
                pointer=item.pointer,
            )

    def _members(self, enum: EnumType) -> Iterator[tuple[str, str]]:
        for index, value in enumerate(enum.values):
            spelled = value.value.value if isinstance(value.value, Text) else str(value.value)
            yield self.names.members[enum.id, index], spelled


def _client(api: ir.Api, names: Names) -> Iterator[ClientArgument]:
    """Iterate the arguments of the client."""
    needed = {
        parameter.wire
        for operation in api.operations
        for parameter in operation.parameters
        if parameter.client and parameter.required and parameter.place is Place.PATH
    }
    for item in api.client_parameters:
        name = names.client_arguments[item.pointer]
        yield ClientArgument(name, "str", item.wire in needed, item.pointer)
    for scheme in api.security_schemes:
        name = names.client_arguments[scheme.pointer]
        annotation = "str" if scheme.password else _CREDENTIALS.get(scheme.kind, "Token")
        yield ClientArgument(name, annotation, needed=False, pointer=scheme.pointer)
        if scheme.password:
            name = names.client_arguments[f"{scheme.pointer}/password"]
            yield ClientArgument(name, "str", needed=False, pointer=scheme.pointer)
    for server in api.servers:
        for variable in server.variables:
            name = names.client_arguments[f"{{{variable.name.value}}}"]
            yield ClientArgument(name, "str", needed=False, pointer="#/servers")
