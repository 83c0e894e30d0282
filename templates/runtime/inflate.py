"""Bodies on their way in: content encodings undone, sizes bounded, ends checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .errors import DecodeError, ResponseTooLargeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ACCEPTED: Final = "gzip, deflate"
_PIECE: Final = 65536
_GZIP: Final = 31
"""zlib's name for a gzip stream with a window of any size."""


class Collector:
    """Gathers a body, up to a limit."""

    __slots__ = ("_inflater", "_limit", "_pieces", "_size")

    def __init__(self, headers: Mapping[str, str], limit: int) -> None:
        """Take the headers of the answer, and how many bytes of it there may be."""
        self._inflater = inflater(headers)
        self._limit = limit
        self._pieces: list[bytes] = []
        self._size = 0

    def feed(self, piece: bytes) -> None:
        """Take a piece as it came.

        Raises:
            ResponseTooLargeError: if it makes more bytes than there may be.
            DecodeError: if it is not encoded as the headers say.
        """
        if self._inflater is None:
            self._take(piece)
            return
        for inflated in self._inflater.feed(piece):
            self._take(inflated)

    def finish(self) -> bytes:
        """Return the whole body.

        Raises:
            DecodeError: if an encoded body has no end.
        """
        if self._inflater is not None:
            self._inflater.finish()
        return b"".join(self._pieces)

    def _take(self, piece: bytes) -> None:
        self._size += len(piece)
        if self._size > self._limit:
            expected = f"a body of at most {self._limit} bytes"
            raise ResponseTooLargeError("$", expected, self._size)
        self._pieces.append(piece)


class Inflater:
    """Undoes gzip or deflate, and never makes more than a piece at a time of it."""

    __slots__ = ("_encoding", "_fed", "_zlib", "_zlib_error")

    def __init__(self, encoding: str) -> None:
        """Take the content encoding."""
        import zlib  # noqa: PLC0415 - many answers are not compressed

        self._encoding = encoding
        self._zlib: Any = zlib.decompressobj(_GZIP if "gzip" in encoding else 15)
        self._zlib_error = zlib.error
        self._fed = False

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give what a piece makes.

        Raises:
            DecodeError: if it is no such stream, or goes on after its end.
        """
        more = bool(data)
        while more:
            if self._zlib.eof:
                self._next_member(data)
            try:
                made = self._zlib.decompress(data, _PIECE)
            except self._zlib_error:
                self._raw_or_wrong()
                continue
            self._fed = True
            data = self._zlib.unconsumed_tail or self._zlib.unused_data
            more = bool(data) or (len(made) == _PIECE and not self._zlib.eof)
            yield made

    def finish(self) -> None:
        """Check that the stream is whole.

        Raises:
            DecodeError: if its end has not come.
        """
        if self._fed and not self._zlib.eof:
            raise DecodeError("$", f"the end of the {self._encoding} stream", "nothing")

    def _next_member(self, data: bytes) -> None:
        """Start anew: gzip may have several members (RFC 1952, section 2.2)."""
        if "gzip" not in self._encoding or not data.startswith(b"\x1f\x8b"):
            raise DecodeError("$", f"nothing after the {self._encoding} stream", data)
        self._zlib = _fresh(_GZIP)

    def _raw_or_wrong(self) -> None:
        """Take `deflate` for a raw stream, as some servers do."""
        if self._fed or "gzip" in self._encoding or self._encoding == "raw deflate":
            raise DecodeError("$", f"a {self._encoding} stream", "something else")
        self._encoding, self._zlib = "raw deflate", _fresh(-15)


def inflater(headers: Mapping[str, str]) -> Inflater | None:
    """Return what undoes the content encoding; None if there is none.

    Raises:
        DecodeError: for an encoding that was not asked for.
    """
    encoding = headers.get("content-encoding", "").strip().lower()
    if encoding in {"", "identity"}:
        return None
    if encoding not in {"gzip", "x-gzip", "deflate"}:
        raise DecodeError("$", f"a content encoding of {ACCEPTED}", encoding)
    return Inflater(encoding)


def _fresh(window: int) -> Any:
    import zlib  # noqa: PLC0415 - see Inflater

    return zlib.decompressobj(window)
