"""Which operations belong together: the resources of a client, and the resources within them.

A resource is known by its path of keys (`beta.threads`), one for each level.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast import ir
from speccast.names.ladders import hint_text
from speccast.names.words import fold, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.names.context import Context

_DEEPEST = 6
"""How many resources stand within each other at most; what is below them is one more."""


class Group(Struct):
    """What stands under one resource, or on the client itself."""

    hint: ir.Hint
    """Of its own attribute, without those above it."""
    pointer: str
    """Where the document speaks of it first."""
    operations: list[ir.Operation] = []
    built: list[tuple[str, ir.Wait | ir.Scope]] = []
    """Waits and scopes, each with its method's name."""
    inner: dict[str, Group] = {}
    """The resources within it, by their paths of keys."""


def _key(text: str) -> str:
    """Return what makes two texts the same resource: their words."""
    return fold("_".join(word.lower() for word in plain(text)))


def keys_of(levels: Iterable[ir.Text]) -> str:
    """Return the path of keys of the resource at these levels."""
    return ".".join(_key(level.value) for level in levels)


def groups(context: Context) -> Group:
    """Sort everything by resource; return what stands on the client itself."""
    root = Group(_hint(""), "#")
    before = context.previous.flat("operations")
    keys = {path: key for key, path in context.previous.flat("resources").items()}
    for operation in context.api.operations:
        hint = _resource_hint(context, operation, before.get(operation.pointer))
        group = _group(root, hint, operation.pointer, keys) if hint else root
        group.operations.append(operation)
    built: list[ir.Wait | ir.Scope] = [*context.api.waits, *context.api.scopes]
    for thing in built:
        resource, _, name = context.pins.get(thing.pointer, thing.name.value).rpartition(".")
        group = _group(root, _hint(resource), thing.pointer, {}) if resource else root
        group.built.append((name, thing))
    return root


def _hint(path: str, kind: ir.HintKind = ir.HintKind.PINNED) -> ir.Hint:
    """Return the hint of attributes that are given as a path, `beta.threads`."""
    return ir.Hint(kind, tuple(map(ir.Text, filter(None, path.split(".")))))


def _group(root: Group, hint: ir.Hint, pointer: str, keys: Mapping[str, str]) -> Group:
    """Return the group of a resource, which is made with all above it where it is new."""
    known = keys.get(".".join(level.value for level in hint.words), "").split(".")
    levels = hint.words[:_DEEPEST]
    if rest := hint.words[_DEEPEST:]:
        levels += (ir.Text(".".join(level.value for level in rest)),)
    parts = known if len(known) == len(levels) and all(known) else []
    group, path = root, ""
    for level, part in zip_longest(levels, parts):
        path = ".".join(filter(None, (path, part or _key(level.value))))
        own = ir.Hint(hint.kind, (level,))
        group = group.inner.setdefault(path, Group(own, pointer))
        if own.kind.value < group.hint.kind.value:
            group.hint = own
    return group


def _resource_hint(context: Context, operation: ir.Operation, before: str | None) -> ir.Hint | None:
    """Return the attributes under which an operation stands, None for the client itself.

    What was only put together from the surroundings gives way to what the last run made of it, and
    a tag that names several levels to the one attribute that it was before.
    """
    resource, dot, _ = context.pins.get(operation.pointer, "").rpartition(".")
    if dot:
        return _hint(resource)
    hint = operation.resource[0] if operation.resource else None
    if before is None or (hint and hint.kind is ir.HintKind.PINNED):
        return hint
    resource = before.rpartition(".")[0]
    if hint is None or hint.kind is ir.HintKind.SUGGESTED:
        return _hint(resource, ir.HintKind.SUGGESTED) if resource else None
    flat = {_key(hint_text(hint)), _key(hint.words[-1].value)}
    return _hint(resource, hint.kind) if len(hint.words) > 1 and resource in flat else hint
