"""Request bodies and their serialization.

Files are read in pieces while they are sent. A retry can send bytes, paths and seekable
files again, but not an iterator.
"""

from __future__ import annotations

from collections.abc import AsyncIterable, Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from .errors import FAILURE, ArgumentError
from .info import is_object
from .model import Json, JsonObject
from .request import Encoded, quote_all

V = TypeVar("V")
Dumps: TypeAlias = Callable[[Json], "str | bytes"]


class Content(NamedTuple):
    """A serialized body."""

    media_type: str
    body: bytes | Callable[[], Iterable[bytes] | AsyncIterable[bytes]]
    """The bytes, or a function that returns their pieces."""
    length: int | None
    """The number of bytes; None if it is not known."""
    repeatable: bool = True


class Body(Generic[V]):
    """The base class of bodies: a value and its serialization."""

    __slots__ = ("media_type", "value")

    usual = ""
    """The default media type."""

    def __init__(self, value: V, media_type: str | None = None) -> None:
        self.value = value
        self.media_type = media_type or self.usual

    def content(self, dumps: Dumps, /) -> Content:
        """Serialize the body. Raises `ArgumentError` if that is impossible."""
        raise NotImplementedError

    def plus(self, members: JsonObject) -> Body[Any]:
        """Return a body with further members."""
        del members
        raise ArgumentError("only an object or a form can have additional members")


class JsonBody(Body[object]):
    """A value with a JSON form: a model, a date, a dict of such values."""

    __slots__ = ()
    usual = "application/json"

    def content(self, dumps: Dumps, /) -> Content:
        """Return the JSON text."""
        return whole(json_bytes(self.value, dumps), self.media_type)

    def plus(self, members: JsonObject) -> Body[Any]:
        """Return the object with more members."""
        wire = _wire(self.value)
        if not is_object(wire):
            return super().plus(members)
        return JsonBody({**wire, **members}, self.media_type)


def whole(data: bytes, media_type: str = "") -> Content:
    """Return bytes as a body."""
    return Content(media_type, data, len(data))


def json_bytes(value: object, dumps: Dumps) -> bytes:
    """Return a value as JSON text. Raises `ArgumentError` if it has no JSON form."""
    try:
        text = dumps(_wire(value))
        return text if isinstance(text, bytes) else text.encode()
    except ArgumentError:
        raise
    except FAILURE as error:  # of any writer of JSON
        surrogate = isinstance(error, UnicodeEncodeError)
        reason = "a text contains a lone surrogate" if surrogate else error
        raise ArgumentError(f"the body has no JSON form: {reason}") from None


def encode(value: str) -> str:
    """Percent-encode a query or form value, unless it is encoded already."""
    return value if type(value) is Encoded else quote_all(value)


def _wire(value: object) -> Json:
    from .wire import to_wire

    return to_wire(value)
