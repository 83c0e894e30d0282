"""Which declared things the output shows: from `ir.Api` to those that get a module.

A body whose properties are arguments of their own needs no class, and a union that is spelled in
place no name; so what only they refer to goes, too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Union, parts, received, refs, sent
from speccast.views.python import is_inline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.ir import Api, Declared, Id, Type


def emitted(api: Api) -> list[Declared]:
    """Return the declared things that get a module, in the order of the document."""
    index = {declared.id: declared for declared in api.declared}
    seen: set[Id] = set()
    waiting = [*refs(*_roots(api))]
    while waiting:
        id_ = waiting.pop()
        if id_ not in seen:
            seen.add(id_)
            waiting += refs(*parts(index[id_]))
    return [
        declared
        for declared in api.declared
        if declared.id in seen and not (isinstance(declared, Union) and is_inline(declared, index))
    ]


def _roots(api: Api) -> Iterator[Type]:
    for operation in api.operations:
        yield from sent(operation)
        yield from received(operation)
    yield from api.kept
    for webhook in api.webhooks:
        yield from (content.type for content in webhook.contents)
