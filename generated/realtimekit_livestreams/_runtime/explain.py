"""The second look: what a decoder refused is read again, leniently, or explained.

It knows nothing but the annotations of the models, so what it gives is what the types
say. It takes a body in one pass, never calls the straight line, and reads each part of
a body at most once per type that is tried on it.
"""

from __future__ import annotations

import typing
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, cast

from .elsewhere import Mover, with_gaps
from .errors import DecodeError
from .hints import Field, Hint, fields_of, hint_of
from .model import (
    ABSENT,
    ARRAY,
    OBJECT,
    REFUSALS,
    UNSET,
    Json,
    JsonObject,
    Model,
    Unset,
)
from .scalars import EXPECTED, TEXTS, Wrong, known_member, plain, refuse, rich
from .wire import write

if typing.TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

_REFUSALS: Final = (*REFUSALS, RecursionError)

_LONGEST: Final = 300
"""Characters of one branch's reasons, where they are part of another's."""


def read(
    decode: Callable[[Any], T], data: Json, misfits: list[DecodeError] | None = None
) -> T:
    """Return what the decoder makes of a JSON value, or what can be read without loss.

    With `misfits` a list, what does not fit is kept as it came, and added to the list.

    Raises:
        DecodeError: says where, what was expected and what was found.

    """
    try:
        return decode(data)
    except _REFUSALS:
        pass
    hint = hint_of(decode)
    try:
        marked = with_gaps(fields_of, hint, data, data) if _is_model(hint) else None
        if marked is not None:
            return decode(marked)
    except _REFUSALS:
        pass
    try:
        return cast("T", Reader().body(hint, data))
    except Wrong as wrong:
        if misfits is None:
            raise wrong.error() from None
        return cast("T", Reader(misfits).body(hint, data))
    except RecursionError:
        raise DecodeError("$", "fewer levels of nesting", "deeper ones") from None


def _is_model(hint: Hint) -> bool:
    return isinstance(hint, type) and issubclass(hint, Model)


