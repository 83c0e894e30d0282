"""The parts of a generated package that tests use: its document, its manifest and its modules."""

from __future__ import annotations

import json
from functools import cache, cached_property
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any

from speccast.testing.schemas import Direction, Schemas

if TYPE_CHECKING:
    from speccast.testing.values import JsonObject


class Package:
    """A generated package. Its files are read on first use."""

    def __init__(self, name: str) -> None:
        """Store the full name of the package."""
        self.name = name

    def module(self, name: str) -> Any:
        """Import a module of the package, such as `errors`."""
        return import_module(f"{self.name}.{name}")

    @cached_property
    def schemas(self) -> Schemas:
        """The schemas of the embedded document."""
        return Schemas(self._read("_spec.json"))

    @cached_property
    def manifest(self) -> JsonObject:
        """The manifest of the package."""
        return self._read("_manifest.json")

    def _read(self, name: str) -> JsonObject:
        text = resources.files(self.name).joinpath(name).read_text("utf-8")
        found: JsonObject = json.loads(text)
        return found

    def origin(self, model: type[Any]) -> tuple[str, Direction]:
        """Return the pointer of a model's schema, and the direction of its values."""
        symbol = f"models.{model.__name__}"
        pointer: str = self.manifest["symbols"][symbol]
        return pointer, "request" if symbol in self.manifest["sent"] else "response"


@cache
def package(name: str) -> Package:
    """Return the package with a name; the same object for each call."""
    return Package(name)


def package_of(model: type[Any]) -> Package:
    """Return the package of a model."""
    return package(f"{model.__module__}.".rpartition(".models.")[0])
