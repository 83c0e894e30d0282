"""How the bodies of answers are read: one reader per status and media type.

Only a decoder's type matters to a caller, so each kind is a function that returns a
`Reader` of that type.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, Generic, TypeAlias, TypeVar

from .errors import DecodeError
from .model import Json
from .response import Answer

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Loads: TypeAlias = Callable[[bytes], Json]
"""Reads JSON text; raises a `ValueError` where it is none."""

JSON: Final = "application/json"
EVENTS: Final = "text/event-stream"
JSON_LINES: Final = "application/x-ndjson"


class Reader(Generic[T_co]):
    """Reads an answer as `T_co`."""

    __slots__ = ("accept", "choose", "item", "read")

    def __init__(
        self,
        accept: str,
        read: Callable[[Answer, Loads], T_co],
        *,
        item: Callable[[str, Loads], Any] | None = None,
        choose: Callable[[Answer], Reader[T_co]] | None = None,
    ) -> None:
        """Take the media type, and what makes a value of an answer."""
        self.accept = accept
        """The media type that it reads; "" if there is no body."""
        self.read = read
        self.item = item
        """What makes a value of one event or line, where the body is a stream."""
        self.choose = choose or (lambda _: self)
        """What gives the reader for an answer's media type."""


def as_json(decode: Callable[[Any], T], media_type: str = JSON) -> Reader[T]:
    """Read JSON, and decode it."""

    def read(answer: Answer, loads: Loads) -> T:
        return decoded(decode, parsed(answer, loads))

    return Reader(media_type, read)


def as_text(media_type: str = "text/plain") -> Reader[str]:
    """Read text."""
    return Reader(media_type, lambda answer, _: answer.text)


def as_bytes(media_type: str = "application/octet-stream") -> Reader[bytes]:
    """Read the bytes as they are."""
    return Reader(media_type, lambda answer, _: answer.content)


def as_nothing() -> Reader[None]:
    """Expect no body, and do not look at one."""
    return Reader("", lambda _answer, _loads: None)


def as_events(
    decode: Callable[[Any], T], *, data: str = "json", media_type: str = EVENTS
) -> Reader[list[T]]:
    """Read server-sent events, the data of each as JSON (or as "text").

    `client.stream` gives them one by one, as they come.
    """
    from .events import events  # noqa: PLC0415 - few APIs have them

    def item(text: str, loads: Loads) -> T:
        return decoded(decode, _loaded(text, loads) if data == "json" else text)

    def read(answer: Answer, loads: Loads) -> list[T]:
        return [item(event.data, loads) for event in events([answer.content])]

    return Reader(media_type, read, item=item)


def as_json_lines(
    decode: Callable[[Any], T], media_type: str = JSON_LINES
) -> Reader[list[T]]:
    """Read one JSON value per line; `client.stream` gives them as they come."""

    def item(text: str, loads: Loads) -> T:
        return decoded(decode, _loaded(text, loads))

    def read(answer: Answer, loads: Loads) -> list[T]:
        lines = answer.text.split("\n")
        return [item(line, loads) for line in lines if line.strip()]

    return Reader(media_type, read, item=item)


def by_media_type(readers: Mapping[str, Reader[T]]) -> Reader[T]:
    """Read by the answer's media type; the first is taken where none fits."""
    first = next(iter(readers.values()))

    def choose(answer: Answer) -> Reader[T]:
        return _fitting(readers, answer.media_type, first)

    def read(answer: Answer, loads: Loads) -> T:
        return choose(answer).read(answer, loads)

    items = [reader.item for reader in readers.values() if reader.item]
    item = items[0] if items else None
    return Reader(", ".join(readers), read, item=item, choose=choose)


def _fitting(
    readers: Mapping[str, Reader[T]], media_type: str, first: Reader[T]
) -> Reader[T]:
    if media_type in readers:
        return readers[media_type]
    for pattern, reader in readers.items():
        kind, _, rest = pattern.partition("/")
        if rest == "*" and kind in {"*", media_type.partition("/")[0]}:
            return reader
    suffix = media_type.rpartition("+")[2]
    return readers.get(f"application/{suffix}", first)


def for_status(readers: Mapping[str, Reader[T]], status: int) -> Reader[T] | None:
    """Return the reader of a status: its own, its range's, or the default's."""
    for wanted in (str(status), f"{status // 100}XX", "default"):
        for statuses, reader in readers.items():
            if wanted in statuses.split():
                return reader
    return None


def parsed(answer: Answer, loads: Loads) -> Json:
    """Return the JSON value of a body.

    Raises:
        DecodeError: if there is none.
    """
    if not answer.content.strip():
        raise DecodeError("$", "JSON", answer.content)
    try:
        return loads(answer.content)
    except ValueError as error:
        media_type = answer.media_type
        if media_type and "json" not in media_type:
            raise DecodeError("$", JSON, media_type) from None
        if isinstance(error, DecodeError):
            raise
        raise DecodeError("$", f"JSON ({error})", answer.text) from None


def _loaded(text: str, loads: Loads) -> Json:
    try:
        return loads(text.encode())
    except DecodeError:
        raise
    except ValueError as error:
        raise DecodeError("$", f"JSON ({error})", text) from None


def decoded(decode: Callable[[Any], T], data: Json) -> T:
    """Return what a decoder makes of a JSON value; look twice only if it refuses."""
    try:
        return decode(data)
    except Exception:  # noqa: BLE001 - whatever it is, the second look explains it
        from .explain import read  # noqa: PLC0415 - seldom needed

        return read(decode, data)
