"""Applies the parts of the configuration that name places of the document.

A place is a pointer, or an operation such as `GET /pets/{id}`. It is a place in the document before
the conversion of Swagger 2.0, which moves sections.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.reading import checked
from speccast.reading.nearest import nearest
from speccast.reading.pointers import descend, join, split

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from speccast.reading.json_value import Json

    from .context import Context
    from .resolved import Resolved

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


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def extend(
    ctx: Context, root: dict[str, Json], extensions: Mapping[str, Mapping[str, Json]]
) -> None:
    """Set extensions at their pointers; they replace those of the document."""
    for pointer, members in extensions.items():
        file, keys = split(pointer)
        try:
            node = descend(root, keys)
        except LookupError:
            node = None
        if file or not isinstance(node, dict):
            message = f"the configuration sets extensions of {pointer}, which is not an object"
            ctx.warning("extension-without-target", message, "#", _hint(pointer, root))
        else:
            node |= members


def check_names(ctx: Context, resolved: Resolved, keys: Iterable[str]) -> None:
    """Report the keys of `names` without a target."""
    for key in keys:
        pointer = resolved.places[key]
        if not ctx.has(pointer.partition(";")[0]):
            message = f"`names` of the configuration: the document has no {key!r}"
            hint = _hint(pointer, resolved.root)
            ctx.warning("name-without-target", message, "#", hint)


def _hint(pointer: str, root: Mapping[str, object]) -> str:
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
