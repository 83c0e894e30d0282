"""Method and path -> the usual name of the operation: `list`, `create_source`, `capture`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.lower.naming.english import is_plural, singular, words
from speccast.lower.raw import keywords

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

VERBS = keywords(
    "accept activate add approve archive ask assign attach authorize ban batch block bulk cancel"
    " capture check claim clear clone close complete confirm consume convert copy count create"
    " deactivate decline deliver delete destroy detach disable disconnect dismiss download edit"
    " enable enqueue execute expire export fetch finalize find fund generate get import install"
    " invite join kick leave list lock lookup mark merge modify move mute notify patch pause pay"
    " pin ping post preview process publish pull push put query read redact refresh refund"
    " register reject release remix remove rename renew replace replay report request reset resend"
    " restart restore resume retrieve retry return reverse revoke rotate run search send set share"
    " ship sign start stop submit subscribe suspend sync terminate test toggle track transfer"
    " trash trigger unarchive unassign unblock undo unlock unmerge unpin unpublish unsubscribe"
    " update upgrade upload upsert use validate verify view void withdraw write"
)
"""Verbs at the beginning of an operation's name, or at its end if the object comes first."""

_ON_COLLECTIONS = {"post": "create", "put": "replace", "patch": "update"}
_ON_ITEMS = {"post": "update", "put": "update", "patch": "update"}
_ADVERBS = keywords("partial bulk batch")
"""Words that belong to the verb after them."""
_LONGEST = 100
"""The maximum length of an operation id without word boundaries that is split."""
_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_VERSION = re.compile(r"v?\d+([._-]\d+)*((alpha|beta)\d*)?$")
_NEUTRAL = keywords("api apis rest services rpc public")


def segments_of(path: str) -> list[str]:
    """Return the segments of a path without a leading version or `api`."""
    segments = all_segments(path)
    while len(segments) > 1 and _is_prefix(segments[0].lower()):
        segments.pop(0)
    return segments


def all_segments(path: str) -> list[str]:
    """Return the segments of a path; a query or fragment in it counts as one."""
    return [segment for segment in re.split(r"[/#?]", path) if segment]


def _is_prefix(segment: str) -> bool:
    """Return whether a segment is a version, or a neutral word such as `api`."""
    return bool(_VERSION.match(segment)) or segment in _NEUTRAL


def literal(segment: str) -> str:
    """Return a segment without its placeholders; empty if no word is left."""
    rest = _PLACEHOLDER.sub("", segment)
    return rest if words(rest) else ""


def same_words(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether two lists of words are equal, in the singular or plural."""
    return len(one) == len(other) and all(
        singular(mine) == singular(its) for mine, its in zip(one, other, strict=True)
    )


def by_path(
    method: str, segments: Sequence[str], own: Sequence[str], *, listed: bool
) -> tuple[str, ...]:
    """Return the words of an operation from its method and path.

    Args:
        method: the method in lower case.
        segments: the segments of the path, see `segments_of`.
        own: the words of the resource; the path up to it is ignored.
        listed: whether the document also has the path with a placeholder after it.

    """
    literals = [word for segment in segments if (word := literal(segment))]
    below = _below(literals, own)
    item = bool(segments) and not literal(segments[-1])
    if method == "post" and below and not item and not listed:
        action = _action(below, segments)
        if action:
            return action
    verb = _verb(
        method, item=item, many=listed or (bool(literals) and not item and is_plural(literals[-1]))
    )
    all_of_them = verb == "list" or (not item and method != "post")
    nouns = [noun if all_of_them and noun is below[-1] else singular(noun) for noun in below[-2:]]
    return (verb, *(word for noun in nouns for word in words(noun)))


def _below(literals: list[str], own: Sequence[str]) -> list[str]:
    """Return the segments after the resource."""
    for index, segment in enumerate(literals):
        if same_words(words(segment), own):
            return literals[index + 1 :]
    return literals


def _action(below: Sequence[str], segments: Sequence[str]) -> tuple[str, ...]:
    """Return the name of an operation whose path ends in a verb; empty if it does not."""
    last = words(below[-1])
    on_item = len(segments) > 1 and not literal(segments[-2])
    if last[0] not in VERBS and (not on_item or is_plural(last[-1])):
        return ()
    of = words(singular(below[-2])) if len(below) > 1 and len(last) == 1 else ()
    return (*last, *of)


def _verb(method: str, *, item: bool, many: bool) -> str:
    """Return the verb of a method on a collection or on an item."""
    if method == "get" and many:
        return "list"
    return (_ON_ITEMS if item else _ON_COLLECTIONS).get(method, method)


def repeats_path(key: str, method: str, path: str) -> bool:
    """Return whether an operation id only repeats the method and the path."""
    letters = "".join(words(key))
    if not letters.startswith(method):
        return False
    spelled = (
        method + "".join(word for s in segments for word in words(_PLACEHOLDER.sub(instead, s)))
        for segments in (segments_of(path), all_segments(path))
        for instead in (r"\g<0>", " id ", "")
    )
    return letters in spelled


def verb_first(key: str, segments: Sequence[str]) -> tuple[str, ...]:
    """Return the words of an operation id, its verb first.

    A namespace before a verb is left out (`emails/list`); an id without word boundaries is split
    by the path's words.
    """
    local = words(re.split(r"[/.:]", key)[-1])
    found = local if local and local[0] in VERBS else words(key)
    if len(found) == 1 and len(found[0]) <= _LONGEST:
        known = {w for s in segments for word in words(s) for w in (word, singular(word))}
        found = _split_letters(found[0], known | VERBS) or found
    if len(found) > 2 and found[-1] in VERBS and found[-2] in _ADVERBS:  # noqa: PLR2004 - and an object
        return (*found[-2:], *found[:-2])
    if len(found) > 1 and found[-1] in VERBS and found[0] not in VERBS | _ADVERBS:
        return (found[-1], *found[:-1])
    return found


def _split_letters(letters: str, vocabulary: Collection[str]) -> tuple[str, ...]:
    """Split letters into as few known words as possible; empty if it is not possible."""
    best: list[tuple[str, ...] | None] = [(), *(None for _ in letters)]
    for end in range(1, len(letters) + 1):
        for word in vocabulary:
            before = best[end - len(word)] if len(word) <= end else None
            found = best[end]
            if before is None or not letters.endswith(word, 0, end):
                continue
            if found is None or len(before) + 1 < len(found):
                best[end] = (*before, word)
    return best[-1] or ()
