"""Walks over types: the ids inside one, the same type with other ids, the types inside a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Array, Map, Nullable, Ref, Scalar, Tuple

from .drafts import AliasDraft, EnumDraft, ModelDraft, UnionDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.ir import Id, Type

    from .drafts import Draft


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


def renamed(kind: Type, same: Mapping[Id, Id]) -> Type:
    """Return a type in which ids have been replaced; the very same where nothing changes."""
    if isinstance(kind, Scalar) or not same:
        return kind
    match kind:
        case Ref(name):
            return Ref(same[name]) if name in same else kind
        case Array(inner) | Nullable(inner) | Map(inner):
            other = renamed(inner, same)
            return kind if other is inner else type(kind)(other)
        case Tuple(items, rest):
            fixed = tuple([renamed(item, same) for item in items])
            return Tuple(fixed, None if rest is None else renamed(rest, same))
        case _:
            return kind


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
        case AliasDraft():
            yield draft.type
        case EnumDraft():
            return
