"""Words for the context of a declared thing, derived from its pointer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.names.words import plain, words
from speccast.reading.pointers import unescape

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.names.result import OperationName

_JSON = ("json", "*")
_FORM = "x-www-form-urlencoded"
_OWNER = 4
"""The number of parts of a pointer that name an operation or a component."""


def _segments(pointer: str) -> list[str]:
    """Return the keys of a pointer, with the file before them."""
    return [unescape(part) for part in pointer.split("/")]


def owner(pointer: str) -> str:
    """Return the pointer of the operation or component that contains a thing."""
    return "/".join(pointer.split("/")[:_OWNER])


def place_words(pointer: str, operations: Mapping[str, OperationName]) -> list[str]:
    """Return the words of a thing: its owner and its properties, `charges list response data`."""
    segments = _segments(pointer)
    operation = operations.get(owner(pointer))
    if operation is not None:
        found = [*plain(operation.symbol)]
    else:
        found = [*words(segments[3])] if segments[1:2] == ["components"] and segments[3:] else []
    inside = iter(segments[_OWNER:])
    for segment in inside:
        if segment in {"properties", "patternProperties", "$defs", "headers"}:
            found += words(next(inside, ""))
        elif segment == "requestBody":
            found.append("request")
        elif segment == "responses":
            found += ["response", *words(next(inside, ""))]
    return found


def media_words(pointer: str) -> list[str]:
    """Return the words of a thing's media type; empty for JSON."""
    segments = _segments(pointer)
    if "content" not in segments[:-1]:
        return []
    kind, _, media_type = segments[segments.index("content") + 1].partition("/")
    if kind == "multipart" or media_type.endswith(_JSON):
        return ["Multipart"] if kind == "multipart" else []
    return ["Form"] if media_type == _FORM else [*words(media_type)]
