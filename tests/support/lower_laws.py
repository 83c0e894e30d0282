"""Laws of every lowered API: `complaints` lists the violations."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from speccast import ir

if TYPE_CHECKING:
    from collections.abc import Iterator

DEEPEST = 60
"""The deepest nesting of types in one expression."""


def complaints(api: ir.Api) -> list[str]:
    """Return the violations of an API."""
    return [*_declared(api), *_types(api), *_operations(api)]


def _declared(api: ir.Api) -> Iterator[str]:
    """Yield the violations in the list of declared types."""
    ids = [thing.id for thing in api.declared]
    yield from (f"{name} is declared twice" for name, count in Counter(ids).items() if count > 1)
    for thing in api.declared:
        if not thing.proposals or not all(any(t.value for t in h.words) for h in thing.proposals):
            yield f"{thing.id} has no names"
    missing = reached(api, [*received(api), *sent(api)]) ^ set(ids)
    yield from (f"{name} is declared and not reached, or not declared" for name in missing)


def _types(api: ir.Api) -> Iterator[str]:
    """Yield the violations in the types."""
    declared = {thing.id: thing for thing in api.declared}
    for thing in api.declared:
        for kind in inside(thing):
            yield from (f"{thing.id}: {fault}" for fault in _faults(kind, declared))
        match thing:
            case ir.Union(branches=branches):
                yield from (f"{thing.id}: {fault}" for fault in _of_union(branches, declared))
            case ir.EnumType(values=values):
                kinds = {type(value.value) for value in values}
                if len(kinds) != 1 or len({value.value for value in values}) != len(values):
                    yield f"{thing.id}: values of two kinds, or twice the same"
            case ir.Model(properties=properties):
                if len({p.wire for p in properties}) != len(properties):
                    yield f"{thing.id}: a property stands twice"
            case ir.Alias():
                pass


def _of_union(branches: tuple[ir.Type, ...], declared: dict[ir.Id, ir.Declared]) -> Iterator[str]:
    """Yield the violations in the branches of a union."""
    if len(set(branches)) != len(branches) or len(branches) < 2:
        yield "a branch stands twice, or alone"
    for branch in branches:
        thing = declared.get(branch.id) if isinstance(branch, ir.Ref) else None
        if isinstance(branch, ir.Nullable) or isinstance(thing, ir.Union):
            yield "a branch is null or a union itself"


def _faults(kind: ir.Type, declared: dict[ir.Id, ir.Declared]) -> Iterator[str]:
    """Yield the violations of one type."""
    stack = [(kind, 0)]
    while stack:
        here, depth = stack.pop()
        if depth > DEEPEST:
            yield "too deep"
            return
        match here:
            case ir.Nullable(ir.Nullable() | ir.Scalar.ANY | ir.Scalar.NULL):
                yield "null twice"
            case ir.Nullable(ir.Ref(name)) if isinstance(alias := declared.get(name), ir.Alias):
                if isinstance(alias.type, ir.Nullable) or alias.type is ir.Scalar.ANY:
                    yield "null around a type that has it"
            case _:
                pass
        stack += [(part, depth + 1) for part in parts(here)]


def _operations(api: ir.Api) -> Iterator[str]:
    """Yield the violations in the operations."""
    declared = {thing.id: thing for thing in api.declared}
    kinds = [*received(api), *sent(api)]
    yield from (fault for kind in kinds for fault in _faults(kind, declared))
    sending, receiving = reached(api, sent(api)), reached(api, received(api))
    for thing in api.declared:
        if isinstance(thing, ir.Model | ir.EnumType):
            ways = (thing.id in sending, thing.id in receiving)
            usage = {(True, True): "both", (True, False): "sent", (False, True): "received"}
            if usage.get(ways) != thing.usage.value:
                yield f"{thing.id} is {thing.usage.value}, and travels {ways}"


def received(api: ir.Api) -> Iterator[ir.Type]:
    """Yield the types of received values."""
    for operation in api.operations:
        for response in operation.responses:
            yield from (content.type for content in response.contents)
            yield from (header.type for header in response.headers)
    for hook in api.webhooks:
        yield from (content.type for content in hook.contents)


def sent(api: ir.Api) -> Iterator[ir.Type]:
    """Yield the types of sent values."""
    for operation in api.operations:
        yield from (parameter.type for parameter in operation.parameters)
        if operation.body is not None:
            yield from (content.type for content in operation.body.contents)


def reached(api: ir.Api, roots: Iterator[ir.Type] | list[ir.Type]) -> set[ir.Id]:
    """Return the declared types that are reachable from the roots."""
    declared = {thing.id: thing for thing in api.declared}
    found: set[ir.Id] = set()
    stack = list(roots)
    while stack:
        kind = stack.pop()
        stack += parts(kind)
        if isinstance(kind, ir.Ref) and kind.id not in found:
            found.add(kind.id)
            stack += inside(declared[kind.id]) if kind.id in declared else ()
    return found


def parts(kind: ir.Type) -> tuple[ir.Type, ...]:
    """Return the types that a type consists of."""
    match kind:
        case ir.Array(inner) | ir.Map(inner) | ir.Nullable(inner):
            return (inner,)
        case ir.Tuple(items, rest):
            return items if rest is None else (*items, rest)
        case _:
            return ()


def inside(thing: ir.Declared) -> list[ir.Type]:
    """Return the types that a declared type consists of."""
    match thing:
        case ir.Model():
            extra = [] if thing.additional is None else [thing.additional]
            return [*(entry.type for entry in thing.properties), *extra]
        case ir.Union():
            how = thing.discriminator
            return [*thing.branches, *(kind for _, kind in (how.mapping if how else ()))]
        case ir.Alias():
            return [thing.type]
        case ir.EnumType():
            return []
