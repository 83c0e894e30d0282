"""Bodies on their way in: content encodings undone, sizes bounded, ends checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .errors import DecodeError, ResponseTooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ACCEPTED: Final = "gzip"

_PIECE: Final = 65536

_GZIP: Final = 31
"""zlib's name for gzip, with a window of any size."""

_MAGIC: Final = b"\x1f\x8b"

_A, _END, _NOTHING = "a", "the end of the", "nothing after the"
"""What is expected of a gzip stream."""


class Identity:
    """Gives each piece as it is."""

    done = False

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
        self._last = b""

    def feed(self, piece: bytes) -> None:
        """Take a piece as it came.

        Raises `ResponseTooLargeError` if it makes more bytes than there may be, and
        `DecodeError` if it is not encoded as the headers say.
        """
        self._last = piece
        for each in self._inflater.feed(piece):
            self._pieces.append(each[: self._limit - self._size])
            self._size += len(each)
            if self._size > self._limit:
                where, expected = "$", f"a body of at most {self._limit} bytes"
                raise ResponseTooLargeError(where, expected, self._size)

    def finish(self) -> bytes:
        """Return the body. Raises `DecodeError` if an encoded one has no end."""
        self._inflater.finish()
        return b"".join(self._pieces)

    def salvage(self) -> bytes:
        """Return what there is of a body that has no end: read, or else as it came."""
        return b"".join(self._pieces) or self._last[: self._limit]


class _Unknown:
    """Stands for an encoding that was not asked for: only nothing can be read in it."""

    def __init__(self, encoding: str) -> None:
        self._encoding = encoding

    def feed(self, piece: bytes) -> tuple[()]:
        if piece:
            where, expected = "$", f"a content encoding of {ACCEPTED}"
            raise DecodeError(where, expected, self._encoding)
        return ()

    def finish(self) -> tuple[()]:
        return ()


class Gzip:
    """Undoes gzip, and never makes more than a piece at a time of it."""

    def __init__(self) -> None:
        """Begin a stream."""
        import zlib

        self._zlib = zlib
        self._stream: Any = zlib.decompressobj(_GZIP)
        self._fed = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give what a piece makes.

        Raises `DecodeError` if it is no such stream, or goes on after its end.
        """
        while data:
            if self._stream.eof:  # there may be several members (RFC 1952, 2.2)
                if not data.startswith(_MAGIC[: len(data)]):
                    raise _wrong(_NOTHING)
                self._stream = self._zlib.decompressobj(_GZIP)
            try:
                made = self._stream.decompress(data, _PIECE)
            except self._zlib.error:
                raise _wrong(_A) from None
            self._fed = True
            data = self._stream.unconsumed_tail or self._stream.unused_data
            yield made

    def finish(self) -> tuple[()]:
        """Check that the stream is whole. Raises `DecodeError` if it is not."""
        if self._fed and not self._stream.eof:
            raise _wrong(_END)
        return ()


def _wrong(expected: str) -> DecodeError:
    where = "$"
    return DecodeError(where, f"{expected} gzip stream", "something else")


def inflater(headers: Mapping[str, str]) -> Gzip | Identity | _Unknown:
    """Return what undoes the content encoding.

    An encoding that was not asked for is a `DecodeError` once there is something in it:
    an answer to HEAD has the header, and no body.
    """
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        return Identity()
    if encoding not in {"gzip", "x-gzip"}:
        return _Unknown(encoding)
    return Gzip()
