"""Selects the declared things that get a module, and the features of an API.

A body whose properties are arguments needs no class, and an inline union needs no name. Types that
are only used by them get no module either.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.ir import (
    Array,
    EnumType,
    Literal,
    Map,
    Model,
    Place,
    Scalar,
    SecurityKind,
    Tuple,
    Union,
    parts,
    received,
    refs,
    sent,
    within,
)
from speccast.views.client.api_info import used as used_schemes
from speccast.views.models.deferred import deferred
from speccast.views.python import is_inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.ir import Api, Declared, Id, Operation, Type


_SCALARS: Final = {
    Scalar.INT: ("types.number",),
    Scalar.FLOAT: ("types.number",),
    Scalar.BOOL: ("types.bool",),
    Scalar.DATE: ("types.date", "types.text"),
    Scalar.DATETIME: ("types.datetime", "types.text"),
    Scalar.TIME: ("types.time", "types.text"),
    Scalar.DURATION: ("types.timedelta", "types.text"),
    Scalar.BASE64URL: ("types.Annotated",),
}


def emitted(api: Api) -> list[Declared]:
    """Return the declared things that get a module, in the order of the document."""
    index = {declared.id: declared for declared in api.declared}
    reached = _used(api, index)
    return [
        declared
        for declared in api.declared
        if declared.id in reached
        and not (isinstance(declared, Union) and is_inline(declared, index))
    ]


def _used(api: Api, index: Mapping[Id, Declared]) -> set[Id]:
    """Return the declared things that operations and webhooks use, directly or indirectly."""
    seen: set[Id] = set()
    pending = [*refs(*_roots(api))]
    while pending:
        id_ = pending.pop()
        if id_ not in seen:
            seen.add(id_)
            pending += refs(*parts(index[id_]))
    return seen


def features(api: Api) -> set[str]:
    """Return the features of an API that select parts of the runtime, such as `types.date`."""
    index = {declared.id: declared for declared in api.declared}
    used = [index[id_] for id_ in _used(api, index)]
    inside = [part for declared in used for part in parts(declared)]
    found = {"types.Annotated"} if deferred(index) else set[str]()
    if any(each.place is Place.COOKIE for op in api.operations for each in op.parameters):
        found.add("parameters.cookie")
    if any(_needs_weights(operation) for operation in api.operations):
        found.add("returns.weighted")
    if any(scheme.kind is SecurityKind.BASIC for scheme in used_schemes(api)):
        found.add("schemes.basic")
    for declared in used:
        found.update(_own_features(declared))
    found |= {"types.Model" for id_ in refs(*inside) if isinstance(index[id_], Model)}
    for type_ in within(*_roots(api), *inside):
        found.update(_SCALARS.get(type_, ()) if isinstance(type_, Scalar) else ())
    for type_ in within(*_received(api), *inside):
        match type_:
            case Array():
                found.add("types.list")
            case Map():
                found.add("types.dict")
            case Tuple():
                found.add("types.tuple")
            case Literal():
                found.add("types.Literal")
            case _:
                pass
    return found


def _needs_weights(operation: Operation) -> bool:
    """Return whether the successful responses have several media types, or one other than JSON."""
    kinds = {
        content.media_type
        for response in operation.responses
        if response.status[0] not in "45"
        for content in response.contents
    }
    return len(kinds) > 1 or not all("json" in kind.value for kind in kinds)


def _received(api: Api) -> Iterator[Type]:
    """Iterate the types of received values."""
    for operation in api.operations:
        yield from received(operation)
    yield from api.extra_types
    for webhook in api.webhooks:
        yield from (content.type for content in webhook.contents)


def _own_features(declared: Declared) -> Iterator[str]:
    match declared:
        case Model():
            if declared.additional is not None:
                yield "types.dict"
            if any(each.also_at for each in declared.properties):
                yield "also_at.Mover"
        case EnumType():
            yield from ("types.enum", "types.union")
        case Union():
            yield "types.union"
            if declared.discriminator is not None:
                yield "types.Annotated"
        case _:
            return


def _roots(api: Api) -> Iterator[Type]:
    for operation in api.operations:
        yield from sent(operation)
    yield from _received(api)
