"""JSON with orjson: the same values as with the standard library, but faster."""

from __future__ import annotations

import re
from types import NoneType
from typing import Any, Final

from . import json_stdlib
from .errors import MissingLibraryError
from .model import ARRAY, OBJECT

try:
    import orjson
except ImportError as error:
    message = f"orjson cannot be imported ({error}): run `pip install orjson`"
    raise MissingLibraryError(message) from error

_ZEROS: Final = bytes(
    0x30 if chr(byte).isdigit() and byte < 0x80 else byte for byte in range(256)
)
"""Translates each digit to a zero, which makes the search for long numbers faster."""
_LONG: Final = re.compile(rb"(?:^|[\[:,\s])-?\d{19}")
"""An integer that may need more than 64 bits, which orjson reads as a float."""

_PLAIN: Final = frozenset({str, int, bool, NoneType})


def loads(content: str | bytes) -> Any:
    """Read JSON text (RFC 8259). A byte order mark is skipped.

    Raises:
        DecodeError: for anything else.

    """
    try:
        if isinstance(content, str):
            content = content.encode()
        if b"0" * 19 in content.translate(_ZEROS) and _LONG.search(content):
            return json_stdlib.loads(content)
        return orjson.loads(content)
    except (
        ValueError
    ):  # for example of a lone surrogate or deep nesting, which `json` reads
        return json_stdlib.loads(content)


def dumps(value: Any) -> str:
    """Write JSON text, compact, in UTF-8.

    Raises:
        ValueError: for NaN and infinities.

    """
    try:
        written = orjson.dumps(value)
    except TypeError:
        return json_stdlib.dumps(value)  # accepts more keys, or has a better message
    # orjson writes NaN and infinities as null.
    if b"null" in written and not _is_plain(value):
        return json_stdlib.dumps(value)
    return written.decode()


def _is_plain(value: Any) -> bool:
    """Return whether a value contains only what JSON has, and no NaN and infinities."""
    waiting: list[Any] = [[value]]
    while waiting:
        holder = waiting.pop()
        parts: Any = holder.values() if type(holder) is OBJECT else holder
        for each in parts:
            if type(each) is OBJECT or type(each) is ARRAY:
                waiting.append(each)
            elif type(each) is float:
                if each - each != 0:
                    return False
            elif type(each) not in _PLAIN:
                return False
    return True
