"""What an API sends that its document does not know: found in what was decoded."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from .hints import Hint, fields_of
from .info import is_array
from .model import Json, Model, unknown_properties
from .unions import UnknownMember

if TYPE_CHECKING:
    from collections.abc import Iterator


class Drift(NamedTuple):
    """One thing that the document does not know."""

    kind: Literal["property", "value", "member"]
    """A property that the model does not have, a value that the enum does not, or a value
    of a discriminator that the union does not."""
    operation: str
    """The operation that was answered so."""
    place: str
    """The model and its property, `Pet.status`."""
    value: str | int | None = None
    """The unknown value; None for a property: its value may be a secret."""

    def __str__(self) -> str:
        """Say it in words."""
        what = "" if self.value is None else f" {self.value!r}"
        return f"{self.operation}: unknown {self.kind}{what} at {self.place}"


def drifts(value: Json, operation: str, known: set[object]) -> Iterator[Drift]:
    """Give what is not known yet in a decoded value, and add it to what is known."""
    stack: list[tuple[Json, str]] = [(value, "$")]
    while stack:
        each, place = stack.pop()
        if type(each) is dict:
            stack += [(part, place) for part in each.values()]
        elif type(each) in (list, tuple):
            stack += [(part, place) for part in each]
        elif isinstance(each, Model):
            for drift in _of(each, operation, place):
                key = drift._replace(operation="")
                if key not in known:
                    known.add(key)
                    yield drift
            stack += _parts(each)


def _parts(model: Model) -> Iterator[tuple[Json, str]]:
    cls = type(model)
    if cls is not UnknownMember:
        for name in cls.__fields__:
            yield (
                getattr(model, name),
                f"{cls.__name__}.{cls.__wires__.get(name, name)}",
            )


def _of(model: Model, operation: str, place: str) -> Iterator[Drift]:
    cls = type(model)
    if isinstance(model, UnknownMember):
        yield Drift("member", operation, place, model.tag)
        return
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
