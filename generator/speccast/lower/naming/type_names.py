"""The locations and the title of a type -> candidates for its name, the best first."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from speccast.ir import Priority, Proposal, Text
from speccast.lower.naming.english import VAGUE, words
from speccast.lower.naming.name_path import Anchor
from speccast.lower.raw import mapping, sequence, string
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from speccast.ir import Id
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import Part

_DEEPEST = 5
"""The maximum number of links of a location that are joined into a name."""
_MOST = 8
"""The maximum number of candidates for one type."""
_LONGEST_TITLE = 5
"""The maximum number of words of a title that is used as a name."""
_WIDE = 3
"""The number of parents from which a vague word alone is better than the name of one parent."""
_NO_TITLE = VAGUE | {
    "param",
    "params",
    "polymorphic",
    "schema",
    "root",
    "inline",
    "response",
    "request",
}


class Source(Struct):
    """The origin of a declared type."""

    id: Id
    name_path: NamePath
    doc_parts: list[Part]
    """The schemas that document it, its own keywords first."""

    @property
    def pointer(self) -> str:
        """Its pointer in the document."""
        return self.doc_parts[0][1]


_FASTAPI = re.compile(r"Response( [A-Z0-9]\w*)+ (Get|Put|Post|Delete|Options|Head|Patch|Trace)")
"""A title that FastAPI derives from an operation id: `Response Echo Pet Pets Post`."""

Composed: TypeAlias = "Mapping[str, tuple[tuple[str, ...], ...]]"
"""The candidates for components with composed keys, by pointer."""


def proposals(group: Sequence[Source], kind: str, composed: Composed) -> tuple[Proposal, ...]:
    """Return the candidates for a type with one or more locations.

    Args:
        group: the locations.
        kind: a word for its kind, for a property with the same name as its model.
        composed: the candidates for components whose keys a framework has composed.

    """
    ranked = sorted(group, key=_rank)
    best = ranked[0]
    own = [Text(name) for name in map(_extension_name, ranked) if name]
    if own:
        return (Proposal(Priority.PINNED, (own[0],)),)
    if best.name_path.exact:
        known = composed.get(best.pointer, (best.name_path.words,))
        return tuple(Proposal(Priority.REQUIRED, tuple(map(Text, name))) for name in known)
    ranked = [
        replace(source, name_path=_with_composed_names(source.name_path, composed))
        for source in ranked
    ]
    best = ranked[0]
    found: dict[tuple[str, ...], Proposal] = {}
    for name in islice(_all(best, ranked, kind), 3 * _MOST):
        key = tuple(word for part in name for word in words(part))
        if key and key not in found and len(found) < _MOST:
            found[key] = Proposal(Priority.SUGGESTED, tuple(map(Text, name)))
    return tuple(found.values())


def _with_composed_names(name_path: NamePath, composed: Composed) -> NamePath:
    """Return a location with the first candidate for a component in place of a composed key."""
    if name_path.parent is not None:
        parent = _with_composed_names(name_path.parent, composed)
        return name_path if parent is name_path.parent else replace(name_path, parent=parent)
    pointer = join("#/components/schemas", *name_path.words) if name_path.words else ""
    return replace(name_path, words=composed[pointer][0]) if pointer in composed else name_path


def _extension_name(source: Source) -> str | None:
    """Return the name that a schema gives its type (`x-speccast-type-name`)."""
    names = (
        string(node.get("x-speccast-type-name"))
        for node, pointer in source.doc_parts
        if pointer == source.pointer
    )
    return next((name for name in names if name), None)


def _rank(source: Source) -> tuple[Anchor, int, str]:
    """Return the sort key of an origin: in components, the shortest pointer first.

    So the names of types in components do not depend on the order of the paths.
    """
    anchor = source.name_path.anchor
    pointer = source.pointer if anchor is Anchor.COMPONENT else ""
    return anchor, len(pointer), pointer


def _all(best: Source, ranked: Sequence[Source], kind: str) -> Iterator[tuple[str, ...]]:
    """Iterate the candidates from all locations."""
    parent = best.name_path.parent
    if parent is not None and parent.exact and _repeats(parent, best.name_path):
        yield (*parent.words, kind)
    title = title_of(best.doc_parts)
    if title is not None:
        yield (title,)
    yield from _shared(ranked)
    for source in ranked[:_MOST]:
        yield from names(source.name_path)
    yield _all_of_names(best.doc_parts)


def _all_of_names(doc_parts: Iterable[Part]) -> tuple[str, ...]:
    """Return the names of the members of an `allOf`."""
    parts = (part for node, _ in doc_parts for part in map(mapping, sequence(node.get("allOf"))))
    refs = (string(part.get("$ref")) for part in parts)
    return tuple(ref.rpartition("/")[2] for ref in refs if ref)


def _shared(ranked: Sequence[Source]) -> Iterator[tuple[str, ...]]:
    """Iterate names for a type with several parents: with their common words, or without."""
    parents = dict.fromkeys(
        words(" ".join(source.name_path.parent.words))
        for source in ranked
        if source.name_path.parent
    )
    if len(parents) < 2:  # noqa: PLR2004 - a single parent gives the type its name
        return
    own = ranked[0].name_path.words
    common = _prefix(list(parents))
    if common:
        yield (*common, *own)
    if is_specific(own) or len(parents) >= _WIDE:
        yield own


def _repeats(parent: NamePath, name_path: NamePath) -> bool:
    """Return whether a property only repeats the last words of its model's name."""
    before, own = words(" ".join(parent.words)), words(" ".join(name_path.words))
    return before[-len(own) :] == own


