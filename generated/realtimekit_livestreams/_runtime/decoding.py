"""Reads a body a second time if a decoder refused it: with conversions and exact errors.

It follows the annotations of the models, so its results have the annotated types. It reads
a body in one pass, and tries the types of a union at most twice for each value.
"""

from __future__ import annotations

import typing
from copy import copy
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, NoReturn, TypeAlias, TypeVar, cast

from . import text
from .also_at import Mover, with_gaps
from .conversions import converted, member
from .errors import DecodeError, Phrase
from .model import ABSENT, ARRAY, OBJECT, REFUSALS, UNSET, Model, Unset
from .shown import Hint, fields_of, type_of
from .unions import branches, reasons

if typing.TYPE_CHECKING:
    from collections.abc import Callable

    from .model import Json, JsonObject
    from .shown import Field

T = TypeVar("T")
Parts: TypeAlias = tuple[Any, ...]
_EXPECTED: Final[dict[type, str]] = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "a boolean",
}


def read(
    decode: Callable[[Any], T], data: Json, misfits: list[DecodeError] | None = None
) -> T:
    """Return the decoded JSON value, with conversions without loss if it does not fit.

    With `misfits`, a value that does not fit is kept unchanged, and its error is added.
    Without, it is a `DecodeError` with the path, the expected and the found value.
    """
    try:
        return decode(data)
    except (*REFUSALS, RecursionError):
        pass
    hint = type_of(decode)
    try:
        marked = with_gaps(hint, data, data)
        if marked is not None:
            return decode(marked)
    except (*REFUSALS, RecursionError):
        pass
    try:
        return cast("T", Reader(misfits).body(hint, data))
    except DecodeError as error:  # the message has the path; our frames have not
        raise error.with_traceback(None) from None
    except RecursionError:
        raise DecodeError("$", "fewer levels of nesting", "deeper ones") from None


def _is_a(hint: Hint, base: type) -> bool:
    return isinstance(hint, type) and issubclass(hint, base)


