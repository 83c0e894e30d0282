"""Draws values with the strategies of `speccast.testing`; jsonschema-rs judges them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias, TypeGuard
from urllib.parse import quote

from hypothesis import HealthCheck, Phase, given, settings
from jsonschema_rs import Draft202012, Draft202012Validator, Registry, ValidationErrorKind

from speccast import resolve
from speccast.reading import document
from speccast.reading.diagnostics import Diagnostics
from speccast.testing.schemas import Schemas

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from jsonschema_rs import ValidationError

    from speccast.reading.document import Document

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
    """Return the `Schemas` of a document with these component schemas."""
    return schemas_in({
        "openapi": version,
        "info": {"title": "It", "version": "1"},
        "paths": {},
        "components": {"schemas": dict(components)},
    })  # fmt: skip


def schemas_in(tree: JsonObject) -> Schemas:
    """Return the `Schemas` of a document of OpenAPI 3.1, as in a package."""
    return _schemas(document.read("-", stdin=json.dumps(tree).encode()))


def schemas_at(path: Path) -> Schemas:
    """Return the `Schemas` of a document in a file."""
    return _schemas(document.read(path))


def documents(folder: Path) -> list[Path]:
    """Return the documents in a folder."""
    return sorted([*folder.glob("*.yaml"), *folder.glob("*.json")])


def _schemas(source: Document) -> Schemas:
    return Schemas(resolve.resolve(source, Diagnostics(), lenient=True).root)


def pointer_to(name: str) -> str:
    """Return the pointer of a component schema."""
    return "#/components/schemas/" + name.replace("~", "~0").replace("/", "~1")


class Judge:
    """Makes independent validators for the schemas of a document, spelled as 3.1 does."""

    def __init__(self, tree: JsonObject) -> None:
        """Take the document."""
        self._registry = Registry([("urn:document", tree)], draft=Draft202012)

    def at(self, pointer: str) -> Draft202012Validator:
        """Return the validator for the schema at a pointer. It judges formats, too."""
        reference = f"urn:document#{quote(pointer.removeprefix('#'), safe='/~')}"
        schema = {"$ref": reference}
        return Draft202012Validator(schema, registry=self._registry, validate_formats=True)


def faults(validator: Draft202012Validator, value: Json) -> list[str]:
    """Return the validator's complaints about a value.

    That more than one branch of a `oneOf` fits is none: in many documents they overlap so that
    hardly a value could be found.
    """
    return [
        f"{error.message} at {error.schema_path}"
        for error in validator.iter_errors(value)
        if not overlaps(error)
    ]


def overlaps(error: ValidationError) -> bool:
    """Return whether an error comes from overlapping branches."""
    kind = error.kind
    if isinstance(kind, ValidationErrorKind.OneOfMultipleValid):
        return True
    several = (ValidationErrorKind.AnyOf, ValidationErrorKind.OneOfNotValid)
    inner = kind.context if isinstance(kind, several) else []
    return any(overlaps(each) for branch in inner for each in branch)


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
