"""Names of resources, operations, page iterators, waits and scopes.

A resource with its direct members, including the resources in it, is one namespace; so is the
client itself. A resource is identified by its path of keys (`beta.threads`), one per level.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast import ir
from speccast.names import reserved
from speccast.names.candidates import method_candidates, proposal_text, text_candidates
from speccast.names.groups import groups, keys_of
from speccast.names.result import OperationName, ResourceName
from speccast.names.scope import NameRequest, Scope
from speccast.names.words import METHOD, MODULE, PASCAL, plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from collections.abc import Set as AbstractSet

    from speccast.names.context import Context
    from speccast.names.groups import Group

_DEFAULT_ITERATOR = "iter"


class Methods(Struct):
    """The names of the client's members, by pointer."""

    resources: tuple[ResourceName, ...] = ()
    operations: dict[str, OperationName] = {}
    iterators: dict[str, OperationName] = {}
    waits: dict[str, OperationName] = {}
    scopes: dict[str, OperationName] = {}

    def kinds(self) -> Iterator[tuple[str, dict[str, OperationName]]]:
        """Yield each mapping with its key in the manifest."""
        yield "operations", self.operations
        yield "iterators", self.iterators
        yield "waits", self.waits
        yield "scopes", self.scopes


def assign_methods(context: Context, clients: AbstractSet[str]) -> Methods:
    """Name resources, operations, page iterators, waits and scopes.

    Args:
        context: the naming pass.
        clients: the names of the clients' classes.

    """
    found = Methods()
    resources = list(_descend(context, found, groups(context), None))
    found.operations = {
        item.pointer: found.operations[item.pointer] for item in context.api.operations
    }
    found.resources = _resources(context, resources, reserved.RESOURCE_CLASSES | clients)
    context.manifest_names["resources"] = {key: path for key, path, _ in resources}
    for kind, names in found.kinds():
        context.manifest_names[kind] = {pointer: name.symbol for pointer, name in names.items()}
    _report_moves(context, found)
    _report_unknown_methods(context, found)
    return found


def _descend(
    context: Context, found: Methods, group: Group, path: str | None
) -> Iterator[tuple[str, str, Group]]:
    """Name the members of a group and of the groups in it; yield the resources.

    Args:
        context: the naming pass.
        found: receives the names of methods.
        group: the resource, or the client itself.
        path: the resource's attributes from the client, `beta.threads`; None: the client itself.

    Yields:
        Each resource's path of keys, its attributes from the client, and its group.

    """
    scope = _open(context, path)
    _assign(
        context, scope, group, [_resource_request(context, k, g) for k, g in group.inner.items()]
    )
    _collect(found, scope, path)
    for key, inner in group.inner.items():
        attribute = scope.names[f"resources {key}"]
        below = f"{path}.{attribute}" if path else attribute
        yield key, below, inner
        yield from _descend(context, found, inner, below)


# --- Requests -----------------------------------------------------------------------------------


def _open(context: Context, path: str | None) -> Scope:
    """Create the namespace of one resource, or of the client, with its previous names."""
    previous: dict[str, str] = {}
    for kind, _ in Methods().kinds():
        for pointer, symbol in context.previous.flat(kind).items():
            resource, _, method = symbol.rpartition(".")
            if resource == (path or ""):
                previous[f"{kind} {pointer}"] = method
    for key, symbol in context.previous.flat("resources").items():
        resource, _, name = symbol.rpartition(".")
        if resource == (path or ""):
            previous[f"resources {key}"] = name
    taken = reserved.CLIENT_MEMBERS if path is None else reserved.RESOURCE_MEMBERS
    return context.scope(METHOD, taken, previous)


def _assign(context: Context, scope: Scope, group: Group, requests: list[NameRequest]) -> None:
    """Name the members of one namespace: operations first, since iterators are named after them."""
    paged = [operation for operation in group.operations if operation.paging]
    for operation in paged:
        key = f"iterators {operation.pointer}"
        if key in scope.previous and _iterator_pin(operation) is None:
            scope.take(key, scope.previous[key])
    requests += [_method_request(context, operation, scope) for operation in group.operations]
    for name, thing in group.waits_and_scopes:
        kind = "waits" if isinstance(thing, ir.Wait) else "scopes"
        candidates = partial(text_candidates, name, METHOD, scope.reserved | reserved.METHODS)
        key = f"{kind} {thing.pointer}"
        requests.append(NameRequest(key, thing.pointer, (0,), candidates, name, reserved.METHODS))
    scope.assign(requests)
    scope.assign([_iterator_request(operation, scope) for operation in paged])


def _resource_request(context: Context, key: str, group: Group) -> NameRequest:
    """Return the request for an attribute of the client, or of a resource."""
    text = proposal_text(group.proposal)
    candidates = partial(text_candidates, text, METHOD, reserved.CLIENT_MEMBERS)
    exact = next(iter(candidates())) == text
    priority = (group.proposal.kind.value, not exact)
    pin = context.pin("", proposals=[group.proposal])
    return NameRequest(
        f"resources {key}", group.pointer, priority, candidates, pin, reserved.CLIENT_MEMBERS
    )


