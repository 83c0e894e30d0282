"""Types as first lowered -> final types, when all drafts are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Nullable, Ref, Scalar, with_children
from speccast.lower.schemas.drafts import AliasDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.ir import Id, Type
    from speccast.lower.schemas.drafts import Draft


class Substitution:
    """Replaces ids by others, and removes null around types that already allow it."""

    def __init__(self, ids: Mapping[Id, Id], drafts: Mapping[Id, Draft]) -> None:
        """Start with the replacements of ids, and all drafts."""
        self.ids = ids
        self._null = frozenset(_with_null(drafts))

    def apply(self, kind: Type) -> Type:
        """Return the final type; the same object if nothing changes."""
        if isinstance(kind, Scalar) or not (self.ids or self._null):
            return kind
        match kind:
            case Ref(name):
                return Ref(self.ids[name]) if name in self.ids else kind
            case Nullable(Ref(name)) if name in self._null:
                return self.apply(kind.inner)
            case _:
                return with_children(kind, self.apply)


def _with_null(drafts: Mapping[Id, Draft]) -> Iterator[Id]:
    """Iterate the aliases whose type already allows null."""
    aliases = {name: draft.type for name, draft in drafts.items() if isinstance(draft, AliasDraft)}
    for name, kind in aliases.items():
        seen: set[Id] = set()
        while isinstance(kind, Ref) and kind.id in aliases and kind.id not in seen:
            seen.add(kind.id)
            kind = aliases[kind.id]  # noqa: PLW2901 - continue with the aliased type
        if isinstance(kind, Nullable) or kind in (Scalar.ANY, Scalar.NULL):
            yield name
