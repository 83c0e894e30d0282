"""Operation ids that frameworks compose of module, class and path -> the words of the function."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.lower.naming.english import words
from speccast.lower.naming.verbs import VERBS, all_segments, same_words, segments_of, verb_first
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
_COMMON_VERBS = keywords(
    "create get list update delete remove add find fetch retrieve read edit save replace upload"
    " download search"
)
"""Verbs that are rarely nouns."""
_VERSION = re.compile(r"v\d+$")
_CONVERTER = re.compile(r"_(?:any|float|int|path|string|uuid)_(?=[a-z])")
"""A converter of Flask's placeholders: `/items/<int:item_id>`."""
_NUMBER = re.compile(r"_\d+$")


class IdConventions(Struct, frozen=True):
    """The conventions of all operation ids of a document."""

    modules: frozenset[tuple[str, ...]] = frozenset()
    """The words of modules that ids begin with."""
    repeated: frozenset[tuple[str, ...]] = frozenset()
    """The words of functions that serve several paths."""
    non_resource_tags: Container[str] = ()
    """Tags that do not name a resource."""
    numbered: frozenset[str] = frozenset()
    """Ids that equal another one apart from a number at their end: `getUser_1` (springdoc)."""
    levels: Mapping[str, tuple[str, ...]] = {}
    """The levels of described tags."""


def id_conventions(
    operations: Iterable[tuple[str, str, JsonObject]],
    non_resource_tags: Container[str],
    levels: Mapping[str, tuple[str, ...]],
) -> IdConventions:
    """Return the conventions of operation ids.

    Args:
        operations: paths, methods in lower case, and operations.
        non_resource_tags: tags that do not name a resource.
        levels: the levels of described tags.

    """
    listed = [(p, m, n, string(n.get("operationId")) or "") for p, m, n in operations]
    counted = Counter(_before_verb(words(key)) for *_, key in listed if key == key.lower())
    descriptive: set[tuple[str, ...]] = set()
    for path, _, node, key in listed:
        before = _before_verb(words(key))
        api_words = [word for text in (path, *strings(node.get("tags"))) for word in words(text)]
        if any(same_words((word,), (other,)) for word in before for other in api_words):
            descriptive.add(before)
    modules = frozenset(
        before
        for before, count in counted.items()
        if before
        and (before[-1] in _MODULES or (before not in descriptive and 2 * count > len(listed) > 1))
    )
    ids = {key for *_, key in listed}
    numbered = frozenset(key for key in ids if _NUMBER.sub("", key) in ids - {key})
    known = IdConventions(modules, numbered=numbered)
    functions = Counter(function(key, method, path, known) for path, method, _, key in listed)
    repeated = frozenset(name for name, count in functions.items() if count > 1)
    return IdConventions(modules, repeated, non_resource_tags, numbered, levels)


def _before_verb(name: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words before the first verb; empty if there are none, or no verb."""
    return next((name[:index] for index, word in enumerate(name) if word in VERBS), ())


def function(key: str, method: str, path: str, known: IdConventions) -> tuple[str, ...]:
    """Return the words of the function that an operation id names, its verb first."""
    key = _NUMBER.sub("", key) if key in known.numbered else key
    key = own_part(_CLASS.sub("", key) or key, method, path)
    name = words(key)
    rest = _without_path(name, path)
    if rest == name:
        modules = [module for module in known.modules if name[: len(module)] == module != name]
        rest = name[len(max(modules, key=len, default=())) :]
    if len(rest) > 1 and rest[0] == method and rest[1] in _COMMON_VERBS and key.islower():
        rest = rest[1:]  # `post_create_todo` (Quart)
    while len(rest) > 1 and (rest[0] == "api" or _VERSION.match(rest[0])) and key.islower():
        rest = rest[1:]  # `api_v1_products_list` (Django REST framework)
    action = words(path.rpartition("}/")[2])
    if len(action) == 1 and action[0] in VERBS and rest[-2:] == (*action, "create"):
        rest = rest[:-1]  # `products_publish_create` of `/products/{id}/publish/` (drf-spectacular)
    return verb_first(key if rest == name else " ".join(rest), segments_of(path))


def _without_path(name: tuple[str, ...], path: str) -> tuple[str, ...]:
    """Remove the path's words, placeholders included: `UsersUserIdGetUser` (Litestar).

    A verb that is left alone keeps its object: `products_recent_retrieve` (drf-spectacular).
    """
    of_path = tuple(word for segment in all_segments(path) for word in words(segment))
    rest = name[len(of_path) :]
    if not rest or not of_path or of_path[0] in VERBS or name[: len(of_path)] != of_path:
        return name
    return rest if len(rest) > 1 and rest[0] in VERBS else name


def own_part(key: str, method: str, path: str) -> str:
    """Remove the path and the method, which some frameworks add to each id."""
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
