"""Drafts -> `ir.Declared`, one or two for each draft: its sent and its received form."""

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
from speccast.lower.completion.substitution import Substitution
from speccast.lower.completion.usage import REQUEST
from speccast.lower.naming.component_names import component_names
from speccast.lower.naming.type_names import proposals
from speccast.lower.schemas.drafts import AliasDraft, EnumDraft, ModelDraft, UnionDraft

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.ir import Declared, Property, Type
    from speccast.lower.completion.equal_types import EqualTypes
    from speccast.lower.completion.usage import Directions
    from speccast.lower.schemas.drafts import Draft
    from speccast.lower.schemas.interface import Schemas


_KINDS: dict[type[Draft], str] = {
    ModelDraft: "details",
    EnumDraft: "value",
    UnionDraft: "value",
    AliasDraft: "value",
}


class Declarations:
    """Converts drafts to declared types."""

    def __init__(self, schemas: Schemas, merging: EqualTypes, directions: Directions) -> None:
        """Compute the ids of received and sent types."""
        self._schemas = schemas
        self._merging = merging
        self._directions = directions
        self._composed = component_names(schemas.resolved.root)
        self._split = {name.of(REQUEST): name for name in directions.split}
        """Id of a sent form -> id of the received form, for the types that are two types."""
        sent = {base: name for name, base in self._split.items()}
        for name, kept in merging.replacements.items():
            sent[name] = sent.get(kept, kept)
        self.received = Substitution(merging.replacements, schemas.drafts)
        """Maps types as first lowered to received types."""
        self.sent = Substitution(sent, schemas.drafts)
        """Maps types as first lowered to sent types."""

    def declare(self, roots: Iterable[Type]) -> dict[Id, Declared]:
        """Return the declared types that the roots use, in the order of their first use."""
        declared: dict[Id, Declared] = {}
        stack = [name for root in roots for name in refs(root)]
        while stack:
            name = stack.pop()
            if name not in declared:
                declared[name] = self._declare(name)
                stack += [inner for kind in parts(declared[name]) for inner in refs(kind)]
        forms = (form for name in self._schemas.drafts for form in (name, name.of(REQUEST)))
        return {form: declared[form] for form in forms if form in declared}

    def _declare(self, name: Id) -> Declared:
        """Return one form of a declared type."""
        base = self._split.get(name, name)
        request = base != name
        usage = self._directions.usage(base, request=request)
        draft = self._schemas.drafts[base]
        found = proposals(self._merging.group(draft), _KINDS[type(draft)], self._composed)
        return self._build(name, draft, usage, _of_request(found) if request else found)

    def _build(self, name: Id, draft: Draft, usage: Usage, names: tuple[Proposal, ...]) -> Declared:
        """Return a declared type."""
        source = draft.source
        doc = documentation.of_schema(source.doc_parts)
        substitution = self.sent if usage is Usage.SENT else self.received
        match draft:
            case ModelDraft():
                properties = self._properties(draft, usage, substitution)
                extra = None if draft.additional is None else substitution.apply(draft.additional)
                shown = documentation.examples(source.doc_parts)
                return Model(name, names, doc, properties, usage, source.pointer, extra, shown)
            case EnumDraft():
                return EnumType(name, names, doc, draft.values, draft.scalar, source.pointer, usage)
            case AliasDraft():
                return Alias(name, names, doc, substitution.apply(draft.type), source.pointer)
            case UnionDraft():
                branches = self._branches(draft, substitution)
                if len(branches) == 1:  # its branches have been merged
                    return Alias(name, names, doc, branches[0], source.pointer)
                how = _changed(draft.discriminator, substitution)
                return Union(name, names, doc, branches, how, source.pointer)

    def _properties(
        self, draft: ModelDraft, usage: Usage, substitution: Substitution
    ) -> tuple[Property, ...]:
        """Return the properties that are used in a direction."""
        found: list[Property] = []
        for entry in self._directions.properties_in(draft, usage):
            typed = entry.property
            required = typed.required and (usage is Usage.SENT or not entry.undeclared)
            kind = substitution.apply(typed.type)
            if kind is not typed.type or required is not typed.required:
                typed = replace(typed, type=kind, required=required)
            if typed.content is not None:
                typed = replace(typed, content=self.received.apply(typed.content))
            found.append(typed)
        return tuple(found)

    def _branches(self, draft: UnionDraft, substitution: Substitution) -> tuple[Type, ...]:
        """Return the branches; those that are unions, in a cycle, are flattened."""
        found: dict[str, Type] = {}  # by text: in Python, 1 equals True
        seen: set[Id] = {draft.source.id}
        stack = [branch.type for branch in reversed(draft.branches)]
        while stack:
            kind = stack.pop()
            inner = self._schemas.drafts.get(kind.id) if isinstance(kind, Ref) else None
            if not isinstance(inner, UnionDraft):
                changed = substitution.apply(kind)
                found[repr(changed)] = changed
            elif inner.source.id not in seen:
                seen.add(inner.source.id)
                stack += [branch.type for branch in reversed(inner.branches)]
        return tuple(found.values())


def _changed(
    discriminator: Discriminator | None, substitution: Substitution
) -> Discriminator | None:
    """Return a discriminator with its final types."""
    if discriminator is None:
        return None
    mapped = tuple((value, substitution.apply(kind)) for value, kind in discriminator.mapping)
    otherwise = (
        None if discriminator.otherwise is None else substitution.apply(discriminator.otherwise)
    )
    return Discriminator(discriminator.wire, mapped, otherwise)


def _of_request(names: tuple[Proposal, ...]) -> tuple[Proposal, ...]:
    """Return the candidates for the name of a sent form, from those of the received form."""
    ends_in_request = any(
        proposal.words[-1].value.lower().endswith("request") for proposal in names
    )
    words = ("input",) if ends_in_request else ("request", "input")
    return tuple(
        Proposal(Priority.SUGGESTED, (*proposal.words, Text(word)))
        for word in words
        for proposal in names
    )
