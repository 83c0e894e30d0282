"""Groups operations by resource; resources may contain other resources.

A resource is identified by its path of keys (`beta.threads`), one for each level.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast import ir
from speccast.names.candidates import proposal_text
from speccast.names.words import fold, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.names.context import Context

_DEEPEST = 6
"""The maximum number of levels of resources; deeper levels are joined into one."""


class Group(Struct):
    """The members of one resource, or of the client itself."""

    proposal: ir.Proposal
    """The proposal for its own attribute, without those of its parents."""
    pointer: str
    """The pointer of its first operation."""
    operations: list[ir.Operation] = []
    waits_and_scopes: list[tuple[str, ir.Wait | ir.Scope]] = []
    """Waits and scopes, each with its method's name."""
    inner: dict[str, Group] = {}
    """The resources in it, by their paths of keys."""


def _key(text: str) -> str:
    """Return the key that identifies a resource: the words of its name."""
    return fold("_".join(word.lower() for word in plain(text)))


def keys_of(levels: Iterable[ir.Text]) -> str:
    """Return the path of keys of the resource at these levels."""
    return ".".join(_key(level.value) for level in levels)


def groups(context: Context) -> Group:
    """Group operations, waits and scopes by resource; return the group of the client itself."""
    root = Group(_proposal(""), "#")
    before = context.previous.flat("operations")
    keys = {path: key for key, path in context.previous.flat("resources").items()}
    for operation in context.api.operations:
        proposal = _resource_proposal(context, operation, before.get(operation.pointer))
        group = _group(root, proposal, operation.pointer, keys) if proposal else root
        group.operations.append(operation)
    waits_and_scopes: list[ir.Wait | ir.Scope] = [*context.api.waits, *context.api.scopes]
    for thing in waits_and_scopes:
        resource, _, name = context.pins.get(thing.pointer, thing.name.value).rpartition(".")
        group = _group(root, _proposal(resource), thing.pointer, {}) if resource else root
        group.waits_and_scopes.append((name, thing))
    return root


def _proposal(path: str, kind: ir.Priority = ir.Priority.PINNED) -> ir.Proposal:
    """Return the proposal for the attributes of a path such as `beta.threads`."""
    return ir.Proposal(kind, tuple(map(ir.Text, filter(None, path.split(".")))))


def _group(root: Group, proposal: ir.Proposal, pointer: str, keys: Mapping[str, str]) -> Group:
    """Return the group of a resource; create it and its parents if they are missing."""
    known = keys.get(".".join(level.value for level in proposal.words), "").split(".")
    levels = proposal.words[:_DEEPEST]
    if rest := proposal.words[_DEEPEST:]:
        levels += (ir.Text(".".join(level.value for level in rest)),)
    parts = known if len(known) == len(levels) and all(known) else []
    group, path = root, ""
    for level, part in zip_longest(levels, parts):
        path = ".".join(filter(None, (path, part or _key(level.value))))
        own = ir.Proposal(proposal.kind, (level,))
        group = group.inner.setdefault(path, Group(own, pointer))
        if own.kind.value < group.proposal.kind.value:
            group.proposal = own
    return group


def _resource_proposal(
    context: Context, operation: ir.Operation, before: str | None
) -> ir.Proposal | None:
    """Return the proposal for the attributes that lead to an operation; None: the client itself.

    Names of the last run have priority over those that are composed from the context, and over the
    levels of a tag that was one attribute before.
    """
    resource, dot, _ = context.pins.get(operation.pointer, "").rpartition(".")
    if dot:
        return _proposal(resource)
    proposal = operation.resource[0] if operation.resource else None
    if before is None or (proposal and proposal.kind is ir.Priority.PINNED):
        return proposal
    resource = before.rpartition(".")[0]
    if proposal is None or proposal.kind is ir.Priority.SUGGESTED:
        return _proposal(resource, ir.Priority.SUGGESTED) if resource else None
    flat = {_key(proposal_text(proposal)), _key(proposal.words[-1].value)}
    return (
        _proposal(resource, proposal.kind)
        if len(proposal.words) > 1 and resource in flat
        else proposal
    )
