"""What a request carries: each kind of body, and how it becomes bytes.

Files are read piece by piece while they are sent. A body that can be made anew (bytes,
paths, seekable files) may be sent again by a retry; an iterator cannot.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, Final, NamedTuple, TypeAlias
from urllib.parse import quote

from .errors import ArgumentError
from .info import is_object
from .model import Json, JsonObject
from .parameters import Pairs, fields
from .request import Encoded

PIECE: Final = 65536
"""How many bytes of a file are read at a time."""

if TYPE_CHECKING:
    from pathlib import Path

FileContent: TypeAlias = (
    "bytes | os.PathLike[str] | BinaryIO | Iterable[bytes] | AsyncIterable[bytes]"
)
"""Bytes, the path of a file, a file opened in binary mode, or pieces of bytes. An async
iterable only in an async client, and only as the whole body."""
Dumps: TypeAlias = Callable[[Json], "str | bytes"]


class Content(NamedTuple):
    """A body ready to be sent."""

    media_type: str
    body: bytes | Callable[[], Iterable[bytes] | AsyncIterable[bytes]]
    """The bytes, or what starts giving them."""
    length: int | None
    """How many bytes there are; None if that is not known."""
    repeatable: bool = True


class File:
    """A file to upload, with the name and media type that the API is to see."""

    __slots__ = ("content", "content_type", "filename")

    def __init__(
        self,
        content: FileContent,
        *,
        filename: str | None = None,
        content_type: str | None = None,
    ) -> None:
        """Take the content; the name of a path or open file is known without saying."""
        self.content = content
        self.filename = filename or _name_of(content)
        self.content_type = content_type


class Body:
    """The base of all kinds of body."""

    __slots__ = ()

    def content(self, dumps: Dumps, extra: JsonObject | None) -> Content:
        """Return the body as it is sent, with these members besides its own."""
        raise NotImplementedError


class JsonBody(Body):
    """A JSON value."""

    __slots__ = ("media_type", "value")

    def __init__(self, value: object, media_type: str = "application/json") -> None:
        """Take what has a JSON form: models, dates, dicts of them, …."""
        self.value = value
        self.media_type = media_type

    def content(self, dumps: Dumps, extra: JsonObject | None) -> Content:
        """Return the JSON text."""
        try:
            wire = _wire(self.value)
            if extra and not is_object(wire):
                raise _no_members()
            text = dumps({**wire, **extra} if extra else wire)
            data = text if isinstance(text, bytes) else text.encode()
        except ArgumentError:
            raise
        except (ValueError, TypeError) as error:
            message = f"the body has no JSON form: {_reason(error)}"
            raise ArgumentError(message) from None
        return Content(self.media_type, data, len(data))


class JsonLinesBody(Body):
    """One JSON value per line."""

    __slots__ = ("items", "media_type")

    def __init__(
        self, items: Iterable[object], media_type: str = "application/x-ndjson"
    ) -> None:
        """Take the values."""
        self.items = list(items)
        self.media_type = media_type

    def content(self, dumps: Dumps, extra: JsonObject | None) -> Content:
        """Return the lines."""
        lines = [JsonBody(item).content(dumps, extra).body for item in self.items]
        data = b"".join(line + b"\n" for line in lines if isinstance(line, bytes))
        return Content(self.media_type, data, len(data))


class FormBody(Body):
    """Form fields, `application/x-www-form-urlencoded`."""

    __slots__ = ("media_type", "pairs")

    def __init__(
        self, pairs: Pairs, media_type: str = "application/x-www-form-urlencoded"
    ) -> None:
        """Take the fields, as the functions of `parameters` spell them."""
        self.pairs = pairs
        self.media_type = media_type

    def content(self, dumps: Dumps, extra: JsonObject | None) -> Content:
        """Return the encoded fields."""
        del dumps
        pairs = [*self.pairs, *fields(extra or {})]
        data = "&".join(f"{quote(k, safe='')}={encode(v)}" for k, v in pairs).encode()
        return Content(self.media_type, data, len(data))


class TextBody(Body):
    """Text, in UTF-8."""

    __slots__ = ("media_type", "text")

    def __init__(self, text: str, media_type: str = "text/plain") -> None:
        """Take the text."""
        self.text = text
        self.media_type = media_type

    def content(self, dumps: Dumps, extra: JsonObject | None) -> Content:
        """Return the text's bytes."""
        del dumps
        if extra:
            raise _no_members()
        data, media_type = self.text.encode(), self.media_type
        if "charset" not in media_type:
            media_type += "; charset=utf-8"
        return Content(media_type, data, len(data))


class BinaryBody(Body):
    """Bytes, or a file that is sent piece by piece."""

    __slots__ = ("file", "media_type")

    def __init__(
        self,
        content: FileContent | File,
        media_type: str = "application/octet-stream",
    ) -> None:
        """Take what gives the bytes."""
        self.file = content if isinstance(content, File) else File(content)
        self.media_type = self.file.content_type or media_type

    def content(self, dumps: Dumps, extra: JsonObject | None) -> Content:
        """Return the bytes, or what reads them."""
        del dumps
        if extra:
            raise _no_members()
        return opened(self.file.content, self.media_type)


def _no_members() -> ArgumentError:
    return ArgumentError("only an object or a form can have further members")


def encode(value: str) -> str:
    """Percent-encode a query or form value, unless it is encoded already."""
    return value if type(value) is Encoded else quote(value, safe="")


def opened(content: FileContent, media_type: str) -> Content:
    """Return what sends a file's content, from where it stands now."""
    if isinstance(content, (bytes, bytearray, memoryview)):
        return Content(media_type, bytes(content), len(content))
    if isinstance(content, os.PathLike):
        from pathlib import Path

        path = Path(content)
        return Content(media_type, lambda: _path_pieces(path), path.stat().st_size)
    if isinstance(content, AsyncIterable):
        return Content(media_type, lambda: content, None, repeatable=False)
    if not hasattr(content, "read"):
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
            message = "the file must be opened in binary mode"
            raise ArgumentError(message)
        yield piece


def _name_of(content: FileContent) -> str | None:
    path: object = getattr(content, "name", None)
    if isinstance(content, os.PathLike):
        path = os.fspath(content)
    if not isinstance(path, str):
        return None
    return path.replace(os.sep, "/").rpartition("/")[2] or None


def _wire(value: object) -> Json:
    from .wire import to_wire

    return to_wire(value)


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeEncodeError):
        return "a text holds a lone surrogate"
    return str(error)
