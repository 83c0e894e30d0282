"""Which declared things the output shows: from `ir.Api` to those that get a module.

A body whose properties are arguments of their own needs no class, and a union that is spelled in
place no name; so what only they refer to goes, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Alias, Array, Map, Model, Nullable, Ref, Tuple, Union
from speccast.views.python import is_inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.ir import Api, Declared, Id, Operation, Type


def emitted(api: Api) -> list[Declared]:
    """Return the declared things that get a module, in the order of the document."""
    index = {declared.id: declared for declared in api.declared}
    seen: set[Id] = set()
    waiting = [id_ for type_ in _roots(api) for id_ in _named(type_)]
    while waiting:
        id_ = waiting.pop()
        if id_ not in seen:
            seen.add(id_)
            waiting += [other for type_ in _parts(index[id_]) for other in _named(type_)]
    return [
        declared
        for declared in api.declared
        if declared.id in seen and not (isinstance(declared, Union) and is_inline(declared, index))
    ]


def _roots(api: Api) -> Iterator[Type]:
    for operation in api.operations:
        yield from _operation(operation)
    for webhook in api.webhooks:
        yield from (content.type for content in webhook.contents)


def _operation(operation: Operation) -> Iterator[Type]:
    yield from (parameter.type for parameter in operation.parameters)
    body = operation.body
    if body and body.arguments is not None:
        yield from (argument.type for argument in body.arguments)
    elif body:
        yield from (content.type for content in body.contents)
    for response in operation.responses:
        yield from (content.type for content in response.contents)
        yield from (header.type for header in response.headers)


def _parts(declared: Declared) -> Iterator[Type]:
    match declared:
        case Model():
            yield from (property_.type for property_ in declared.properties)
            if declared.additional is not None:
                yield declared.additional
        case Union():
            yield from declared.branches
            if declared.discriminator:
                yield from (type_ for _, type_ in declared.discriminator.mapping)
        case Alias():
            yield declared.type
        case _:
            pass


def _named(type_: Type) -> Iterator[Id]:
    waiting = [type_]
    while waiting:
        match waiting.pop():
            case Ref(id_):
                yield id_
            case Array(inner) | Map(inner) | Nullable(inner):
                waiting.append(inner)
            case Tuple(items, rest):
                waiting += [*items, *([rest] if rest else [])]
            case _:
                pass
