"""Finds the names that schemas give themselves in parts of a file that no reference has led to."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.document import Json
    from speccast.reading.pointers import Place


def anchors(tree: Json, root: Place) -> dict[str, Place]:
    """Return the places of all anchors of a tree; of two with one name, the last one's."""
    found: dict[str, Place] = {}
    stack: list[tuple[Json, Place]] = [(tree, root)]
    while stack:
        node, place = stack.pop()
        if isinstance(node, dict):
            for anchor in (node.get("$anchor"), node.get("$dynamicAnchor")):
                if isinstance(anchor, str):
                    found.setdefault(anchor, place)
            stack.extend((value, (place, key)) for key, value in node.items())
        elif isinstance(node, list):
            stack.extend((value, (place, index)) for index, value in enumerate(node))
    return found


def ids(tree: Json, root: Place, base: str) -> Iterator[tuple[str, Place, str]]:
    """Give each `$id` of a tree, the place of its schema and the base that it is relative to."""
    stack: list[tuple[Json, Place, str]] = [(tree, root, base)]
    while stack:
        node, place, around = stack.pop()
        if isinstance(node, dict):
            name = node.get("$id")
            if isinstance(name, str):
                yield name, place, around
                around = urljoin(around, name)
            stack.extend((value, (place, key), around) for key, value in node.items())
        elif isinstance(node, list):
            stack.extend((value, (place, index), around) for index, value in enumerate(node))