class Reader:
    """One pass over one body."""

    def __init__(self, misfits: list[DecodeError] | None = None) -> None:
        self._misfits = misfits
        self._path = "$"
        """The JSON path of the current value, `$.data[3].created_at`."""
        self._strict = False
        self._secret = False
        self._memo: dict[Any, Any] = {}

    def body(self, hint: Hint, data: Json) -> object:
        """Read a whole body, after moving values to their documented locations."""
        data = Mover(lambda: Reader().value).settle(hint, data)
        try:
            return self.value(hint, data)
        except DecodeError as error:
            return self._kept(error, data)

    def value(self, hint: Hint, data: Json) -> object:
        """Read a value as a type, or raise `DecodeError`."""
        origin: Any = typing.get_origin(hint)
        parts = typing.get_args(hint)
        if data is ABSENT:
            return self._refuse("a value", data)
        if hint is Any:
            return data
        if origin in (UnionType, typing.Union):
            return self._union(parts, data)
        if origin is list:
            return self._array(parts[0], data)
        if _is_a(hint, Model):
            return self._once(self._model, hint, data)
        if _is_a(hint, Model):
            return self._model(hint, data)
        if _is_a(hint, Enum):
            return self._read(data, f"one of {hint.__name__}", member, hint)
        if hint in _EXPECTED:
            return self._plain(hint, data)
        if hint in text.FORMATS:
            return self._text(hint, data)
        if hint in (None, NoneType) and data is None:
            return None
        return self._refuse("nothing" if hint is typing.Never else "null", data)

    def _refuse(self, expected: str, found: Json) -> NoReturn:
        if found is ABSENT:
            found = Phrase("nothing")
        elif self._secret:
            found = "***"
        raise DecodeError(self._path, expected, found)

    def _kept(self, error: DecodeError, data: Json) -> Json:
        """Record the error and return the value unchanged if lenient, or raise the error."""
        if self._misfits is None:
            raise error
        self._misfits.append(error)
        return data

    def _plain(self, hint: type, data: Json) -> object:
        """Read a string, number or boolean; numbers and booleans may be text."""
        if type(data) is hint or (hint is float and type(data) is int):
            return data
        if not self._strict:
            return self._read(data, _EXPECTED[hint], converted, hint)
        return self._refuse(_EXPECTED[hint], data)

    def _read(
        self, data: Json, expected: str, read: Callable[..., object], *more: object
    ) -> object:
        try:
            return read(data, *more)
        except REFUSALS:
            return self._refuse(expected, data)

    def _text(self, hint: Hint, data: Json) -> object:
        """Read a value that is text on the wire."""
        expected, read, _ = text.FORMATS[hint]
        if type(data) is not str:
            return self._refuse(expected, data)
        return self._read(data, expected, read)

    def _union(self, parts: Parts, data: Json) -> object:
        if data is None and NoneType in parts:
            return None
        aside: set[Any] = {NoneType, Unset}
        parts = tuple(part for part in parts if part not in aside)
        if len(parts) > 1:
            return self._once(self._branch, parts, data)
        return self.value(next(iter(parts)), data)

    def _once(
        self, read: Callable[[Any, Json], object], hint: Hint, data: Json
    ) -> object:
        # Unions inside unions would try a deep value once per path through them.
        key = (hint, id(data), self._strict, self._misfits is None)
        if type(data) not in (OBJECT, ARRAY):
            return read(hint, data)
        if key not in self._memo:
            try:  # the value is kept, so that its id is not used again
                self._memo[key] = read(hint, data), None, data
            except DecodeError as error:
                self._memo[key] = None, error, data
        result, refused, _ = self._memo[key]
        if refused is not None:
            raise refused
        return result

    def _branch(self, parts: Parts, data: Json) -> object:
        """Read a value as the type that fits best, with conversions if none fits."""
        found, errors = branches(parts, data, self._trial(strict=True).value)
        if not found and not self._strict:
            found, errors = branches(parts, data, self._trial(strict=False).value)
        if found:
            return found[0]
        if len(errors) == 1:
            raise errors[0][1]
        return self._refuse(reasons(errors, self._path), data)

    def _trial(self, *, strict: bool) -> Reader:
        trial = copy(self)
        trial._strict, trial._misfits = strict, None
        return trial

    def _model(self, cls: type[Model], data: Json) -> Model:
        if type(data) is not OBJECT:
            return self._refuse("an object", data)
        model = cls.__new__(cls)
        rest: JsonObject = {}
        kept = len(self._misfits or ())
        for field in fields_of(cls):
            value = data.get(field.wire, ABSENT)
            setattr(model, field.attribute, self._property(cls, field, value, rest))
        others = {key: data[key] for key in data if key not in cls.__keys__}
        model.__rest__ = {**rest, **others} or None
        if self._misfits is not None and len(self._misfits) > kept:
            from .drift import loosened

            model.__class__ = loosened(cls)
        return model

    def _property(
        self, cls: type[Model], field: Field, value: Json, rest: JsonObject
    ) -> object:
        if value is ABSENT and not field.required:
            return UNSET if cls.__defaults__[field.attribute] is UNSET else None
        secret = field.attribute in cls.__secrets__
        found = self._part(field.hint, value, field.wire, secret=secret)
        if value is ABSENT:
            return UNSET
        if found is None and cls.__defaults__.get(field.attribute, UNSET) is not UNSET:
            rest[field.wire] = None
        return found

    def _array(self, item: Hint, data: Json) -> list[object]:
        if type(data) is OBJECT and not self._strict:
            data = [data]  # one object instead of a list
        if type(data) is not ARRAY:
            return self._refuse("an array", data)
        return [self._part(item, part, index) for index, part in enumerate(data)]

    def _part(
        self, hint: Hint, data: Json, step: str | int, *, secret: bool = False
    ) -> object:
        outer = self._path, self._secret
        self._path += f".{step}" if str(step).isidentifier() else f"[{step!r}]"
        self._secret = self._secret or secret
        try:
            return self.value(hint, data)
        except DecodeError as error:
            return self._kept(error, data)
        finally:
            self._path, self._secret = outer
