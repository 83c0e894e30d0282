"""The schemas of the embedded document, as a source of examples and strategies.

`Schemas` reads an OpenAPI 3.1 document with local references. It resolves each schema into *parts*:
schema objects without `$ref` and `allOf`, all of which a value must fit.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from speccast.reading.pointers import descend, split
from speccast.testing.patterns import matches
from speccast.testing.values import is_object, rest_of_items

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
        """Store the document."""
        self.document = document
        # Caches use the `id` of nodes as keys, so they also store the nodes to keep them alive.
        self._parts: dict[int, tuple[Json, Parts]] = {}
        self._interned: dict[Hashable, JsonObject] = {}
        self._strategies: dict[Hashable, Strategies] = {}
        self._cache: dict[Hashable, Any] = {}

    # --- Public methods -----------------------------------------------------------

    def wire(
        self,
        pointer: str,
        direction: Direction = "response",
        *,
        objects: bool = False,
        **choices: bool,
    ) -> Any:
        """Return a Hypothesis strategy for the JSON values of a schema; needs `hypothesis`.

        The values fit the schema, are canonical (a date-time in UTC ends in `Z`), and are small
        unless the document requires large ones.

        Args:
            pointer: the pointer of the schema, such as `#/components/schemas/Pet`.
            direction: a request has no `readOnly` properties, a response no `writeOnly` ones.
            objects: draw only objects, even if the schema allows null.
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
        """Return the strategies for one direction.

        Args:
            direction: as for `wire`.
            unknown_values: draw also values that an enum of strings does not list.
            unknown_properties: draw also properties that are not documented.
            plain: draw only strings that are valid in a URL or header.

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
        """Return the first documented example that fits its schema, or else a small value.

        Args:
            pointer: the pointer of a schema, media type, parameter or header.
            direction: as for `wire`.
            objects: as for `wire`.

        Raises:
            LookupError: no value can fit the schema.

        """
        from speccast.testing.examples import example

        return example(self, self.at(pointer), direction, objects=objects)

    def fits(self, pointer: str, value: Json, direction: Direction = "response") -> bool:
        """Return whether a JSON value fits a schema. Formats are not checked."""
        from speccast.testing.validity import Validity

        return Validity(self, direction).fits(self.at(pointer), value)

    # --- Nodes ----------------------------------------------------------------------

    def at(self, pointer: str) -> Json:
        """Return the node at a pointer, such as `#/components/schemas/Pet`.

        Raises:
            LookupError: there is no such node.

        """
        return descend(self.document, split(pointer)[1])

    def follow(self, node: Json) -> Json:
        """Return the final target of a reference, or a node that is no reference."""
        seen = set[int]()
        while is_object(node) and "$ref" in node and id(node) not in seen:
            seen.add(id(node))
            node = self._target(node["$ref"])
        return node

    def _target(self, reference: str) -> Json:
        """Return the target of a reference; a schema for any value if there is none."""
        try:
            return self.at(reference) if reference[:1] == "#" else True
        except LookupError:
            return True

    def parts(self, node: Json) -> Parts:
        """Return the schema objects, all of which a value must fit."""
        if id(node) not in self._parts:
            self._parts[id(node)] = (node, tuple(self._flatten(node)))
        return self._parts[id(node)][1]

    def _flatten(self, node: Json) -> Iterator[JsonObject]:
        pending, seen = [node], set[int]()
        while pending:
            node = pending.pop(0)
            if node is False:
                yield NEVER
            if not is_object(node) or id(node) in seen:
                continue
            seen.add(id(node))
            if "$ref" in node:
                pending.insert(0, self._target(node["$ref"]))
            pending += node.get("allOf", ())
            part = {key: node[key] for key in node if key not in {"$ref", "allOf"}}
            if "const" in part:
                part["enum"] = [part["const"]]
            if part:
                yield part

    def cached(self, key: Hashable, compute: Callable[[], Any]) -> Any:
        """Return the cached value of a key, which is computed once for each document."""
        if key not in self._cache:
            self._cache[key] = compute()
        return self._cache[key]

    def all_of(self, nodes: list[Json]) -> Json:
        """Return a schema that requires all of several schemas."""
        if len(nodes) <= 1:
            return nodes[0] if nodes else True
        return self.interned(tuple(map(id, nodes)), {"allOf": nodes})

    def interned(self, key: Hashable, node: JsonObject) -> JsonObject:
        """Return a constructed schema, the same object for each call with a key."""
        return self._interned.setdefault(key, node)

    def member(self, parts: Parts, name: str) -> Json:
        """Return the schema of a property from all parts that describe it."""
        found, rest = list[Any](), list[Any]()
        for part in parts:
            named: JsonObject = part.get("properties", {})
            own = [named[name]] if name in named else []
            if "patternProperties" in part:
                patterns: JsonObject = part["patternProperties"]
                own += [patterns[each] for each in patterns if matches(each, name)]
            if not own and "additionalProperties" in part:
                rest.append(part["additionalProperties"])
            found += own
        return self.all_of(found or rest)

    def item(self, parts: Parts, index: int) -> Json:
        """Return the schema of an item; the first item must fit `contains`, too."""
        found: list[Json] = []
        for part in parts:
            first: list[Json] = part.get("prefixItems", [])
            found.append(first[index] if index < len(first) else rest_of_items(part))
            if index == 0 and "contains" in part:
                found.append(part["contains"])
        return self.all_of([node for node in found if node is not True])

    @cached_property
    def components(self) -> dict[str, Json]:
        """The named schemas."""
        found: dict[str, Json] = self.document.get("components", {}).get("schemas", {})
        return found
