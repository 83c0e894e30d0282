"""Merges equal inline types that would get the same name.

Both the shape and the first candidate for the name must be equal. Inner types are compared first,
so that models with merged models can be merged, too. A type in a cycle equals only itself.
Components are never merged, since the document declares them separately.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speccast.ir import Ref, Scalar, refs
from speccast.lower.completion.substitution import Substitution
from speccast.lower.naming.type_names import first_name
from speccast.lower.schemas.drafts import AliasDraft, EnumDraft, ModelDraft, UnionDraft, types_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.ir import Id, Type
    from speccast.lower.naming.type_names import Source
    from speccast.lower.schemas.drafts import Draft, PropertyDraft

Shape: TypeAlias = "tuple[object, ...]"


class EqualTypes:
    """Finds equal inline types."""

    def __init__(self, drafts: Mapping[Id, Draft]) -> None:
        """Compare all inline types, the inner ones first."""
        self._drafts = drafts
        self.replacements: dict[Id, Id] = {}
        """Replaced type -> its replacement."""
        self._substitution = Substitution(self.replacements, drafts)
        self._first: dict[Shape, Id] = {}
        self._groups: dict[Id, list[Source]] = {}
        for name in self._inside_out():
            draft = drafts[name]
            if isinstance(draft, AliasDraft) or draft.source.name_path.exact:
                continue
            first = self._first.setdefault(self._shape(draft), name)
            self._groups.setdefault(first, []).append(draft.source)
            if first != name:
                self.replacements[name] = first

    def group(self, draft: Draft) -> list[Source]:
        """Return the origins of all types that have been merged into a type."""
        return self._groups.get(draft.source.id, [draft.source])

    def _inside_out(self) -> Iterator[Id]:
        """Iterate all types, those that a type refers to before it, except in cycles."""
        done: set[Id] = set()
        stack: list[tuple[Id, Iterator[Id]]] = []
        for root in self._drafts:
            if root not in done:
                done.add(root)
                stack.append((root, self._parts(root)))
            while stack:
                name, parts = stack[-1]
                part = next((p for p in parts if p not in done), None)
                if part is None:
                    stack.pop()
                    yield name
                else:
                    done.add(part)
                    stack.append((part, self._parts(part)))

    def _parts(self, name: Id) -> Iterator[Id]:
        """Iterate the declared types that a type refers to."""
        for kind in types_in(self._drafts[name]):
            yield from refs(kind)

    def _shape(self, draft: Draft) -> Shape:
        """Return the key of a type for comparisons."""
        name = first_name(draft.source)
        match draft:
            case ModelDraft():
                listed = sorted(draft.properties, key=lambda entry: entry.property.wire.value)
                extra = None if draft.additional is None else self._kind(draft.additional)
                return ("model", name, extra, *[self._property(entry) for entry in listed])
            case EnumDraft():
                return ("enum", name, frozenset(value.value for value in draft.values))
            case UnionDraft():
                kinds = [self._kind(branch.type) for branch in draft.branches]
                return ("union", name, repr(draft.raw_discriminator), *kinds)
            case AliasDraft():
                return ("alias", draft.source.id)

    def _property(self, entry: PropertyDraft) -> Shape:
        """Return the key of a property for comparisons, without its documentation."""
        typed = entry.property
        return (
            typed.wire,
            self._kind(typed.type),
            typed.required,
            typed.default,
            typed.constraints,
            typed.also_at,
            typed.secret,
            entry.read_only,
            entry.write_only,
        )

    def _kind(self, kind: Type) -> object:
        """Return the key of a component type for comparisons, after merging."""
        if isinstance(kind, Scalar | Ref):
            return self._substitution.apply(kind)
        return repr(self._substitution.apply(kind))  # in Python, 1 equals True
