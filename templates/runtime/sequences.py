"""Readers of streams of items: server-sent events, JSON lines, JSON text sequences.

`client.stream` yields the items as they come; a plain call returns a list of them.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Generic, TypeVar

from .errors import FAILURE
from .events import Fields, Lines, Machine, Records
from .info import is_object
from .model import Model, unknown_properties
from .readers import ErrorEvent, Reader, decoded, loaded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from .model import Json
    from .readers import Loads
    from .transport import Answer

T = TypeVar("T")

_EVENTS: Final = "text/event-stream"
_LINES: Final = ("ndjson", "jsonl", "json-lines", "jsonlines")
_DONE: Final = "[DONE]"
"""The last event or line of some APIs, which is not JSON."""
_EVENT: Final = frozenset({"data", "event", "id", "retry"})
_ERROR: Final = frozenset({"error", "type"})
"""The members of an object that only reports an error."""
_ANY_LENGTH: Final = 2**63


def as_events(
    decode: Callable[[Json], T],
    *,
    data: str = "json",
    whole: bool = False,
    media_type: str = _EVENTS,
) -> Reader[list[T]]:
    """Return a reader of server-sent events, whose data is JSON, "text" or "either".

    An item is the data of an event, or the `whole` event: an object of its fields.
    """
    return _stream(_Item(decode, data, whole=whole), media_type)


def as_json_lines(
    decode: Callable[[Json], T], media_type: str = "application/x-ndjson"
) -> Reader[list[T]]:
    """Return a reader of JSON lines, or of the records of a JSON text sequence."""
    return _stream(_Item(decode, "json", whole=False), media_type)


class _Item(Generic[T]):
    """Reads an item: a line, or the fields of an event."""

    def __init__(self, decode: Callable[[Json], T], data: str, *, whole: bool) -> None:
        self._decode = decode
        self._data = data
        self._whole = whole

    def read(self, found: Any, loads: Loads) -> T:
        """Return the item. Raises `ErrorEvent` for one that reports an error."""
        fields = found if is_object(found) else {"data": found}
        text, named = fields["data"], fields.get("event") == "error"
        if named:  # a lenient reader would take what is not an item for one
            loads = getattr(loads, "strict", loads)
        try:
            item = self._item(found, loads)
        except FAILURE:
            if named or _is_error(text, loads):
                raise ErrorEvent(text) from None
            raise
        if isinstance(item, Model):
            unknown = unknown_properties(item)
            if named and item.to_dict() and not unknown:
                return item  # the document describes it
            if "error" in unknown and item.to_dict().keys() <= _ERROR:
                raise ErrorEvent(text)
        if named:
            raise ErrorEvent(text)
        return item

    def _item(self, found: Any, loads: Loads) -> T:
        if isinstance(found, str):
            return decoded(self._decode, loaded(found.encode(), loads), loads)
        return self._event(found, loads)

    def _event(self, fields: dict[str, Any], loads: Loads) -> T:
        data: Json = fields["data"]
        if self._whole and "event" not in fields:
            inner: Json = None
            with suppress(*FAILURE):
                inner = loads(data.encode())
            if is_object(inner) and {"event", "data"} <= inner.keys() <= _EVENT:
                value = data if self._data == "text" else inner
                with suppress(*FAILURE):
                    return self._decode({**fields, "data": value})
                return decoded(self._decode, inner, loads)  # the event is in its data
        if self._data == "either":
            with suppress(*FAILURE):  # else it is JSON
                return self._decode({**fields} if self._whole else data)
        if self._data != "text":
            data = loaded(data.encode(), loads)
        whole = {**fields, "data": data} if self._whole else data
        return decoded(self._decode, whole, loads)

    def is_one(self, found: Any) -> bool:
        """Return whether it is an item: blank lines and events without data are not."""
        if isinstance(found, str):
            return found.strip() not in {"", _DONE}
        blank_counts = self._data == "text" or found.get("event") == "error"
        return "data" in found and (blank_counts or bool(found["data"].strip()))


def _is_error(text: str, loads: Loads) -> bool:
    """Return whether JSON reports an error, as some APIs do among other items."""
    try:
        data = loads(text.encode())
    except FAILURE:
        return False
    return is_object(data) and bool(data.get("error")) and data.keys() <= _ERROR


def _stream(item: _Item[T], media_type: str) -> Reader[list[T]]:
    def cut(answer: Answer, limit: int) -> Machine[Any]:
        named = _cut(answer.media_type, limit) or _cut(media_type, limit)
        return named or Lines(limit, only_feed=True)

    call = (_stream, item, media_type)
    return sequence(cut, item.read, media_type, call, is_item=item.is_one)


def _cut(media_type: str, limit: int) -> Machine[Any] | None:
    """Return a splitter of a stream into events or lines, by its media type."""
    kind = media_type.partition(";")[0].strip().lower()
    if kind == _EVENTS:
        return Fields(limit, last=_DONE)
    if kind.endswith("json-seq"):
        return Records(limit)
    return Lines(limit, only_feed=True) if kind.endswith(_LINES) else None


class _Items(Generic[T]):
    """Splits a body, and reads its items."""

    def __init__(
        self,
        cut: Machine[Any],
        read: Callable[[Any], T],
        is_item: Callable[[Any], bool] | None,
    ) -> None:
        self._cut = cut
        self._read = read
        self._is_item = is_item

    @property
    def done(self) -> bool:
        """Whether the rest of the body is ignored."""
        return self._cut.done

    def feed(self, piece: bytes) -> Iterable[T]:
        """Return the items that a piece completes."""
        return map(self._read, filter(self._is_item, self._cut.feed(piece)))

    def finish(self) -> Iterable[T]:
        """Return the last item, if it has no end."""
        return map(self._read, filter(self._is_item, self._cut.finish()))


def sequence(
    cut: Callable[[Answer, int], Machine[Any]],
    read: Callable[[Any, Loads], T],
    media_type: str,
    call: tuple[Any, ...],
    *,
    is_item: Callable[[Any], bool] | None = None,
) -> Reader[list[T]]:
    """Return a reader of the items of a body.

    `cut` returns a machine that splits the body of an answer into pieces of limited size.
    A piece is an item unless `is_item` is false.
    """

    def items(answer: Answer, limit: int, loads: Loads) -> Machine[T]:
        return _Items(cut(answer, limit), lambda found: read(found, loads), is_item)

    def whole(answer: Answer, loads: Loads) -> list[T]:
        machine = items(answer, _ANY_LENGTH, loads)
        found = [*machine.feed(answer.content)]
        return found if machine.done else [*found, *machine.finish()]

    return Reader(media_type, whole, items, call=call)
