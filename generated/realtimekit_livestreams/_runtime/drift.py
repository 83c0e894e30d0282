"""Finds undocumented properties and values in decoded answers.

In a lenient client, a value that does not fit its type is kept unchanged, and its
`DecodeError` is recorded. A model with such values writes them unchanged.
"""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeGuard, get_args

from .errors import DecodeError
from .info import is_array, is_object
from .model import UNSET, Json, JsonObject, Model, ModelType, unknown_properties
from .shown import Hint, fields_of
from .wire import to_wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .core import Core
    from .readers import Loads


class Drift(NamedTuple):
    """Something that the API sent and the document does not describe."""

    kind: Literal["property", "value", "member", "misfit", "body"]
    """An unknown property, an unknown value of an enum, an unknown value of a
    discriminator, a value that does not fit its type and is kept, or a body that is
    undocumented or missing."""
    operation: str
    """The operation."""
    place: str
    """The model and its property, `Pet.status`; for a misfit the path, `$.pets[3].age`."""
    value: str | int | None = None
    """The unknown value; None for a property, whose value may be secret."""

    expected: str = ""
    """The documented type of a misfit or a body."""

    def __str__(self) -> str:
        if self.expected:
            wrong = f"expected {self.expected}, found {self.value}"
            return f"{self.operation}: {self.place}: {wrong}"
        what = "" if self.value is None else f" {self.value!r}"
        return f"{self.operation}: unknown {self.kind}{what} at {self.place}"


async def report(
    core: Core, operation: str, value: Json, loads: Loads, *more: Drift
) -> None:
    """Report the drift of a decoded value, and `more`.

    If `loads` is lenient, it contains the misfits of the value.
    """
    misfits: list[DecodeError] = getattr(loads, "misfits", [])
    found = [
        Drift("misfit", operation, each.path, each.found, each.expected)
        for each in misfits
    ]
    misfits.clear()
    for drift in (*found, *more, *drifts(value, operation, core.drifted)):
        core.debug("%s", drift)
        if core.on_drift is not None:
            await core.driver.call(core.on_drift, drift)


def drifts(value: Json, operation: str, known: set[object]) -> Iterator[Drift]:
    """Yield the new drift in a decoded value, and add it to the known drift."""
    stack: list[tuple[Json, str]] = [(value, "$")]
    while stack:
        each, place = stack.pop()
        if is_object(each):
            stack += [(part, place) for part in each.values()]
        elif is_array(each) or _is_tuple(each):
            stack += [(part, place) for part in each]
        elif isinstance(each, Model):
            for drift in _of(each, operation, place):
                key = drift._replace(operation="")
                if key not in known:
                    known.add(key)
                    yield drift
            stack += _parts(each)


def _is_tuple(value: Json) -> TypeGuard[tuple[Json, ...]]:
    return type(value) is tuple


def _parts(model: Model) -> Iterator[tuple[Json, str]]:
    cls = type(model)
    for name in cls.__fields__:
        json_name = cls.__json_names__.get(name, name)
        yield getattr(model, name), f"{cls.__name__}.{json_name}"


def _of(model: Model, operation: str, place: str) -> Iterator[Drift]:
    cls = type(model)
    for name in unknown_properties(model):
        yield Drift("property", operation, f"{cls.__name__}.{name}")
    for field in fields_of(cls):
        value: Json = getattr(model, field.attribute)
        for each in value if is_array(value) else [value]:
            if type(each) in (str, int) and _is_enum(field.hint):
                place = f"{cls.__name__}.{field.wire}"
                yield Drift("value", operation, place, each)


def _is_enum(hint: Hint) -> bool:
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint.__name__ != "Unset"
    return any(_is_enum(each) for each in get_args(hint))


class Lenient:
    """A JSON reader that records the errors of values that do not fit their types."""

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
    """Return a subclass for models with values that do not fit their types."""
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
            value is None and cls.__defaults__.get(field.attribute, UNSET) is not UNSET
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
