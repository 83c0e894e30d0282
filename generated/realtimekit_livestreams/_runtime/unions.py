"""Choosing the branch of a union if the JSON type does not determine it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal, get_args, get_origin

from .errors import DecodeError
from .model import ABSENT, Json, JsonObject, Mismatch, Model, is_one_of

if TYPE_CHECKING:
    from collections.abc import Callable

_LITERAL: Any = Literal
_LONGEST: Final = 300
"""The maximum length of a nested union's reasons in a message."""


def best_fit(data: JsonObject, *branches: type[Model]) -> Any:
    """Read an object as the model that fits best.

    Required properties have to be present and constants equal. Of these models it is the
    one with the fewest unknown properties and, among these, the most known ones.
    """
    best, best_score = None, (0, 0)
    for branch in branches:
        if not _may_be(branch, data):
            continue
        unknown = sum(key not in branch.__keys__ for key in data)
        score = (-unknown, len(data) - unknown - len(branch.__keys__))
        if best is None or score > best_score:
            best, best_score = branch, score
    if best is None:
        raise Mismatch
    return best.decode(data)


def _may_be(cls: type[Model], data: JsonObject) -> bool:
    """Return whether an object may be a model: its required properties and constants."""
    from .shown import fields_of  # only where needed

    for field in fields_of(cls):
        value, origin = data.get(field.wire, ABSENT), get_origin(field.hint)
        if value is ABSENT:
            if field.required:
                return False
        elif origin is _LITERAL and not is_one_of(value, *get_args(field.hint)):
            return False
    return True


def branches(
    parts: tuple[Any, ...], data: Json, read: Callable[[Any, Json], object]
) -> tuple[list[object], list[tuple[Any, DecodeError]]]:
    """Return the values of the types that fit, the best one first, and the others' errors."""
    from .wire import write  # only where needed

    found: list[object] = []
    errors: list[tuple[Any, DecodeError]] = []
    for part in sorted(parts, key=_breadth):
        try:
            value = read(part, data)
        except DecodeError as error:
            errors.append((part, error))
            continue
        if type(data) is str and str in parts and write(value) != data:
            continue  # the value would be written as another text
        found.append(value)
    return sorted(found, key=_looseness), errors


def reasons(errors: list[tuple[Any, DecodeError]], path: str) -> str:
    """Return the expectations of the types of a union for the value at a path."""
    return " or ".join(
        f"{getattr(part, '__name__', part)} (${error.path.removeprefix(path)}: "
        f"expected {_short(error.expected)})"
        for part, error in errors
    )


def _breadth(hint: Any) -> int:
    """Return a sort key: enums come before text, integers before numbers."""
    order: tuple[Any, ...] = (float, str, Any)
    return order.index(hint) + 1 if hint in order else 0


def _looseness(value: object) -> tuple[int, int]:
    """Return a sort key: fewer unknown properties fit better, then smaller models."""
    if not isinstance(value, Model):
        return (0, 0)
    cls = type(value)
    unknown = len((value.__rest__ or {}).keys() - cls.__keys__)
    return (unknown, len(cls.__fields__))


def _short(reasons: str) -> str:
    """Return a text, shortened: with each nested union its length would double."""
    return reasons if len(reasons) <= _LONGEST else f"{reasons[:_LONGEST]}…"
