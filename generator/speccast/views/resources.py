"""From the operations of one resource to the View of its module in `resources/`.

A resource has one line per method: the signatures stand in `operations/` and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from speccast.ir import Api, JsonValue, Operation, Paging, PagingKind, Scope, Text, Wait
from speccast.views.prose import words
from speccast.views.python.source import (
    Code,
    Import,
    attribute_docstring,
    code,
    docstring,
    join,
    json_literal,
    literal,
    tuple_literal,
)
from speccast.views.responses import read, successes
from speccast.views.streams import forms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from speccast.names import Names
    from speccast.names.result import ResourceName

RESOURCE: Final = "._runtime.resource"
ROOT_MODULE: Final = "_client"
"""The module of the operations that stand on the client itself."""
_PAGING: Final = "._runtime.paging"
_WAITING: Final = "._runtime.waiting"
_INDENT: Final = 4


class MethodView(Struct, frozen=True):
    """A method: a name and the descriptor that makes it."""

    name: Code
    value: Code
    docstring: Code
    needs: frozenset[Import]


class InnerView(Struct, frozen=True):
    """An attribute of the client or of a resource, under which methods stand."""

    name: Code
    class_name: Code
    module: Code
    place: Code
    """Where its module is, from the module that has the attribute."""
    docstring: Code
    needs: frozenset[Import]


class ResourceView(Struct, frozen=True):
    """`templates/resource.py.jinja`: a class of methods."""

    class_name: Code
    docstring: Code
    methods: tuple[MethodView, ...]
    inner: tuple[InnerView, ...]
    needs: frozenset[Import]


def resource_view(
    resource: ResourceName, methods: Sequence[MethodView], names: Names
) -> ResourceView:
    """Return the View of a resource."""
    inner = inner_views(names, resource.path)
    needs = frozenset[Import]().union(*(each.needs for each in methods))
    needs |= frozenset[Import]().union(*(each.needs for each in inner))
    return ResourceView(
        Code(resource.class_name),
        docstring(_words(resource), _INDENT),
        tuple(methods),
        inner,
        needs | {Import(RESOURCE, "Resource"), Import(RESOURCE, "M")},
    )


def _words(resource: ResourceName) -> str:
    return words(resource.doc) or f"The operations of `{resource.path}`."


def inner_views(names: Names, path: str | None) -> tuple[InnerView, ...]:
    """Return the resources within a resource, or right on the client (None)."""
    place = ".resources" if path is None else ""
    return tuple(
        InnerView(
            Code(resource.attribute),
            Code(resource.class_name),
            Code(resource.module),
            Code(f"{place}.{resource.module}"),
            docstring(_words(resource), 2 * _INDENT),
            frozenset(
                {
                    Import("functools", "cached_property"),
                    Import(f".resources.{resource.module}", resource.class_name, typing_only=True),
                }
            ),
        )
        for resource in names.resources
        if resource.parent == path
    )


def method_views(
    operations: Iterable[Operation], api: Api, names: Names, resource: str | None
) -> tuple[MethodView, ...]:
    """Return the methods that stand on a resource, or on the client itself (None)."""
    found: list[MethodView] = []
    for operation in operations:
        if names.operations[operation.pointer].resource != resource:
            continue
        if operation.paging:
            found += _pages(operation, operation.paging, names, resource)
        else:
            found.append(_method(operation, names, resource))
    by_symbol = {names.operations[o.pointer].symbol: o for o in api.operations}
    found += [
        _wait(wait, names, by_symbol, resource)
        for wait in api.waits
        if names.waits[wait.pointer].resource == resource and wait.poll.value in by_symbol
    ]
    found += [
        _scope(scope, [w for w in api.waits if w.poll.value in by_symbol], names, resource)
        for scope in api.scopes
        if names.scopes[scope.pointer].resource == resource
        and {scope.enter.value, scope.exit.value} <= by_symbol.keys()
    ]
    return tuple(found)


def _function(symbol: str, names: Names, resource: str | None) -> Code:
    """Return how a resource's module names the function of an operation, given its symbol."""
    owner, _, method = symbol.rpartition(".")
    if owner == (resource or ""):
        module = next((r.functions for r in names.resources if r.path == resource), ROOT_MODULE)
        folder, _, name = f"operations.{module}".rpartition(".")
        own = Import(f".{folder}", name, alias="do")
        return Code(f"do.{method}", frozenset({own}))
    return Code(f"operations.{symbol}", frozenset({Import(".", "operations")}))


def _view(name: str, value: Code, *needs: Import, text: str = "") -> MethodView:
    said = attribute_docstring(text, _INDENT) if text else Code("")
    return MethodView(Code(name), value, said, value.imports | set(needs))


def _method(operation: Operation, names: Names, resource: str | None) -> MethodView:
    name = names.operations[operation.pointer]
    needed = Import(RESOURCE, "Method")
    if forms(operation, names):
        needed = Import("._runtime.streams", "Streaming")
    value = code(f"{needed.name}({{it}})", it=_function(name.symbol, names, resource))
    return _view(name.method, value, needed)


