"""The directions of each declared type: whether it is sent, received, or both.

Responses and webhooks use received types, bodies and parameters use sent types. A type that is
used in both directions and contains a read-only or write-only property becomes two types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.ir import Id, Usage, received, refs, sent
from speccast.lower.schemas.drafts import ModelDraft, UnionDraft, types_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from speccast.ir import Operation, Type, Webhook
    from speccast.lower.schemas.drafts import Draft, PropertyDraft

REQUEST = "request"
"""The role of the sent form of a type, if the received form differs."""


class Directions(Struct):
    """The types that are received, and those that are sent, by their ids after merging."""

    received: set[Id]
    sent: set[Id]
    split: set[Id]
    """The types used in both directions that are two types."""
    discriminating: frozenset[tuple[Id, str]]
    """Properties that are used in both directions, because they distinguish branches."""

    def usage(self, name: Id, *, request: bool) -> Usage:
        """Return the usage of one form of a type."""
        if name in self.split:
            return Usage.SENT if request else Usage.RECEIVED
        if name in self.sent:
            return Usage.BOTH if name in self.received else Usage.SENT
        return Usage.RECEIVED

    def properties_in(self, draft: ModelDraft, usage: Usage) -> Iterator[PropertyDraft]:
        """Iterate the properties that are used in a direction."""
        for entry in draft.properties:
            hidden = (usage is Usage.SENT and entry.read_only) or (
                usage is Usage.RECEIVED and entry.write_only
            )
            if not hidden or (draft.source.id, entry.property.wire.value) in self.discriminating:
                yield entry


class UsageAnalysis:
    """Follows types from the responses and requests that use them."""

    def __init__(self, drafts: Mapping[Id, Draft], replacements: Mapping[Id, Id]) -> None:
        """Start with all drafts, and the replacements of merged ones."""
        self._drafts = drafts
        self._replacements = replacements
        self._discriminating = frozenset(self._discriminators())

    def directions(self, operations: Iterable[Operation], hooks: Iterable[Webhook]) -> Directions:
        """Return the directions of the declared types."""
        operations = list(operations)
        responses = [kind for operation in operations for kind in received(operation)]
        responses += [content.type for hook in hooks for content in hook.contents]
        requests = [kind for operation in operations for kind in sent(operation)]
        incoming = self._used(responses, Usage.RECEIVED)
        outgoing = self._used(requests, Usage.SENT)
        return Directions(
            incoming, outgoing, self._split(incoming & outgoing), self._discriminating
        )

    def _inside(self, kinds: Iterable[Type]) -> Iterator[Id]:
        """Iterate the ids, after merging, of the declared types in types."""
        return (self._replacements.get(name, name) for name in refs(*kinds))

    def _used(self, roots: Iterable[Type], direction: Usage) -> set[Id]:
        """Return the declared types that the roots use."""
        found: set[Id] = set()
        every = Directions(set(), set(), set(), self._discriminating)
        stack = list(self._inside(roots))
        while stack:
            name = stack.pop()
            if name in found:
                continue
            found.add(name)
            draft = self._drafts[name]
            kinds = list(types_in(draft))
            if isinstance(draft, ModelDraft):
                kinds = [entry.property.type for entry in every.properties_in(draft, direction)]
                kinds += [] if draft.additional is None else [draft.additional]
            stack += self._inside(kinds)
        return found

    def _split(self, both: set[Id]) -> set[Id]:
        """Return the types that differ between the directions, or contain one that does."""
        users: dict[Id, list[Id]] = {}
        differing: list[Id] = []
        for name in both:
            draft = self._drafts[name]
            for used in self._inside(types_in(draft)):
                users.setdefault(used, []).append(name)
            if isinstance(draft, ModelDraft) and self._differs(draft):
                differing.append(name)
        found: set[Id] = set()
        while differing:
            name = differing.pop()
            if name not in found:
                found.add(name)
                differing += users.get(name, ())
        return found

    def _differs(self, draft: ModelDraft) -> bool:
        """Return whether a property is used in one direction only."""
        return any(
            (draft.source.id, entry.property.wire.value) not in self._discriminating
            for entry in draft.properties
            if entry.read_only or entry.write_only
        )

    def _discriminators(self) -> Iterator[tuple[Id, str]]:
        """Iterate the properties that distinguish the branches of a union, with their models."""
        for draft in self._drafts.values():
            if isinstance(draft, UnionDraft) and draft.discriminator is not None:
                for name in self._inside(branch.type for branch in draft.branches):
                    yield name, draft.discriminator.wire.value
