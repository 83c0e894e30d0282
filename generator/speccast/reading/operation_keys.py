"""Keys of the configuration that name an operation as `GET /pets/{id}`, as pointers."""

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
    shaped = (each for each in paths if _shape(each) == _shape(path))
    candidates = (
        each for each in (path, *shaped) if method in (checked.table(paths.get(each)) or {})
    )
    return join("#", "paths", next(candidates, path), method)


def meant(pointer: str, root: Mapping[str, object]) -> str:
    """Return a hint about a pointer that leads to nothing: the most similar one that does not."""
    node: object = root
    _, keys = split(pointer.partition(";")[0])
    for at, key in enumerate(keys):
        members = checked.table(node) or {}
        if key not in members:
            near = nearest(key, members)
            like = join("#", *keys[:at], near, *keys[at + 1 :])
            return f"did you mean {like}?" if near else "correct the key"
        node = members[key]
    return "correct the key"


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)
