"""Splitting streams: bytes into lines, lines into server-sent events (WHATWG HTML 9.2).

`feed` takes a piece and returns the items that it completes; `finish` returns the rest.
After `done`, the rest of the stream is ignored.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Protocol, TypeVar

from .errors import DecodeError, ResponseTooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

T_co = TypeVar("T_co", covariant=True)

_RS: Final = b"\x1e"
_FIELDS: Final = frozenset({"data", "event", "id", "retry", ""})
"""The names of an event's fields; a comment has an empty one."""


class Machine(Protocol[T_co]):
    """A splitter of a stream that is fed in pieces."""

    @property
    def done(self) -> bool:
        """Whether the rest of the stream is ignored."""
        ...

    def feed(self, piece: bytes, /) -> Iterable[T_co]:
        """Yield the items that a piece completes."""
        ...

    def finish(self) -> Iterable[T_co]:
        """Return the last items, at the end."""
        ...


class ServerSentEvent(NamedTuple):
    """One event."""

    data: str
    event: str = "message"
    """The event's type."""
    id: str = ""
    """The id of this event, or the last one before it."""
    retry: int | None = None
    """The number of milliseconds to wait before a reconnection."""


class Lines:
    """Splits bytes into lines."""

    done = False

    def __init__(self, limit: int, *, only_feed: bool = False) -> None:
        self._limit = limit
        self._only_feed = only_feed
        self._pending: list[bytes] = []
        self._size = 0
        self._skip = False

    def feed(self, piece: bytes) -> list[str]:
        """Return the lines that a piece completes.

        Raises `ResponseTooLargeError` for a line above the limit.
        """
        if self._skip and piece:  # the CR before it has already ended the line
            piece = piece.removeprefix(b"\n")
        if not self._only_feed:
            self._skip = piece.endswith(b"\r")
            piece = piece.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        head, *tail = piece.split(b"\n")
        self._pending.append(head)
        self._size = within(self._limit, self._size + len(head))
        if not tail:
            return []
        lines = [b"".join(self._pending), *tail]
        self._pending = [lines.pop()]
        self._size = len(self._pending[0])
        return [line.decode("utf-8", "replace") for line in lines]

    def finish(self) -> list[str]:
        """Return the last line, if it has no line end."""
        rest, self._pending = b"".join(self._pending), []
        return [rest.decode("utf-8", "replace")] if rest else []


class Fields:
    """Parses events, each an object of the fields that were sent.

    `id` and `retry` are present if this event has them. An event without the blank line
    at its end is dropped.
    """

    done = False

    def __init__(self, limit: int, *, last: str | None = None) -> None:
        """Take the maximum size of an event, and the data of the one that ends the stream."""
        self._lines = Lines(limit)
        self._limit = limit
        self._last = last
        self._started = False
        self._first = ""
        self._known = False
        self._clear()

    def _clear(self) -> None:
        self._data: list[str] = []
        self._others: dict[str, str | int] = {}
        self._size = 0

    def feed(self, piece: bytes) -> Iterator[dict[str, str | int]]:
        """Yield the events that a piece completes."""
        for raw in self._lines.feed(piece):
            line = raw if self._started else raw.removeprefix("\ufeff")
            self._started = True
            if line:
                self._first = self._first or line
                name, _, value = line.partition(":")
                self._field(name, value.removeprefix(" "))
                continue
            data, fields = self._data, self._others
            self._clear()
            if data:
                text = fields["data"] = "\n".join(data)
                self.done = text.strip() == self._last
            if self.done:
                return
            if fields:
                yield fields

    def finish(self) -> tuple[()]:
        """Return nothing: an incomplete event is dropped.

        Raises `DecodeError` if no line was part of an event.
        """
        for line in self._lines.finish():
            self._first = self._first or line
            self._known = self._known or line.partition(":")[0] in _FIELDS
        if self._first.strip() and not self._known:
            raise DecodeError("$", "server-sent events", self._first)
        return ()

    def _field(self, name: str, value: str) -> None:
        self._known = self._known or name in _FIELDS
        if name == "data":
            self._size = within(self._limit, self._size + len(value) + 1)
            self._data.append(value)
        elif (name == "event" and value) or (name == "id" and "\0" not in value):
            self._others[name] = value
        elif name == "retry" and value.isascii() and value.isdecimal():
            self._others[name] = int(value[:9])


class Events:
    """Parses server-sent events as a browser does."""

    done = False

    def __init__(self, limit: int) -> None:
        self._fields = Fields(limit)
        self._last: dict[str, Any] = {"id": "", "retry": None}

    def feed(self, piece: bytes) -> Iterator[ServerSentEvent]:
        """Yield the events that a piece completes."""
        for each in self._fields.feed(piece):
            for name in self._last.keys() & each:
                self._last[name] = each[name]
            if "data" in each:
                fields: Any = {"event": "message", **each, **self._last}
                yield ServerSentEvent(**fields)

    def finish(self) -> tuple[()]:
        """Return nothing: an incomplete event is dropped."""
        return self._fields.finish()


class Records:
    """Splits a JSON text sequence (RFC 7464), in which each text begins with RS."""

    done = False

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._pending: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> Iterator[str]:
        """Yield the texts that a piece completes with a line end or the next RS."""
        head, *tail = piece.split(_RS)
        self._size = within(self._limit, self._size + len(head))
        self._pending.append(head)
        for each in tail:
            yield from self.finish()
            self._size = within(self._limit, len(each))
            self._pending = [each]
        if piece.endswith(b"\n") and _is_json(b"".join(self._pending)):
            yield from self.finish()

    def finish(self) -> list[str]:
        """Return the last text, which no RS ends."""
        rest, self._pending, self._size = b"".join(self._pending), [], 0
        return [rest.decode("utf-8", "replace")] if rest.strip() else []


def _is_json(text: bytes) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def within(limit: int, size: int) -> int:
    """Return a size. Raises `ResponseTooLargeError` if it is above the limit."""
    if size > limit:
        where, expected = "$", f"an event, line or part of at most {limit} bytes"
        raise ResponseTooLargeError(where, expected, size)
    return size
