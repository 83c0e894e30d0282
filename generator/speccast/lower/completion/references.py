"""Walks over types: the ids inside one, the same type with other ids, the types inside a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Array, Map, Nullable, Ref, Scalar, Tuple
from speccast.lower.schemas.drafts import AliasDraft, EnumDraft, ModelDraft, UnionDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.ir import Id, Type
    from speccast.lower.schemas.drafts import Draft


def refs(kind: Type) -> Iterator[Id]:
    """Iterate the ids of the declared types inside a type."""
    if isinstance(kind, Scalar):
        return
    stack: list[Type] = [kind]
    while stack:
        match stack.pop():
            case Ref(name):
                yield name
            case Array(item) | Nullable(item) | Map(item):
                stack.append(item)
            case Tuple(items, rest):
                stack += items if rest is None else (*items, rest)
            case _:
                pass


class Changes:
    """What becomes of types once all are known: ids that give way to others, null said once."""

    def __init__(self, ids: Mapping[Id, Id], drafts: Mapping[Id, Draft]) -> None:
        """Take the ids that change, and all declared types."""
        self.ids = ids
        self._null = frozenset(_with_null(drafts))

    def of(self, kind: Type) -> Type:
        """Return a type after the changes; the very same one where nothing changes."""
        if isinstance(kind, Scalar) or not (self.ids or self._null):
            return kind
        match kind:
            case Ref(name):
                return Ref(self.ids[name]) if name in self.ids else kind
            case Nullable(Ref(name)) if name in self._null:
                return self.of(kind.inner)
            case Array(inner) | Nullable(inner) | Map(inner):
                other = self.of(inner)
                return kind if other is inner else type(kind)(other)
            case Tuple(items, rest):
                fixed = tuple([self.of(item) for item in items])
                return Tuple(fixed, None if rest is None else self.of(rest))
            case _:
                return kind


def _with_null(drafts: Mapping[Id, Draft]) -> Iterator[Id]:
    """Iterate the aliases whose type takes null already."""
    aliases = {name: draft.type for name, draft in drafts.items() if isinstance(draft, AliasDraft)}
    for name, kind in aliases.items():
        seen: set[Id] = set()
        while isinstance(kind, Ref) and kind.id in aliases and kind.id not in seen:
            seen.add(kind.id)
            kind = aliases[kind.id]  # noqa: PLW2901 - on to what the alias stands for
        if isinstance(kind, Nullable) or kind in (Scalar.ANY, Scalar.NULL):
            yield name


def types_in(draft: Draft) -> Iterator[Type]:
    """Iterate the types that a declared type is made of."""
    match draft:
        case ModelDraft():
            for entry in draft.properties:
                yield entry.property.type
            if draft.additional is not None:
                yield draft.additional
        case UnionDraft():
            for branch in draft.branches:
                yield branch.type
            if draft.told_by is not None:
                yield from (kind for _, kind in draft.told_by.mapping)
        case AliasDraft():
            yield draft.type
        case EnumDraft():
            return
