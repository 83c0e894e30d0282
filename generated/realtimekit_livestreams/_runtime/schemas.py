"""The package's own document as a source of values: what fits a schema, and examples.

`Schemas` takes an OpenAPI 3.0 or 3.1 document whose references are local. It looks at
schemas as lists of *parts*: plain schema objects, all of which a value has to fit. A
`$ref` and an `allOf` are gone then, and 3.0 is spelled as 3.1.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from importlib import resources
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias
from urllib.parse import unquote

from .model import Json, JsonObject
from .patterns import matches

if TYPE_CHECKING:
    from hypothesis.strategies import (  # type: ignore[import-not-found, unused-ignore]
        SearchStrategy,
    )

Direction: TypeAlias = Literal["request", "response"]
Parts: TypeAlias = tuple[JsonObject, ...]

NEVER: Final[JsonObject] = {"not": {}}
BRANCHES: Final = ("oneOf", "anyOf")
TYPES: Final = "object array string integer number boolean null".split()
_HINTS: Final[Mapping[str, str]] = {
    "properties": "object",
    "required": "object",
    "additionalProperties": "object",
    "patternProperties": "object",
    "items": "array",
    "prefixItems": "array",
    "pattern": "string",
    "minLength": "string",
    "maxLength": "string",
    "contentEncoding": "string",
    "minimum": "number",
    "maximum": "number",
    "multipleOf": "number",
}
"""The type that a keyword is about, for schemas that name none."""


@cache
def own() -> Schemas:
    """Return the document that this package was generated from."""
    package = (__package__ or "").rpartition(".")[0]
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
        plain: bool = False,
    ) -> SearchStrategy[Json]:
        """Return a Hypothesis strategy for the JSON values of a schema.

        What is drawn fits the schema, is canonical (a date-time in UTC ends in `Z`),
        and is small where the document sets no limit or an absurd one.

        Args:
            pointer: where the schema stands, `#/components/schemas/Pet`.
            direction: a request has no `readOnly` properties, a response no `writeOnly`.
            unknown_values: draw values, too, that an enum of strings does not list.
            unknown_properties: draw properties, too, that are not documented.
            plain: draw only strings that can stand in a URL or a header.
        """
        from .strategies import strategy  # noqa: PLC0415 - needs hypothesis

        return strategy(
            self,
            self.at(pointer),
            direction,
            unknown_values=unknown_values,
            unknown_properties=unknown_properties,
            plain=plain,
        )

    def example(self, pointer: str, direction: Direction = "response") -> Json:
        """Return the first documented example that fits its schema, or make a small one.

        Args:
            pointer: where a schema, a media type, a parameter or a header stands.
            direction: as for `wire`.

        Raises:
            LookupError: no value can fit the schema.
        """
        from .examples import example  # noqa: PLC0415 - for tests only

        return example(self, self.at(pointer), direction)

    def fits(
        self, pointer: str, value: Json, direction: Direction = "response"
    ) -> bool:
        """Tell whether a JSON value fits a schema. Formats are not looked at."""
        from .validity import Validity  # noqa: PLC0415 - for tests only

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
                node = node[int(step)] if isinstance(node, list) else node[step]
            except (KeyError, IndexError, ValueError, TypeError):
                raise LookupError(pointer) from None
        return node

    def follow(self, node: Json) -> Json:
        """Return what a reference refers to in the end, other things as they are."""
        for _ in range(100):
            if not isinstance(node, dict) or not isinstance(node.get("$ref"), str):
                return node
            node = self.at(node["$ref"])
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
            if not isinstance(node, dict) or id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node.get("$ref"), str):
                waiting.insert(0, self.at(node["$ref"]))
                if not self.siblings:
                    continue
            waiting += items(node, "allOf")
            yield from _modern(node)

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
        components: Any = self.document.get("components")
        found: Any = components.get("schemas") if isinstance(components, dict) else None
        return found if isinstance(found, dict) else {}

    def tags(self, discriminator: JsonObject, node: Json) -> list[str]:
        """Return the values of a discriminator that stand for a schema."""
        mapping: Any = discriminator.get("mapping")
        target = self.follow(node)
        found = [
            tag
            for tag, pointer in (mapping if isinstance(mapping, dict) else {}).items()
            if self._named(pointer) is target
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


def items(node: Json, keyword: str) -> list[Json]:
    """Return the members of a keyword that is a list; none where it is not."""
    found = node.get(keyword) if isinstance(node, dict) else None
    return found if isinstance(found, list) else []


def _modern(node: JsonObject) -> Iterator[JsonObject]:
    """Give a schema object in the spelling of 3.1, without what `parts` resolves."""
    part = {key: node[key] for key in node if key not in {"$ref", "allOf"}}
    if part.get("nullable") is True and isinstance(part.get("type"), str):
        part["type"] = [part["type"], "null"]
    for bound in ("inimum", "aximum"):
        plain, strict = f"m{bound}", f"exclusiveM{bound}"
        if isinstance(part.get(strict), bool) and part.pop(strict) and plain in part:
            part[strict] = part.pop(plain)
    if isinstance(part.get("items"), list):
        part["prefixItems"] = part.pop("items")
    if "const" in part:
        part["enum"] = [part["const"]]
    if part:
        yield part


def types(parts: Parts) -> list[str]:
    """Return the types that a value can have; a "number" is one that is no integer."""
    found = list(TYPES)
    named = [part["type"] for part in parts if part.get("type") is not None]
    for name in named:
        names = set(name) if isinstance(name, list) else {name}
        if "number" in names:
            names.add("integer")
        found = [each for each in found if each in names]
    if not named:
        hints = {_HINTS[key] for part in parts for key in part if key in _HINTS}
        hints |= {"integer"} if "number" in hints else set()
        found = [each for each in found if each in hints] or found
    return found


def members(parts: Parts, name: str) -> list[Json]:
    """Return the schemas of a property, from every part that says something of it."""
    found: list[Json] = []
    for part in parts:
        properties, patterns = (
            mapping(part, "properties"),
            mapping(part, "patternProperties"),
        )
        told = [properties[name]] if name in properties else []
        told += [patterns[each] for each in patterns if matches(each, name)]
        if not told and "additionalProperties" in part:
            told = [part["additionalProperties"]]
        found += told
    return found


def mapping(node: JsonObject, keyword: str) -> JsonObject:
    """Return the members of a keyword that is an object; none where it is not."""
    found = node.get(keyword)
    return found if isinstance(found, dict) else {}


def required(parts: Parts) -> list[str]:
    """Return the names of the properties that have to be there."""
    names = (name for part in parts for name in items(part, "required"))
    return [*dict.fromkeys(name for name in names if isinstance(name, str))]


def limit(parts: Parts, keyword: str) -> int | float | None:
    """Return the strictest of the parts' limits, None where there is none."""
    found = [
        part[keyword]
        for part in parts
        if type(part.get(keyword)) in (int, float)
        and part[keyword] - part[keyword] == 0
    ]
    if not found:
        return None
    return max(found) if keyword.lower().find("min") >= 0 else min(found)
