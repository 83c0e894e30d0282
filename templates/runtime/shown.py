"""The properties and the repr of models, and the protocols of other libraries.

They serve `dataclasses`, `inspect`, rich, IPython and pydantic, and are made on demand.
"""

from __future__ import annotations

import typing
from enum import Enum
from functools import cache
from importlib import import_module
from types import MappingProxyType, UnionType
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple, TypeAlias, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from inspect import Signature

    from .model import Json, JsonObject, Model

F = TypeVar("F")
Hint: TypeAlias = Any
_ABSENT: Final = object()
_ROWS: Final = 60
"""The maximum number of rows of a table."""
_CELL: Final = 80
"""The maximum length of a cell."""
_SCALARS: Final[dict[str, JsonObject]] = {
    "str": {"type": "string"},
    "int": {"type": "integer"},
    "float": {"type": "number"},
    "bool": {"type": "boolean"},
    "NoneType": {"type": "null"},
    "datetime": {"type": "string", "format": "date-time"},
    "date": {"type": "string", "format": "date"},
}


class Field(NamedTuple):
    """A property of a model."""

    attribute: str
    wire: str
    hint: Hint
    required: bool


def hints_of(owner: Any) -> dict[str, Hint]:
    """Return the annotations of a class or function, evaluated."""
    return typing.get_type_hints(owner, include_extras=True)


def type_of(decode: Callable[[Any], Any]) -> Hint:
    """Return the type that a decoder returns."""
    owner = getattr(decode, "__self__", None)
    return owner if isinstance(owner, type) else hints_of(decode)["return"]


def plain(hint: Hint) -> Hint:
    """Return a type with the aliases of `type` statements resolved."""
    while hasattr(hint, "__value__"):
        hint = hint.__value__
    parts = typing.get_args(hint)
    found = tuple(map(plain, parts))
    if found == parts:
        return hint
    origin: Any = typing.get_origin(hint)
    origin = typing.Union if origin is UnionType else origin
    made = origin[found[0] if len(found) == 1 else found]
    return next(iter(made)) if getattr(hint, "__unpacked__", False) else made


@cache
def fields_of(cls: type[Model]) -> tuple[Field, ...]:
    """Return the properties of a model."""
    hints = hints_of(cls)
    hints = {name: plain(hints[name]) for name in hints}  # only with: types.type
    wires, defaults = cls.__json_names__, cls.__defaults__
    return tuple(
        Field(name, wires.get(name, name), hints[name], name not in defaults)
        for name in cls.__fields__
        if name != cls.__additional__
    )


@cache
def twin(cls: type[Model]) -> Any:
    """Return a dataclass with the attributes of a model."""
    from dataclasses import field, make_dataclass

    made: list[tuple[str, Any, Any]] = []
    for name in cls.__fields__:
        given: dict[str, Any] = {"repr": name not in cls.__secrets__}
        if name in cls.__defaults__:
            default = cls.__defaults__[name]
            is_map = type(default) is MappingProxyType
            given |= {"default_factory": dict} if is_map else {"default": default}
        made.append((name, cls.__annotations__[name], field(**given)))
    return make_dataclass(cls.__name__, made, kw_only=True)


def signature(cls: Any) -> Signature:
    """Return the arguments of a model."""
    import inspect

    return inspect.signature(twin(cls)).replace(
        return_annotation=inspect.Signature.empty
    )


def _schema(hint: Hint) -> JsonObject:
    parts = typing.get_args(hint)
    origin: Any = typing.get_origin(hint)
    if origin in (UnionType, typing.Union):
        return {"anyOf": [_schema(part) for part in parts]}
    if origin is list:  # only with: types.list
        return {"type": "array", "items": _schema(parts[0])}
    if not isinstance(hint, type):
        return {}
    if issubclass(hint, Shown):
        return {"type": "object", "title": hint.__name__}
    if issubclass(hint, Enum):  # only with: types.enum
        return {"enum": [member.value for member in hint]}
    return dict(_SCALARS.get(hint.__name__, {}))


