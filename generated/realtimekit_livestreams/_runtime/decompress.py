"""Content encodings, undone piece by piece, so that no body fills the memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .errors import DecodeError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ACCEPTED: Final = "gzip"
_PIECE: Final = 65536
_GZIP: Final = 31
"""zlib's name for gzip, with a window of any size."""
_MAGIC: Final = b"\x1f\x8b"


class Decompressor:
    """Undoes the encoding that the headers of an answer name."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        encoding = headers.get("content-encoding", "").strip().lower()
        self._encoding = "" if encoding == "identity" else encoding.removeprefix("x-")
        self._stream: Any = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Give what a piece makes. Raises `DecodeError` if it is not so encoded."""
        if not self._encoding:
            yield data
            return
        if data and self._encoding != ACCEPTED:  # an answer to HEAD has no body
            expected = f"a content encoding of {ACCEPTED}"
            raise DecodeError("$", expected, self._encoding)
        import zlib

        while data:
            if self._stream is None or self._stream.eof:
                # There may be several members (RFC 1952, 2.2).
                if self._stream and not data.startswith(_MAGIC[: len(data)]):
                    raise _wrong("nothing after the")
                self._stream = zlib.decompressobj(_GZIP)
            try:
                made = self._stream.decompress(data, _PIECE)
            except zlib.error:
                raise _wrong("a") from None
            data = self._stream.unconsumed_tail or self._stream.unused_data
            yield made

    def finish(self) -> None:
        """Raise `DecodeError` if the stream is not whole."""
        if self._stream and not self._stream.eof:
            raise _wrong("the end of the")


def _wrong(expected: str) -> DecodeError:
    return DecodeError("$", f"{expected} gzip stream", "something else")
