"""A generated package as its tests see it: its document, its manifest, its modules."""

from __future__ import annotations

import json
from functools import cache, cached_property
from importlib import import_module, resources
from typing import TYPE_CHECKING, Any

from speccast.testing.schemas import Direction, Schemas
from speccast.testing.values import is_object

if TYPE_CHECKING:
    from speccast.testing.values import Json, JsonObject


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
        key: str = self.manifest["symbols"][f"models.{model.__name__}"]
        return self.place(key), "request" if key.endswith(";request") else "response"

    def place(self, key: str) -> str:
        """Return where the document has the schema of a symbol in the manifest."""
        components: JsonObject = self.schemas.document.get("components", {})
        if ";event" in key:
            pointer = self.place(key.partition(";event")[0])
            events: JsonObject = self.schemas.document.setdefault("x-events", {})
            events.setdefault(pointer, self._event(self.schemas.at(pointer)))
            return f"#/x-events/{_token(pointer)}"
        merged: JsonObject = components.get("x-merged", {})
        while ";" in key.rpartition("/")[2]:  # a media type has some before, `…; charset=utf-8`
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

    def _event(self, node: Json) -> Json:
        """Return the schema of an event, its data being what the `contentSchema` says."""
        found: Json = self.schemas.follow(node)
        if not is_object(found):
            return found
        copy: JsonObject = {**found}
        data: Json = self.schemas.follow(copy.get("properties", {}).get("data"))
        if is_object(data) and "contentSchema" in data:
            copy["properties"] = {**copy["properties"], "data": data["contentSchema"]}
        for keyword in ("allOf", "oneOf", "anyOf"):
            if keyword in copy:
                copy[keyword] = [self._event(each) for each in copy[keyword]]
        return copy


@cache
def package(name: str) -> Package:
    """Return the package of a name, always the same one."""
    return Package(name)


def package_of(model: type[Any]) -> Package:
    """Return the package that a model belongs to."""
    return package(model.__module__.rpartition(".models")[0])


def _token(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
