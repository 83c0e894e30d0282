"""An operation -> candidates for the names of its method and of the resource under which it stands.

What the document pins comes first, then what the operation id leaves when the resource's own words are
taken out of it (`listPets` under `pets` is `list`), then what method and path say together. An id that
is merely method and path written once more counts less than these.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from speccast.ir import Hint, HintKind, Text

from .english import is_plural, singular, words
from .raw import keywords, string, strings

if TYPE_CHECKING:
    from collections.abc import Container

    from .raw import JsonObject

_PLACEHOLDER = re.compile(r"\{[^{}]*\}")
_VERSION = re.compile(r"v?\d+([._-]\d+)*((alpha|beta)\d*)?$")
_NEUTRAL = ("api", "apis", "rest", "services", "rpc", "public")
_VERBS = {"get": "get", "put": "replace", "post": "create", "patch": "update", "delete": "delete"}
_LEADING = keywords(
    "get list create add update delete remove replace set put post patch retrieve fetch find search read"
    " upload download send start stop cancel enable disable"
)


@dataclass(frozen=True, slots=True)
class Naming:
    """What an operation may be called."""

    resource: tuple[Hint, ...]
    method: tuple[Hint, ...]
    words: tuple[str, ...]
    """The operation as words, for the names of what it sends and answers: `ListPets`."""
    noun: tuple[str, ...]
    """What it is about, in the singular: `pet`. Empty: the path does not say."""


def naming(node: JsonObject, method: str, path: str, paths: Container[str]) -> Naming:
    """Return the candidates.

    Args:
        node: the operation.
        method: in lower case.
        path: its path template.
        paths: every path of the document that ends in a placeholder, without that placeholder.
    """
    segments = _segments(path)
    pinned = [part for part in (string(node.get("x-speccast-method")) or "").split(".") if part]
    resource = _resource(node, segments, pinned[:-1])
    own = words(resource[0].words[-1].value) if resource else ()
    shape = _by_path(method, segments, own, listed=path in paths)
    key = string(node.get("operationId"))
    found: list[Hint] = []
    if pinned:
        found.append(Hint(HintKind.PINNED, (Text(pinned[-1]),)))
    if key:
        found += _by_id(key, method, path, segments, own, shape)
    else:
        found.append(_suggested(shape))
    found.append(_suggested((method, *_plain(segments))))
    full = words(key) if key and not _mechanical(key, method, segments) else ()
    return Naming(
        resource,
        tuple(dict.fromkeys(found)),
        (key,) if key and full else _titled(method, segments, shape),
        _noun(segments, own),
    )


def _suggested(chosen: tuple[str, ...]) -> Hint:
    """Return a candidate that was put together."""
    return Hint(HintKind.SUGGESTED, tuple(map(Text, chosen)))


def _segments(path: str) -> list[str]:
    """Return the segments of a path without a leading version or `api`."""
    segments = [segment for segment in re.split(r"[/#?]", path) if segment]
    while len(segments) > 1 and (
        _VERSION.match(segments[0].lower()) or segments[0].lower() in _NEUTRAL
    ):
        segments.pop(0)
    return segments


def _literal(segment: str) -> bool:
    """Tell whether a segment is a word rather than a placeholder."""
    return bool(words(_PLACEHOLDER.sub("", segment)))


def _resource(node: JsonObject, segments: list[str], pinned: list[str]) -> tuple[Hint, ...]:
    """Return the candidates for the resource's name."""
    found: list[Hint] = []
    if pinned:
        found.append(Hint(HintKind.PINNED, tuple(map(Text, pinned))))
    tag = next((tag for tag in strings(node.get("tags")) if tag.strip()), None)
    if tag is not None:
        found.append(Hint(HintKind.REQUIRED, (Text(tag),)))
    first = next((segment for segment in segments if _literal(segment)), None)
    if first is not None and tag is None:
        found.append(_suggested((_PLACEHOLDER.sub("", first),)))
    return tuple(found)


