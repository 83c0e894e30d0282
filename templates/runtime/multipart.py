"""Multipart bodies (RFC 7578)."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from .bodies import Body, Content, Dumps, File, is_named, json_bytes, opened, whole
from .errors import ArgumentError
from .http import checked
from .info import is_object
from .model import UNSET, Json, JsonObject
from .request import Encoded, utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .parameters import Pairs


class Part(NamedTuple):
    """One part: a field or a file."""

    name: str
    """Empty if the parts of the body have no names."""
    content: object
    """A value that has a text or JSON form, or a `File`."""
    content_type: str | None = None


def part(
    name: str, value: Json, content_type: str | None = None, *, files: bool = True
) -> list[Part]:
    """Return the parts of one property: none for None and UNSET, one per array item.

    Bytes, paths and open files are sent as files, objects as JSON, other values as text.
    With `files=False`, bytes are sent as base64 text.
    """
    if value is None or value is UNSET:
        return []
    if files and _is_file(value):
        return file_part(name, value, content_type)
    if type(value) in (list, tuple):
        each = (part(name, item, content_type, files=files) for item in value)
        return [made for parts in each for made in parts]
    return [Part(name, value, content_type)]


def file_part(
    name: str, value: Json, content_type: str | None = None, *, several: bool = False
) -> list[Part]:
    """Return the part of a file, or the parts of several files."""
    if value is None or value is UNSET:
        return []
    if several and not _is_file(value):
        return [made for each in value for made in file_part(name, each, content_type)]
    if isinstance(value, str):
        return [Part(name, value, content_type)]
    return [Part(name, value if isinstance(value, File) else File(value), content_type)]


def parts(
    value: Json, made: Mapping[str, Callable[[Json], list[Part]]] = {}
) -> list[Part]:
    """Return the parts of an object's members, or of a value without members.

    `made` has the functions that return the parts of some members.
    """
    from .wire import to_wire

    is_kept = _is_file(value) or is_object(value) or type(value) in (list, tuple)
    members: Json = value if is_kept else to_wire(value)
    if not is_object(members):
        return listed_parts("file", value)
    groups = [
        made[name](each) if name in made else part(name, each)
        for name, each in members.items()
    ]
    return [each for group in groups for each in group]


def listed_parts(
    name: str, value: Json, kinds: Sequence[str | None] = (), rest: str | None = None
) -> list[Part]:
    """Return the parts of an array's items, or the one part of another value.

    `kinds` are the media types of the first items, `rest` is that of the others.
    """
    items = value if type(value) in (list, tuple) and not is_named(value) else [value]
    made = [
        part(name, each, kinds[index] if index < len(kinds) else rest)
        for index, each in enumerate(items)
    ]
    return [each for group in made for each in group]


def styled_parts(pairs: Pairs) -> list[Part]:
    """Return the parts of a property that is serialized in a query style."""
    return [
        Part(name, unquote(text) if type(text) is Encoded else text)
        for name, text in pairs
    ]


def _is_file(value: Json) -> bool:
    """Return whether a value can only be a file."""
    return (
        isinstance(value, (bytes, bytearray, memoryview, File, Iterator, AsyncIterable))
        or hasattr(value, "__fspath__")
        or hasattr(value, "read")
        or is_named(value)
    )


class MultipartBody(Body[list[Part]]):
    """A multipart body of fields and files."""

    __slots__ = ()
    usual = "multipart/form-data"

    def content(self, dumps: Dumps, /) -> Content:
        """Return the parts, serialized one after the other."""
        boundary = os.urandom(16).hex()
        named = "form-data" in self.media_type.lower()
        pieces: list[Content] = []
        for each in self.value:
            content = _content(each, dumps)
            head = _head(each, content.media_type, boundary, named=named)
            pieces += (whole(head), content, whole(b"\r\n"))
        pieces.append(whole(f"--{boundary}--\r\n".encode()))
        lengths = [piece.length for piece in pieces]
        return Content(
            f"{self.media_type}; boundary={boundary}",
            lambda: _stream(pieces),
            None if None in lengths else sum(length or 0 for length in lengths),
            repeatable=all(piece.repeatable for piece in pieces),
        )

    def plus(self, members: JsonObject) -> Body[Any]:
        """Return the body with more parts."""
        return MultipartBody([*self.value, *parts(members)], self.media_type)


def _head(each: Part, media_type: str, boundary: str, *, named: bool) -> bytes:
    shown = [f'form-data; name="{_quoted(each.name)}"'] if named else []
    lines = [f"--{boundary}"]
    if isinstance(each.content, File):
        filename = each.content.filename or (each.name if named else None)
        if filename:
            shown = [*(shown or ["attachment"]), f'filename="{_quoted(filename)}"']
        pairs = (checked(*pair) for pair in each.content.headers.items())
        lines += [f"{name}: {value}" for name, value in pairs]
    if shown:
        lines.append(f"Content-Disposition: {'; '.join(shown)}")
    if media_type:
        if not media_type.isprintable():
            raise ArgumentError(f"the content type of {each.name!r} is not valid text")
        lines.append(f"Content-Type: {media_type}")
    return utf8("\r\n".join(lines) + "\r\n\r\n")


def _content(each: Part, dumps: Dumps) -> Content:
    if isinstance(each.content, File):
        file = each.content
        kind = file.content_type or each.content_type or file.media_type
        return opened(file.content, kind or "application/octet-stream")
    from .wire import text_of, to_wire

    wire: Json = to_wire(each.content)
    media_type = each.content_type or ""
    if type(wire) in (dict, list) or "json" in media_type:
        return whole(json_bytes(wire, dumps), media_type or "application/json")
    return whole(utf8(text_of(each.content)), media_type)


def _stream(pieces: Iterable[Content]) -> Iterator[bytes]:
    for piece in pieces:
        if isinstance(piece.body, bytes):
            yield piece.body
            continue
        chunks = piece.body()
        if isinstance(chunks, AsyncIterable):
            raise ArgumentError("an async iterable can only be a whole body")
        yield from chunks


def _quoted(name: str) -> str:
    for char in '"\r\n':
        name = name.replace(char, f"%{ord(char):02X}")
    return name
