"""Request bodies and their serialization.

Files are read in pieces while they are sent. A retry can send bytes, paths and seekable
files again, but not an iterator.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Callable, Iterable, Iterator, Mapping
from typing import (
    TYPE_CHECKING,
    Any,
    BinaryIO,
    Final,
    Generic,
    NamedTuple,
    TypeAlias,
    TypeVar,
    cast,
)

from .errors import FAILURE, ArgumentError
from .info import is_object
from .model import Json, JsonObject
from .parameters import Pairs, fields
from .request import Encoded, quote_all, utf8

PIECE: Final = 65536
"""The number of bytes that are read from a file at once."""

if TYPE_CHECKING:
    from pathlib import Path

_Data: TypeAlias = (
    "bytes | os.PathLike[str] | BinaryIO | Iterable[bytes] | AsyncIterable[bytes]"
)
_Named: TypeAlias = "tuple[str | None, _Data] | tuple[str | None, _Data, str | None]"
_Headed: TypeAlias = "tuple[str | None, _Data, str | None, Mapping[str, str]]"
FileContent: TypeAlias = "_Data | _Named | _Headed"
"""Bytes, a path, a file opened in binary mode, or an iterable of bytes. An async iterable
is allowed only in an async client, and only as the whole body. It can also be a tuple of
the file's name, one of these, and optionally its media type and the headers of its part."""
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


class File:
    """A file to upload, with its name and media type."""

    __slots__ = ("content", "content_type", "filename", "headers")

    def __init__(
        self,
        content: FileContent,
        *,
        filename: str | None = None,
        content_type: str | None = None,
        headers: Mapping[str, str] = {},
    ) -> None:
        """Take the content; a path or an open file has a name itself.

        `headers` are added to the part in a multipart body.
        """
        data: Any = content
        name: str | None = None
        more: list[Any] = []
        if is_named(data):
            name, data, *more = data
        self.content: _Data = data
        self.filename: str | None = filename or name or _name_of(data)
        self.content_type: str | None = content_type or (more[0] if more else None)
        self.headers: Mapping[str, str] = {**(more[1] if more[1:] else {}), **headers}

    @property
    def media_type(self) -> str | None:
        """The media type: the one that was given, else guessed from the name."""
        if self.content_type or not self.filename:
            return self.content_type
        from mimetypes import MimeTypes  # ignores the configuration of the system

        found, encoding = MimeTypes().guess_type(self.filename, strict=False)
        return None if encoding else found


def is_named(value: Any) -> bool:
    """Return whether a value is a tuple of a file's name and its content."""
    if not isinstance(value, tuple):
        return False
    first, *rest = cast("tuple[object, ...]", value) or (b"",)
    return (
        (first is None or isinstance(first, str))
        and 1 <= len(rest) <= 3
        and not isinstance(rest[0], str)
    )


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

    def plus(self, members: JsonObject) -> Body[Any]:  # only with: asks.body, paging
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

    def plus(self, members: JsonObject) -> Body[Any]:  # only with: asks.body, paging
        """Return the object with more members."""
        wire = _wire(self.value)
        if not is_object(wire):
            return super().plus(members)
        return JsonBody({**wire, **members}, self.media_type)


class FormBody(Body[Pairs]):
    """Form fields, serialized by the functions of `parameters`."""

    __slots__ = ()
    usual = "application/x-www-form-urlencoded"

    def content(self, _: Dumps, /) -> Content:
        """Return the encoded fields."""
        pairs = [f"{quote_all(key)}={encode(text)}" for key, text in self.value]
        return whole("&".join(pairs).encode(), self.media_type)

    def plus(self, members: JsonObject) -> Body[Any]:  # only with: asks.body, paging
        """Return the form with more fields, instead of those of the same name."""
        kept = [pair for pair in self.value if pair[0] not in members]
        return FormBody([*kept, *fields(members)], self.media_type)


class TextBody(Body[str]):
    """Text, in UTF-8."""

    __slots__ = ()
    usual = "text/plain"

    def content(self, _: Dumps, /) -> Content:
        """Return the text's bytes."""
        charset = "" if "charset" in self.media_type else "; charset=utf-8"
        return whole(utf8(self.value), self.media_type + charset)


class BinaryBody(Body["FileContent | File | str"]):
    """Bytes, or a file that is sent in pieces."""

    __slots__ = ()
    usual = "application/octet-stream"

    def content(self, _: Dumps, /) -> Content:
        """Return the bytes, or a function that reads them."""
        if isinstance(self.value, str):  # bytes in base64
            return whole(utf8(self.value), self.media_type)
        file = self.value if isinstance(self.value, File) else File(self.value)
        return opened(file.content, file.content_type or self.media_type)


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


def opened(content: _Data, media_type: str) -> Content:
    """Return the content of a file from its current position."""
    if isinstance(content, (bytes, bytearray, memoryview)):
        return whole(bytes(content), media_type)
    if isinstance(content, os.PathLike):
        from pathlib import Path

        path = Path(content)
        return Content(media_type, lambda: _path_pieces(path), path.stat().st_size)
    if isinstance(content, AsyncIterable):
        return Content(media_type, lambda: content, None, repeatable=False)
    if not hasattr(content, "read"):
        if not hasattr(content, "__iter__"):
            raise ArgumentError(f"{type(content).__name__} cannot be a file's content")
        again = not isinstance(content, Iterator)
        return Content(media_type, lambda: content, None, repeatable=again)
    file: Any = content
    if not file.seekable():
        return Content(media_type, lambda: _pieces(file), None, repeatable=False)
    begin = file.tell()
    size = file.seek(0, os.SEEK_END) - begin
    file.seek(begin)
    return Content(media_type, lambda: _pieces(file, begin), size)


def _path_pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from _pieces(file)


def _pieces(file: Json, begin: int | None = None) -> Iterator[bytes]:
    if begin is not None:
        file.seek(begin)
    while piece := file.read(PIECE):
        if type(piece) is str:
            raise ArgumentError("the file must be opened in binary mode")
        yield piece


def _name_of(content: _Data) -> str | None:
    path: object = getattr(content, "name", None)
    if isinstance(content, os.PathLike):
        path = os.fspath(content)
    if not isinstance(path, str):
        return None
    return path.replace(os.sep, "/").rpartition("/")[2] or None


def _wire(value: object) -> Json:
    from .wire import to_wire

    return to_wire(value)