class Reader:
    """One explaining pass over one body."""

    def __init__(self, misfits: list[DecodeError] | None = None) -> None:
        """Begin with nothing read; take where to note what does not fit and is kept."""
        self._memo: dict[tuple[int, int, bool, bool], object] = {}
        self._held: list[Json] = []
        self._strict = False
        self._misfits = misfits
        self._place: list[str | int] = []

    def body(self, hint: Hint, data: Json) -> object:
        """Read a whole body, first bringing home what stands elsewhere."""
        if _is_model(hint):
            data = Mover(fields_of, _trial).settle(hint, data)
        try:
            return self.value(hint, data)
        except Wrong as wrong:
            return self._kept(wrong, data)

    def _kept(self, wrong: Wrong, data: Json) -> Json:
        """Note what does not fit, and return it as it came; or raise."""
        if self._misfits is None:
            raise wrong
        wrong.steps = (*wrong.steps, *reversed(self._place))
        self._misfits.append(wrong.error())
        return data

    def value(self, hint: Hint, data: Json) -> object:
        """Read a value as a type, or raise."""
        origin: Any = typing.get_origin(hint)
        parts = typing.get_args(hint)
        if hint is Any:
            return data
        if hint is typing.Never:
            return refuse("nothing", data)
        if origin in (UnionType, typing.Union):
            return self._once(self._union, parts, data)
        if origin is list:
            return self._array(parts[0], data)
        if hint is None or hint is NoneType:
            return None if data is None else refuse("null", data)
        if issubclass(hint, Model):
            return self._once(self._model, hint, data)
        if issubclass(hint, Enum):
            return known_member(hint, data)
        return self._scalar(hint, data)

    def _once(
        self, read: Callable[[Any, Json], object], hint: Hint, data: Json
    ) -> object:
        # Unions inside unions would try a deep value once per path through them.
        key = (id(hint), id(data), self._strict, self._misfits is None)
        if key not in self._memo:
            self._held.append(data)
            self._held.append(hint)
            try:
                self._memo[key] = read(hint, data)
            except Wrong as wrong:
                self._memo[key] = wrong
        result = self._memo[key]
        if isinstance(result, Wrong):
            raise result
        return result

    def _union(self, parts: tuple[Any, ...], data: Json) -> object:
        parts = tuple(part for part in parts if part is not Unset)
        if data is None and NoneType in parts:
            return None
        aside: set[Any] = {NoneType}
        # It is read as a timedelta is.
        parts = tuple(part for part in parts if part not in aside)
        if len(parts) > 1:
            return self._branch(parts, data)
        return self.value(next(iter(parts)), data)

    def _branch(self, parts: tuple[Any, ...], data: Json) -> object:
        found, wrongs = self._try(parts, data, strict=True)
        if not found and not self._strict:
            found, wrongs = self._try(parts, data, strict=False)
        if not found:
            raise (
                wrongs[0] if len(wrongs) == 1 else Wrong(_reasons(parts, wrongs), data)
            )
        return min(found, key=_looseness)

    def _try(
        self, parts: tuple[Any, ...], data: Json, *, strict: bool
    ) -> tuple[list[object], list[Wrong]]:
        found: list[object] = []
        wrongs: list[Wrong] = []
        outer, self._strict = self._strict, strict
        misfits, self._misfits = self._misfits, None
        for part in sorted(parts, key=_breadth):
            try:
                value = self.value(part, data)
            except Wrong as wrong:
                wrongs.append(wrong)
                continue
            if type(data) is str and str in parts and write(value) != data:
                continue  # the rich type would not give this text back
            found.append(value)
        self._strict, self._misfits = outer, misfits
        return found, wrongs

    def _model(self, cls: type[Model], data: Json) -> Model:
        if type(data) is not OBJECT:
            return refuse("an object", data)
        model = cls.__new__(cls)
        rest: JsonObject = {}
        kept = len(self._misfits or ())
        for field in fields_of(cls):
            value = data.get(field.wire, ABSENT)
            if value is ABSENT and field.required:
                setattr(model, field.attribute, self._kept(_missing(field.wire), UNSET))
                continue
            setattr(model, field.attribute, self._property(cls, field, value, rest))
        others = {key: data[key] for key in data if key not in cls.__keys__}
        model.__rest__ = {**rest, **others} or None
        if self._misfits is not None and len(self._misfits) > kept:
            from .lenient import loosened

            model.__class__ = loosened(cls)
        return model

    def _property(
        self, cls: type[Model], field: Field, value: Json, rest: JsonObject
    ) -> object:
        if value is ABSENT:
            return cls.__defaults__[field.attribute]
        secret = field.attribute in cls.__secrets__
        found = self._part(field.hint, value, field.wire, secret=secret)
        if found is None and cls.__defaults__.get(field.attribute, ABSENT) is None:
            rest[field.wire] = None
        return found

    def _array(self, item: Hint, data: Json) -> list[object]:
        if type(data) is OBJECT and not self._strict:
            data = [data]  # one object where a list was promised
            self._held.append(data)
        if type(data) is not ARRAY:
            return refuse("an array", data)
        return [self._part(item, part, index) for index, part in enumerate(data)]

    def _part(
        self, hint: Hint, data: Json, step: str | int, *, secret: bool = False
    ) -> object:
        self._place.append(step)
        try:
            return self.value(hint, data)
        except Wrong as wrong:
            if self._misfits is None:
                raise wrong.under(step, secret=secret) from None
            if secret:
                wrong = wrong.under(step, secret=True)
                wrong.steps = wrong.steps[:-1]
            return self._kept(wrong, data)
        finally:
            self._place.pop()

    def _scalar(self, hint: type, data: Json) -> object:
        if hint in EXPECTED:
            return plain(hint, data, strict=self._strict)
        return rich(*TEXTS[hint], data)


def _trial() -> Callable[[Hint, Json], bool]:
    """Return what tells whether a value can be read; it reads none twice."""
    reader = Reader()

    def fits(hint: Hint, data: Json) -> bool:
        try:
            reader.value(hint, data)
        except Wrong:
            return False
        return True

    return fits


def _missing(wire: str) -> Wrong:
    try:
        refuse("a value", ABSENT)
    except Wrong as wrong:
        return wrong.under(wire)


def _breadth(hint: Hint) -> int:
    # The narrower first: enum members before any text, integers before any number.
    order: tuple[Any, ...] = (float, str, Any)
    return order.index(hint) + 1 if hint in order else 0


def _looseness(value: object) -> tuple[int, int]:
    # How much of the value was not understood, then how much of the model is not there.
    if not isinstance(value, Model):
        return (0, 0)
    cls = type(value)
    unknown = len((value.__rest__ or {}).keys() - cls.__keys__)
    return (unknown, len(cls.__fields__))


def _reasons(parts: tuple[Any, ...], wrongs: list[Wrong]) -> str:
    names = [
        getattr(part, "__name__", str(part)) for part in sorted(parts, key=_breadth)
    ]
    reasons = (
        f"{name} ({wrong.path()}: expected {_short(wrong.expected)})"
        for name, wrong in zip(names, wrongs, strict=True)
    )
    return " or ".join(reasons)


def _short(reasons: str) -> str:
    # In a union inside a union inside a union they would double with each level.
    return reasons if len(reasons) <= _LONGEST else f"{reasons[:_LONGEST]}…"
