"""Request bodies that are sequences: JSON lines, JSON text sequences, events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .bodies import Body, Content, Dumps, json_bytes, whole
from .errors import ArgumentError
from .info import is_object
from .request import utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import Json


class JsonLinesBody(Body[Iterable[object]]):
    """One JSON value per line, or per record of a JSON text sequence (RFC 7464)."""

    __slots__ = ()
    usual = "application/x-ndjson"

    def content(self, dumps: Dumps, /) -> Content:
        """Return the lines."""
        kind = self.media_type.partition(";")[0].strip().lower()
        begin = b"\x1e" if kind.endswith("json-seq") else b""
        lines = [begin + json_bytes(item, dumps) + b"\n" for item in self.value]
        return whole(b"".join(lines), self.media_type)


class EventsBody(Body[Iterable[object]]):
    """Server-sent events: each item is the data of one event."""

    __slots__ = ()
    usual = "text/event-stream"

    def content(self, dumps: Dumps, /) -> Content:
        """Return the events."""
        lines = [line for item in self.value for line in self._lines(item, dumps)]
        return whole(b"\n".join([*lines, b""]), self.media_type)

    def _lines(self, item: object, dumps: Dumps) -> Iterator[bytes]:
        data = utf8(item) if type(item) is str else json_bytes(item, dumps)
        yield from (b"data: " + line for line in data.splitlines() or [b""])
        yield b""


class FieldsBody(EventsBody):
    """Server-sent events: each item is an object with the fields of one event."""

    __slots__ = ()

    def _lines(self, item: object, dumps: Dumps) -> Iterator[bytes]:
        from .wire import text_of, to_wire

        fields: Json = to_wire(item)
        if not is_object(fields):
            raise ArgumentError("an event must be an object of its fields")
        for name in ("event", "id", "retry"):
            if fields.get(name) is not None:
                text = text_of(fields[name])
                if "\n" in text or "\r" in text:
                    message = f"the {name} of an event cannot have several lines"
                    raise ArgumentError(message)
                yield utf8(f"{name}: {text}")
        yield from super()._lines(fields.get("data", ""), dumps)
