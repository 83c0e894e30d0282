"""A schema -> the parts that document it: the schema itself, then the schemas that it refers to.

For example, a reference with a description, and a union of a reference and null, have the
documentation of both. A declared type has its own documentation, which its users do not repeat.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Nullable, Ref
from speccast.lower.raw import sequence
from speccast.lower.schemas.all_of import only_base
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from speccast.ir import Type
    from speccast.lower.raw import JsonObject, Part
    from speccast.reading.json_value import Json
    from speccast.resolve import Resolved

_DEEPEST = 20
_DIRECTIONS = ("readOnly", "writeOnly")


def documenting_parts(
    resolved: Resolved, places: Sequence[tuple[Json, str]], kind: Type
) -> list[Part]:
    """Return the parts that document a type, the most specific first.

    Args:
        resolved: the document.
        places: the schemas that all apply, the more specific later.
        kind: their type.

    """
    inner = kind.inner if isinstance(kind, Nullable) else kind
    declared = inner.id.pointer if isinstance(inner, Ref) and not inner.id.role else None
    found: list[Part] = []
    for node, pointer in reversed(places):
        _follow(resolved, node, pointer, declared, found)
    return found


def _follow(
    resolved: Resolved, node: Json, pointer: str, declared: str | None, found: list[Part]
) -> None:
    """Add a schema and the schemas that it refers to."""
    for _ in range(_DEEPEST):
        if not isinstance(node, dict):
            return
        if pointer == declared and found:
            _add_directions(node, pointer, found)
            return
        if "$ref" not in node or len(node) > 1:
            found.append((node, pointer))
        if pointer == declared:
            return
        following = _next(resolved, node, pointer)
        if following is None:
            return
        node, pointer = following


def _add_directions(node: JsonObject, pointer: str, found: list[Part]) -> None:
    """Add `readOnly` and `writeOnly` of a declared type, which apply to its users, too."""
    directions = {key: node[key] for key in _DIRECTIONS if key in node}
    if directions:
        found.append((directions, pointer))


def _next(resolved: Resolved, node: JsonObject, pointer: str) -> tuple[Json, str] | None:
    """Return the only schema that another one refers to or wraps; None if there is none."""
    target, target_pointer = resolved.follow(node, pointer)
    if target_pointer != pointer:
        return target, target_pointer
    base = only_base(node, pointer)
    if base is not None:
        return base
    for keyword in ("anyOf", "oneOf"):
        branches = [
            (branch, join(pointer, keyword, str(index)))
            for index, branch in enumerate(sequence(node.get(keyword)))
            if branch != {"type": "null"}
        ]
        if len(branches) == 1:
            return branches[0]
    return None
