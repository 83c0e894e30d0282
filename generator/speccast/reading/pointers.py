"""Canonical pointers: `#/a~1b/0` in the main document, `other.yaml#/a` in others.

A canonical pointer is the file (empty for the main document), `#`, and a JSON pointer (RFC 6901) in
plain text, without percent-encoding; a `#` in the name of a file is `%23`. During a walk over a
tree, a place is a linked tuple, which is cheap to extend. It becomes text only for a message.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .json_value import Json

Place: TypeAlias = "tuple[Place | None, str | int]"
"""The parent's place and the key below it. The outermost place is `(None, file)`."""


def escape(key: str | int) -> str:
    """Escape one key as a token of a JSON pointer."""
    text = str(key)
    if "~" in text or "/" in text:
        return text.replace("~", "~0").replace("/", "~1")
    return text


def unescape(token: str) -> str:
    """Unescape one token of a JSON pointer."""
    if "~" not in token:
        return token
    return token.replace("~1", "/").replace("~0", "~")


def join(pointer: str, *keys: str | int) -> str:
    """Return the pointer of `keys` below `pointer`."""
    return "/".join((pointer, *map(escape, keys)))


def split(pointer: str) -> tuple[str, tuple[str, ...]]:
    """Return the file (empty for the main document) and the unescaped keys of a pointer."""
    file, _, path = pointer.partition("#")
    return file, keys_of(path)


def keys_of(path: str) -> tuple[str, ...]:
    """Return the keys of a JSON pointer without a file, `/data/0`."""
    tokens = path.split("/")[1:]
    return tuple(map(unescape, tokens)) if "~" in path else tuple(tokens)


def to_pointer(place: Place) -> str:
    """Return the canonical pointer of a place."""
    tokens: list[str] = []
    parent, key = place
    while parent is not None:
        tokens.append(escape(key))
        parent, key = parent
    tokens.append(f"{key}#")
    return "/".join(reversed(tokens))


def file_of(place: Place) -> str:
    """Return the file in which a place is: empty for the main document."""
    parent, key = place
    while parent is not None:
        parent, key = parent
    return str(key)


def child(node: Json, key: str | int) -> Json:
    """Return the value at a key of a mapping or an index of a list.

    Raises:
        LookupError: there is none.

    """
    if isinstance(node, dict):
        return node[str(key)]
    if isinstance(node, list):
        if isinstance(key, int):
            return node[key]
        if key.isdecimal() and key.isascii() and (key == "0" or key[0] != "0"):
            return node[int(key)]
    raise KeyError(key)


def descend(node: Json, keys: Iterable[str | int]) -> Json:
    """Return the node that keys lead to.

    Raises:
        LookupError: there is none.

    """
    for key in keys:
        node = child(node, key)
    return node
