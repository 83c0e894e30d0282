"""The package's own document as a source of values: what fits a schema, and examples.

`Schemas` takes an OpenAPI 3.0 or 3.1 document whose references are local. It looks at
schemas as lists of *parts*: plain schema objects, all of which a value has to fit. A
`$ref` and an `allOf` are gone then, and 3.0 is spelled as 3.1.
"""

from __future__ import annotations

import json
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal, TypeAlias
from urllib.parse import unquote

from .parts import BRANCHES, NEVER, Parts, is_array, is_object, items, mapping, modern

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..model import Json, JsonObject

Direction: TypeAlias = Literal["request", "response"]


@cache
def own() -> Schemas:
    """Return the document that this package was generated from."""
    package = (__package__ or "").rsplit(".", 2)[0]
    text = resources.files(package).joinpath("_spec.json").read_text("utf-8")
    return Schemas(json.loads(text))


class Schemas:
    """The schemas of a document."""

    def __init__(self, document: JsonObject) -> None:
        """Take the document."""
        self.document = document
        self.siblings = not str(document.get("openapi", "3.1")).startswith("3.0")
        """Whether what stands beside a `$ref` counts."""
        # Each node is kept with its parts, so that its `id` stays its own.
        self._parts: dict[int, tuple[Json, Parts]] = {}
        self._made: dict[object, JsonObject] = {}

    # --- What the package and its users call --------------------------------------

    def wire(
        self,
        pointer: str,
        direction: Direction = "response",
        *,
        unknown_values: bool = False,
        unknown_properties: bool = False,
        objects: bool = False,
        plain: bool = False,
    ) -> Any:
        """Return a Hypothesis strategy for the JSON values of a schema; needs `hypothesis`.

        What is drawn fits the schema, is canonical (a date-time in UTC ends in `Z`),
        and is small where the document sets no limit or an absurd one.

        Args:
            pointer: where the schema stands, `#/components/schemas/Pet`.
            direction: a request has no `readOnly` properties, a response no `writeOnly`.
            unknown_values: draw values, too, that an enum of strings does not list.
            unknown_properties: draw properties, too, that are not documented.
            objects: draw only objects, also where the schema allows a null.
            plain: draw only strings that can stand in a URL or a header.

        """
        from .strategies import strategy

        return strategy(
            self,
            self.at(pointer),
            direction,
            unknown_values=unknown_values,
            unknown_properties=unknown_properties,
            objects=objects,
            plain=plain,
        )

    def example(
        self, pointer: str, direction: Direction = "response", *, objects: bool = False
    ) -> Json:
        """Return the first documented example that fits its schema, or make a small one.

        Args:
            pointer: where a schema, a media type, a parameter or a header stands.
            direction: as for `wire`.
            objects: as for `wire`.

        Raises:
            LookupError: no value can fit the schema.

        """
        from .examples import example

        return example(self, self.at(pointer), direction, objects=objects)

    def fits(
        self, pointer: str, value: Json, direction: Direction = "response"
    ) -> bool:
        """Tell whether a JSON value fits a schema. Formats are not looked at."""
        from .validity import Validity

        return Validity(self, direction).fits(self.at(pointer), value)

    # --- Looking things up ----------------------------------------------------------

    def at(self, pointer: str) -> Json:
        """Return what stands at a pointer, `#/components/schemas/Pet`.

        Raises:
            LookupError: there is nothing.

        """
        node: Json = self.document
        for token in unquote(pointer.removeprefix("#")).split("/")[1:]:
            step = token.replace("~1", "/").replace("~0", "~")
            try:
                node = node[int(step)] if is_array(node) else node[step]
            except (KeyError, IndexError, ValueError, TypeError):
                raise LookupError(pointer) from None
        return node

    def follow(self, node: Json) -> Json:
        """Return what a reference refers to in the end, other things as they are."""
        for _ in range(100):
            if not is_object(node) or not isinstance(node.get("$ref"), str):
                return node
            node = self._target(node["$ref"])
        return True

    def parts(self, node: Json) -> Parts:
        """Return the schema objects that a value has to fit, all of them."""
        if id(node) not in self._parts:
            self._parts[id(node)] = (node, tuple(self._flatten(node)))
        return self._parts[id(node)][1]

    def _flatten(self, node: Json) -> Iterator[JsonObject]:
        waiting, seen = [node], set[int]()
        while waiting:
            node = waiting.pop(0)
            if node is False:
                yield NEVER
            if not is_object(node) or id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node.get("$ref"), str):
                waiting.insert(0, self._target(node["$ref"]))
                if not self.siblings:
                    continue
            waiting += items(node, "allOf")
            yield from modern(node)

    def _target(self, reference: str) -> Json:
        """Return what a reference refers to; anything goes where that is nothing."""
        try:
            return self.at(reference) if reference[:1] == "#" else True
        except LookupError:
            return True

    def all_of(self, nodes: list[Json]) -> Json:
        """Return a schema that asks for all of several."""
        if len(nodes) <= 1:
            return nodes[0] if nodes else True
        return self._made.setdefault(tuple(map(id, nodes)), {"allOf": nodes})

    def tagged(self, name: str, value: str) -> JsonObject:
        """Return a part that asks for a property with one value."""
        return self._made.setdefault(
            (name, value),
            {"properties": {name: {"enum": [value]}}, "required": [name]},
        )

    def solid(self, part: JsonObject) -> JsonObject:
        """Return a part without its branches."""
        if not any(key in part for key in BRANCHES):
            return part
        rest = {key: part[key] for key in part if key not in BRANCHES}
        return self._made.setdefault(id(part), rest)

    # --- Discriminators -------------------------------------------------------------

    @cached_property
    def components(self) -> dict[str, Json]:
        """The schemas that have names."""
        return mapping(mapping(self.document, "components"), "schemas")

    def tags(self, discriminator: JsonObject, node: Json) -> list[str]:
        """Return the values of a discriminator that stand for a schema."""
        target = self.follow(node)
        found = [
            tag
            for tag, name in mapping(discriminator, "mapping").items()
            if self._named(name) is target
        ]
        return found or [n for n, each in self.components.items() if each is target]

    def _named(self, name: Json) -> Json:
        """Return the schema that a mapping names, by pointer or by its key."""
        if name in self.components:
            return self.follow(self.components[name])
        try:
            return self.follow(self.at(name)) if name[:2] == "#/" else None
        except LookupError:
            return None

    def subtypes(self, node: Json) -> list[Json]:
        """Return the schemas of which a discriminator chooses one, by inheritance."""
        base = self.follow(node)
        return [
            each
            for each in self.components.values()
            if each is not base
            and any(self.follow(m) is base for m in items(each, "allOf"))
        ]
