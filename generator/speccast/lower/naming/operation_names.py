"""An operation -> candidates for the names of its method and of its resource.

Pinned names come first, then the words of the operation id that remain after the resource's own
are removed (`listPets` under `pets` is `list`), then a name made of method and path
An id that only repeats method and path has a lower priority than these.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.ir import Priority, Proposal, Text
from speccast.lower.naming.english import is_plural, singular, words
from speccast.lower.naming.operation_ids import function, own_part, version_of
from speccast.lower.naming.tags import levels, says_nothing
from speccast.lower.naming.verbs import VERBS, alike, by_path, literal, mechanical, segments_of
from speccast.lower.raw import keywords, string, strings

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from speccast.lower.naming.operation_ids import Shared
    from speccast.lower.raw import JsonObject

_OPEN = keywords("for by of to in from with a the and or on at as all my me own current")
"""Words that need another one after them."""
_HEX = re.compile(r"(?=.*[0-9])[0-9A-Fa-f-]{16,}")
"""An operation id that is a number from some database."""


class Naming(Struct, frozen=True):
    """Candidates for the names of an operation."""

    resource: tuple[Proposal, ...]
    method: tuple[Proposal, ...]
    words: tuple[str, ...]
    """The operation in words, for the names of its requests and responses: `ListPets`."""
    noun: tuple[str, ...]
    """Its subject, in the singular: `pet`. Empty if the path does not name one."""


def naming(
    node: JsonObject,
    method: str,
    path: str,
    listed: Container[str],
    known: Shared,
) -> Naming:
    """Return the candidates.

    Args:
        node: the operation.
        method: in lower case.
        path: its path template.
        listed: every path of the document that ends in a placeholder, without that placeholder.
        known: what the ids of the document have in common.

    """
    segments = segments_of(path)
    pinned = _parts(node, "x-speccast-method")
    group = pinned[:-1] or _parts(node, "x-speccast-group")
    resource = _resource(_tagged(node, known), segments, group)
    own = words(resource[0].words[-1].value) if resource else ()
    shape = by_path(method, segments, own, listed=path in listed)
    key = string(node.get("operationId")) or ""
    found = [Proposal(Priority.PINNED, (Text(name),)) for name in pinned[-1:]]
    said = function(key, method, path, known)
    spoken = _says_more(key, said, method, path)
    if spoken:
        further = [*_further(path, (*own, *said))] if said in known.repeated else []
        found += _by_id(said, own, shape if method == "get" else (), further)
    elif shape:
        found.append(_suggested(shape))
    found += [Proposal(Priority.REQUIRED, (Text(key),))] if key.strip() else []
    found.append(_suggested((method, *words(" ".join(segments)))))
    return Naming(
        resource,
        tuple(dict.fromkeys(found)),
        (own_part(key, method, path),) if spoken else _in_words(shape, segments),
        _noun(segments, own),
    )


def _says_more(key: str, said: Sequence[str], method: str, path: str) -> bool:
    """Return whether an operation id has a meaning, and not only that of method and path."""
    repeats = any(mechanical(text, method, path) for text in (key, " ".join(said)))
    return bool(words(key)) and not _HEX.fullmatch(key) and not repeats


def _parts(node: JsonObject, extension: str) -> list[str]:
    """Return the names that dots separate in an extension."""
    return [part for part in (string(node.get(extension)) or "").split(".") if part]


def _suggested(chosen: Sequence[str]) -> Proposal:
    """Return a composed candidate."""
    return Proposal(Priority.SUGGESTED, tuple(map(Text, chosen)))


def _tagged(node: JsonObject, known: Shared) -> tuple[str, ...]:
    """Return the levels that the operation's first tag names; empty if it has none."""
    tags = (tag for tag in strings(node.get("tags")) if tag.strip() and tag not in known.aside)
    tag = next(tags, None)
    if tag is None or (tag not in known.levels and says_nothing(tag)):
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


def _further(path: str, said: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield what distinguishes an operation from others of its name: its version, its path."""
    segments = segments_of(path)
    yield version_of(path, segments)
    spoken = [word for segment in segments for word in words(literal(segment) or "")]
    yield tuple(w for w in spoken if not any(alike((w,), (other,)) for other in said))


def _by_id(
    said: tuple[str, ...],
    own: tuple[str, ...],
    shape: Sequence[str],
    further: Iterable[tuple[str, ...]],
) -> list[Proposal]:
    """Return the candidates from an operation id, then those that distinguish it."""
    first, *others = _without_resource(said, own)
    told_apart = [(*first, *more) for more in further if more]
    stutters = said == own and said[0] not in VERBS and bool(shape)  # `health.health`
    found = [*([tuple(shape)] if stutters else []), first, *told_apart, *others]
    return list(map(_suggested, found))


def _without_resource(said: tuple[str, ...], own: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the words of an operation id without the resource's, and whole."""
    for size in range(len(own), 0, -1):
        for begin in range(len(own) - size + 1):
            for index in range(len(said) - size + 1):
                if index == 0 and said[0] in VERBS:
                    continue
                if alike(said[index : index + size], own[begin : begin + size]):
                    left = (*said[:index], *said[index + size :])
                    last = index + size == len(said)
                    return [left, said] if _stands(left, last=last) else [said]
    return [said]


def _stands(left: Sequence[str], *, last: bool) -> bool:
    """Return whether the words that are left make a name.

    Args:
        left: the words.
        last: whether the removed word was the last one: then those before it specified it, and
            mean something else alone (`create organization [alert]`).

    """
    if not left or left[-1] in _OPEN or all(word in _OPEN for word in left):
        return False
    return not last or len(left) == 1 or left[-1] in VERBS


def _in_words(shape: Sequence[str], segments: Sequence[str]) -> tuple[str, ...]:
    """Return an operation without a useful id in words: its verb, then the whole path's nouns."""
    said = [word for segment in segments if (word := literal(segment))]
    if not said:
        return tuple(shape)
    verb, many = shape[0], shape[0] == "list"
    nouns = [noun if many and noun is said[-1] else singular(noun) for noun in said]
    if words(nouns[-1])[:1] == (verb,):
        return (nouns[-1], *nouns[:-1])
    return (verb, *nouns)


def _noun(segments: Sequence[str], own: Sequence[str]) -> tuple[str, ...]:
    """Return the subject of the operation, in the singular."""
    nouns = [word for segment in segments if (word := literal(segment)) and is_plural(word)]
    if nouns:
        return (singular(nouns[-1]),)
    return (*own[:-1], singular(own[-1])) if own else ()
