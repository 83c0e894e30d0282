"""Where each part of a corrected document was written: pointers in, pointers into the texts out."""

from __future__ import annotations

from speccast.reading.pointers import join


class Origins:
    """Where each part of the corrected tree was written, if not at its own pointer."""

    def __init__(self) -> None:
        """Begin with everything where it is."""
        self.moved: dict[str, str] = {}

    def of(self, pointer: str) -> str:
        """Return where what a pointer leads to was written."""
        head, tail = pointer, ""
        while head not in self.moved:
            head, slash, token = head.rpartition("/")
            if not slash:
                return pointer
            tail = f"/{token}{tail}"
        return self.moved[head] + tail

    def put(self, pointer: str, origin: str) -> None:
        """Note that something, with all below it, was written in another file."""
        self.forget(pointer)
        self.moved[pointer] = origin

    def forget(self, pointer: str) -> None:
        """Forget a place and all below it."""
        for known in [p for p in self.moved if p == pointer or p.startswith(f"{pointer}/")]:
            del self.moved[known]

    def close_gap(self, pointer: str, gone: int, length: int) -> None:
        """Note that an item of a list is gone, and that those behind it moved up.

        Args:
            pointer: of the list.
            gone: the index that was removed.
            length: how many items there were.

        """
        for index in range(gone, length - 1):
            here, behind = join(pointer, index), join(pointer, index + 1)
            below = {p: o for p, o in self.moved.items() if p.startswith(f"{behind}/")}
            self.put(here, self.of(behind))
            self.moved |= {here + p.removeprefix(behind): o for p, o in below.items()}
        self.forget(join(pointer, length - 1))
