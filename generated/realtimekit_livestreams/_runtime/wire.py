"""JSON text and JSON values: the borders of the package.

`loads` and `dumps` are strict where Python's `json` is lax: no NaN, no infinities, no
number that overflows. `to_wire` spells any value that a caller may give.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final, NoReturn
from uuid import UUID

from . import text
from .errors import ArgumentError, DecodeError
from .model import OBJECT, UNSET, Json, JsonObject, Model

_ARRAYS: Final[Any] = (list, tuple, set, frozenset)

_OBJECTS: Final[Any] = Mapping


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
"""Made once: the functions of `json` would make one for each call."""


def loads(content: str | bytes) -> Json:
    """Read JSON text (RFC 8259). A byte order mark is passed over.

    Raises:
        DecodeError: for anything else.

    """
    try:
        if isinstance(content, bytes):
            content = content.removeprefix(b"\xef\xbb\xbf").decode()
        return _DECODER.decode(content)
    except RecursionError:
        raise DecodeError("$", "fewer levels of nesting", content[:80]) from None
    except DecodeError:
        raise
    except ValueError as error:
        raise DecodeError("$", f"JSON ({error})", content[:80]) from None


def dumps(value: Json) -> str:
    """Write JSON text, compact, in UTF-8.

    Raises:
        ValueError: for NaN and infinities.

    """
    return _ENCODER.encode(value)


def to_wire(value: Any) -> Json:  # whatever a caller may give
    """Return the JSON value of a model, an enum member, a date, a list of such, ….

    Raises:
        TypeError: for a type that has no JSON form.
        ValueError: for a naive datetime.

    """
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Model):
        try:
            return value.to_dict()
        except AttributeError:  # of a dict where a model is expected
            return _given(value).to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, _OBJECTS):
        return {k: to_wire(v) for k, v in value.items() if v is not UNSET}
    if isinstance(value, _ARRAYS):
        return [to_wire(item) for item in value]
    return write(value)


class _Given(dict[str, Any]):
    """An object that a caller gives as a dict, in the place of a model."""

    def to_dict(self) -> JsonObject:
        return {k: to_wire(v) for k, v in self.items() if v is not UNSET}


def _given(value: Any) -> Any:
    """Return a copy of a model in which a dict can stand for a model."""
    if type(value) is OBJECT:
        return _Given(value)
    if isinstance(value, _ARRAYS):
        return [_given(item) for item in value]
    if not isinstance(value, Model):
        return value
    copy = object.__new__(type(value))
    for field in type(value).__fields__:
        setattr(copy, field, _given(getattr(value, field)))
    copy.__rest__ = value.__rest__
    return copy


def write(value: object) -> str:
    """Return the canonical text of a rich value.

    Raises:
        TypeError: for a type that has no text form.

    """
    match value:
        case datetime():
            return text.write_date_time(value)
        case bytes():
            return text.write_base64(value)
        case UUID() | Decimal() | str():
            return str(value)
        case _:
            message = f"{type(value).__name__} has no JSON form"
            raise TypeError(message)


def text_of(value: Any) -> str:  # whatever a parameter may be
    """Return the text of a scalar in a URL, header or form field."""
    if isinstance(value, Enum):
        value = value.value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    try:
        return dumps(value) if isinstance(value, (int, float)) else write(value)
    except (TypeError, ValueError) as error:
        message = f"a parameter has no text form: {error}"
        raise ArgumentError(message) from None
