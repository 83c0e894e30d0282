"""Drafts -> `ir.Declared`: the ids, names and properties of each direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.ir import (
    Alias,
    Discriminator,
    EnumType,
    Id,
    Model,
    Priority,
    Proposal,
    Ref,
    Text,
    Union,
    Usage,
    parts,
    refs,
)
from speccast.lower import documentation
from speccast.lower.completion.changes import Changes
from speccast.lower.completion.usage import REQUEST
from speccast.lower.naming.component_names import component_names
from speccast.lower.naming.type_names import proposals
from speccast.lower.schemas.drafts import AliasDraft, EnumDraft, ModelDraft, UnionDraft

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.ir import Declared, Property, Type
    from speccast.lower.completion.equal_types import EqualTypes
    from speccast.lower.completion.usage import Travels
    from speccast.lower.schemas.drafts import Draft
    from speccast.lower.schemas.interface import Schemas


_KINDS: dict[type[Draft], str] = {
    ModelDraft: "details",
    EnumDraft: "value",
    UnionDraft: "value",
    AliasDraft: "value",
}


class Declarations:
    """Turns drafts into declared types."""

    def __init__(self, schemas: Schemas, merging: EqualTypes, travels: Travels) -> None:
        """Decide the ids of received and of sent types."""
        self._schemas = schemas
        self._merging = merging
        self._travels = travels
        self._composed = component_names(schemas.resolved.root)
        self._split = {name.of(REQUEST): name for name in travels.split}
        """The ids of received types, each with the id of its sent form, if they differ."""
        sent = {base: name for name, base in self._split.items()}
        for name, kept in merging.same.items():
            sent[name] = sent.get(kept, kept)
        self.received = Changes(merging.same, schemas.drafts)
        """The changes to received types."""
        self.sent = Changes(sent, schemas.drafts)
        """The changes to sent types."""

    def declare(self, roots: Iterable[Type]) -> dict[Id, Declared]:
        """Return the declared types that the roots use, in the order of their first use."""
        made: dict[Id, Declared] = {}
        stack = [name for root in roots for name in refs(root)]
        while stack:
            name = stack.pop()
            if name not in made:
                made[name] = self._made(name)
                stack += [inner for kind in parts(made[name]) for inner in refs(kind)]
        forms = (form for name in self._schemas.drafts for form in (name, name.of(REQUEST)))
        return {form: made[form] for form in forms if form in made}

    def _made(self, name: Id) -> Declared:
        """Return one form of a declared type."""
        base = self._split.get(name, name)
        request = base != name
        usage = self._travels.usage(base, request=request)
        draft = self._schemas.drafts[base]
        found = proposals(self._merging.group(draft), _KINDS[type(draft)], self._composed)
        return self._build(name, draft, usage, _of_request(found) if request else found)

    def _build(self, name: Id, draft: Draft, usage: Usage, names: tuple[Proposal, ...]) -> Declared:
        """Return a declared type."""
        source = draft.source
        doc = documentation.doc(source.layers)
        changes = self.sent if usage is Usage.SENT else self.received
        match draft:
            case ModelDraft():
                properties = self._properties(draft, usage, changes)
                extra = None if draft.additional is None else changes.of(draft.additional)
                shown = documentation.examples(source.layers)
                return Model(name, names, doc, properties, usage, source.pointer, extra, shown)
            case EnumDraft():
                return EnumType(name, names, doc, draft.values, draft.scalar, source.pointer, usage)
            case AliasDraft():
                return Alias(name, names, doc, changes.of(draft.type), source.pointer)
            case UnionDraft():
                branches = self._branches(draft, changes)
                if len(branches) == 1:  # equal branches have become one
                    return Alias(name, names, doc, branches[0], source.pointer)
                how = _changed(draft.told_by, changes)
                return Union(name, names, doc, branches, how, source.pointer)

    def _properties(
        self, draft: ModelDraft, usage: Usage, changes: Changes
    ) -> tuple[Property, ...]:
        """Return the properties that are used in a direction."""
        found: list[Property] = []
        for entry in self._travels.travelling(draft, usage):
            typed = entry.property
            required = typed.required and (usage is Usage.SENT or not entry.undeclared)
            kind = changes.of(typed.type)
            if kind is not typed.type or required is not typed.required:
                typed = replace(typed, type=kind, required=required)
            if typed.holds is not None:
                typed = replace(typed, holds=self.received.of(typed.holds))
            found.append(typed)
        return tuple(found)

    def _branches(self, draft: UnionDraft, changes: Changes) -> tuple[Type, ...]:
        """Return the branches; those that are unions, because a cycle was cut, are flattened."""
        found: dict[str, Type] = {}  # by text: in Python, 1 equals True
        seen: set[Id] = {draft.source.id}
        stack = [branch.type for branch in reversed(draft.branches)]
        while stack:
            kind = stack.pop()
            inner = self._schemas.drafts.get(kind.id) if isinstance(kind, Ref) else None
            if not isinstance(inner, UnionDraft):
                changed = changes.of(kind)
                found[repr(changed)] = changed
            elif inner.source.id not in seen:
                seen.add(inner.source.id)
                stack += [branch.type for branch in reversed(inner.branches)]
        return tuple(found.values())


def _changed(told_by: Discriminator | None, changes: Changes) -> Discriminator | None:
    """Return a discriminator with its final types."""
    if told_by is None:
        return None
    mapped = tuple((value, changes.of(kind)) for value, kind in told_by.mapping)
    otherwise = None if told_by.otherwise is None else changes.of(told_by.otherwise)
    return Discriminator(told_by.wire, mapped, otherwise)


def _of_request(names: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Return the names of the sent form; the received one has the plain names."""
    said = any(proposal.words[-1].value.lower().endswith("request") for proposal in names)
    words = ("input",) if said else ("request", "input")
    return tuple(
        Proposal(Priority.SUGGESTED, (*proposal.words, Text(word)))
        for word in words
        for proposal in names
    )
