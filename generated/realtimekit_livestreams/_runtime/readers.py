"""Readers of the bodies of answers, by status and media type."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

from .errors import FAILURE, DecodeError, Phrase

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .model import Json
    from .transport import Answer

_TEXTS: Final = ("json", "xml", "yaml", "javascript")
"""Parts of the names of media types that are text, besides `text/`."""

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

Loads: TypeAlias = "Callable[[bytes], Json]"
"""Reads JSON text, or raises a `ValueError`."""
Items: TypeAlias = "Callable[[Answer, int, Loads], Any]"
"""Returns a `Machine` that reads the items of a stream, each up to a limit, or None."""


class Reader(Generic[T_co]):
    """Reads an answer as `T_co`."""

    def __init__(
        self,
        accept: str,
        read: Callable[[Answer, Loads], T_co],
        items: Items | None = None,
        *,
        call: tuple[Any, ...],
    ) -> None:
        """Take the media type ("" for no body), and a function that reads an answer.

        `items` reads a stream item by item. `call` is the call that returns an equal reader.
        """
        self.accept = accept
        self.read: Final = read  # with `__slots__`, pyright would not take it as final
        self.items = items
        self.call = call

    def __reduce__(self) -> tuple[Any, tuple[Any, ...]]:
        """Pickle the call that returns an equal reader."""
        return self.call[0], self.call[1:]


def as_json(
    decode: Callable[[Json], T], media_type: str = "application/json"
) -> Reader[T]:
    """Return a reader of JSON, which is decoded; a string may come as plain text."""

    def read(answer: Answer, loads: Loads) -> T:
        content = answer.content
        start = content.strip()[:1]  # "<" begins a page, which may come from a proxy
        if answer.media_type.startswith("text/") and start not in (b"", b"<"):
            with suppress(*FAILURE):
                return decode(loads(content))
            with suppress(*FAILURE):
                return decode(answer.text.removeprefix("\ufeff"))
        if content:
            return decoded(decode, parsed(answer, loads), loads)
        try:
            return decode(None)  # an empty body may mean null
        except FAILURE:
            found = f"no content; {answer.status} says that the call succeeded"
            raise DecodeError("$", "JSON", Phrase(found)) from None

    return Reader(media_type, read, call=(as_json, decode, media_type))


def as_anything(media_type: str = "") -> Reader[Json]:
    """Return a reader of any body: JSON, text or bytes; None if it is empty."""

    def read(answer: Answer, loads: Loads) -> Json:
        content, kind = answer.content, answer.media_type
        if not content:
            return None
        # JSON is often sent as text/plain; other text seldom begins like this.
        mislabelled = kind == "text/plain" and content.lstrip()[:1] in (b"{", b"[")
        if not kind or "json" in kind or mislabelled:
            try:
                return loads(content)
            except FAILURE:  # of any JSON library
                kind = kind or "text/plain"
        return answer.text if _is_text(answer, kind) else content

    return Reader(media_type, read, call=(as_anything, media_type))


def _is_text(answer: Answer, kind: str) -> bool:
    """Return whether a body is text, by its media type and its bytes."""
    # `text/x-…` are file types.
    named = kind.startswith("text/") and not kind.startswith("text/x-")
    if not named and not any(word in kind for word in _TEXTS):
        return False
    try:
        answer.content.decode()
    except UnicodeDecodeError:
        return "charset=" in answer.headers.get("content-type", "").lower()
    return True


def for_status(readers: Mapping[str, Reader[T]], status: int) -> Reader[T] | None:
    """Return the reader of a status, its range, or the default."""
    for wanted in (str(status), f"{status // 100}XX", "default"):
        for statuses, reader in readers.items():
            if wanted in statuses.split():
                return reader
    return None


def parsed(answer: Answer, loads: Loads) -> Json:
    """Return the JSON value of a body, or raise `DecodeError`."""
    try:
        return loaded(answer.content, loads)
    except DecodeError as error:
        kind = answer.media_type
        if kind and "json" not in kind:
            raise DecodeError(error.path, "application/json", kind) from None
        raise


def loaded(content: bytes, loads: Loads) -> Json:
    """Return the JSON value of a text, or raise `DecodeError`."""
    where = "$"
    if not content.strip():
        raise DecodeError(where, "JSON", content)
    try:
        return loads(content)
    except DecodeError:
        raise
    except RecursionError:  # of another JSON library
        raise DecodeError(where, "fewer levels of nesting", content[:80]) from None
    except FAILURE as error:  # of any JSON library
        raise DecodeError(where, f"JSON ({error})", content[:80]) from None


def decoded(decode: Callable[[Json], T], data: Json, loads: Loads) -> T:
    """Return the decoded JSON value; if it does not fit, convert it if possible.

    Raises `DecodeError` if that is impossible, unless `loads` is lenient.
    """
    try:
        return decode(data)
    except FAILURE:
        from .decoding import read

        return read(decode, data, getattr(loads, "misfits", None))
