"""What an API sends that its document does not know: found in what was decoded."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeGuard, get_args

from .annotations import Hint, fields_of
from .info import is_array, is_object
from .model import Json, Model, unknown_properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .core import Core
    from .errors import DecodeError
    from .readers import Loads


class Drift(NamedTuple):
    """One thing that the document does not know."""

    kind: Literal["property", "value", "member", "misfit", "body"]
    """A property that the model does not have, a value that the enum does not, a value of
    a discriminator that the union does not, or what does not fit its type and is kept; a
    body where the document has none, or none where it has one."""
    operation: str
    """The operation that was answered so."""
    place: str
    """The model and its property, `Pet.status`; of a misfit its path, `$.pets[3].age`."""
    value: str | int | None = None
    """The unknown value; None for a property: its value may be a secret."""

    expected: str = ""
    """What a misfit or a body should be."""

    def __str__(self) -> str:
        if self.expected:
            wrong = f"expected {self.expected}, found {self.value}"
            return f"{self.operation}: {self.place}: {wrong}"
        what = "" if self.value is None else f" {self.value!r}"
        return f"{self.operation}: unknown {self.kind}{what} at {self.place}"


async def report(
    core: Core, operation: str, value: Json, loads: Loads, *more: Drift
) -> None:
    """Report what a decoded value has that the document does not know, and `more`.

    A lenient `loads` that has read the value knows what does not fit.
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
    """Give what is not known yet in a decoded value, and add it to what is known."""
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
        yield getattr(model, name), f"{cls.__name__}.{cls.__wires__.get(name, name)}"


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
