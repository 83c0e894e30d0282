"""A part of a YAML file with its pointer; a value of another kind than requested is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.reading.pointers import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json


class Node(Struct, frozen=True):
    """A part of a file."""

    value: Json
    pointer: str = "#"

    def at(self, *keys: str) -> Node:
        """Return the node at keys; a node without a value if there is nothing."""
        node = self
        for key in keys:
            members = node.value
            below = members.get(key) if isinstance(members, dict) else None
            node = Node(below, join(node.pointer, key))
        return node

    def __bool__(self) -> bool:
        """Return whether there is something."""
        return self.value is not None

    def members(self) -> Iterator[tuple[str, Node]]:
        """Iterate the members of a mapping."""
        if isinstance(self.value, dict):
            for key, value in self.value.items():
                yield key, Node(value, join(self.pointer, key))

    def items(self) -> Iterator[Node]:
        """Iterate the items of a list; one value counts as a list of it."""
        if isinstance(self.value, list):
            for index, value in enumerate(self.value):
                yield Node(value, join(self.pointer, index))
        elif self.value is not None:
            yield self

    def text(self) -> str | None:
        """Return a text."""
        return self.value if isinstance(self.value, str) else None

    def texts(self) -> tuple[str, ...]:
        """Return the texts of a list."""
        return tuple(text for item in self.items() if (text := item.text()) is not None)

    def flag(self) -> bool | None:
        """Return true or false."""
        return self.value if isinstance(self.value, bool) else None


class Problem(Struct, frozen=True):
    """What cannot be taken over."""

    pointer: str
    """Where the configuration says it."""
    message: str
    hint: str
    """What to do."""
