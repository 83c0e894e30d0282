"""Reads a body again that a decoder refused: with conversions, or for an exact error.

It follows the annotations of the models, so its results have the annotated types. It reads
a body in one pass, and each part at most once for each type.
"""

from __future__ import annotations

import json
import re
import typing
from contextlib import suppress
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Final, NoReturn, TypeVar, cast

from . import text
from .also_at import Mover, with_gaps
from .errors import DecodeError
from .model import ABSENT, ARRAY, OBJECT, REFUSALS, UNSET, Model, Unset
from .shown import Hint, fields_of, type_of
from .unions import breadth, looseness, short
from .wire import write

if typing.TYPE_CHECKING:
    from collections.abc import Callable

    from .model import Json, JsonObject
    from .shown import Field

T = TypeVar("T")

_REFUSALS: Final = (*REFUSALS, RecursionError)
_EXPECTED: Final[dict[type, str]] = {
    str: "a string",
    int: "an integer",
    float: "a number",
    bool: "a boolean",
}
_NUMBER: Final = re.compile(r"-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?")


def read(
    decode: Callable[[Any], T], data: Json, misfits: list[DecodeError] | None = None
) -> T:
    """Return the decoded JSON value; if it does not fit, convert what can be without loss.

    With `misfits`, a value that does not fit is kept unchanged, and its error is added.

    Raises:
        DecodeError: with the path, and the expected and the found value.

    """
    try:
        return decode(data)
    except _REFUSALS:
        pass
    hint = type_of(decode)
    try:
        marked = with_gaps(fields_of, hint, data, data) if _is_a(hint, Model) else None
        if marked is not None:
            return decode(marked)
    except _REFUSALS:
        pass
    try:
        try:
            return cast("T", Reader().body(hint, data))
        except DecodeError as error:
            if misfits is None:  # the message has the path; our frames have not
                raise error.with_traceback(None) from None
        return cast("T", Reader(misfits).body(hint, data))
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
        self._memo: dict[tuple[int, int, bool, bool], tuple[Any, ...]] = {}

    def body(self, hint: Hint, data: Json) -> object:
        """Read a whole body, after moving values to their documented locations."""
        if _is_a(hint, Model):
            data = Mover(fields_of, _trial).settle(hint, data)
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
            return self._once(self._union, parts, data)
        if origin is list:
            return self._array(parts[0], data)
        if _is_a(hint, Model):
            return self._once(self._model, hint, data)
        if _is_a(hint, Enum):
            if type(data) not in (str, int) or data not in hint._value2member_map_:
                return self._refuse(f"one of {hint.__name__}", data)
            member: object = hint(data)
            return member
        if hint in _EXPECTED:
            return self._plain(hint, data)
        if hint in text.FORMATS:
            return self._text(hint, data)
        if hint in (None, NoneType) and data is None:
            return None
        return self._refuse("nothing" if hint is typing.Never else "null", data)

    def _refuse(self, expected: str, found: Json) -> NoReturn:
        shown = _Missing() if found is ABSENT else "***" if self._secret else found
        raise DecodeError(self._path, expected, shown)

    def _kept(self, error: DecodeError, data: Json) -> Json:
        """Record the error and return the value unchanged if lenient, or raise the error."""
        if self._misfits is None:
            raise error
        self._misfits.append(error)
        return data

    def _once(
        self, read: Callable[[Any, Json], object], hint: Hint, data: Json
    ) -> object:
        # Unions inside unions would try a deep value once per path through them.
        key = (id(hint), id(data), self._strict, self._misfits is None)
        if type(data) not in (OBJECT, ARRAY):
            return read(hint, data)
        if key not in self._memo:
            try:  # the value is kept, so that its id is not used again
                self._memo[key] = read(hint, data), None, hint, data
            except DecodeError as error:
                self._memo[key] = None, error, hint, data
        result, refused, *_ = self._memo[key]
        if refused is not None:
            raise refused
        return result

    def _plain(self, hint: type, data: Json) -> object:
        """Read a string, number or boolean; numbers and booleans also as text."""
        if type(data) is hint or (hint is float and type(data) is int):
            return data
        if data in ("true", "false") and hint is bool and not self._strict:
            return data == "true"
        if hint in (int, float) and not self._strict:
            return self._number(hint, data)
        return self._refuse(_EXPECTED[hint], data)

    def _number(self, hint: type, data: Json) -> object:
        if type(data) is str and _NUMBER.fullmatch(data):
            with suppress(ValueError):  # of thousands of digits
                number = json.loads(data)
                data = number if number - number == 0 else data  # 1e400 is infinite
        if hint is int and type(data) is float and data.is_integer():
            return int(data)
        if type(data) is int or (hint is float and type(data) is float):
            return data
        return self._refuse(_EXPECTED[hint], data)

    def _text(self, hint: Hint, data: Json) -> object:
        """Read a value that is text on the wire."""
        expected, read, _ = text.FORMATS[hint]
        try:
            return read(data) if type(data) is str else self._refuse(expected, data)
        except REFUSALS:
            return self._refuse(expected, data)

    def _union(self, parts: tuple[Any, ...], data: Json) -> object:
        if data is None and NoneType in parts:
            return None
        aside: set[Any] = {NoneType, Unset}
        parts = tuple(part for part in parts if part not in aside)
        if len(parts) > 1:
            return self._branch(parts, data)
        return self.value(next(iter(parts)), data)

    def _branch(self, parts: tuple[Any, ...], data: Json) -> object:
        parts = tuple(sorted(parts, key=breadth))
        found, errors = self._try(parts, data, strict=True)
        if not found and not self._strict:
            found, errors = self._try(parts, data, strict=False)
        if found:
            return min(found, key=looseness)
        if len(errors) == 1:
            raise errors[0]
        reasons = (
            f"{getattr(part, '__name__', part)} (${error.path.removeprefix(self._path)}: "
            f"expected {short(error.expected)})"
            for part, error in zip(parts, errors, strict=True)
        )
        return self._refuse(" or ".join(reasons), data)

    def _try(
        self, parts: tuple[Any, ...], data: Json, *, strict: bool
    ) -> tuple[list[object], list[DecodeError]]:
        found: list[object] = []
        errors: list[DecodeError] = []
        outer = self._strict, self._misfits
        self._strict, self._misfits = strict, None
        for part in parts:
            try:
                value = self.value(part, data)
            except DecodeError as error:
                errors.append(error)
                continue
            if type(data) is str and str in parts and write(value) != data:
                continue  # the value would be written as another text
            found.append(value)
        self._strict, self._misfits = outer
        return found, errors

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


class _Missing:
    """The placeholder of a missing value in messages."""

    def __repr__(self) -> str:
        return "nothing"


def _trial() -> Callable[[Hint, Json], bool]:
    """Return a check of whether a value can be decoded; it decodes none twice."""
    reader = Reader()

    def fits(hint: Hint, data: Json) -> bool:
        try:
            reader.value(hint, data)
        except DecodeError:
            return False
        return True

    return fits
