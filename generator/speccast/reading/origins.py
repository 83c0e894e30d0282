"""The origins of moved nodes: pointers in the corrected tree -> pointers into the files."""

from __future__ import annotations

from speccast.reading.pointers import join


def origin_of(pointer: str, moved: dict[str, str]) -> str:
    """Return the origin of the node at a pointer: its own, or below that of a moved parent."""
    if not moved:
        return pointer
    head, tail = pointer, ""
    while head not in moved:
        head, slash, token = head.rpartition("/")
        if not slash:
            return pointer
        tail = f"/{token}{tail}"
    return moved[head] + tail


class Origins:
    """The origins of the nodes that overlays have added or moved."""

    def __init__(self) -> None:
        """Start with all nodes at their original pointers."""
        self.moved: dict[str, str] = {}

    def of(self, pointer: str) -> str:
        """Return the origin of the node at a pointer."""
        return origin_of(pointer, self.moved)

    def put(self, pointer: str, origin: str) -> None:
        """Record that a node and all nodes below it come from another place."""
        self.forget(pointer)
        self.moved[pointer] = origin

    def forget(self, pointer: str) -> None:
        """Remove the origins of a node and of all nodes below it."""
        for known in [p for p in self.moved if p == pointer or p.startswith(f"{pointer}/")]:
            del self.moved[known]

    def close_gap(self, pointer: str, removed: int, length: int) -> None:
        """Record that an item of a list was removed, and that the items after it moved up.

        Args:
            pointer: the pointer of the list.
            removed: the index of the removed item.
            length: the previous number of items.

        """
        for index in range(removed, length - 1):
            here, behind = join(pointer, index), join(pointer, index + 1)
            below = {p: o for p, o in self.moved.items() if p.startswith(f"{behind}/")}
            self.put(here, self.of(behind))
            self.moved |= {here + p.removeprefix(behind): o for p, o in below.items()}
        self.forget(join(pointer, length - 1))
