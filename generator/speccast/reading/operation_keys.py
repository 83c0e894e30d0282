"""Converts keys of the configuration, such as `GET /pets/{id}`, to pointers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.reading import checked
from speccast.reading.nearest import nearest
from speccast.reading.pointers import join, split

if TYPE_CHECKING:
    from collections.abc import Mapping

_KEY = re.compile(r"([A-Za-z]+) (/.*)")


def pointer_of(key: str, root: Mapping[str, object]) -> str:
    """Return the pointer of a key: the key itself, or the pointer of an operation.

    The names of the path's parameters are ignored. If the document has no such operation, the
    result is the pointer that it would have.
    """
    match = _KEY.fullmatch(key)
    if match is None:
        return key
    method, path = match[1].lower(), match[2]
    paths = checked.table(root.get("paths")) or {}
    same = (known for known in paths if _shape(known) == _shape(path))
    candidates = (
        known for known in (path, *same) if method in (checked.table(paths.get(known)) or {})
    )
    return join("#", "paths", next(candidates, path), method)


def suggest_pointer(pointer: str, root: Mapping[str, object]) -> str:
    """Return a hint for a pointer without a target: the most similar pointer that has one."""
    node: object = root
    _, keys = split(pointer.partition(";")[0])
    for depth, key in enumerate(keys):
        members = checked.table(node) or {}
        if key not in members:
            near = nearest(key, members)
            similar = join("#", *keys[:depth], near, *keys[depth + 1 :])
            return f"did you mean {similar}?" if near else "correct the key"
        node = members[key]
    return "correct the key"


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)
