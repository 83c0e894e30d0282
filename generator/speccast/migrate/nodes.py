"""Nodes of a YAML file with their pointers. Accessors return an empty value for a wrong type."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.reading.pointers import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json


class Node(Struct, frozen=True):
    """A node of a file."""

    value: Json
    pointer: str = "#"

    def at(self, *keys: str) -> Node:
        """Return the node at keys; a node without a value if it does not exist."""
        node = self
        for key in keys:
            members = node.value
            below = members.get(key) if isinstance(members, dict) else None
            node = Node(below, join(node.pointer, key))
        return node

    def __bool__(self) -> bool:
        """Return whether the node has a value."""
        return self.value is not None

    def members(self) -> Iterator[tuple[str, Node]]:
        """Iterate the members of a mapping."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Node(value, join(self.pointer, key))

    def items(self) -> Iterator[Node]:
        """Iterate the items of a list; any other value counts as a list with one item."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(value, join(self.pointer, index))
        elif self.value is not None:
            yield self

    def text(self) -> str | None:
        """Return the value if it is a string."""
        return self.value if isinstance(self.value, str) else None

    def texts(self) -> tuple[str, ...]:
        """Return the strings of a list."""
        return tuple(text for item in self.items() if (text := item.text()) is not None)

    def flag(self) -> bool | None:
        """Return the value if it is a boolean."""
        return self.value if isinstance(self.value, bool) else None


class Problem(Struct, frozen=True):
    """A setting that cannot be converted, or that differs from `api.md`."""

    pointer: str
    """The place in the configuration."""
    message: str
    hint: str