class _OfTwin:
    """An attribute for `dataclasses` and `pprint`."""

    def __set_name__(self, _: object, name: str) -> None:
        self._name = name

    def __get__(self, _: object, owner: Any) -> Any:
        return getattr(twin(owner), self._name)


def _generated(function: F) -> F:
    """Mark a `__repr__` as one of `dataclasses`, so that `pprint` prints a line per field."""

    def mark() -> None:
        """Stand in for the wrapped function."""

    mark.__qualname__ = "__create_fn__"
    vars(function)["__wrapped__"] = mark
    return function


class _Hidden:
    """The placeholder of a secret."""

    def __repr__(self) -> str:
        return "***"


class Shown:
    """The repr of a model: values other than the defaults, and unknown properties."""

    __slots__ = ()
    if TYPE_CHECKING:  # nulls and unknown properties; not an argument of models
        __rest__: JsonObject | None
    __dataclass_fields__: ClassVar[Any] = _OfTwin()
    __dataclass_params__: ClassVar[Any] = _OfTwin()

    @_generated
    def __repr__(self) -> str:
        shown = (f"{name}{value!r}" for name, value in self._shown())
        return f"{type(self).__name__}({', '.join(shown)})"

    def _shown(self: Any) -> Iterator[tuple[str, object]]:
        rest = dict(getattr(self, "__rest__", None) or {})
        for field in self.__fields__:
            value = getattr(self, field, _ABSENT)
            kept = rest.pop(self.__json_names__.get(field, field), _ABSENT) is None
            default = self.__defaults__.get(field, _ABSENT)
            if kept or value is not default or isinstance(value, str):
                yield f"{field}=", _Hidden() if field in self.__secrets__ else value
        if rest:
            yield "**", rest

    def __rich_repr__(self) -> Iterator[tuple[str, object]]:
        return ((name.rstrip("="), value) for name, value in self._shown())

    def _repr_pretty_(self, printer: Any, cycle: object) -> None:
        """Print the model in IPython."""
        with printer.group(4, f"{type(self).__name__}(", ")"):
            for place, (name, value) in enumerate(() if cycle else self._shown()):
                printer.text("," if place else "")
                printer.breakable(" " if place else "")
                printer.text(name)
                printer.pretty(value)

    @classmethod
    def __get_pydantic_core_schema__(cls: Any, *_: object) -> Any:
        """Make pydantic read and write a model with `from_dict` and `to_dict`."""
        # By name, so that type checkers do not need it.
        schema = import_module("pydantic_core.core_schema")

        def read(value: Json) -> Any:
            return value if isinstance(value, cls) else cls.from_dict(value)

        written = schema.plain_serializer_function_ser_schema(cls.to_dict)
        return schema.no_info_plain_validator_function(read, serialization=written)

    @classmethod
    def __get_pydantic_json_schema__(cls: Any, *_: object) -> JsonObject:
        """Return a JSON schema, in which nested models have no properties."""
        fields = fields_of(cls)
        return {
            "title": cls.__name__,
            "type": "object",
            "properties": {field.wire: _schema(field.hint) for field in fields},
            "required": [field.wire for field in fields if field.required],
        }


def table(values: list[Any]) -> str | None:
    """Return models as an HTML table, or None if one value is not a model."""
    from html import escape

    if not values or not all(isinstance(value, Shown) for value in values):
        return None
    rows = [{name.rstrip("="): v for name, v in value._shown()} for value in values]
    names = {name: escape(name) for row in rows for name in row}
    lines = [f"<tr>{''.join(f'<th>{name}</th>' for name in names.values())}</tr>"]
    for row in rows[:_ROWS]:
        cells = (str(row[name]) if name in row else "" for name in names)
        cut = (f"{text[:_CELL]}…" if len(text) > _CELL else text for text in cells)
        lines.append(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in cut)}</tr>")
    if len(rows) > _ROWS:
        lines.append(f"<tr><td>… {len(rows) - _ROWS} more</td></tr>")
    return f"<table>{''.join(lines)}</table>"
