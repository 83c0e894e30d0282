"""Bodies on their way in: content encodings undone, sizes bounded, ends checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .errors import DecodeError, ResponseTooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ACCEPTED: Final = "gzip, deflate"
_PIECE: Final = 65536
_GZIP, _ZLIB, _RAW = 31, 15, -15
"""zlib's names for the kinds of stream, with a window of any size."""
_A, _END, _NOTHING = "a", "the end of the", "nothing after the"
"""What is expected of a stream."""


class Identity:
    """Gives each piece as it is."""

    def feed(self, piece: bytes) -> tuple[bytes]:
        """Give the piece."""
        return (piece,)

    def finish(self) -> tuple[()]:
        """Give nothing."""
        return ()


class Collector:
    """Gathers a body, up to a limit."""

    def __init__(self, headers: Mapping[str, str], limit: int) -> None:
        """Take the headers of the answer, and how many bytes of it there may be."""
        self._inflater = inflater(headers)
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> None:
        """Take a piece as it came.

        Raises `ResponseTooLargeError` if it makes more bytes than there may be, and
        `DecodeError` if it is not encoded as the headers say.
        """
        for each in self._inflater.feed(piece):
            self._size += len(each)
            if self._size > self._limit:
                where, expected = "$", f"a body of at most {self._limit} bytes"
                raise ResponseTooLargeError(where, expected, self._size)
            self._pieces.append(each)

    def finish(self) -> bytes:
        """Return the body. Raises `DecodeError` if an encoded one has no end."""
        self._inflater.finish()
        return b"".join(self._pieces)


class Inflater:
    """Undoes gzip or deflate, and never makes more than a piece at a time of it."""

    def __init__(self, encoding: str) -> None:
        """Take the content encoding."""
        import zlib

        self._encoding = encoding
        self._gzip = "gzip" in encoding
        self._zlib = zlib
        self._stream: Any = zlib.decompressobj(_GZIP if self._gzip else _ZLIB)
        self._fed = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give what a piece makes.

        Raises `DecodeError` if it is no such stream, or goes on after its end.
        """
        more = bool(data)
        while more:
            if self._stream.eof:
                self._next_member(data)
            try:
                made = self._stream.decompress(data, _PIECE)
            except self._zlib.error:
                self._raw_or_wrong()
                continue
            self._fed = True
            data = self._stream.unconsumed_tail or self._stream.unused_data
            more = bool(data) or (len(made) == _PIECE and not self._stream.eof)
            yield made

    def finish(self) -> tuple[()]:
        """Check that the stream is whole. Raises `DecodeError` if it is not."""
        if self._fed and not self._stream.eof:
            raise self._wrong(_END)
        return ()

    def _next_member(self, data: bytes) -> None:
        """Start anew: gzip may have several members (RFC 1952, section 2.2)."""
        if not self._gzip or not data.startswith(b"\x1f\x8b"[: len(data)]):
            raise self._wrong(_NOTHING)
        self._stream = self._zlib.decompressobj(_GZIP)

    def _raw_or_wrong(self) -> None:
        """Take `deflate` for a raw stream, as some servers do."""
        if self._fed or self._gzip:
            raise self._wrong(_A)
        self._stream = self._zlib.decompressobj(_RAW)
        self._fed = True

    def _wrong(self, expected: str) -> DecodeError:
        where = "$"
        return DecodeError(
            where, f"{expected} {self._encoding} stream", "something else"
        )


def inflater(headers: Mapping[str, str]) -> Inflater | Identity:
    """Return what undoes the content encoding.

    Raises `DecodeError` for an encoding that was not asked for.
    """
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        return Identity()
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        where, expected = "$", f"a content encoding of {ACCEPTED}"
        raise DecodeError(where, expected, encoding)
    return Inflater(encoding)
