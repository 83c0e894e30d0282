"""Conversions of scalars without loss, for bodies that are read again."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from .model import Mismatch

if TYPE_CHECKING:
    from enum import Enum

    from .model import Json

_NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")


def converted(data: Json, kind: type) -> object:
    """Read a number or boolean from text, or an integer from `60.0`."""
    if data in ("true", "false") and kind is bool:
        return data == "true"
    if kind in (int, float):
        return _number(data, kind)
    raise Mismatch


def _number(data: Json, kind: type) -> object:
    if type(data) is str and _NUMBER.fullmatch(data):
        with suppress(ValueError):  # an integer of thousands of digits
            number = json.loads(data)
            data = number if number - number == 0 else data  # 1e400 is infinite
    if kind is int and type(data) is float and data.is_integer():
        return int(data)
    if type(data) is int or (kind is float and type(data) is float):
        return data
    raise Mismatch


def member(data: Json, kind: type[Enum]) -> Enum:
    """Read a member of an enum by its exact value."""
    if type(data) not in (str, int):
        raise Mismatch
    return kind(data)
