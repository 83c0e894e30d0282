"""The origins of the parts of a corrected document: from pointers to pointers into the files."""

from __future__ import annotations

from speccast.reading.pointers import join


class Origins:
    """The origins of the parts of the corrected tree that are not at their original pointers."""

    def __init__(self) -> None:
        """Start with everything at its original pointer."""
        self.moved: dict[str, str] = {}

    def of(self, pointer: str) -> str:
        """Return the origin of the node at a pointer."""
        head, tail = pointer, ""
        while head not in self.moved:
            head, slash, token = head.rpartition("/")
            if not slash:
                return pointer
            tail = f"/{token}{tail}"
        return self.moved[head] + tail

    def put(self, pointer: str, origin: str) -> None:
        """Record that a node, with all below it, was written in another file."""
        self.forget(pointer)
        self.moved[pointer] = origin

    def forget(self, pointer: str) -> None:
        """Forget a place and all below it."""
        for known in [p for p in self.moved if p == pointer or p.startswith(f"{pointer}/")]:
            del self.moved[known]

    def close_gap(self, pointer: str, gone: int, length: int) -> None:
        """Record that an item of a list was removed, and that those after it moved up.

        Args:
            pointer: of the list.
            gone: the index that was removed.
            length: the previous number of items.

        """
        for index in range(gone, length - 1):
            here, behind = join(pointer, index), join(pointer, index + 1)
            below = {p: o for p, o in self.moved.items() if p.startswith(f"{behind}/")}
            self.put(here, self.of(behind))
            self.moved |= {here + p.removeprefix(behind): o for p, o in below.items()}
        self.forget(join(pointer, length - 1))
