"""What other libraries ask a model for: made when they ask, and not before."""

from __future__ import annotations

import dataclasses
import datetime as dt
import inspect
import typing
from enum import Enum
from functools import cache
from importlib import import_module
from types import UnionType
from typing import TYPE_CHECKING, Any, Final

from .annotations import Hint, fields_of
from .errors import DecodeError
from .model import EMPTY, Model

if TYPE_CHECKING:
    from .model import Json, JsonObject

_SCALARS: Final[dict[Hint, JsonObject]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    type(None): {"type": "null"},
    dt.datetime: {"type": "string", "format": "date-time"},
    dt.date: {"type": "string", "format": "date"},
}


@cache
def twin(cls: type[Model]) -> Any:
    """Return a dataclass with the attributes of a model."""
    made: list[tuple[str, Any, Any]] = []
    for name in cls.__fields__:
        given: dict[str, Any] = {"repr": name not in cls.__secrets__}
        if name in cls.__defaults__:
            default = cls.__defaults__[name]
            given |= (
                {"default_factory": dict} if default is EMPTY else {"default": default}
            )
        made.append((name, cls.__annotations__[name], dataclasses.field(**given)))
    return dataclasses.make_dataclass(cls.__name__, made, kw_only=True)


def signature(cls: Any) -> inspect.Signature:
    """Return the arguments that a model takes."""
    return inspect.signature(twin(cls)).replace(
        return_annotation=inspect.Signature.empty
    )


def core_schema(cls: Any) -> Any:
    """Return how pydantic reads and writes a model: as JSON is read and written here."""
    # By its name, so that checkers miss nothing where it is not installed.
    schema = import_module("pydantic_core.core_schema")

    def read(value: Json) -> Any:
        try:
            return value if isinstance(value, cls) else cls.from_dict(value)
        except DecodeError as error:
            raise ValueError(str(error)) from None

    written = schema.plain_serializer_function_ser_schema(cls.to_dict)
    return schema.no_info_plain_validator_function(read, serialization=written)


def json_schema(cls: Any) -> JsonObject:
    """Return a JSON schema of a model; of the models within it only that they are objects."""
    fields = fields_of(cls)
    return {
        "title": cls.__name__,
        "type": "object",
        "properties": {field.wire: _schema(field.hint) for field in fields},
        "required": [field.wire for field in fields if field.required],
    }


def _schema(hint: Hint) -> JsonObject:
    parts = typing.get_args(hint)
    origin: Any = typing.get_origin(hint)
    if origin in (UnionType, typing.Union):
        return {"anyOf": [_schema(part) for part in parts]}
    if origin is list:
        return {"type": "array", "items": _schema(parts[0])}
    if isinstance(hint, type) and issubclass(hint, Model):
        return {"type": "object", "title": hint.__name__}
    if isinstance(hint, type) and issubclass(hint, Enum):
        return {"enum": [member.value for member in hint]}
    return dict(_SCALARS.get(hint, {}))