def _plain(segments: list[str]) -> tuple[str, ...]:
    """Return the words of a path, placeholders by their names."""
    return tuple(word for segment in segments for word in words(segment))


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two lists of words are the same, singular or plural."""
    return len(one) == len(other) and all(
        singular(a) == singular(b) for a, b in zip(one, other, strict=True)
    )


def _mechanical(key: str, method: str, segments: list[str]) -> bool:
    """Tell whether an operation id is only the method and the path."""
    said = "".join(words(key))
    literal = "".join(
        word for s in segments if _literal(s) for word in words(_PLACEHOLDER.sub("", s))
    )
    return said in (method + "".join(_plain(segments)), method + literal)


def _by_id(
    key: str,
    method: str,
    path: str,
    segments: list[str],
    own: tuple[str, ...],
    shape: tuple[str, ...],
) -> list[Hint]:
    """Return the candidates that the operation id gives."""
    if _mechanical(key, method, segments):
        return [_suggested(shape), Hint(HintKind.REQUIRED, (Text(key),))]
    said = words(_without_path(key, method, path))
    found: list[Hint] = []
    stripped = _without(said, own)
    if stripped and stripped != said:
        found.append(_suggested(stripped))
    if said != words(key):
        found.append(_suggested(said))
    found += [Hint(HintKind.REQUIRED, (Text(key),))]
    return found


def _without_path(key: str, method: str, path: str) -> str:
    """Take off what some frameworks add to each id: the path and the method."""
    tail = "_".join(word for word in re.split(r"\W+", path) if word) + f"_{method}"
    shortened = re.sub(r"_+", "_", key)
    return (
        shortened.removesuffix("_" + tail)
        if shortened.lower().endswith("_" + tail.lower())
        else key
    )


def _without(said: tuple[str, ...], own: tuple[str, ...]) -> tuple[str, ...]:
    """Take the resource's words out of an operation's, where a name is left."""
    for size in range(len(own), 0, -1):
        for begin in range(len(own) - size + 1):
            part = own[begin : begin + size]
            for index in range(len(said) - size + 1):
                if _alike(said[index : index + size], part):
                    left = (*said[:index], *said[index + size :])
                    return left if _stands(left) else said
    return said


def _stands(left: tuple[str, ...]) -> bool:
    """Tell whether the words that are left make a method's name."""
    return bool(left) and left[-1] not in (
        "for",
        "by",
        "of",
        "to",
        "in",
        "from",
        "with",
        "a",
        "the",
        "and",
    )


def _by_path(
    method: str, segments: list[str], own: tuple[str, ...], *, listed: bool
) -> tuple[str, ...]:
    """Return what method and path say: `list`, `create_source`, `capture`."""
    literal = [segment for segment in segments if _literal(segment)]
    below = list(literal)
    for index, segment in enumerate(literal):
        if _alike(words(segment), own):
            below = literal[index + 1 :]
            break
    item = bool(segments) and not _literal(segments[-1])
    last = words(below[-1]) if below else ()
    if method == "post" and last and not item and not is_plural(last[-1]) and not listed:
        return _action(last, below, segments)
    verb = _verb(
        method, item=item, many=listed or (not item and bool(literal) and is_plural(literal[-1]))
    )
    if not last:
        return (verb,)
    nouns = tuple(
        words(_singular_unless_list(part, verb, part is below[-1])) for part in below[-2:]
    )
    return (verb, *(word for noun in nouns for word in noun))


def _singular_unless_list(segment: str, verb: str, last: bool) -> str:
    """Return a segment as a noun."""
    return segment if last and verb == "list" else singular(segment)


def _action(last: tuple[str, ...], below: list[str], segments: list[str]) -> tuple[str, ...]:
    """Return the name of an operation that does something: POST to a word that is no collection."""
    if len(below) > 1:
        return (*last, *words(singular(below[-2])))
    return last


def _verb(method: str, *, item: bool, many: bool) -> str:
    """Return the verb of a method on a collection or on an item."""
    if method == "get" and many:
        return "list"
    if method == "post" and item:
        return "update"
    if method == "put" and item:
        return "update"
    return _VERBS.get(method, method)


def _titled(method: str, segments: list[str], shape: tuple[str, ...]) -> tuple[str, ...]:
    """Return an operation without a telling id as words."""
    literal = [word for s in segments if _literal(s) for word in words(s)]
    verb = shape[0] if shape else method
    if not literal:
        return (verb,)
    last = literal[-1] if verb == "list" else singular(literal[-1])
    nouns = [singular(word) for word in literal[:-1]]
    return (
        verb,
        *(nouns if shape and len(shape) > 1 and verb not in literal else nouns),
        *([last] if last != verb else []),
    )


def _noun(segments: list[str], own: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the operation is about, in the singular."""
    nouns = [segment for segment in segments if _literal(segment) and is_plural(segment)]
    if nouns:
        return (singular(nouns[-1]),)
    return (*own[:-1], singular(own[-1])) if own else ()
