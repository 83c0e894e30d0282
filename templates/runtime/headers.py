"""Headers: what may go out, and how those that came in are looked up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Final

from .errors import ArgumentError

if TYPE_CHECKING:
    from .model import Json

_TOKEN: Final = frozenset(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)


class Headers(Mapping[str, str]):
    """Headers by name, in any case; several of one name are joined with commas."""

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
        """Return the values of all headers of a name (`Set-Cookie`)."""
        return [value for given, value in self.pairs if given.lower() == name.lower()]


def checked(name: str, value: Json) -> tuple[str, str]:
    """Return a header that can be sent, without the blanks around its value.

    Raises `ArgumentError` if it cannot: it names the header, and never the value.
    """
    if not is_token(name):
        raise ArgumentError(f"{name!r} is not a name of a header")
    if not isinstance(value, str):
        kind = type(value).__name__
        raise ArgumentError(f"the header {name} is text, and not {kind}")
    text: str = type(value)(value.strip(" \t"))
    if not text.isprintable() and any(map(_breaks, text)):
        message = f"the header {name} holds a character that no header can carry"
        raise ArgumentError(message)
    return name, text


def is_token(text: object) -> bool:
    """Return whether a text can name a header or a method (RFC 9110, 5.6.2)."""
    return isinstance(text, str) and text != "" and _TOKEN.issuperset(text)


def _breaks(char: str) -> bool:
    """Return whether it is a control character, or half of any (a lone surrogate)."""
    control = char < " " or char == "\x7f" or "\ud800" <= char <= "\udfff"
    return control and char != "\t"
