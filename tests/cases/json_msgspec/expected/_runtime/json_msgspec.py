"""JSON with msgspec: the same values as with the standard library, but faster."""

from __future__ import annotations

import re
from typing import Any, Final

from . import json_stdlib
from .errors import MissingLibraryError

try:
    from msgspec import json, msgpack
except ImportError as error:
    message = f"msgspec cannot be imported ({error}): run `pip install msgspec`"
    raise MissingLibraryError(message) from error

_DECODER: Final = json.Decoder()
_ENCODER: Final = json.Encoder()
_NO_NUMBER: Final = re.compile(rb"\xcb[\x7f\xff][\xf0-\xff]")
"""The first bytes of NaN and infinities in MessagePack, which no text contains."""


def loads(content: str | bytes) -> Any:
    """Read JSON text (RFC 8259). A byte order mark is skipped.

    Raises:
        DecodeError: for anything else.

    """
    try:
        return _DECODER.decode(content)
    except (ValueError, RecursionError):  # a lone surrogate, for example
        return json_stdlib.loads(content)


def dumps(value: Any) -> str:
    """Write JSON text, compact, in UTF-8.

    Raises:
        ValueError: for NaN and infinities.

    """
    try:
        written = _ENCODER.encode(value)
        # msgspec writes NaN and infinities as null.
        if b"null" in written and _NO_NUMBER.search(msgpack.encode(value)):
            return json_stdlib.dumps(value)
        return written.decode()
    except (TypeError, ValueError, OverflowError, RecursionError):
        return json_stdlib.dumps(value)  # accepts more keys, or has a better message
