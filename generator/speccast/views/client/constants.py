"""The constants that methods use: paginations, waits and scopes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.ir import PagingKind
from speccast.views.calls import CallArgument, call, mapping, named, positional
from speccast.views.operations.responses import distinct_contents, successes
from speccast.views.python.code import Code, Import
from speccast.views.python.literals import json_literal, literal, tuple_literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from speccast.ir import JsonValue, Operation, Paging, Scope, Text, Wait
    from speccast.names import Names

_PAGING: Final = "._runtime.paging"
_KINDS: Final = {
    PagingKind.PAGE: "PageNumber",
    PagingKind.OFFSET: "Offset",
    PagingKind.CURSOR: "Cursor",
    PagingKind.NEXT_LINK: "NextLink",
    PagingKind.LINK_HEADER: "LinkHeader",
}


def items_of(operation: Operation, paging: Paging, names: Names) -> Code | None:
    """Return the function that returns the items of a page; None if their place has no type."""
    several = sum(len(distinct_contents(response)) or 1 for response in successes(operation)) > 1
    if several or paging.item_path is None:
        return None
    value, optional = "page", list[str]()
    for model, wire, may_be_none in paging.item_path:
        optional += [value] if may_be_none else []
        value = f"{value}.{names.attributes[model, wire.value]}"
    condition = f" if {' and '.join(optional)} else None" if optional else ""
    return Code(f"lambda page: {value}{condition}")


def paging_value(paging: Paging) -> Code:
    """Return the pagination scheme of an operation."""
    arguments = [positional(literal(paging.parameter))] if paging.parameter else []
    if paging.in_body:
        arguments.append(named("in_body", Code("True")))
    if paging.size:
        arguments.append(named("size", literal(paging.size)))
    for keyword in ("total", "end", "next", "more"):
        places: tuple[Text, ...] = getattr(paging, keyword)
        if places:
            arguments.append(named(keyword, tuple_literal(map(literal, places))))
    if paging.kind is PagingKind.PAGE and paging.pages:
        arguments.append(named("pages", tuple_literal(map(literal, paging.pages))))
    if paging.kind is PagingKind.PAGE and paging.first != 1:
        arguments.append(named("first", literal(paging.first)))
    return call(Import(_PAGING, _KINDS[paging.kind]), arguments)


def wait_arguments(
    wait: Wait,
    operations: Mapping[str, Operation],
    names: Names,
    function: Callable[[str], Code],
) -> Iterable[CallArgument]:
    """Iterate the arguments of `Wait`.

    Args:
        wait: the wait of the document.
        operations: those of the API, by symbol.
        names: every identifier.
        function: returns the function of an operation, by its symbol.

    """
    yield positional(function(wait.poll.value))
    yield from _pointers("state", wait.value)
    yield from _values("until", wait.until)
    yield from _values("failed", wait.failed)
    yield from _pointers("ready", wait.ready)
    target = operations.get(wait.reason.operation.value) if wait.reason else None
    if wait.reason and target:
        members = (
            (literal(_argument(target, names, wire)), literal(pointer))
            for wire, pointer in wait.reason.arguments
        )
        reason = (
            function(wait.reason.operation.value),
            mapping(members),
            tuple_literal(map(literal, wait.reason.value)),
        )
        needed = Import("._runtime.waiting", "Reason")
        yield named("reason", call(needed, map(positional, reason)))
    yield from _statuses(wait.tolerate)


def _argument(operation: Operation, names: Names, wire: Text) -> str:
    for parameter in operation.parameters:
        if parameter.wire == wire:
            return names.arguments[operation.pointer, parameter.pointer]
    return wire.value


def scope_arguments(
    scope: Scope, function: Callable[[str], Code], ready: str | None
) -> Iterable[CallArgument]:
    """Iterate the arguments of `Scope`: how it is entered and exited, and how to wait for it."""
    yield positional(function(scope.enter.value))
    yield named("exit", function(scope.exit.value))
    if ready:
        yield named("ready", Code(ready))
    yield from _statuses(scope.tolerate)


def _pointers(keyword: str, places: tuple[Text, ...]) -> Iterable[CallArgument]:
    if places:
        yield named(keyword, tuple_literal(map(literal, places)))


def _values(keyword: str, values: tuple[JsonValue, ...]) -> Iterable[CallArgument]:
    if values:
        yield named(keyword, tuple_literal(map(json_literal, values)))


def _statuses(statuses: tuple[int, ...]) -> Iterable[CallArgument]:
    if statuses:
        yield named("tolerate", tuple_literal(map(literal, statuses)))
