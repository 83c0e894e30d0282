"""An operation -> candidates for the names of its method and of its resource.

Pinned names come first, then the words of the operation id without those of the resource
(`listPets` under `pets` is `list`), then a name composed of method and path. An operation id that
only repeats method and path comes after these.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.ir import Priority, Proposal, Text
from speccast.lower.naming.english import is_plural, singular, words
from speccast.lower.naming.operation_ids import function, own_part, version_of
from speccast.lower.naming.tags import is_path_prefix, levels
from speccast.lower.naming.verbs import (
    VERBS,
    by_path,
    literal,
    repeats_path,
    same_words,
    segments_of,
)
from speccast.lower.raw import keywords, string, strings

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from speccast.lower.naming.operation_ids import IdConventions
    from speccast.lower.raw import JsonObject

_OPEN = keywords("for by of to in from with a the and or on at as all my me own current")
"""Words that cannot end a name."""
_HEX = re.compile(r"(?=.*[0-9])[0-9A-Fa-f-]{16,}")
"""An operation id that is a hexadecimal key."""


class Naming(Struct, frozen=True):
    """Candidates for the names of an operation."""

    resource: tuple[Proposal, ...]
    method: tuple[Proposal, ...]
    words: tuple[str, ...]
    """The operation in words, for the names of its requests and responses: `ListPets`."""
    noun: tuple[str, ...]
    """The noun of the path, in the singular: `pet`. Empty if the path has none."""


def naming(
    node: JsonObject,
    method: str,
    path: str,
    listed: Container[str],
    known: IdConventions,
) -> Naming:
    """Return the candidates.

    Args:
        node: the operation.
        method: the method in lower case.
        path: its path template.
        listed: the paths of the document that end in a placeholder, without that placeholder.
        known: the conventions of the document's operation ids.

    """
    segments = segments_of(path)
    pinned = _parts(node, "x-speccast-method")
    group = pinned[:-1] or _parts(node, "x-speccast-group")
    resource = _resource(_tagged(node, known), segments, group)
    own = words(resource[0].words[-1].value) if resource else ()
    shape = by_path(method, segments, own, listed=path in listed)
    key = string(node.get("operationId")) or ""
    found = [Proposal(Priority.PINNED, (Text(name),)) for name in pinned[-1:]]
    id_words = function(key, method, path, known)
    has_name = _is_specific(key, id_words, method, path)
    if has_name:
        further = [*_further(path, (*own, *id_words))] if id_words in known.repeated else []
        found += _by_id(id_words, own, shape if method == "get" else (), further)
    elif shape:
        found.append(_suggested(shape))
    found += [Proposal(Priority.REQUIRED, (Text(key),))] if key.strip() else []
    found.append(_suggested((method, *words(" ".join(segments)))))
    return Naming(
        resource,
        tuple(dict.fromkeys(found)),
        (own_part(key, method, path),) if has_name else _path_in_words(shape, segments),
        _noun(segments, own),
    )


def _is_specific(key: str, id_words: Sequence[str], method: str, path: str) -> bool:
    """Return whether an operation id has words, and does not only repeat method and path."""
    repeats = any(repeats_path(text, method, path) for text in (key, " ".join(id_words)))
    return bool(words(key)) and not _HEX.fullmatch(key) and not repeats


def _parts(node: JsonObject, extension: str) -> list[str]:
    """Return the names that dots separate in an extension."""
    return [part for part in (string(node.get(extension)) or "").split(".") if part]


def _suggested(chosen: Sequence[str]) -> Proposal:
    """Return a composed candidate."""
    return Proposal(Priority.SUGGESTED, tuple(map(Text, chosen)))


def _tagged(node: JsonObject, known: IdConventions) -> tuple[str, ...]:
    """Return the levels of the operation's first tag; empty if it has none."""
    tags = (
        tag
        for tag in strings(node.get("tags"))
        if tag.strip() and tag not in known.non_resource_tags
    )
    tag = next(tags, None)
    if tag is None or (tag not in known.levels and is_path_prefix(tag)):
        return ()
    return known.levels.get(tag) or levels(tag)


def _resource(
    tagged: Sequence[str], segments: Sequence[str], pinned: Sequence[str]
) -> tuple[Proposal, ...]:
    """Return the candidates for the resource: pinned, the first tag, or the path's first word."""
    found: list[Proposal] = []
    if pinned:
        found.append(Proposal(Priority.PINNED, tuple(map(Text, pinned))))
    first = next((word for segment in segments if (word := literal(segment))), None)
    if tagged:
        found.append(Proposal(Priority.REQUIRED, tuple(map(Text, tagged))))
    elif first is not None:
        found.append(_suggested((first,)))
    return tuple(found)


def _further(path: str, id_words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield words that distinguish operations of one name: the version, then the path."""
    segments = segments_of(path)
    yield version_of(path, segments)
    path_words = [word for segment in segments for word in words(literal(segment) or "")]
    yield tuple(w for w in path_words if not any(same_words((w,), (other,)) for other in id_words))


def _by_id(
    id_words: tuple[str, ...],
    own: tuple[str, ...],
    shape: Sequence[str],
    further: Iterable[tuple[str, ...]],
) -> list[Proposal]:
    """Return the candidates from an operation id, then those that distinguish it."""
    first, *others = _without_resource(id_words, own)
    told_apart = [(*first, *more) for more in further if more]
    stutters = id_words == own and id_words[0] not in VERBS and bool(shape)  # `health.health`
    found = [*([tuple(shape)] if stutters else []), first, *told_apart, *others]
    return list(map(_suggested, found))


def _without_resource(id_words: tuple[str, ...], own: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the words of an operation id without those of the resource, then all of them."""
    for size in range(len(own), 0, -1):
        for begin in range(len(own) - size + 1):
            for index in range(len(id_words) - size + 1):
                if index == 0 and id_words[0] in VERBS:
                    continue
                if same_words(id_words[index : index + size], own[begin : begin + size]):
                    left = (*id_words[:index], *id_words[index + size :])
                    last = index + size == len(id_words)
                    return [left, id_words] if _is_name(left, last=last) else [id_words]
    return [id_words]


def _is_name(left: Sequence[str], *, last: bool) -> bool:
    """Return whether the remaining words are a name.

    Args:
        left: the words.
        last: whether the removed word was the last one. The words before it may be part of a
            compound noun, and are then no name (`create organization [alert]`).

    """
    if not left or left[-1] in _OPEN or all(word in _OPEN for word in left):
        return False
    return not last or len(left) == 1 or left[-1] in VERBS


def _path_in_words(shape: Sequence[str], segments: Sequence[str]) -> tuple[str, ...]:
    """Return the words of an operation without a useful id: its verb, and the nouns of its path."""
    literals = [word for segment in segments if (word := literal(segment))]
    if not literals:
        return tuple(shape)
    verb, many = shape[0], shape[0] == "list"
    nouns = [noun if many and noun is literals[-1] else singular(noun) for noun in literals]
    if words(nouns[-1])[:1] == (verb,):
        return (nouns[-1], *nouns[:-1])
    return (verb, *nouns)


def _noun(segments: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Return the subject of the operation, in the singular."""
    nouns = [word for segment in segments if (word := literal(segment)) and is_plural(word)]
    if nouns:
        return (singular(nouns[-1]),)
    return (*own[:-1], singular(own[-1])) if own else ()
