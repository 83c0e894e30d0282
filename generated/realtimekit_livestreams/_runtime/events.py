"""Streams taken apart: bytes to lines, lines to server-sent events (WHATWG HTML 9.2).

Each machine takes a piece and gives what it completes; `finish` gives what is left.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple, Protocol, TypeVar

from .errors import ResponseTooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T_co = TypeVar("T_co", covariant=True)

_DONE: Final = "[DONE]"
"""What some APIs send as the data of the last event, which is no JSON."""


class Machine(Protocol[T_co]):
    """Takes a stream piece by piece."""

    def feed(self, piece: bytes, /) -> Iterable[T_co]:
        """Give what a piece completes."""
        ...

    def finish(self) -> Iterable[T_co]:
        """Give what is left at the end."""
        ...


class ServerSentEvent(NamedTuple):
    """One event."""

    data: str
    event: str = "message"
    """The event's type."""
    id: str = ""
    """The id of this event, or the last one before it."""
    retry: int | None = None
    """After how many milliseconds the API asks to connect again."""


class Lines:
    """Cuts bytes into lines, wherever the pieces end."""

    def __init__(self, limit: int, *, only_feed: bool = False) -> None:
        """Take how long a line may be, and whether LF alone ends it (JSON lines)."""
        self._limit = limit
        self._only_feed = only_feed
        self._held: list[bytes] = []
        self._size = 0
        self._skip = False

    def feed(self, piece: bytes) -> list[str]:
        """Give the lines that a piece completes.

        Raises `ResponseTooLargeError` for a line that is longer than it may be.
        """
        if self._skip and piece:  # the CR before it has ended the line already
            piece = piece.removeprefix(b"\n")
        if not self._only_feed:
            self._skip = piece.endswith(b"\r")
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        head, *tail = piece.split(b"\n")
        self._held.append(head)
        self._size = _within(self._limit, self._size + len(head))
        if not tail:
            return []
        lines = [b"".join(self._held), *tail]
        self._held = [lines.pop()]
        self._size = len(self._held[0])
        return [line.decode("utf-8", "replace") for line in lines]

    def finish(self) -> list[str]:
        """Give the line that no line end has completed."""
        left, self._held = b"".join(self._held), []
        return [left.decode("utf-8", "replace")] if left else []


class Events:
    """Puts lines together to events; what no blank line has ended is not given."""

    def __init__(self, limit: int) -> None:
        """Take how large a line, and the data of an event, may be."""
        self._lines = Lines(limit)
        self._limit = limit
        self._begun = False
        self._id = ""
        self._retry: int | None = None
        self._clear()

    def _clear(self) -> None:
        self._data: list[str] = []
        self._event = ""
        self._size = 0

    def feed(self, piece: bytes) -> Iterator[ServerSentEvent]:
        """Give the events that a piece completes."""
        for raw in self._lines.feed(piece):
            line = raw if self._begun else raw.removeprefix("\ufeff")
            self._begun = True
            if line:
                name, _, value = line.partition(":")
                self._field(name, value.removeprefix(" "))
                continue
            data, event = self._data, self._event or "message"
            self._clear()
            if data:
                yield ServerSentEvent("\n".join(data), event, self._id, self._retry)

    def finish(self) -> tuple[()]:
        """Give nothing: an event without its end is none."""
        return ()

    def _field(self, name: str, value: str) -> None:
        if name == "data":
            self._size = _within(self._limit, self._size + len(value) + 1)
            self._data.append(value)
        elif name == "event":
            self._event = value
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdecimal():
            self._retry = int(value[:9])


class _Texts:
    """Gives what is read of each event or line."""

    def __init__(self, media_type: str, limit: int) -> None:
        self._events = Events(limit) if media_type == "text/event-stream" else None
        self._lines = Lines(limit, only_feed=True)
        self._done = False

    def feed(self, piece: bytes) -> Iterator[str]:
        if self._events is None:
            yield from filter(str.strip, self._lines.feed(piece))
            return
        for event in self._events.feed(piece):
            self._done = self._done or event.data == _DONE
            if not self._done:
                yield event.data

    def finish(self) -> list[str]:
        return [line for line in self._lines.finish() if line.strip()]


def texts(media_type: str, limit: int) -> Machine[str]:
    """Return what takes a stream apart into the texts of its events, or its lines."""
    return _Texts(media_type, limit)


def _within(limit: int, size: int) -> int:
    if size > limit:
        where, expected = "$", f"an event or line of at most {limit} bytes"
        raise ResponseTooLargeError(where, expected, size)
    return size
