"""Streams taken apart: bytes to lines, lines to server-sent events (WHATWG HTML 9.2)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from .errors import ResponseTooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DONE: Final = "[DONE]"
"""What some APIs send as the data of the last event, which is no JSON."""


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

    __slots__ = ("_held", "_limit", "_only_feed", "_skip")

    def __init__(self, limit: int, *, only_feed: bool = False) -> None:
        """Take how long a line may be, and whether only LF ends it, as in JSON lines."""
        self._held = b""
        self._limit = limit
        self._only_feed = only_feed
        self._skip = False

    def feed(self, piece: bytes) -> list[bytes]:
        """Return the lines that a piece completes.

        Raises:
            ResponseTooLargeError: for a line that is longer than it may be.
        """
        if self._skip and piece:  # the CR before it has ended the line already
            piece = piece.removeprefix(b"\n")
            self._skip = False
        if not self._only_feed:
            self._skip = piece.endswith(b"\r")
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        first, *rest = piece.split(b"\n")
        if not rest and len(self._held) + len(first) > self._limit:
            expected = f"a line of at most {self._limit} bytes"
            raise ResponseTooLargeError("$", expected, len(self._held) + len(first))
        if not rest:
            self._held += first
            return []
        *whole, self._held = self._held + first, *rest
        return whole

    def finish(self) -> list[bytes]:
        """Return the line that no line end has completed."""
        held, self._held = self._held, b""
        return [held] if held else []


class Events:
    """Puts lines together to events."""

    __slots__ = ("_begun", "_data", "_event", "_id", "_limit", "_retry", "_size")

    def __init__(self, limit: int) -> None:
        """Take how large the data of an event may be."""
        self._limit = limit
        self._begun = False
        self._id = ""
        self._retry: int | None = None
        self._clear()

    def _clear(self) -> None:
        self._data: list[str] = []
        self._event = ""
        self._size = 0

    def feed(self, raw: bytes) -> ServerSentEvent | None:
        """Return the event that a line completes.

        Raises:
            ResponseTooLargeError: for more data than there may be.
        """
        line = raw.decode("utf-8", "replace")
        if not self._begun:
            self._begun, line = True, line.removeprefix("\ufeff")
        if not line:
            return self._dispatch()
        name, _, value = line.partition(":")
        self._field(name, value.removeprefix(" "))
        return None

    def _field(self, name: str, value: str) -> None:
        if name == "data":
            self._size += len(value)
            if self._size > self._limit:
                expected = f"an event of at most {self._limit} bytes"
                raise ResponseTooLargeError("$", expected, self._size)
            self._data.append(value)
        elif name == "event":
            self._event = value
        elif name == "id" and "\0" not in value:
            self._id = value
        elif name == "retry" and value.isascii() and value.isdecimal():
            self._retry = int(value[:9])

    def _dispatch(self) -> ServerSentEvent | None:
        data, event = "\n".join(self._data), self._event or "message"
        given = bool(self._data)
        self._clear()
        return ServerSentEvent(data, event, self._id, self._retry) if given else None


def events(pieces: Iterable[bytes], limit: int = 2**63) -> Iterator[ServerSentEvent]:
    """Give the events of a stream. What no blank line has ended is not given."""
    lines, parser = Lines(limit), Events(limit)
    for piece in pieces:
        for line in lines.feed(piece):
            if event := parser.feed(line):
                yield event
