"""What methods need beside a call, as values: how pages are walked, what is waited for, or held."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.ir import PagingKind
from speccast.views.python.source import (
    Code,
    Import,
    code,
    join,
    json_literal,
    literal,
    tuple_literal,
)
from speccast.views.responses import read, successes

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
    """Return what gives the items of a page; None where their place is not typed."""
    several = sum(len(read(response)) or 1 for response in successes(operation)) > 1
    if several or paging.item_path is None:
        return None
    attributes = (names.attributes[model, wire.value] for model, wire in paging.item_path)
    return Code(".".join(("lambda page: page", *attributes)))


def paging_value(paging: Paging) -> Code:
    """Return the way from a page to the next one."""
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


def wait_value(
    wait: Wait,
    operations: Mapping[str, Operation],
    names: Names,
    function: Callable[[str], Code],
) -> Code:
    """Return what is waited for.

    Args:
        wait: what the document says.
        operations: those of the API, by symbol.
        names: every identifier.
        function: what names the function of an operation, given its symbol.

    """
    arguments = [
        function(wait.poll.value),
        *_pointers("state", wait.value),
        *_values("until", wait.until),
        *_values("failed", wait.failed),
        *_pointers("ready", wait.ready),
    ]
    target = operations.get(wait.reason.operation.value) if wait.reason else None
    if wait.reason and target:
        members = (
            code("{k}: {v}", k=literal(_argument(target, names, wire)), v=literal(pointer))
            for wire, pointer in wait.reason.arguments
        )
        reason = [
            function(wait.reason.operation.value),
            code("{{{it}}}", it=join(", ", members)),
            tuple_literal(map(literal, wait.reason.value)),
        ]
        needed = Import("._runtime.waiting", "Reason")
        arguments.append(code("reason=Reason({it})", needed, it=join(", ", reason)))
    arguments += _statuses(wait.tolerate)
    return code("Wait({it})", it=join(", ", arguments))


def _argument(operation: Operation, names: Names, wire: Text) -> str:
    for parameter in operation.parameters:
        if parameter.wire == wire:
            return names.arguments[operation.pointer, parameter.pointer]
    return wire.value


def scope_value(scope: Scope, function: Callable[[str], Code], ready: str | None) -> Code:
    """Return what is begun and ended, and what waits until it is ready."""
    arguments = [
        function(scope.enter.value),
        code("exit={it}", it=function(scope.exit.value)),
        *([Code(f"ready={ready}")] if ready else []),
        *_statuses(scope.tolerate),
    ]
    return code("Scope({it})", it=join(", ", arguments))


def _pointers(keyword: str, places: tuple[Text, ...]) -> Iterable[Code]:
    if places:
        yield code(f"{keyword}={{it}}", it=tuple_literal(map(literal, places)))


def _values(keyword: str, values: tuple[JsonValue, ...]) -> Iterable[Code]:
    if values:
        yield code(f"{keyword}={{it}}", it=tuple_literal(map(json_literal, values)))


def _statuses(statuses: tuple[int, ...]) -> Iterable[Code]:
    if statuses:
        yield code("tolerate={it}", it=tuple_literal(map(literal, statuses)))
