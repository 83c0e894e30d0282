"""Answers that are not as documented, for callers who prefer what came to an error.

What does not fit its type is kept as it came, and noted as the `DecodeError` that it
would have been. A model that holds such values writes them as they came.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from .annotations import fields_of
from .errors import DecodeError
from .model import UNSET, JsonObject, Model, ModelType
from .wire import to_wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from .model import Json


class Lenient:
    """Reads JSON; makes decoders keep values that do not fit, and collects them."""

    def __init__(self, loads: Callable[[bytes], Json]) -> None:
        self.strict = loads
        self.misfits: list[DecodeError] = []

    def __call__(self, content: bytes) -> Json:
        try:
            return self.strict(content)
        except (ValueError, RecursionError):
            where, expected = "$", "JSON"
            self.misfits.append(DecodeError(where, expected, content[:80]))
            return content.decode("utf-8", "replace")


@cache
def loosened(cls: type[Model]) -> type[Model]:
    """Return a subclass for models that hold values that do not fit their types."""
    facts = {name: getattr(cls, name) for name in ModelType.__annotations__}
    more = {"__module__": cls.__module__, "__doc__": cls.__doc__, "to_dict": _to_dict}
    loose: Any = ModelType(cls.__name__, (cls,), {**more, "__reduce_ex__": _reduced})
    for name, value in facts.items():
        setattr(loose, name, value)
    made: type[Model] = loose
    return made


def _to_dict(self: Model) -> JsonObject:
    data: JsonObject = dict(self.__rest__ or {})
    cls = type(self)
    for field in fields_of(cls):
        value = getattr(self, field.attribute)
        is_absent = (
            value is None and cls.__defaults__.get(field.attribute, UNSET) is None
        )
        if value is not UNSET and not is_absent:
            data[field.wire] = to_wire(value)
    if cls.__additional__:
        data |= to_wire(getattr(self, cls.__additional__))
    return data


def _reduced(self: Model, _: object) -> tuple[Any, ...]:
    values = {name: getattr(self, name) for name in type(self).__fields__}
    return _rebuilt, (type(self).__base__, values, self.__rest__)


def _rebuilt(cls: type[Model], values: JsonObject, rest: JsonObject | None) -> Model:
    model = loosened(cls)(**values)
    model.__rest__ = rest
    return model