def _prefix(lists: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the common prefix of lists of words."""
    shortest = min(lists, key=len)
    for index, word in enumerate(shortest):
        if any(other[index] != word for other in lists):
            return shortest[:index]
    return shortest


def names(name_path: NamePath) -> Iterator[tuple[str, ...]]:
    """Iterate the candidates from a location, the best first."""
    links = list(islice(name_path.links(), _DEEPEST))
    if len(links) == 1:
        yield name_path.words
        yield from name_path.also
        return
    if name_path.enveloped:
        yield name_path.noun
    if links[1].anchor is Anchor.OPERATION and name_path.noun:
        yield (*name_path.noun, *name_path.words)
    for count in range(2, len(links) + 1):
        if count == len(links) or not _is_vague(links[count - 1].words):
            yield _joined(links[:count])


def _is_vague(own: tuple[str, ...]) -> bool:
    """Return whether a name consists of one vague word."""
    return len(own) == 1 and own[0].lower() in VAGUE


def _joined(links: Iterable[NamePath]) -> tuple[str, ...]:
    """Join the words of links, outermost first, without repeating a word."""
    joined: list[str] = []
    for link in reversed(list(links)):
        for word in link.words:
            if not joined or joined[-1].lower() != word.lower():
                joined.append(word)
    return tuple(joined)


def title_of(doc_parts: Iterable[Part]) -> str | None:
    """Return the title of a schema, if it is short and specific enough for a name."""
    for node, _ in doc_parts:
        title = string(node.get("title"))
        if title is not None and not _FASTAPI.fullmatch(title):
            parts = words(title)
            specific = len(parts) > 1 or not _NO_TITLE.issuperset(parts)
            if len(parts) <= _LONGEST_TITLE and specific:
                return title
    return None


def first_name(source: Source) -> tuple[str, ...]:
    """Return the first candidate: the title, or only the words of the location."""
    title = title_of(source.doc_parts)
    return words(title or " ".join(source.name_path.words))


def is_specific(own: Iterable[str]) -> bool:
    """Return whether a name is specific enough without its context."""
    parts = [word for part in own for word in words(part)]
    return len(parts) > 1 or (len(parts) == 1 and parts[0] not in VAGUE)
