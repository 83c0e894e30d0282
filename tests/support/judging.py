"""Draws values with the strategies of `speccast.testing`, and has an independent judge for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard

from hypothesis import HealthCheck, Phase, given, settings
from openapi_schema_validator import OAS31Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from speccast import resolve
from speccast.reading import document
from speccast.reading.diagnostics import Diagnostics
from speccast.testing.schemas import Schemas

if TYPE_CHECKING:
    from collections.abc import Mapping

Json: TypeAlias = Any
JsonObject: TypeAlias = dict[str, Json]

PATIENT = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
"""A schema may be large, and its values rare."""


def is_array(value: Json) -> TypeGuard[list[Json]]:
    """Return whether a JSON value is an array."""
    return isinstance(value, list)


def is_object(value: Json) -> TypeGuard[JsonObject]:
    """Return whether a JSON value is an object."""
    return isinstance(value, dict)


def schemas_of(components: Mapping[str, Json], version: str = "3.1.0") -> Schemas:
    """Return the `Schemas` of a document that has these component schemas."""
    return schemas_in({
        "openapi": version,
        "info": {"title": "It", "version": "1"},
        "paths": {},
        "components": {"schemas": dict(components)},
    })  # fmt: skip


def schemas_in(tree: JsonObject) -> Schemas:
    """Return the `Schemas` of a document, which is spelled as in a package: as 3.1 does."""
    source = document.read("-", stdin=json.dumps(tree).encode())
    resolved = resolve.resolve(source, Diagnostics(), lenient=True)
    return Schemas(resolved.root)


def pointer_to(name: str) -> str:
    """Return where a component schema stands."""
    return "#/components/schemas/" + name.replace("~", "~0").replace("/", "~1")


def judge(tree: JsonObject, pointer: str) -> Any:  # noqa: ANN401 - untyped there
    """Return an independent validator for one schema of a document, spelled as 3.1 does."""
    resource = Resource.from_contents(tree, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry()
    registry = registry.with_resource("urn:document", resource)
    return OAS31Validator({"$ref": f"urn:document{pointer}"}, registry=registry)


def faults(validator: Any, value: Json) -> list[str]:  # noqa: ANN401
    """Return what the judge has against a value.

    That more than one branch of a `oneOf` fits is none: in many documents they overlap so that
    hardly a value could be found.
    """
    return [
        f"{error.message} at {list(error.schema_path)}"
        for error in validator.iter_errors(value)
        if not overlaps(error)
    ]


def overlaps(error: Any) -> bool:  # noqa: ANN401
    """Return whether an error comes from branches that overlap."""
    return "valid under each of" in error.message or any(map(overlaps, error.context))


def drawn(strategy: Any, examples: int = 50) -> list[Json]:  # noqa: ANN401
    """Return some values of a strategy, the same in each run."""
    found: list[Json] = []

    @settings(max_examples=examples, database=None, derandomize=True, phases=[Phase.generate],
              suppress_health_check=PATIENT, deadline=None)  # fmt: skip
    @given(strategy)
    def draw(value: Json) -> None:
        found.append(value)

    draw()
    return found


def values_of(schema: Json, version: str = "3.1.0", **flags: Any) -> list[Json]:  # noqa: ANN401
    """Return some values of one schema."""
    return drawn(schemas_of({"It": schema}, version).wire(pointer_to("It"), **flags))
