"""Moves values found at an `x-speccast-also-at` location to their documented property.

Takes a body and its model, and returns the body with each value of the models'
`__also_at__` at its documented location. A value there has priority; of the other
locations, the first whose value can be read is used.
"""

from __future__ import annotations

from copy import deepcopy
from functools import cache
from types import NoneType
from typing import TYPE_CHECKING, Any, NamedTuple, get_args

from .errors import DecodeError
from .info import look_up
from .model import ABSENT, NOWHERE, OBJECT, Json, JsonObject, Model
from .shown import fields_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from .shown import Field, Hint


class _Move(NamedTuple):
    wire: str
    value: Json
    pointer: str
    known: frozenset[str]


class Mover:
    """Moves the values of one body to their documented locations."""

    def __init__(self, reader: Callable[[], Callable[[Hint, Json], object]]) -> None:
        """Take a function that makes a reader. Readers keep results: each move needs a new one."""
        self._reader = reader
        self._read = reader()

    def settle(self, hint: Hint, body: Json) -> Json:
        """Return a copy of the body in its documented form."""
        cls = _model_of(hint)
        if type(body) is not OBJECT or cls is None or not self._concerned(cls, set()):
            return body
        root: JsonObject = deepcopy(body)
        self._object(cls, root, root, "")
        return root

    def _fits(self, hint: Any, value: Json) -> bool:
        try:
            self._read(hint, value)
        except DecodeError:
            return False
        return True

    def _concerned(self, cls: type[Model], seen: set[type[Model]]) -> bool:
        seen.add(cls)
        return bool(cls.__also_at__) or any(
            self._concerned(inner, seen)
            for field in fields_of(cls)
            if (inner := _model_of(field.hint)) and inner not in seen
        )

    def _object(
        self, cls: type[Model], data: JsonObject, root: JsonObject, place: str
    ) -> None:
        moves = self._moves(cls, data, root)
        for move in sorted(moves, key=_depth, reverse=True):  # parts before wholes
            _take_out(root, move, f"{place}/{move.wire}")
        if moves:
            data.update((move.wire, move.value) for move in moves)
            self._read = self._reader()
        for field in fields_of(cls):
            inner: Any = _model_of(field.hint)
            value: Any = data.get(field.wire, ABSENT)
            scattered = inner and self._scattered(inner, field.hint, value, root)
            if scattered:
                value = {}
            if inner and type(value) is OBJECT:
                self._object(inner, value, root, f"{place}/{field.wire}")
            if scattered:
                data[field.wire] = value
                self._read = self._reader()

    def _moves(
        self, cls: type[Model], data: JsonObject, root: JsonObject
    ) -> list[_Move]:
        return [
            move
            for field in fields_of(cls)
            for pointers in [cls.__also_at__.get(field.attribute)]
            if pointers and (move := self._find(field, pointers, data, root))
        ]

    def _scattered(
        self, cls: type[Model], hint: Any, own: Json, root: JsonObject
    ) -> bool:
        # The object itself is missing, but all its required properties were found.
        if type(own) is OBJECT or (own is not ABSENT and self._fits(hint, own)):
            return False
        found = {move.wire for move in self._moves(cls, {}, root)}
        needed = {field.wire for field in fields_of(cls) if field.required}
        return bool(found) and needed <= found

    def _find(
        self,
        field: Field,
        pointers: tuple[str, ...],
        data: JsonObject,
        root: JsonObject,
    ) -> _Move | None:
        own = data.get(field.wire, ABSENT)
        if own is not ABSENT and self._fits(field.hint, own):
            return None
        for pointer in pointers:
            value = look_up(root, pointer)
            if value is ABSENT or value is None or not self._fits(field.hint, value):
                continue
            inner = _model_of(field.hint)
            known = inner.__keys__ if inner else frozenset[str]()
            if value is data:
                value = {key: value[key] for key in value if key in known}
            return _Move(field.wire, value, pointer, known)
        return None


def with_gaps(hint: Hint, data: Json, root: Json) -> JsonObject | None:
    """Return an object with `NOWHERE` for each property that is at none of its locations.

    `decode` stops at a missing property, because the value may be at another location.
    Return None if one is.
    """
    cls = _model_of(hint)
    if type(data) is not OBJECT or cls is None:
        return None
    marked: JsonObject = dict(data)
    for field in fields_of(cls):
        pointers = cls.__also_at__.get(field.attribute, ())
        inner, value = _model_of(field.hint), data.get(field.wire, ABSENT)
        if value is ABSENT and pointers:
            if any(look_up(root, pointer) is not ABSENT for pointer in pointers):
                return None
            marked[field.wire] = NOWHERE
        elif inner and inner.__also_at__ and type(value) is OBJECT:
            below = with_gaps(inner, value, root)
            if below is None:
                return None
            marked[field.wire] = below
    return marked


def _depth(move: _Move) -> int:
    return move.pointer.count("/")


def _take_out(root: JsonObject, move: _Move, own: str) -> None:
    around = look_up(root, move.pointer)
    if type(around) is OBJECT and own.startswith(f"{move.pointer}/"):
        # It lies flat in an object around it.
        for key in move.known & around.keys():
            del around[key]
        return
    parent, _, last = move.pointer.rpartition("/")
    holder = look_up(root, parent)
    if type(holder) is OBJECT:
        holder.pop(last.replace("~1", "/").replace("~0", "~"), None)


@cache
def _model_of(hint: Any) -> type[Model] | None:
    choices = [part for part in get_args(hint) or (hint,) if part is not NoneType]
    if len(choices) == 1 and isinstance(choices[0], type):
        return choices[0] if issubclass(choices[0], Model) else None
    return None
