"""Answers in parts (RFC 2046, section 5.1), read as sequences of items.

`client.stream` yields the items as they come; a plain call returns a list of them.
"""

from __future__ import annotations

import re
from binascii import a2b_base64, a2b_qp
from typing import TYPE_CHECKING, Final, TypeVar

from .errors import FAILURE, DecodeError
from .events import within
from .http import Headers
from .readers import Reader, as_anything, decoded, loaded
from .sequences import sequence
from .transport import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .model import Json
    from .readers import Loads

T = TypeVar("T")

_MIXED: Final = "multipart/mixed"
_BOUNDARY: Final = re.compile(r"boundary=(?:\"([^\"]+)\"|([^\s;]+))", re.IGNORECASE)
_FIRST: Final = re.compile(rb"\n--([^\r\n]{1,70}?)[ \t]*\r?\n")
"""The first delimiter, if no header has the boundary (of at most 70 characters)."""
_HEAD_END: Final = re.compile(rb"(?:^|\r?\n)\r?\n")
_FOLD: Final = re.compile(r"\r?\n[ \t]+")
_PADDING: Final = 100
"""Delimiters have fewer bytes than this besides the boundary."""


def as_parts(decode: Callable[[Json], T], media_type: str = _MIXED) -> Reader[list[T]]:
    """Return a reader of parts, each by its media type: JSON, text or bytes."""
    whatever = as_anything()

    def item(part: Answer, loads: Loads) -> T:
        kind = part.media_type or "text/plain"
        if "json" in kind:
            value = loaded(part.content, loads)
        elif kind.startswith("text/"):
            value = part.text
            try:
                return decode(value)
            except FAILURE:  # JSON is often sent as text
                if value.lstrip()[:1] in ("{", "["):
                    value = loaded(part.content, loads)
        else:
            value = whatever.read(part, loads)
        return decoded(decode, value, loads)

    return sequence(_Cut, item, media_type, (as_parts, decode, media_type))


def as_binary_parts(media_type: str = _MIXED) -> Reader[list[bytes]]:
    """Return a reader of the unchanged content of each part."""
    call = (as_binary_parts, media_type)
    return sequence(_Cut, lambda part, _: part.content, media_type, call)


class _Cut:
    """Splits a body at its delimiters."""

    done = False

    def __init__(self, answer: Answer, limit: int) -> None:
        self._limit = limit
        self._delimiter: re.Pattern[bytes] | None = None
        found = _BOUNDARY.search(answer.headers.get("content-type", ""))
        if found:
            self._delimiter = _delimiter((found[1] or found[2]).encode())
        self._held = bytearray(b"\n")  # a delimiter begins after the end of a line
        self._from = 0
        self._begun = False

    def feed(self, piece: bytes) -> Iterator[Answer]:
        """Yield the parts that a piece completes."""
        self._held += piece
        if self._delimiter is None and b"\n" in piece:
            if first := _FIRST.search(self._held, self._from):
                self._delimiter = _delimiter(first[1])
            else:
                self._from = self._held.rfind(b"\n")
        while self._delimiter and not self.done:
            found = self._delimiter.search(self._held, self._from)
            if not found:
                seen = len(self._held) - len(self._delimiter.pattern) - _PADDING
                self._from = max(0, seen)
                break
            part, begun = bytes(self._held[1 : found.start()]), self._begun
            self.done, self._begun = found[1] == b"--", True
            del self._held[: found.end() - 1]
            self._from = 0
            if begun:
                yield _answer(part)
        within(self._limit, len(self._held))

    def finish(self) -> tuple[()]:
        """Return nothing. Raises `DecodeError` if the delimiter or the closing one is missing."""
        rest = bytes(self._held[1:])
        if self._begun and not self.done:
            raise DecodeError("$", "a delimiter that ends the last part", rest[:80])
        if rest.strip() and not self._begun:
            raise DecodeError("$", "parts with a boundary between them", rest[:80])
        return ()


def _delimiter(boundary: bytes) -> re.Pattern[bytes]:
    return re.compile(rb"\r?\n--" + re.escape(boundary) + rb"(--|[ \t]*\r?\n)")


def _answer(part: bytes) -> Answer:
    """Return a part as an answer of its own: headers and content."""
    end = _HEAD_END.search(part)
    head, content = part, b""
    if end:
        head, content = part[: end.start()], part[end.end() :]
    lines = _FOLD.sub(" ", head.decode("utf-8", "replace")).splitlines()
    pairs = [line.partition(":") for line in lines]
    headers = Headers((name.strip(), value.strip()) for name, _, value in pairs)
    encoding = headers.get("content-transfer-encoding", "").lower()
    if encoding == "base64":
        try:
            content = a2b_base64(content)
        except ValueError:
            raise DecodeError("$", "base64", content[:80]) from None
    elif encoding == "quoted-printable":
        content = a2b_qp(content)
    return Answer(200, headers, content)
