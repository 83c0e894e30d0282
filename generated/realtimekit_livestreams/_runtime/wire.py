"""JSON text, and the JSON form of Python values.

`loads` and `dumps` use the library that was chosen for the package.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final
from uuid import UUID

from . import json_stdlib as json_library
from . import text
from .errors import ArgumentError
from .model import OBJECT, UNSET, Json, JsonObject, Model

loads: Final = json_library.loads
dumps: Final = json_library.dumps
_ARRAYS: Final[Any] = (list, tuple, set, frozenset)
_OBJECTS: Final[Any] = Mapping


def to_wire(value: Any) -> Json:  # of a caller
    """Return the JSON value of a model, an enum member, a date, a list of such values.

    Raises `TypeError` for a type that has no JSON form.
    """
    if value is None or type(value) in (str, int, float, bool):
        return value
    if isinstance(value, Model):
        try:
            return value.to_dict()
        except AttributeError:  # of a dict where a model is expected
            value = _with_dicts(value)
        return value.to_dict()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, _OBJECTS):
        return {k: to_wire(v) for k, v in value.items() if v is not UNSET}
    if isinstance(value, _ARRAYS):
        return [to_wire(item) for item in value]
    return write(value)


class _ModelDict(dict[str, Any]):
    """A dict that replaces a model."""

    def to_dict(self) -> JsonObject:
        return {k: to_wire(v) for k, v in self.items() if v is not UNSET}


def _with_dicts(value: Any) -> Any:
    """Return a copy of a model in which dicts can replace models."""
    if type(value) is OBJECT:
        return _ModelDict(value)
    if isinstance(value, _ARRAYS):
        return [_with_dicts(item) for item in value]
    if not isinstance(value, Model):
        return value
    copy = object.__new__(type(value))
    for field in type(value).__fields__:
        setattr(copy, field, _with_dicts(getattr(value, field)))
    copy.__rest__ = value.__rest__
    return copy


def write(value: object) -> str:
    """Return the text of a value. Raises `TypeError` for a type that has none."""
    for kind in type(value).__mro__:
        if kind in text.FORMATS:
            return text.FORMATS[kind][2](value)
    match value:
        case datetime() if value.utcoffset() is None:
            raise ArgumentError(f"{value!r} has no UTC offset; give an aware datetime")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return f"PT{value.total_seconds():f}".rstrip("0").rstrip(".") + "S"
        case bytes():
            return b64encode(value).decode()
        case UUID() | Decimal() | str():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no JSON form")


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
        raise ArgumentError(f"a parameter has no text form: {error}") from None
