"""Names for what is called: resources, their operations, and what is built on operations.

A resource and everything under it is one namespace; the client itself is another, in which the
resources stand beside the operations that belong to none.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast import ir
from speccast.names import reserved
from speccast.names.ladders import hint_text, method_ladder, text_ladder
from speccast.names.result import OperationName, ResourceName
from speccast.names.scope import Scope, Wish
from speccast.names.words import METHOD, PASCAL, fold, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.names.context import Context

_DEFAULT_ITERATOR = "iter"


class Methods(Struct):
    """What has a place on the client, by pointer."""

    resources: tuple[ResourceName, ...] = ()
    operations: dict[str, OperationName] = {}
    iterators: dict[str, OperationName] = {}
    waits: dict[str, OperationName] = {}
    scopes: dict[str, OperationName] = {}

    def kinds(self) -> Iterator[tuple[str, dict[str, OperationName]]]:
        """Give each mapping with the name under which it is recorded."""
        yield "operations", self.operations
        yield "iterators", self.iterators
        yield "waits", self.waits
        yield "scopes", self.scopes


class _Group(Struct):
    """What stands under one resource, or on the client itself."""

    hint: ir.Hint | None
    operations: list[ir.Operation] = []
    built: list[tuple[str, ir.Wait | ir.Scope]] = []
    """Waits and scopes, each with its method's name."""


def assign_methods(context: Context) -> Methods:
    """Name resources, operations, and what is built on operations."""
    groups = _groups(context)
    found = Methods()
    root = groups.pop("")
    scope = _open(context, None)
    named = [_resource_wish(context, key, group) for key, group in groups.items()]
    _assign(context, scope, root, named)
    _collect(found, scope, None)
    attributes = {key: scope.names[f"resources {key}"] for key in groups}
    for key, group in groups.items():
        scope = _open(context, attributes[key])
        _assign(context, scope, group, [])
        _collect(found, scope, attributes[key])
    found.operations = {
        item.pointer: found.operations[item.pointer] for item in context.api.operations
    }
    found.resources = _resources(context, groups, attributes)
    context.record["resources"] = dict(attributes)
    for kind, names in found.kinds():
        context.record[kind] = {pointer: name.symbol for pointer, name in names.items()}
    _report_moves(context, found)
    _report_strangers(context, found)
    return found


# --- Who belongs together -----------------------------------------------------------------------


def _key(text: str) -> str:
    """Return what makes two texts the same resource: their words."""
    return fold("_".join(word.lower() for word in plain(text)))


def _groups(context: Context) -> dict[str, _Group]:
    """Sort everything by resource; the client itself has the key ""."""
    groups = {"": _Group(None)}
    before = context.previous.flat("operations")
    keys = {name: key for key, name in context.previous.flat("resources").items()}
    for operation in context.api.operations:
        hint = _resource_hint(context, operation, before.get(operation.pointer))
        text = hint_text(hint) if hint else ""
        key = keys.get(text, _key(text)) if hint else ""
        group = groups.setdefault(key, _Group(hint))
        if group.hint and hint and hint.kind.value < group.hint.kind.value:
            group.hint = hint
        group.operations.append(operation)
    built: list[ir.Wait | ir.Scope] = [*context.api.waits, *context.api.scopes]
    for thing in built:
        resource, _, name = thing.name.value.rpartition(".")
        key = _key(resource) if resource else ""
        groups.setdefault(key, _Group(ir.Hint(ir.HintKind.PINNED, (ir.Text(resource),))))
        groups[key].built.append((name, thing))
    return groups


def _resource_hint(context: Context, operation: ir.Operation, before: str | None) -> ir.Hint | None:
    """Return the text that names an operation's resource, None for the client itself.

    What was only put together from the surroundings gives way to what the last run made of it.
    """
    resource, dot, _ = context.pins.get(operation.pointer, "").rpartition(".")
    if dot:
        return ir.Hint(ir.HintKind.PINNED, (ir.Text(resource),))
    hint = operation.resource[0] if operation.resource else None
    if before is not None and (hint is None or hint.kind is ir.HintKind.SUGGESTED):
        resource = before.rpartition(".")[0]
        return ir.Hint(ir.HintKind.SUGGESTED, (ir.Text(resource),)) if resource else None
    return hint


# --- Wishes -------------------------------------------------------------------------------------


def _open(context: Context, attribute: str | None) -> Scope:
    """Open the namespace of one resource, or of the client, with what stood in it before."""
    previous: dict[str, str] = {}
    for kind, _ in Methods().kinds():
        for pointer, symbol in context.previous.flat(kind).items():
            resource, _, method = symbol.rpartition(".")
            if resource == (attribute or ""):
                previous[f"{kind} {pointer}"] = method
    if attribute is None:
        for key, name in context.previous.flat("resources").items():
            previous[f"resources {key}"] = name
    return context.scope(
        METHOD, reserved.CLIENT_MEMBERS if attribute is None else reserved.METHODS, previous
    )


