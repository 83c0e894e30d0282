"""How the bodies of answers are read: one reader per status and media type.

Only a decoder's type matters to a caller, so each kind is a function that returns a
`Reader` of that type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeAlias, TypeVar

from .errors import FAILURE, DecodeError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .model import Json
    from .response import Answer

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Loads: TypeAlias = "Callable[[bytes], Json]"
"""Reads JSON text; raises a `ValueError` where it is none."""
Item: TypeAlias = "Callable[[str, Loads], object]"
"""Reads one event or line of a stream."""


class Reader(Generic[T_co]):
    """Reads an answer as `T_co`."""

    __slots__ = ("accept", "item", "read")

    def __init__(
        self,
        accept: str,
        read: Callable[[Answer, Loads], T_co],
        item: Callable[[Answer], Item | None] | None = None,
    ) -> None:
        """Take the media type ("" for no body), and what makes a value of an answer.

        Where the body is a stream, `item` gives what reads one thing of it.
        """
        self.accept = accept
        self.read = read
        self.item = item


def as_json(
    decode: Callable[[Json], T], media_type: str = "application/json"
) -> Reader[T]:
    """Read JSON, and decode it."""

    def read(answer: Answer, loads: Loads) -> T:
        return decoded(decode, parsed(answer, loads))

    return Reader(media_type, read)


def as_text(media_type: str = "text/plain") -> Reader[str]:
    """Read text."""

    def read(answer: Answer, _: Loads) -> str:
        return answer.text

    return Reader(media_type, read)


def as_bytes(media_type: str = "application/octet-stream") -> Reader[bytes]:
    """Read the bytes as they are."""

    def read(answer: Answer, _: Loads) -> bytes:
        return answer.content

    return Reader(media_type, read)


def as_nothing() -> Reader[None]:
    """Expect no body, and do not look at one."""

    def read(_: Answer, __: Loads) -> None:
        return None

    return Reader("", read)


def as_events(
    decode: Callable[[Json], T],
    *,
    data: str = "json",
    media_type: str = "text/event-stream",
) -> Reader[list[T]]:
    """Read server-sent events, the data of each as JSON (or as "text").

    `client.stream` gives them one by one, as they come.
    """
    return _stream(decode, media_type, text=data == "text")


def as_json_lines(
    decode: Callable[[Json], T], media_type: str = "application/x-ndjson"
) -> Reader[list[T]]:
    """Read one JSON value per line; `client.stream` gives them as they come."""
    return _stream(decode, media_type, text=False)


def _stream(
    decode: Callable[[Json], T], media_type: str, *, text: bool
) -> Reader[list[T]]:
    def item(value: str, loads: Loads) -> T:
        return decoded(decode, value if text else loaded(value.encode(), loads))

    def read(answer: Answer, loads: Loads) -> list[T]:
        from .events import texts

        machine = texts(answer.media_type, 2**63)
        found = [*machine.feed(answer.content), *machine.finish()]
        return [item(each, loads) for each in found]

    return Reader(media_type, read, lambda _: item)


def by_media_type(readers: Mapping[str, Reader[T]]) -> Reader[T]:
    """Read by the answer's media type, without its parameters; else as the first."""

    def choose(answer: Answer) -> Reader[T]:
        kind = answer.media_type
        wanted = (kind, f"{kind.partition('/')[0]}/*", "*/*")
        suffix = f"application/{kind.rpartition('+')[2]}"
        for each in (*wanted, suffix):
            if each in readers:
                return readers[each]
        return next(iter(readers.values()))

    def item(answer: Answer) -> Item | None:
        reader = choose(answer)
        return reader.item(answer) if reader.item else None

    streams = any(reader.item for reader in readers.values())
    return Reader(
        ", ".join(reader.accept for reader in readers.values()),
        lambda answer, loads: choose(answer).read(answer, loads),
        item if streams else None,
    )


def for_status(readers: Mapping[str, Reader[T]], status: int) -> Reader[T] | None:
    """Return the reader of a status: its own, its range's, or the default's."""
    for wanted in (str(status), f"{status // 100}XX", "default"):
        for statuses, reader in readers.items():
            if wanted in statuses.split():
                return reader
    return None


def parsed(answer: Answer, loads: Loads) -> Json:
    """Return the JSON value of a body. Raises `DecodeError` if there is none."""
    try:
        return loaded(answer.content, loads)
    except DecodeError as error:
        kind = answer.media_type
        if kind and "json" not in kind:
            raise DecodeError(error.path, "application/json", kind) from None
        raise


def loaded(content: bytes, loads: Loads) -> Json:
    """Return the JSON value of a text. Raises `DecodeError` if there is none."""
    where = "$"
    if not content.strip():
        raise DecodeError(where, "JSON", content)
    try:
        return loads(content)
    except DecodeError:
        raise
    except RecursionError:  # of another reader than ours
        raise DecodeError(where, "fewer levels of nesting", content[:80]) from None
    except ValueError as error:
        raise DecodeError(where, f"JSON ({error})", content[:80]) from None


def decoded(decode: Callable[[Json], T], data: Json) -> T:
    """Return what a decoder makes of a JSON value; look twice only if it refuses."""
    try:
        return decode(data)
    except FAILURE:
        from .explain import read

        return read(decode, data)
