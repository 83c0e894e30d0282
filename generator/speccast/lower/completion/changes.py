"""Types as first lowered -> the same types once all are known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Nullable, Ref, Scalar, with_children
from speccast.lower.schemas.drafts import AliasDraft

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.ir import Id, Type
    from speccast.lower.schemas.drafts import Draft


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
            case _:
                return with_children(kind, self.of)


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
