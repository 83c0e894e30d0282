"""The package's own document as a source of values: what fits a schema, and examples.

`Schemas` takes an OpenAPI 3.1 document whose references are local, and looks at schemas as
lists of *parts*: plain schema objects, all of which a value has to fit. A `$ref` and an
`allOf` are gone then.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from speccast.reading.pointers import split
from speccast.testing.patterns import matches
from speccast.testing.values import is_array, is_object, others

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator

    from speccast.testing.strategies import Strategies
    from speccast.testing.values import Json, JsonObject

Direction: TypeAlias = Literal["request", "response"]
Parts: TypeAlias = "tuple[JsonObject, ...]"

NEVER: Final[JsonObject] = {"enum": []}


class Schemas:
    """The schemas of a document."""

    def __init__(self, document: JsonObject) -> None:
        """Take the document."""
        self.document = document
        # What is made is kept, with what it is made of, so that each `id` stays its own.
        self._parts: dict[int, tuple[Json, Parts]] = {}
        self._made: dict[Hashable, JsonObject] = {}
        self._strategies: dict[Hashable, Strategies] = {}
        self._once: dict[Hashable, Any] = {}

    # --- What the package and its users call --------------------------------------

    def wire(
        self,
        pointer: str,
        direction: Direction = "response",
        *,
        objects: bool = False,
        **choices: bool,
    ) -> Any:
        """Return a Hypothesis strategy for the JSON values of a schema; needs `hypothesis`.

        What is drawn fits the schema, is canonical (a date-time in UTC ends in `Z`),
        and is small where the document sets no limit or an absurd one.

        Args:
            pointer: where the schema stands, `#/components/schemas/Pet`.
            direction: a request has no `readOnly` properties, a response no `writeOnly`.
            objects: draw only objects, also where the schema allows a null.
            choices: see `strategies`.

        """
        strategies = self.strategies(direction, **choices)
        return strategies.of(self.at(pointer), objects=objects)

    def strategies(
        self,
        direction: Direction,
        *,
        unknown_values: bool = False,
        unknown_properties: bool = False,
        plain: bool = False,
    ) -> Strategies:
        """Return the strategies of values that travel in one direction.

        Args:
            direction: as for `wire`.
            unknown_values: draw values, too, that an enum of strings does not list.
            unknown_properties: draw properties, too, that are not documented.
            plain: draw only strings that can stand in a URL or a header.

        """
        from speccast.testing.strategies import Strategies

        key = (direction, unknown_values, unknown_properties, plain)
        if key not in self._strategies:
            self._strategies[key] = Strategies(
                self,
                direction,
                unknown_values=unknown_values,
                unknown_properties=unknown_properties,
                plain=plain,
            )
        return self._strategies[key]

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
        from speccast.testing.examples import example

        return example(self, self.at(pointer), direction, objects=objects)

    def fits(self, pointer: str, value: Json, direction: Direction = "response") -> bool:
        """Return whether a JSON value fits a schema. Formats are not looked at."""
        from speccast.testing.validity import Validity

        return Validity(self, direction).fits(self.at(pointer), value)

    # --- Looking things up ----------------------------------------------------------

    def at(self, pointer: str) -> Json:
        """Return what stands at a pointer, `#/components/schemas/Pet`.

        Raises:
            LookupError: there is nothing.

        """
        node: Json = self.document
        for step in split(pointer)[1]:
            try:
                node = node[int(step)] if is_array(node) else node[step]
            except (KeyError, IndexError, ValueError, TypeError):
                raise LookupError(pointer) from None
        return node

    def follow(self, node: Json) -> Json:
        """Return what a reference refers to in the end, other things as they are."""
        seen = set[int]()
        while is_object(node) and "$ref" in node and id(node) not in seen:
            seen.add(id(node))
            node = self._target(node["$ref"])
        return node

    def _target(self, reference: str) -> Json:
        """Return what a reference refers to; anything goes where that is nothing."""
        try:
            return self.at(reference) if reference[:1] == "#" else True
        except LookupError:
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
            if "$ref" in node:
                waiting.insert(0, self._target(node["$ref"]))
            waiting += node.get("allOf", ())
            part = {key: node[key] for key in node if key not in {"$ref", "allOf"}}
            if "const" in part:
                part["enum"] = [part["const"]]
            if part:
                yield part

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """Return what is made once for the document, and kept under a key."""
        if key not in self._once:
            self._once[key] = make()
        return self._once[key]

    def all_of(self, nodes: list[Json]) -> Json:
        """Return a schema that asks for all of several."""
        if len(nodes) <= 1:
            return nodes[0] if nodes else True
        return self.made(tuple(map(id, nodes)), {"allOf": nodes})

    def made(self, key: Hashable, node: JsonObject) -> JsonObject:
        """Return a schema that is put together, always the same one for one key."""
        return self._made.setdefault(key, node)

    def member(self, parts: Parts, name: str) -> Json:
        """Return the schema of a property, from every part that describes it, if any does."""
        found, rest = list[Any](), list[Any]()
        for part in parts:
            named: JsonObject = part.get("properties", {})
            told = [named[name]] if name in named else []
            if "patternProperties" in part:
                patterns: JsonObject = part["patternProperties"]
                told += [patterns[each] for each in patterns if matches(each, name)]
            if not told and "additionalProperties" in part:
                rest.append(part["additionalProperties"])
            found += told
        return self.all_of(found or rest)

    def item(self, parts: Parts, index: int) -> Json:
        """Return the schema of an item; the first shows what the array has to contain."""
        found: list[Json] = []
        for part in parts:
            first: list[Json] = part.get("prefixItems", [])
            found.append(first[index] if index < len(first) else others(part))
            if index == 0 and "contains" in part:
                found.append(part["contains"])
        return self.all_of([node for node in found if node is not True])

    @cached_property
    def components(self) -> dict[str, Json]:
        """The schemas that have names."""
        found: dict[str, Json] = self.document.get("components", {}).get("schemas", {})
        return found
