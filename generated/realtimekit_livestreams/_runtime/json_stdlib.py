"""JSON with the standard library, but strict: no NaN, no infinities, no overflow."""

from __future__ import annotations

import json
from typing import Any, Final, NoReturn

from .errors import DecodeError


def _constant(name: str) -> NoReturn:
    raise DecodeError("$", "JSON, which has no " + name, name)


def _number(digits: str) -> float:
    number = float(digits)
    if number - number != 0:  # 1e999 is infinite
        raise DecodeError("$", "numbers that a float can hold", digits)
    return number


_DECODER: Final = json.JSONDecoder(parse_constant=_constant, parse_float=_number)
_ENCODER: Final = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, separators=(",", ":")
)
"""Created once: the functions of `json` create one for each call."""


def loads(content: str | bytes) -> Any:
    """Read JSON text (RFC 8259). A byte order mark is skipped.

    Raises:
        DecodeError: for anything else.

    """
    try:
        if isinstance(content, bytes):
            content = content.decode()
        return _DECODER.decode(content.removeprefix("\ufeff"))
    except RecursionError:
        raise DecodeError("$", "fewer levels of nesting", content[:80]) from None
    except DecodeError:
        raise
    except ValueError as error:
        raise DecodeError("$", f"JSON ({error})", content[:80]) from None


def dumps(value: Any) -> str:
    """Write JSON text, compact, in UTF-8.

    Raises:
        ValueError: for NaN and infinities.

    """
    return _ENCODER.encode(value)
