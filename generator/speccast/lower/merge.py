"""Equal inline types that would get the same name -> one of them.

Both the shape and the first name that suggests itself have to agree. Shapes are compared from the
inside out, so that models of merged models merge too; what is part of a cycle counts as itself.
Components never merge: the document says that they are different.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from speccast.ir import Array, Hint, HintKind, Id, Map, Nullable, Ref, Text, Tuple

from .drafts import AliasDraft, EnumDraft, ModelDraft, UnionDraft
from .english import VAGUE, words
from .raw import string
from .usage import inner, refs
from .where import Anchor, hints, usable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from speccast.ir import Type

    from .drafts import Draft, Source

Shape: TypeAlias = "tuple[object, ...]"


def title_of(source: Source) -> Text | None:
    """Return the title that a schema gives itself."""
    for node, _ in source.layers:
        title = string(node.get("title"))
        if title and usable(title):
            return Text(title)
    return None


class Merging:
    """Finds the inline types that are one."""

    def __init__(self, drafts: Mapping[Id, Draft]) -> None:
        """Look at all declared types."""
        self._drafts = drafts
        self.same: dict[Id, Id] = {}
        """Each type that gives way to another, with that other."""
        self._first: dict[Shape, Id] = {}
        self._groups: dict[Id, list[Source]] = {}

    def run(self) -> None:
        """Compare all inline types, the inner ones first."""
        for name in self._inside_out():
            draft = self._drafts[name]
            if isinstance(draft, AliasDraft) or _is_component(draft.source):
                continue
            shape = self._shape(draft)
            first = self._first.setdefault(shape, name)
            self._groups.setdefault(first, []).append(draft.source)
            if first != name:
                self.same[name] = first

    def hints(self, draft: Draft) -> tuple[Hint, ...]:
        """Return the names for a type, counting in all places where it stands."""
        group = self._groups.get(draft.source.id, [draft.source])
        ranked = sorted(group, key=lambda source: source.where.anchor)
        found: dict[tuple[Text, ...], Hint] = {}
        own = ranked[0].where.words
        title = title_of(ranked[0])
        if title is not None and not _is_component(ranked[0]):
            found[(title,)] = Hint(HintKind.SUGGESTED, (title,))
        if len({_parent(source) for source in group}) > 1 and _telling(own):
            found.setdefault(tuple(map(Text, own)), Hint(HintKind.SUGGESTED, tuple(map(Text, own))))
        for source in ranked[:8]:
            for hint in hints(source.where, title_of(source)):
                found.setdefault(hint.words, hint)
        return tuple(found.values())

    def _inside_out(self) -> Iterator[Id]:
        """Iterate all types so that what a type is made of comes before it, cycles aside."""
        done: set[Id] = set()
        for root in self._drafts:
            stack: list[tuple[Id, Iterator[Id]]] = []
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
        """Iterate what a type is made of."""
        for kind in inner(self._drafts[name]):
            yield from refs(kind)

    def _shape(self, draft: Draft) -> Shape:
        """Return what has to agree for two types to be one."""
        name = _first_name(draft.source)
        match draft:
            case ModelDraft():
                listed = sorted(draft.properties, key=lambda entry: entry.property.wire.value)
                properties = tuple(
                    (
                        entry.property.wire,
                        self._kind(entry.property.type),
                        entry.property.required,
                        entry.property.default,
                        entry.property.constraints,
                        entry.property.also_at,
                        entry.property.secret,
                        entry.read_only,
                        entry.write_only,
                    )
                    for entry in listed
                )
                extra = None if draft.additional is None else self._kind(draft.additional)
                return ("model", name, properties, extra)
            case EnumDraft():
                values = frozenset(value.value for value in draft.values)
                return ("enum", name, values)
            case UnionDraft():
                branches = tuple(self._kind(branch.type) for branch in draft.branches)
                said = repr(draft.discriminator)
                return ("union", name, branches, said)
            case AliasDraft():
                return ("alias", draft.source.id)

    def _kind(self, kind: Type) -> Type:
        """Return a type with merged types under the id that stays."""
        return renamed(kind, self.same)


def renamed(kind: Type, same: Mapping[Id, Id]) -> Type:
    """Return a type in which ids have been replaced."""
    match kind:
        case Ref(name):
            return Ref(same[name]) if name in same else kind
        case Array(item):
            return Array(renamed(item, same))
        case Nullable(item):
            return Nullable(renamed(item, same))
        case Map(item):
            return Map(renamed(item, same))
        case Tuple(items, rest):
            fixed = tuple([renamed(item, same) for item in items])
            return Tuple(fixed, None if rest is None else renamed(rest, same))
        case _:
            return kind


def _is_component(source: Source) -> bool:
    """Tell whether a type has a key of its own in the document."""
    return source.where.parent is None and source.where.anchor is Anchor.COMPONENT


def _first_name(source: Source) -> tuple[str, ...]:
    """Return the name that suggests itself first: the title, or the words of the place alone."""
    title = title_of(source)
    return (
        words(title.value)
        if title
        else tuple(w for word in source.where.words for w in words(word))
    )


def _parent(source: Source) -> tuple[str, ...]:
    """Return the words of what a type stands in."""
    return source.where.parent.words if source.where.parent else ()


def _telling(own: tuple[str, ...]) -> bool:
    """Tell whether a name says enough without its surroundings."""
    said = [word for part in own for word in words(part)]
    return len(said) > 1 or (len(said) == 1 and said[0] not in VAGUE)
