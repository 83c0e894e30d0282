"""Finds the anchors and ids of schemas in unvisited parts of a file."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from speccast.reading.pointers import child, to_pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place


def anchors(tree: Json, root: Place) -> dict[tuple[str, str], Place]:
    """Return the places of all anchors of a tree, by schema resource and name.

    If a resource has two anchors of one name, the last one is used.
    """
    found: dict[tuple[str, str], Place] = {}
    stack: list[tuple[Json, Place, str]] = [(tree, root, to_pointer(root))]
    while stack:
        node, place, resource = stack.pop()
        if isinstance(node, dict):
            if isinstance(node.get("$id"), str):
                resource = to_pointer(place)
            for anchor in (node.get("$anchor"), node.get("$dynamicAnchor")):
                if isinstance(anchor, str):
                    found.setdefault((resource, anchor), place)
            stack.extend((value, (place, key), resource) for key, value in node.items())
        elif isinstance(node, list):
            stack.extend((value, (place, index), resource) for index, value in enumerate(node))
    return found


def closest_place(places: list[Place], place: Place) -> Place:
    """Return the place that has the longest common path with `place`; the first of equals.

    Two components without `$id` may have an anchor of the same name by mistake. A reference in one
    of them then means its own anchor.
    """
    if len(places) == 1:
        return places[0]
    here = to_pointer(place).split("/")

    def shared(other: Place) -> int:
        pairs = zip(to_pointer(other).split("/"), here, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    return max(places, key=shared)


def ids(tree: Json, root: Place, base: str) -> Iterator[tuple[str, Place, str]]:
    """Yield each `$id` of a tree, the place of its schema and the base that it is relative to."""
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


def key_in(node: dict[str, Json] | list[Json], token: str) -> str | int | None:
    """Return the key or index for a token of a pointer; None if the node does not have it."""
    try:
        child(node, token)
    except LookupError:
        return None
    return token if isinstance(node, dict) else int(token)
