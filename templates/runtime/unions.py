"""Choosing the branch of a union if the JSON type does not determine it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    NamedTuple,
    Unpack,
    get_args,
    get_origin,
)

from .errors import DecodeError
from .model import ABSENT, ARRAY, REFUSALS, Json, JsonObject, Mismatch, Model, is_one_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import Enum


_LITERAL: Any = Literal
_LONGEST: Final = 300
"""The maximum length of a nested union's reasons in a message."""


class UnknownMember(Model, additional="raw"):
    """An object with an undocumented value of the discriminator."""

    tag: str | int
    """The value of the discriminator, which may be a boolean."""

    raw: JsonObject
    """The whole object."""

    def to_dict(self) -> JsonObject:
        """Return the object."""
        return {**self.raw}


class Tagged(NamedTuple):
    """Annotates a union whose branches differ in a property (`discriminator`).

    Args:
        wire: the name of the property.
        branches: the model for each of its values.
        otherwise: the model of all other values, or None.

    """

    wire: str
    branches: Mapping[str | int, Any]
    otherwise: Any = UnknownMember

    def __hash__(self) -> int:
        return hash(self.wire)

    def kind(self, tag: Json) -> Any:
        """Return the model for a value of the property, or None."""
        if not isinstance(tag, (str, int)):
            return None
        return self.branches.get(tag, self.otherwise)


def unknown_member(data: JsonObject, wire: str) -> UnknownMember:
    """Return an object that has an undocumented value of the discriminator.

    While branches are tried one after another, it is a `Mismatch`, because another branch
    may fit. If none does, the object is read again by `decoding`.
    """
    tag = data.get(wire)
    if not isinstance(tag, (str, int)) or _trials.get() is not None:
        raise Mismatch
    return UnknownMember(tag=tag, raw=data)


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


def first_text(data: str, *readers: Callable[[str], object]) -> Any:
    """Return the first value that is written as the same text, or the text."""
    from .wire import write  # only where needed

    for reader in readers:
        try:
            value = reader(data)
        except (ValueError, OverflowError, Mismatch):
            continue
        if write(value) == data:
            return value
    return data


def only_text(data: str, *readers: Callable[[str], object]) -> Any:
    """Return the same as `first_text`, for a union without plain text."""
    value = first_text(data, *readers)
    if value is data:
        raise Mismatch
    return value


def is_member(cls: type[Enum], data: Json) -> bool:
    """Return whether an enum has a member with this value."""
    return data in cls._value2member_map_


_trials: ContextVar[dict[tuple[object, int], object] | None] = ContextVar(
    "trials", default=None
)
"""The results of the outermost `first_of`, by the decoder's code and the value."""


def first_of(data: Json, *decoders: Callable[[Json], object]) -> Any:
    """Return the result of the first decoder that accepts a value."""
    tried = _trials.get()
    if tried is None:
        token = _trials.set({})
        try:
            return first_of(data, *decoders)
        finally:
            _trials.reset(token)
    for decode in decoders:
        # Nested unions would decode the same value again and again.
        trial = (getattr(decode, "__code__", decode), id(data))
        if trial not in tried:
            try:
                tried[trial] = decode(data)
            except REFUSALS:
                tried[trial] = Mismatch
        if tried[trial] is not Mismatch:
            return tried[trial]
    raise Mismatch


def of_length(parts: tuple[Any, ...], length: int) -> tuple[Any, ...]:
    """Return the item types of a tuple of this length; `*tuple[T, ...]` is repeated."""
    last: Any = parts[-1] if parts else None
    origin: Any = get_origin(last)
    if origin is Unpack:  # the evaluated form of a star
        last = get_args(last)[0]
    elif not getattr(last, "__unpacked__", False):
        return parts
    return parts[:-1] + get_args(last)[:1] * (length - len(parts) + 1)


def branches(
    parts: tuple[Any, ...], data: Json, read: Callable[[Any, Json], object]
) -> tuple[list[object], list[tuple[Any, DecodeError]]]:
    """Return the values of the types that fit, the best one first, and the others' errors."""
    from .wire import write  # only where needed

    found: list[object] = []
    errors: list[tuple[Any, DecodeError]] = []
    parts = _as_long(parts, data)  # only with: types.tuple
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


def _as_long(parts: tuple[Any, ...], data: Json) -> tuple[Any, ...]:
    """Return the tuples among the branches that fit the length of an array."""
    if type(data) is not ARRAY or not all(get_origin(p) is tuple for p in parts):
        return parts
    length = len(data)
    fits = [p for p in parts if len(of_length(get_args(p), length)) == length]
    return tuple(fits) or parts


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
