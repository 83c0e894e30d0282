"""A generated package as its tests see it: its document, its manifest, its modules."""

from __future__ import annotations

import json
from functools import cache, cached_property
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any

from speccast.testing.schemas import Direction, Schemas

if TYPE_CHECKING:
    from speccast.testing.values import JsonObject


class Package:
    """A generated package. What it has is read when it is first needed."""

    def __init__(self, name: str) -> None:
        """Take the name by which it is imported."""
        self.name = name

    def module(self, name: str) -> Any:
        """Import one of its modules, `errors`."""
        return import_module(f"{self.name}.{name}")

    @cached_property
    def schemas(self) -> Schemas:
        """The document that the package was generated from."""
        return Schemas(self._read("_spec.json"))

    @cached_property
    def manifest(self) -> JsonObject:
        """What the package says of itself."""
        return self._read("_manifest.json")

    def _read(self, name: str) -> JsonObject:
        text = resources.files(self.name).joinpath(name).read_text("utf-8")
        found: JsonObject = json.loads(text)
        return found

    def origin(self, model: type[Any]) -> tuple[str, Direction]:
        """Return where the document has a model's schema, and which way its values travel."""
        symbol = f"models.{model.__name__}"
        pointer: str = self.manifest["symbols"][symbol]
        return pointer, "request" if symbol in self.manifest["sent"] else "response"


@cache
def package(name: str) -> Package:
    """Return the package of a name, always the same one."""
    return Package(name)


def package_of(model: type[Any]) -> Package:
    """Return the package that a model belongs to."""
    return package(f"{model.__module__}.".rpartition(".models.")[0])
