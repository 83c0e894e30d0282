"""Operation ids that frameworks build from module, class and path -> the function's words."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.lower.naming.english import words
from speccast.lower.naming.verbs import VERBS, alike, all_segments, segments_of, told_apart
from speccast.lower.raw import keywords, string, strings

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from speccast.lower.raw import JsonObject

_CLASS = re.compile(
    r"(?:^|[_.#:/-])[A-Za-z0-9]*(?:Controller|Handler|ViewSet|Router)s?[_.#:/-]+(?=[A-Za-z])"
)
"""`BooksController_findAll` (NestJS), `BooksController.create` (LoopBack)."""
_MODULES = keywords("api apis app controller controllers endpoints handlers main router routers"
                    " routes view views viewset")  # fmt: skip
"""Words that name a module of functions."""
_PLAIN = keywords("create get list update delete remove add find fetch retrieve read edit save"
                  " replace upload download search")  # fmt: skip
"""Verbs that are rarely nouns."""
_VERSION = re.compile(r"v\d+$")
_CONVERTER = re.compile(r"_(?:any|float|int|path|string|uuid)_(?=[a-z])")
"""What Flask's routes say of a placeholder: `/items/<int:item_id>`."""
_NUMBER = re.compile(r"_\d+$")


class Shared(Struct, frozen=True):
    """What the operation ids of a document have in common."""

    modules: frozenset[tuple[str, ...]] = frozenset()
    """The words of modules that ids begin with."""
    repeated: frozenset[tuple[str, ...]] = frozenset()
    """The words of functions that serve several paths."""
    aside: Container[str] = ()
    """Tags that do not name a resource."""
    numbered: frozenset[str] = frozenset()
    """Ids that another one has without the number at their end: `getUser_1` (springdoc)."""
    levels: Mapping[str, tuple[str, ...]] = {}
    """The levels that described tags name."""


def shared(
    operations: Iterable[tuple[str, str, JsonObject]],
    aside: Container[str],
    levels: Mapping[str, tuple[str, ...]],
) -> Shared:
    """Return what ids have in common.

    Args:
        operations: each with its path and its method in lower case.
        aside: tags that do not name a resource.
        levels: what described tags name.

    """
    listed = [(p, m, n, string(n.get("operationId")) or "") for p, m, n in operations]
    counted = Counter(_before_verb(words(key)) for *_, key in listed if key == key.lower())
    told: set[tuple[str, ...]] = set()
    for path, _, node, key in listed:
        before = _before_verb(words(key))
        said = [word for text in (path, *strings(node.get("tags"))) for word in words(text)]
        if any(alike((word,), (other,)) for word in before for other in said):
            told.add(before)
    modules = frozenset(
        before
        for before, count in counted.items()
        if before
        and (before[-1] in _MODULES or (before not in told and 2 * count > len(listed) > 1))
    )
    ids = {key for *_, key in listed}
    numbered = frozenset(key for key in ids if _NUMBER.sub("", key) in ids - {key})
    known = Shared(modules, numbered=numbered)
    functions = Counter(function(key, method, path, known) for path, method, _, key in listed)
    repeated = frozenset(said for said, count in functions.items() if count > 1)
    return Shared(modules, repeated, aside, numbered, levels)


def _before_verb(said: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before the first verb; empty if there are none, or no verb."""
    return next((said[:index] for index, word in enumerate(said) if word in VERBS), ())


def function(key: str, method: str, path: str, known: Shared) -> tuple[str, ...]:
    """Return the words of the function that an operation id names, its verb first."""
    key = _NUMBER.sub("", key) if key in known.numbered else key
    key = own_part(_CLASS.sub("", key) or key, method, path)
    said = words(key)
    rest = _without_path(said, path)
    if rest == said:
        modules = [each for each in known.modules if said[: len(each)] == each != said]
        rest = said[len(max(modules, key=len, default=())) :]
    if len(rest) > 1 and rest[0] == method and rest[1] in _PLAIN and key.islower():
        rest = rest[1:]  # `post_create_todo` (Quart)
    while len(rest) > 1 and (rest[0] == "api" or _VERSION.match(rest[0])) and key.islower():
        rest = rest[1:]  # `api_v1_products_list` (Django REST framework)
    action = words(path.rpartition("}/")[2])
    if len(action) == 1 and action[0] in VERBS and rest[-2:] == (*action, "create"):
        rest = rest[:-1]  # `products_publish_create` of `/products/{id}/publish/` (drf-spectacular)
    return told_apart(key if rest == said else " ".join(rest), segments_of(path))


def _without_path(said: tuple[str, ...], path: str) -> tuple[str, ...]:
    """Remove the path's words, placeholders included: `UsersUserIdGetUser` (Litestar).

    A verb that is left alone keeps its object: `products_recent_retrieve` (drf-spectacular).
    """
    of_path = tuple(word for segment in all_segments(path) for word in words(segment))
    rest = said[len(of_path) :]
    if not rest or not of_path or of_path[0] in VERBS or said[: len(of_path)] != of_path:
        return said
    return rest if len(rest) > 1 and rest[0] in VERBS else said


def own_part(key: str, method: str, path: str) -> str:
    """Remove what some frameworks add to each id: the path and the method."""
    before, found, after = key.partition(path)
    if found and words(path) and words(after):
        return after if words(before) in {(), (method,)} else f"{before}_{after}"
    tail = "_".join(["", *re.findall(r"\w+", path), method]).lower()
    shortened = re.sub(r"_+", "_", key)
    for plain in (shortened, _CONVERTER.sub("_", shortened)):
        if plain.lower().endswith(tail):
            return plain[: -len(tail)]
    return key


def version_of(path: str, segments: Sequence[str]) -> tuple[str, ...]:
    """Return the words of a path before its segments: `v1`."""
    before = all_segments(path)
    return tuple(word for part in before[: len(before) - len(segments)] for word in words(part))
