"""Groups operations: the resources of a client, and the resources within them.

A resource is identified by its path of keys (`beta.threads`), one for each level.
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
"""The maximum nesting of resources; deeper levels are joined to one."""


class Group(Struct):
    """The members of one resource, or of the client itself."""

    hint: ir.Hint
    """The hints for its own attribute, without those of its parents."""
    pointer: str
    """The pointer of its first operation."""
    operations: list[ir.Operation] = []
    built: list[tuple[str, ir.Wait | ir.Scope]] = []
    """Waits and scopes, each with its method's name."""
    inner: dict[str, Group] = {}
    """The resources within it, by their paths of keys."""


def _key(text: str) -> str:
    """Return the key by which two texts are the same resource: their words."""
    return fold("_".join(word.lower() for word in plain(text)))


def keys_of(levels: Iterable[ir.Text]) -> str:
    """Return the path of keys of the resource at these levels."""
    return ".".join(_key(level.value) for level in levels)


def groups(context: Context) -> Group:
    """Group everything by resource; return the group of the client itself."""
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
    """Return the hints for attributes given as a path, `beta.threads`."""
    return ir.Hint(kind, tuple(map(ir.Text, filter(None, path.split(".")))))


def _group(root: Group, hint: ir.Hint, pointer: str, keys: Mapping[str, str]) -> Group:
    """Return the group of a resource; a new one is created, with its parents."""
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
    """Return the attributes that lead to an operation, None for the client itself.

    Names of the last run have priority over those that were only composed from the context, and
    over the levels of a tag that was one attribute before.
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
