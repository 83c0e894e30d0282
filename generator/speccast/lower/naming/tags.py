"""Tags -> the attributes of the client that lead to their operations, one per level."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.lower.naming.english import words
from speccast.lower.raw import mapping, sequence, string

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.lower.raw import JsonObject

_SEPARATOR = re.compile(r"/|::?|>|(?<=[^\W\d])\.(?=[^\W\d])")
"""The separators of a tag's levels: `beta/threads`, `beta.threads`, `beta:threads`."""
_IN_PHRASE = re.compile(r"\s*(?:::|>)\s*|\s+/\s*|/\s+|:\s+")
"""Separators in a tag of several words, where `I/O` and `Node.js` are words: `Beta / My threads`.
"""
_CONTROLLER = re.compile(r"(?<=[^\W_])[-_ ]?[Cc]ontrollers?$")
"""The suffix of a tag that a framework derives from a class: `user-controller` (springdoc)."""
_PREFIX = re.compile(r"apis?|v\d+")
MAX_LEVELS = 6
"""The maximum number of levels."""


def levels(tag: str) -> tuple[str, ...]:
    """Return the levels of a tag; without separators it is one level."""
    separator = _IN_PHRASE if " " in tag else _SEPARATOR
    parts = tuple(part for part in separator.split(tag) if part)
    fit = 1 < len(parts) <= MAX_LEVELS and all(map(words, parts))
    return parts if fit else (_CONTROLLER.sub("", tag) or tag,)


def is_path_prefix(tag: str) -> bool:
    """Return whether a tag is only a prefix of all paths: `api`, `v1`."""
    return bool(words(tag)) and all(map(_PREFIX.fullmatch, words(tag)))


def tag_paths(root: JsonObject) -> Mapping[str, tuple[str, ...]]:
    """Return the levels of each described tag, below those of its `parent` (OpenAPI 3.2)."""
    parents: dict[str, str | None] = {}
    for entry in map(mapping, sequence(root.get("tags"))):
        name = string(entry.get("name"))
        if name is not None:
            parents.setdefault(name, string(entry.get("parent")))
    return {name: _below(name, parents) for name in parents}


def _below(name: str, parents: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the levels of a tag and its parents; those in the tag itself are not repeated."""
    found, seen, parent = levels(name), {name}, parents[name]
    while parent is not None and parent not in seen and len(found) <= MAX_LEVELS:
        seen.add(parent)
        above = levels(parent)
        found = found if found[: len(above)] == above else (*above, *found)
        parent = parents.get(parent)
    return found if len(found) <= MAX_LEVELS else (name,)