def _method_request(context: Context, operation: ir.Operation, scope: Scope) -> NameRequest:
    """Return the request for an operation's method."""
    first = (
        operation.proposals[0] if operation.proposals else ir.Proposal(ir.Priority.SUGGESTED, ())
    )
    candidates = partial(method_candidates, operation, scope.reserved | reserved.METHODS)
    exact = next(iter(candidates())) == "_".join(text.value for text in first.words)
    pin = context.pin(operation.pointer, proposals=operation.proposals)
    return NameRequest(
        f"operations {operation.pointer}",
        operation.pointer,
        (first.kind.value, not exact),
        candidates,
        pin.rpartition(".")[2] if pin else None,
        reserved.METHODS,
    )


def _iterator_pin(operation: ir.Operation) -> str | None:
    """Return the name of an iterator that the document sets; None for the default."""
    name = operation.paging.name.value if operation.paging else _DEFAULT_ITERATOR
    return None if name == _DEFAULT_ITERATOR else name


def _iterator_request(operation: ir.Operation, scope: Scope) -> NameRequest:
    """Return the request for a page iterator: iter for `list`, iter_files for `list_files`."""
    method = scope.names[f"operations {operation.pointer}"]
    rest = method.removeprefix("list").strip("_")
    text = f"{_DEFAULT_ITERATOR}_{rest}".strip("_")

    def candidates() -> Iterator[str]:
        yield text
        yield f"{_DEFAULT_ITERATOR}_{method}"

    pin = _iterator_pin(operation)
    key = f"iterators {operation.pointer}"
    return NameRequest(key, operation.pointer, (9,), candidates, pin, reserved.METHODS)


# --- Results ------------------------------------------------------------------------------------


def _collect(found: Methods, scope: Scope, path: str | None) -> None:
    """Store the names of a namespace."""
    kinds = dict(found.kinds())
    for key, name in scope.names.items():
        kind, _, pointer = key.partition(" ")
        if kind in kinds:
            kinds[kind][pointer] = OperationName(path, name)


def _resources(
    context: Context, resources: Sequence[tuple[str, str, Group]], classes: AbstractSet[str]
) -> tuple[ResourceName, ...]:
    """Name the class and the module of each resource after the attributes that lead to it."""
    docs = {keys_of(levels): doc for levels, doc in reversed(context.api.resources)}
    defaults = {PASCAL.write(plain(path)) for _, path, _ in resources}
    defaults |= {next(text_candidates(path, PASCAL, classes)) for _, path, _ in resources}
    later = {f"Async{name}" for name in defaults}  # its name in the async client
    taken = {PASCAL: classes | later, MODULE: reserved.MODULES}
    scopes = {
        style: context.scope(style, taken[style], context.previous.flat(scope_name))
        for style, scope_name in ((PASCAL, "resource_classes"), (MODULE, "resource_modules"))
    }
    for key, path, _ in resources:
        scopes[MODULE].take(key, path)  # an attribute of the client can be a module, too
    for style, scope in scopes.items():
        scope.assign(
            [
                NameRequest(
                    key, group.pointer, (), partial(text_candidates, path, style, taken[style])
                )
                for key, path, group in resources
            ]
        )
    named, modules = scopes[PASCAL].names, scopes[MODULE].names
    context.manifest_names["resource_classes"] = dict(named)
    nested = {key: modules[key] for key, path, _ in resources if path != modules[key]}
    context.manifest_names["resource_modules"] = {**nested}
    return tuple(
        ResourceName(
            path,
            named[key],
            modules[key],
            bool(group.inner),
            docs.get(key, ir.Doc()),
        )
        for key, path, group in resources
    )


def _report_moves(context: Context, found: Methods) -> None:
    """Report operations that have moved to another resource; `scope` reports other changes."""
    before = context.previous.flat("operations")
    for pointer, name in found.operations.items():
        symbol = before.get(pointer, name.symbol)
        if symbol.rpartition(".")[0] != (name.resource or ""):
            context.diagnostics.warning(
                "name-moved", f"{symbol!r} is now called {name.symbol!r}", pointer
            )


def _report_unknown_methods(context: Context, found: Methods) -> None:
    """Report waits and scopes that refer to a missing operation."""
    known = {name.symbol for name in found.operations.values()}
    used = [(wait.poll, wait.pointer) for wait in context.api.waits]
    used += [(wait.reason.operation, wait.pointer) for wait in context.api.waits if wait.reason]
    for scope in context.api.scopes:
        used += [(scope.enter, scope.pointer), (scope.exit, scope.pointer)]
    for symbol, pointer in used:
        if symbol.value not in known:
            message = f"there is no method {symbol.value[:80]!r}"
            context.diagnostics.warning("extension-member", message, pointer)
