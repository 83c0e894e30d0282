"""The Python literals for values of the document."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING, cast

from speccast.views.python.code import Code, code, join

if TYPE_CHECKING:
    from collections.abc import Iterable

    from speccast.ir import JsonValue, Text


def literal(value: Text | str | float | bool | None) -> Code:  # noqa: FBT001 - any scalar
    """Return the literal of a scalar; only letters that cannot mislead are not escaped."""
    if value is None or isinstance(value, (bool, int)):
        return Code(repr(value))
    if isinstance(value, float):
        return Code(_float(value))
    return Code(_string(value if isinstance(value, str) else value.value))


_PLAIN_TEXT = re.compile(r"[ !#-\[\]-~]*")


def _float(value: float) -> str:
    # `repr` would return the undefined names `inf` and `nan`.
    return repr(value) if value - value == 0 else f'float("{value!r}")'


@cache
def _string(value: str) -> str:
    if _PLAIN_TEXT.fullmatch(value):
        return f'"{value}"'
    quote = "'" if '"' in value and "'" not in value else '"'
    return quote + "".join(_escape(char, quote) for char in value) + quote


def _escape(char: str, quote: str) -> str:
    if char in ("\\", quote):
        return f"\\{char}"
    if " " <= char <= "~" or is_plain_letter(char):
        return char
    return ascii(char)[1:-1]


def is_plain_letter(char: str) -> bool:
    """Return whether a non-ASCII character in source cannot mislead a reader."""
    return (
        unicodedata.category(char) in ("Ll", "Lu", "Lt", "Lo", "Nd")
        and unicodedata.bidirectional(char) in ("L", "EN")
        and unicodedata.is_normalized("NFKC", char)
    )


def tuple_literal(items: Iterable[Code]) -> Code:
    """Return a tuple without a trailing comma, which would make the formatter split the line."""
    items = tuple(items)
    inner = join(", ", items)
    return code("({inner},)" if len(items) == 1 else "({inner})", inner=inner)


def bytes_literal(value: bytes) -> Code:
    """Return the literal of bytes."""
    return Code(repr(value))


def json_literal(value: JsonValue) -> Code:
    """Return a JSON value as a Python expression."""
    return Code(_python(json.loads(value.text)))


def _python(value: object) -> str:
    if isinstance(value, dict):
        entries = cast("dict[str, object]", value).items()
        members = (f"{_string(key)}: {_python(item)}" for key, item in entries)
        return "{" + ", ".join(members) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_python, cast("list[object]", value))) + "]"
    if value is None or isinstance(value, (bool, int, float, str)):
        return literal(value).text
    raise TypeError(value)
