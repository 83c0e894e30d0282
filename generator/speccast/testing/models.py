"""The models and enumerations of a generated package, with values from its document."""

from __future__ import annotations

import json
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from speccast.testing.choices import branches
from speccast.testing.keywords import merged
from speccast.testing.package import package, package_of
from speccast.testing.validity import Validity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from hypothesis.strategies import SearchStrategy

    from speccast.testing.values import Json, JsonObject


class Model(Protocol):
    """The methods of each model in a generated package."""

    @classmethod
    def from_dict(cls, data: Any, /) -> Self:
        """Read a model."""
        ...

    @classmethod
    def from_json(cls, text: str | bytes, /) -> Self:
        """Read a model from JSON text."""
        ...

    def to_dict(self) -> dict[str, Any]:
        """Write the model."""
        ...


M = TypeVar("M", bound=Model)


def strategy(model: type[M]) -> SearchStrategy[M]:
    """Return a Hypothesis strategy for a model, according to its schema."""
    return instances(model).map(model.from_dict)


def example(model: type[M]) -> M:
    """Return a model with the values of a documented example, or else a small model."""
    own = package_of(model)
    pointer, direction = own.origin(model)
    return model.from_dict(own.schemas.example(pointer, direction, objects=True))


def instances(model: type[Model], **choices: bool) -> SearchStrategy[JsonObject]:
    """Return a strategy for the JSON objects of a model; see `Schemas.wire`."""
    own = package_of(model)
    pointer, direction = own.origin(model)
    found: SearchStrategy[JsonObject] = own.schemas.wire(
        pointer, direction, objects=True, **choices
    )
    return found


def models(name: str) -> list[type[Any]]:
    """Return the models of a package, without enumerations and unions."""
    return [it for it in _classes(name) if hasattr(it, "from_dict")]


def enums(name: str) -> list[type[Enum]]:
    """Return the enumerations of a package."""
    return [it for it in _classes(name) if issubclass(it, Enum)]


def _classes(name: str) -> Iterator[type[Any]]:
    own = package(name)
    for symbol in own.manifest["symbols"]:
        found = getattr(own.module("models"), symbol.removeprefix("models."))
        if isinstance(found, type):
            yield found


def _skip_without_values(model: type[Model]) -> None:
    """Skip the test if no value fits the model's schema; some schemas are contradictory."""
    import pytest

    own = package_of(model)
    pointer, direction = own.origin(model)
    try:
        own.schemas.example(pointer, direction, objects=True)
    except LookupError:
        pytest.skip("no valid value of its schema is known")


def round_trips(model: type[Model]) -> None:
    """Check that a model writes the values that it reads, and reads them again as an equal model.

    The values include unknown properties, and strings that an enum does not list. The test is
    skipped if no value is known.
    """
    from hypothesis import HealthCheck, given, settings

    _skip_without_values(model)
    quiet = (
        HealthCheck.data_too_large,
        HealthCheck.filter_too_much,
        HealthCheck.large_base_example,
        HealthCheck.too_slow,
    )

    @settings(deadline=None, max_examples=20, suppress_health_check=quiet)
    @given(instances(model, unknown_properties=True, unknown_values=True))
    def check(wire: JsonObject) -> None:
        value: Any = model.from_dict(wire)
        found = [value.to_dict(), json.loads(value.to_json())]
        again = [model.from_dict(value.to_dict()), model.from_json(value.to_json())]
        if found != [wire, wire] or again != [value, value]:
            message = f"{wire!r} was read as {value!r}, and written as {found[0]!r}"
            raise AssertionError(message)

    check()


def gaps(model: type[Model]) -> list[str]:
    """Return the required properties that a model wrongly accepts as missing or null.

    The test is skipped if no value is known.
    """
    _skip_without_values(model)
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
    except package_of(model).module("errors").DecodeError:
        return False
    return True


def _required(model: type[Model]) -> list[str]:
    """Return the required properties whose schema does not allow null."""
    own = package_of(model)
    pointer, direction = own.origin(model)
    schemas = own.schemas
    parts = schemas.parts(schemas.at(pointer))
    whole, validity = merged(parts), Validity(schemas, direction)
    inner = {
        name: schemas.member(parts, name)
        for name in whole.get("required", ())
        if name in whole.get("properties", ())  # a client does not check the others
    }
    return [
        name
        for name, found in inner.items()
        if validity.is_transferred(parts, name)
        and not any(_allows_null(part) for part in schemas.parts(found))
        and any("type" in part for part in schemas.parts(found))
        and not validity.fits(found, None)
    ]


def _allows_null(part: JsonObject) -> bool:
    """Return whether the `type` of a schema object includes null."""
    return "null" in part.get("type", ())


def listed(enum: type[Enum]) -> list[Json]:
    """Return the documented values of an enumeration."""
    own = package_of(enum)
    schemas = own.schemas
    parts = schemas.parts(schemas.at(own.origin(enum)[0]))
    lists = [part["enum"] for part in parts if "enum" in part]
    members: list[Json] = [member.value for member in enum]
    if not lists or branches(schemas, parts):  # each constant has its own schema
        return members
    first: object = members[0]
    return [
        value
        for value in lists[0]
        if type(value) is type(first) and all(value in other for other in lists)
    ]
