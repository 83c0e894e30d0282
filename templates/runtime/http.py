"""The rules of HTTP for headers, URLs and content encodings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote, urlsplit

from .errors import ArgumentError, DecodeError

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from .model import Json

_TOKEN: Final = frozenset(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_FORBIDDEN: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f\ud800-\udfff]")
"""Control characters but the tab, and lone surrogates."""


class Headers(Mapping[str, str]):
    """Headers by case-insensitive name; several of one name are joined with commas."""

    __slots__ = ("_by_name", "pairs")

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self.pairs = tuple(pairs)
        self._by_name: dict[str, str] = {}
        for name, value in self.pairs:
            key = name.lower()
            known = self._by_name.get(key)
            self._by_name[key] = value if known is None else f"{known}, {value}"

    def __getitem__(self, name: str) -> str:
        return self._by_name[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def __repr__(self) -> str:
        return f"Headers({', '.join(self)})"

    def all(self, name: str) -> list[str]:
        """Return the values of all headers with a name (`Set-Cookie`)."""
        return [value for given, value in self.pairs if given.lower() == name.lower()]


def checked(name: str, value: Json) -> tuple[str, str]:
    """Return a header without spaces around its value.

    Raises `ArgumentError`, without the value, if the header is not valid.
    """
    if not is_token(name):
        raise ArgumentError(f"{name!r} is not a valid header name")
    if not isinstance(value, str):
        kind = type(value).__name__
        raise ArgumentError(f"the header {name} must be text, not {kind}")
    text: str = type(value)(value.strip(" \t"))
    if not text.isprintable() and _FORBIDDEN.search(text):
        message = f"the header {name} contains a character that headers cannot have"
        raise ArgumentError(message)
    return name, text


def is_token(text: object) -> bool:
    """Return whether a text can name a header or a method (RFC 9110, 5.6.2)."""
    return isinstance(text, str) and text != "" and _TOKEN.issuperset(text)


_SENSITIVE: Final = ("key", "token", "secret", "password", "signature", "auth")
_PORTS: Final = {"http": 80, "https": 443}
_LABEL: Final = 64
"""A label of a host name is shorter than this (RFC 1035, 2.3.4)."""


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port. Raises `ArgumentError` for another kind of URL."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.hostname or ""
    named = all(0 < len(label) < _LABEL for label in host.removesuffix(".").split("."))
    if parts.scheme not in _PORTS or not named or "@" in parts.netloc:
        raise ArgumentError("a URL needs https:// or http:// and a host, and no user")
    return parts.scheme, host, port


def base_url(url: str) -> str:
    """Return a base URL without its trailing slash, or raise `ArgumentError`."""
    if any(char in url for char in "?#\\ ") or not (
        url.isprintable() and url.isascii()
    ):
        message = "a base URL is ASCII without a query, fragment, space or backslash"
        raise ArgumentError(message)
    origin(url)
    return url.rstrip("/")


def redacted(query: str, secrets: Collection[str]) -> str:
    """Return a query without the values of `secrets` and of names typical of secrets."""
    pairs = [pair.partition("=") for pair in query.split("&") if query]
    return "&".join(
        f"{name}=***" if _secret(name, secrets) else f"{name}{equals}{value}"
        for name, equals, value in pairs
    )


def _secret(name: str, secrets: Collection[str]) -> bool:
    plain = unquote(name).lower()
    return plain in secrets or any(word in plain for word in _SENSITIVE)


ACCEPTED: Final = "gzip"
_PIECE: Final = 65536
_GZIP: Final = 31
"""The `wbits` of zlib for gzip, with a window of any size."""
HTTP_DATE: Final = re.compile(
    r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (GMT|[+-]\d{4})", re.ASCII
)
_MAGIC: Final = b"\x1f\x8b"


class Decompressor:
    """Decompresses a body by the `Content-Encoding` of its answer."""

    def __init__(self, headers: Mapping[str, str]) -> None:
        encoding = headers.get("content-encoding", "").strip().lower()
        self._encoding = "" if encoding == "identity" else encoding.removeprefix("x-")
        self._stream: Any = None

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the decompressed data of a piece. Raises `DecodeError` for invalid data."""
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
        """Raise `DecodeError` if the stream is not complete."""
        if self._stream and not self._stream.eof:
            raise _wrong("the end of the")


def _wrong(expected: str) -> DecodeError:
    return DecodeError("$", f"{expected} gzip stream", "something else")


def http_date(text: str) -> datetime:
    """Read a date as HTTP writes it: `Mon, 01 Jan 2024 00:00:00 GMT`. Flask writes dates in JSON this way."""
    from datetime import UTC
    from email.utils import parsedate_to_datetime

    moment = parsedate_to_datetime(text)  # `-0000` is UTC (RFC 5322, 3.3), too
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
