"""Where values of each declared type travel, and which types differ between requests and responses.

Received is what answers and webhooks reach, sent is what bodies and parameters reach. A type that is
both, and that holds a read-only or write-only property anywhere inside, is two types.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from speccast.ir import Array, Id, Map, Nullable, Ref, Tuple

from .drafts import AliasDraft, EnumDraft, ModelDraft, UnionDraft

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast.ir import Operation, Type, Webhook

    from .drafts import Draft

Drafts: TypeAlias = "Mapping[Id, Draft]"


@dataclass(slots=True)
class Travels:
    """What the documents' bodies and parameters reach."""

    received: set[Id] = field(default_factory=set[Id])
    sent: set[Id] = field(default_factory=set[Id])
    split: set[Id] = field(default_factory=set[Id])
    """Those of which the request differs from the response, among those that are both."""


def travels(drafts: Drafts, operations: Iterable[Operation], hooks: Iterable[Webhook]) -> Travels:
    """Return where the declared types travel."""
    operations = list(operations)
    kept = _discriminators(drafts)
    received = _reached(drafts, _received(operations, hooks), "write_only", kept)
    sent = _reached(drafts, _sent(operations), "read_only", kept)
    return Travels(received, sent, _split(drafts, received & sent, kept))


def _received(operations: Iterable[Operation], hooks: Iterable[Webhook]) -> Iterator[Type]:
    """Iterate the types of what comes in."""
    for operation in operations:
        for response in operation.responses:
            for content in response.contents:
                yield content.type
            for header in response.headers:
                yield header.type
    for hook in hooks:
        for content in hook.contents:
            yield content.type


def _sent(operations: Iterable[Operation]) -> Iterator[Type]:
    """Iterate the types of what goes out."""
    for operation in operations:
        for parameter in operation.parameters:
            yield parameter.type
        if operation.body is not None:
            for content in operation.body.contents:
                yield content.type


def refs(kind: Type) -> Iterator[Id]:
    """Iterate the declared types inside a type."""
    stack = [kind]
    while stack:
        match stack.pop():
            case Ref(name):
                yield name
            case Array(item) | Nullable(item) | Map(item):
                stack.append(item)
            case Tuple(items, rest):
                stack += items
                if rest is not None:
                    stack.append(rest)
            case _:
                pass


def inner(
    draft: Draft, leaving_out: str = "", kept: frozenset[str] = frozenset()
) -> Iterator[Type]:
    """Iterate the types that a declared type is made of.

    Args:
        draft: the declared type.
        leaving_out: `read_only` or `write_only` properties are not looked at.
        kept: properties that are always looked at.
    """
    match draft:
        case ModelDraft():
            for entry in draft.properties:
                hidden = leaving_out and getattr(entry, leaving_out)
                if not hidden or entry.property.wire.value in kept:
                    yield entry.property.type
            if draft.additional is not None:
                yield draft.additional
        case UnionDraft():
            for branch in draft.branches:
                yield branch.type
        case AliasDraft():
            yield draft.type
        case EnumDraft():
            pass


def _reached(
    drafts: Drafts, roots: Iterable[Type], leaving_out: str, kept: frozenset[str]
) -> set[Id]:
    """Return the declared types that the roots reach."""
    found: set[Id] = set()
    stack = [name for root in roots for name in refs(root)]
    while stack:
        name = stack.pop()
        if name not in found:
            found.add(name)
            stack += [r for kind in inner(drafts[name], leaving_out, kept) for r in refs(kind)]
    return found


def _discriminators(drafts: Drafts) -> frozenset[str]:
    """Return the properties that tell the branches of a union apart: they always travel."""
    return frozenset(
        wire
        for draft in drafts.values()
        if isinstance(draft, UnionDraft) and draft.discriminator is not None
        if isinstance(wire := draft.discriminator.get("propertyName"), str)
    )


def _split(drafts: Drafts, both: set[Id], kept: frozenset[str]) -> set[Id]:
    """Return the types whose requests differ from their responses, directly or by what they hold."""
    users: dict[Id, list[Id]] = {}
    differing: list[Id] = []
    for name in both:
        draft = drafts[name]
        for kind in inner(draft):
            for used in refs(kind):
                users.setdefault(used, []).append(name)
        if isinstance(draft, ModelDraft) and any(
            (entry.read_only or entry.write_only) and entry.property.wire.value not in kept
            for entry in draft.properties
        ):
            differing.append(name)
    found: set[Id] = set()
    while differing:
        name = differing.pop()
        if name not in found:
            found.add(name)
            differing += users.get(name, ())
    return found
