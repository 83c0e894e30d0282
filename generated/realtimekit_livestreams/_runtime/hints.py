"""What annotations say at run time: the fields of a model, the type that a decoder gives."""

from __future__ import annotations

import builtins
import datetime as dt
import re
import sys
import typing
from decimal import Decimal
from functools import cache
from types import ModuleType
from typing import Any, Final, NamedTuple, TypeAlias
from uuid import UUID

from .model import ABSENT, JsonObject, Model, Unset

if typing.TYPE_CHECKING:
    from collections.abc import Callable

Hint: TypeAlias = Any

_NAMES: Final[dict[str, Any]] = {
    # No more than annotations need: a model may be called `Type`, or `Match`.
    **{
        name: getattr(typing, name)
        for name in ("Annotated", "Any", "ClassVar", "Literal", "Never")
    },
    **{name: getattr(dt, name) for name in ("date", "datetime", "time", "timedelta")},
    "Decimal": Decimal,
    "JsonObject": JsonObject,
    "Json": Any,
    "UUID": UUID,
    "Unset": Unset,
    "builtins": builtins,
    "dt": dt,
}


def hint_of(decode: Callable[[Any], Any]) -> Hint:
    """Return the type that a decoder says it returns."""
    owner = getattr(decode, "__self__", None)
    if isinstance(owner, type):
        return owner
    return _hints(decode, vars(sys.modules[decode.__module__]))["return"]


class Field(NamedTuple):
    """A property of a model."""

    attribute: str
    wire: str
    hint: Hint
    required: bool


@cache
def fields_of(cls: type[Model]) -> tuple[Field, ...]:
    """Return the properties of a model, with evaluated annotations."""
    if cls.__base__ is not Model:  # it is a loosened one
        return fields_of(cls.__bases__[0])
    hints = _hints(cls, vars(sys.modules[cls.__module__]))
    return tuple(
        Field(
            attribute,
            cls.__wires__.get(attribute, attribute),
            hints[attribute],
            attribute not in cls.__defaults__,
        )
        for attribute in cls.__fields__
        if attribute != cls.__additional__
    )


def _hints(owner: Any, scope: dict[str, Any]) -> dict[str, Any]:
    # The names are imported for type checkers only; `models` gives each when asked.
    models = scope.get("models")
    words = set(re.findall(r"\w+", " ".join(map(str, owner.__annotations__.values()))))
    found = {
        word: thing
        for word in words - _NAMES.keys() - scope.keys()
        # The module of a model `List` is called as the builtin, which is meant.
        if not isinstance(thing := getattr(models, word, builtins), ModuleType)
    }
    return typing.get_type_hints(owner, {**_NAMES, **scope}, found, include_extras=True)


def shallow(fields: tuple[Field, ...], data: JsonObject) -> bool:
    """Tell whether an object has what a model requires, without looking into it."""
    for field in fields:
        value = data.get(field.wire, ABSENT)
        if value is ABSENT:
            if field.required:
                return False
        elif _is_literal(field.hint) and not any(
            type(value) is type(fixed) and value == fixed
            for fixed in typing.get_args(field.hint)
        ):
            return False
    return True


def _is_literal(hint: Hint) -> bool:
    origin: Any = typing.get_origin(hint)
    return origin is typing.Literal
