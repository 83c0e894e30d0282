"""What annotations tell at run time: the properties of a model, the type of a decoder."""

from __future__ import annotations

import typing
from functools import cache
from typing import Any, NamedTuple, TypeAlias

if typing.TYPE_CHECKING:
    from collections.abc import Callable

    from .model import Model

Hint: TypeAlias = Any


class Field(NamedTuple):
    """A property of a model."""

    attribute: str
    wire: str
    hint: Hint
    required: bool


def type_of(decode: Callable[[Any], Any]) -> Hint:
    """Return the type that a decoder returns."""
    owner = getattr(decode, "__self__", None)
    return owner if isinstance(owner, type) else hints_of(decode)["return"]


@cache
def fields_of(cls: type[Model]) -> tuple[Field, ...]:
    """Return the properties of a model."""
    hints = hints_of(cls)
    return tuple(
        Field(name, cls.__wires__.get(name, name), hint, name not in cls.__defaults__)
        for name, hint in ((name, hints[name]) for name in cls.__fields__)
        if name != cls.__additional__
    )


def hints_of(owner: Any) -> dict[str, Hint]:
    """Return the annotations of a class or function, evaluated."""
    return typing.get_type_hints(owner, include_extras=True)
