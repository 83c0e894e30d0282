"""Multipart bodies (RFC 7578): parts in, one stream of bytes out."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable, Iterator
from typing import NamedTuple

from .bodies import Body, Content, Dumps, File, opened
from .errors import ArgumentError
from .info import is_object
from .model import UNSET, Json, JsonObject


class Part(NamedTuple):
    """One part: a field, or a file."""

    name: str
    content: object
    """A value that has a text or JSON form, or a `File`."""
    content_type: str | None = None


def part(name: str, value: Json, content_type: str | None = None) -> list[Part]:
    """Return the parts of one property: none for None and UNSET, one per array item.

    Bytes, paths and open files are sent as files; objects as JSON; the rest as text.
    """
    if value is None or value is UNSET:
        return []
    if type(value) in (list, tuple):
        return [each for item in value for each in part(name, item, content_type)]
    if type(value) is bytes or hasattr(value, "__fspath__") or hasattr(value, "read"):
        return [Part(name, File(value), content_type)]
    return [Part(name, value, content_type)]


def parts(value: Json, **content_types: str) -> list[Part]:
    """Return the parts of an object's members."""
    from .wire import to_wire

    members: JsonObject = value if is_object(value) else to_wire(value)
    made = [part(name, each, content_types.get(name)) for name, each in members.items()]
    return [each for group in made for each in group]


class MultipartBody(Body):
    """Fields and files, `multipart/form-data` unless said otherwise."""

    __slots__ = ("boundary", "media_type", "parts")

    def __init__(
        self, parts: list[Part], media_type: str = "multipart/form-data"
    ) -> None:
        """Take the parts, as `part` makes them."""
        self.parts = parts
        self.media_type = media_type
        self.boundary = os.urandom(16).hex()

    def content(self, dumps: Dumps, extra: JsonObject | None) -> Content:
        """Return what writes the parts, one after the other."""
        every = [*self.parts, *parts(extra or {})]
        pieces: list[Content] = []
        for each in every:
            content = _content(each, dumps)
            head = self._head(each, content.media_type)
            pieces += (_fixed(head), content, _fixed(b"\r\n"))
        pieces.append(_fixed(f"--{self.boundary}--\r\n".encode()))
        lengths = [piece.length for piece in pieces]
        return Content(
            f"{self.media_type}; boundary={self.boundary}",
            lambda: _stream(pieces),
            None if None in lengths else sum(length or 0 for length in lengths),
            repeatable=all(piece.repeatable for piece in pieces),
        )

    def _head(self, each: Part, media_type: str) -> bytes:
        shown = f'form-data; name="{_quoted(each.name)}"'
        if isinstance(each.content, File):
            shown += f'; filename="{_quoted(each.content.filename or each.name)}"'
        lines = [f"--{self.boundary}", f"Content-Disposition: {shown}"]
        if media_type:
            if not media_type.isprintable():
                message = f"the content type of {each.name!r} is no valid text"
                raise ArgumentError(message)
            lines.append(f"Content-Type: {media_type}")
        return ("\r\n".join(lines) + "\r\n\r\n").encode()


def _content(each: Part, dumps: Dumps) -> Content:
    if isinstance(each.content, File):
        file = each.content
        media_type = file.content_type or each.content_type
        return opened(file.content, media_type or "application/octet-stream")
    from .wire import text_of, to_wire

    wire = to_wire(each.content)
    media_type = each.content_type or ""
    if isinstance(wire, (dict, list)) or "json" in media_type:
        text = dumps(wire)
        media_type = media_type or "application/json"
    else:
        text = text_of(each.content)
    return _fixed(text if isinstance(text, bytes) else text.encode(), media_type)


def _fixed(data: bytes, media_type: str = "") -> Content:
    return Content(media_type, data, len(data))


def _stream(pieces: Iterable[Content]) -> Iterator[bytes]:
    for piece in pieces:
        if isinstance(piece.body, bytes):
            yield piece.body
            continue
        chunks = piece.body()
        if isinstance(chunks, AsyncIterable):
            message = "an async iterable can only be a whole body"
            raise ArgumentError(message)
        yield from chunks


def _quoted(name: str) -> str:
    for char in '"\r\n':
        name = name.replace(char, f"%{ord(char):02X}")
    return name