def _assign(context: Context, scope: Scope, group: _Group, wishes: list[Wish]) -> None:
    """Settle one namespace: operations first, since iterators are named after them."""
    paged = [operation for operation in group.operations if operation.paging]
    for operation in paged:
        key = f"iterators {operation.pointer}"
        if key in scope.previous and _iterator_pin(operation) is None:
            scope.take(key, scope.previous[key])
    wishes += [_method_wish(context, operation, scope) for operation in group.operations]
    for name, thing in group.built:
        kind = "waits" if isinstance(thing, ir.Wait) else "scopes"
        pin = context.pins.get(thing.pointer, name)
        ladder = partial(text_ladder, name, METHOD, scope.reserved)
        wishes.append(Wish(f"{kind} {thing.pointer}", thing.pointer, (0,), ladder, pin))
    scope.assign(wishes)
    scope.assign([_iterator_wish(operation, scope) for operation in paged])


def _resource_wish(context: Context, key: str, group: _Group) -> Wish:
    """Ask for an attribute of the client."""
    hint = group.hint or ir.Hint(ir.HintKind.SUGGESTED, ())
    text = hint_text(hint)
    ladder = partial(text_ladder, text, METHOD, reserved.CLIENT_MEMBERS)
    exact = next(iter(ladder())) == text
    pointer = group.operations[0].pointer if group.operations else group.built[0][1].pointer
    pin = context.pin("", hints=[hint])
    return Wish(f"resources {key}", pointer, (hint.kind.value, not exact), ladder, pin)


def _method_wish(context: Context, operation: ir.Operation, scope: Scope) -> Wish:
    """Ask for an operation's method."""
    first = operation.hints[0] if operation.hints else ir.Hint(ir.HintKind.SUGGESTED, ())
    ladder = partial(method_ladder, operation, scope.reserved | reserved.METHODS)
    exact = next(iter(ladder())) == "_".join(text.value for text in first.words)
    pin = context.pin(operation.pointer, hints=operation.hints)
    return Wish(
        f"operations {operation.pointer}",
        operation.pointer,
        (first.kind.value, not exact),
        ladder,
        pin.rpartition(".")[2] if pin else None,
        reserved.METHODS,
    )


def _iterator_pin(operation: ir.Operation) -> str | None:
    """Return the name that the document gives an iterator."""
    name = operation.paging.name.value if operation.paging else _DEFAULT_ITERATOR
    return None if name == _DEFAULT_ITERATOR else name


def _iterator_wish(operation: ir.Operation, scope: Scope) -> Wish:
    """Ask for the method that walks the pages: `list` gives iter, `list_files` iter_files."""
    method = scope.names[f"operations {operation.pointer}"]
    rest = method.removeprefix("list").strip("_")
    text = f"{_DEFAULT_ITERATOR}_{rest}".strip("_")

    def ladder() -> Iterator[str]:
        yield text
        yield f"{_DEFAULT_ITERATOR}_{method}"

    pin = _iterator_pin(operation)
    return Wish(f"iterators {operation.pointer}", operation.pointer, (9,), ladder, pin)


# --- Results ------------------------------------------------------------------------------------


def _collect(found: Methods, scope: Scope, attribute: str | None) -> None:
    """Take over the names of a namespace."""
    kinds = dict(found.kinds())
    for key, name in scope.names.items():
        kind, _, pointer = key.partition(" ")
        if kind in kinds:
            kinds[kind][pointer] = OperationName(attribute, name)


def _resources(
    context: Context, groups: Mapping[str, _Group], attributes: Mapping[str, str]
) -> tuple[ResourceName, ...]:
    """Name the class of each resource after its attribute; the module is called like that, too."""
    docs = {_key(text.value): doc for text, doc in reversed(context.api.resources)}
    classes = context.scope(
        PASCAL, reserved.RESOURCE_CLASSES, context.previous.flat("resource_classes")
    )
    classes.assign([
        Wish(key, groups[key].operations[0].pointer if groups[key].operations else "", (),
             partial(text_ladder, name, PASCAL, reserved.RESOURCE_CLASSES))
        for key, name in attributes.items()
    ])  # fmt: skip
    context.record["resource_classes"] = dict(classes.names)
    return tuple(
        ResourceName(name, classes.names[key], name, docs.get(key, ir.Doc()))
        for key, name in attributes.items()
    )


def _report_moves(context: Context, found: Methods) -> None:
    """Say so when an operation has moved to another resource; within one it is known already."""
    before = context.previous.flat("operations")
    for pointer, name in found.operations.items():
        symbol = before.get(pointer, name.symbol)
        if symbol.rpartition(".")[0] != (name.resource or ""):
            context.diagnostics.warning(
                "name-moved", f"{symbol!r} is now called {name.symbol!r}", pointer
            )


def _report_strangers(context: Context, found: Methods) -> None:
    """Say so when something is built on an operation that there is not; it is left out."""
    known = {name.symbol for name in found.operations.values()}
    wanted = [(wait.poll, wait.pointer) for wait in context.api.waits]
    wanted += [(wait.reason.operation, wait.pointer) for wait in context.api.waits if wait.reason]
    for scope in context.api.scopes:
        wanted += [(scope.enter, scope.pointer), (scope.exit, scope.pointer)]
    for symbol, pointer in wanted:
        if symbol.value not in known:
            message = f"there is no method {symbol.value[:80]!r}"
            context.diagnostics.warning("extension-member", message, pointer)