# --- Pages ----------------------------------------------------------------------------------------

_KINDS: Final = {
    PagingKind.PAGE: "PageNumber",
    PagingKind.OFFSET: "Offset",
    PagingKind.CURSOR: "Cursor",
    PagingKind.NEXT_LINK: "NextLink",
    PagingKind.LINK_HEADER: "LinkHeader",
}


def _pages(
    operation: Operation, paging: Paging, names: Names, resource: str | None
) -> Iterable[MethodView]:
    """Return the method that walks through the pages, and the one that gives the first."""
    iterator, name = names.iterators[operation.pointer], names.operations[operation.pointer]
    arguments = [
        _function(name.symbol, names, resource),
        code("items={it}", it=_items(operation, paging, names)),
        code("paging={it}", it=_paging(paging)),
    ]
    value = code("Pages({it})", it=join(", ", arguments))
    yield _view(iterator.method, value, Import(_PAGING, "Pages"))
    listing = Code(f"Listing({iterator.method})")
    yield _view(name.method, listing, Import(_PAGING, "Listing"))


def _items(operation: Operation, paging: Paging, names: Names) -> Code:
    several = sum(len(read(response)) or 1 for response in successes(operation)) > 1
    path = None if several else paging.item_path
    if path is None:
        places = join(", ", map(literal, paging.items))
        return code("items_at({it})", Import(_PAGING, "items_at"), it=places)
    attributes = (names.attributes[model, wire.value] for model, wire in path)
    return Code(".".join(("lambda page: page", *attributes)))


def _paging(paging: Paging) -> Code:
    name = _KINDS[paging.kind]
    arguments = [literal(paging.parameter)] if paging.parameter else []
    if paging.in_body:
        arguments.append(Code("in_body=True"))
    if paging.size:
        arguments.append(code("size={it}", it=literal(paging.size)))
    for keyword in ("total", "end", "next", "more"):
        places: tuple[Text, ...] = getattr(paging, keyword)
        if places:
            arguments.append(code(f"{keyword}={{it}}", it=tuple_literal(map(literal, places))))
    if paging.kind is PagingKind.PAGE and paging.first != 1:
        arguments.append(code("first={it}", it=literal(paging.first)))
    return code(f"{name}({{it}})", Import(_PAGING, name), it=join(", ", arguments))


# --- Waiting --------------------------------------------------------------------------------------


def _wait(
    wait: Wait, names: Names, by_symbol: Mapping[str, Operation], resource: str | None
) -> MethodView:
    arguments = [_function(wait.poll.value, names, resource)]
    arguments += _pointers("state", wait.value)
    arguments += _values("until", wait.until)
    arguments += _values("failed", wait.failed)
    arguments += _pointers("ready", wait.ready)
    target = by_symbol.get(wait.reason.operation.value) if wait.reason else None
    if wait.reason and target:
        members = (
            code("{k}: {v}", k=literal(_argument(target, names, wire)), v=literal(pointer))
            for wire, pointer in wait.reason.arguments
        )
        reason = [_function(wait.reason.operation.value, names, resource)]
        reason.append(code("{{{it}}}", it=join(", ", members)))
        reason.append(tuple_literal(map(literal, wait.reason.value)))
        needed = Import(_WAITING, "Reason")
        arguments.append(code("reason=Reason({it})", needed, it=join(", ", reason)))
    arguments += _statuses(wait.tolerate)
    value = code("Wait({it})", it=join(", ", arguments))
    name = names.waits[wait.pointer].method
    return _view(name, value, Import(_WAITING, "Wait"), text=words(wait.doc))


def _argument(operation: Operation, names: Names, wire: Text) -> str:
    for parameter in operation.parameters:
        if parameter.wire == wire:
            return names.arguments[operation.pointer, parameter.pointer]
    return wire.value


def _scope(scope: Scope, waits: Iterable[Wait], names: Names, resource: str | None) -> MethodView:
    arguments = [_function(scope.enter.value, names, resource)]
    arguments.append(code("exit={it}", it=_function(scope.exit.value, names, resource)))
    wait = next((w for w in waits if scope.ready and w.name == scope.ready), None)
    if wait:
        waiter = names.waits[wait.pointer]
        if waiter.resource == resource:
            arguments.append(Code(f"ready={waiter.method}"))
    arguments += _statuses(scope.tolerate)
    value = code("Scope({it})", it=join(", ", arguments))
    name = names.scopes[scope.pointer].method
    return _view(name, value, Import("._runtime.scope", "Scope"), text=words(scope.doc))


def _pointers(keyword: str, places: tuple[Text, ...]) -> Iterable[Code]:
    if places:
        yield code(f"{keyword}={{it}}", it=tuple_literal(map(literal, places)))


def _values(keyword: str, values: tuple[JsonValue, ...]) -> Iterable[Code]:
    if values:
        yield code(f"{keyword}={{it}}", it=tuple_literal(map(json_literal, values)))


def _statuses(statuses: tuple[int, ...]) -> Iterable[Code]:
    if statuses:
        yield code("tolerate={it}", it=tuple_literal(map(literal, statuses)))
