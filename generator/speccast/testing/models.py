"""The package's models and enumerations, and what the document says of each."""

from __future__ import annotations

from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

from ..errors import DecodeError
from ..model import Json, JsonObject, Model
from speccast.testing.keywords import merged
from speccast.testing.schemas import Direction, manifest, own
from speccast.testing.validity import Validity

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

M = TypeVar("M", bound=Model)


def strategy(model: type[M]) -> SearchStrategy[M]:
    """Return a Hypothesis strategy for a model, as the document allows it."""
    return instances(model).map(model.from_dict)


def example(model: type[M]) -> M:
    """Return a model with the values of the document's example, or a small one."""
    pointer, direction = _origin(model)
    return model.from_dict(own().example(pointer, direction, objects=True))


def instances(model: type[Model], **choices: bool) -> SearchStrategy[JsonObject]:
    """Return a strategy for the JSON objects of a model; see `Schemas.wire`."""
    pointer, direction = _origin(model)
    found: SearchStrategy[JsonObject] = own().wire(
        pointer, direction, objects=True, **choices
    )
    return found


def models() -> list[type[Model]]:
    """Return the models, and no enumerations or unions."""
    return [it for it in _classes() if issubclass(it, Model)]


def enums() -> list[type[Enum]]:
    """Return the enumerations."""
    return [it for it in _classes() if issubclass(it, Enum)]


def _classes() -> list[type[Any]]:
    package = import_module("...models", __package__)
    named = (symbol.removeprefix("models.") for symbol in manifest()["symbols"])
    found = (getattr(package, name) for name in named)
    return [it for it in found if isinstance(it, type)]


def gaps(model: type[Model]) -> list[str]:
    """Return the properties that a model misses not, or takes as null, and should not."""
    wire = example(model).to_dict()
    return [
        name
        for name in _required(model)
        if _reads(model, {**wire, name: None})
        or _reads(model, {key: wire[key] for key in wire if key != name})
    ]


def _reads(model: type[Model], wire: JsonObject) -> bool:
    try:
        model.from_dict(wire)
    except DecodeError:
        return False
    return True


def _required(model: type[Model]) -> list[str]:
    """Return the properties that have to be there, and whose type allows no null."""
    pointer, direction = _origin(model)
    parts = own().parts(own().at(pointer))
    whole, validity = merged(parts), Validity(own(), direction)
    inner = {
        name: own().member(parts, name)
        for name in whole.get("required", ())
        if name in whole.get("properties", ())  # others are not relied on
    }
    return [
        name
        for name, found in inner.items()
        if validity.travels(parts, name)
        and any("type" in part for part in own().parts(found))
        and not validity.fits(found, None)
    ]


def listed(enum: type[Enum]) -> list[Json]:
    """Return the values of an enumeration that the document lists."""
    parts = own().parts(own().at(_origin(enum)[0]))
    lists = [part["enum"] for part in parts if "enum" in part]
    members: list[Json] = [member.value for member in enum]
    if not lists or own().branches(parts):  # constants, each in a schema of its own
        return members
    first: object = members[0]
    return [
        value
        for value in lists[0]
        if type(value) is type(first) and all(value in other for other in lists)
    ]


def _origin(model: type[Any]) -> tuple[str, Direction]:
    key: str = manifest()["symbols"][f"models.{model.__name__}"]
    return place(key), "request" if key.endswith(";request") else "response"


def place(key: str) -> str:
    """Return where the package's document has the schema of a symbol in the manifest."""
    components: JsonObject = own().document.get("components", {})
    merged: JsonObject = components.get("x-merged", {})
    while ";" in key:
        if key in merged:
            return f"#/components/x-merged/{_token(key)}"
        key = key.rpartition(";")[0]
    if key.startswith("#"):
        return key
    moved: JsonObject = components["x-moved"]
    end = len(key)
    while end > 0 and key[:end] not in moved:
        end = key.rfind("/", 0, end)
    return f"#/components/x-moved/{_token(key[:end])}{key[end:]}"


def _token(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
