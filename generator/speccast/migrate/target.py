"""Looks up the endpoints, schemas and parameters of an OpenAPI document."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.reading.pointers import descend, join, split

from .actions import json_path
from .nodes import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json

_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_DEEPEST = 32
"""The number of references or nested schemas after which a chain is considered a cycle."""


class Endpoint(Struct, frozen=True):
    """An operation of the document."""

    verb: str
    """The HTTP method, in capitals."""
    path: str
    node: Node
    item: Node
    """Its path item."""

    @property
    def name(self) -> str:
        """The HTTP method and path: `GET /pets/{id}`."""
        return f"{self.verb} {self.path}"


def without_parameter_names(endpoint: str) -> str:
    """Return an endpoint without the names of its path parameters."""
    return _PLACEHOLDER.sub("{}", endpoint)


class Target:
    """A document after the corrections of an overlay."""

    def __init__(self, root: Json) -> None:
        """Store the tree of the document."""
        self.root = Node(root)

    @cached_property
    def endpoints(self) -> dict[str, Endpoint]:
        """The endpoints by name."""
        return {found.name: found for found in self._endpoints()}

    @cached_property
    def _without_names(self) -> dict[str, Endpoint]:
        return {without_parameter_names(name): found for name, found in self.endpoints.items()}

    def _endpoints(self) -> Iterator[Endpoint]:
        for path, entry in self.root.at("paths").members():
            item = self.dereferenced(entry)
            for verb, node in item.members():
                if verb in _VERBS:
                    yield Endpoint(verb.upper(), path, node, item)

    def endpoint(self, name: str) -> Endpoint | None:
        """Return an endpoint; the names of its path parameters may differ."""
        return self.endpoints.get(name) or self._without_names.get(without_parameter_names(name))

    def dereferenced(self, node: Node) -> Node:
        """Return the node that a node refers to, directly or indirectly, or the node itself."""
        for _ in range(_DEEPEST):
            ref = node.at("$ref").text()
            if ref is None or not ref.startswith("#"):
                return node
            node = self.at_pointer(ref)
        return node

    def at_pointer(self, pointer: str) -> Node:
        """Return the node at a pointer."""
        try:
            return Node(descend(self.root.value, split(pointer)[1]), pointer)
        except LookupError:
            return Node(None, pointer)

    def path(self, pointer: str) -> str:
        """Return the JSONPath of a pointer."""
        value, keys = self.root.value, list[str | int]()
        for key in split(pointer)[1]:
            if isinstance(value, list):
                keys.append(int(key))
                value = value[int(key)]
            else:
                keys.append(key)
                value = value.get(key) if isinstance(value, dict) else None
        return json_path(keys)

    def parameters(self, endpoint: Endpoint) -> Iterator[Node]:
        """Iterate the parameters of an endpoint."""
        for owner in (endpoint.item, endpoint.node):
            for parameter in owner.at("parameters").items():
                yield self.dereferenced(parameter)

    def has_query(self, endpoint: Endpoint, name: str) -> bool:
        """Return whether an endpoint has a query parameter, or a member of its body."""
        parameters = (p.at("name").text() for p in self.parameters(endpoint))
        return name in parameters or bool(self.member(self.body(endpoint), name))

    def content(self, endpoint: Endpoint) -> Node | None:
        """Return the content of the successful response."""
        for status, response in endpoint.node.at("responses").members():
            if status.startswith("2"):
                return self.dereferenced(response).at("content")
        return None

    def result(self, endpoint: Endpoint) -> Node | None:
        """Return the JSON schema of the successful response, without resolving a reference."""
        content = self.content(endpoint)
        if content is not None:
            for media, entry in content.members():
                if "json" in media and entry.at("schema"):
                    return entry.at("schema")
        return None

    def body(self, endpoint: Endpoint) -> Node:
        """Return the schema of the body."""
        content = self.dereferenced(endpoint.node.at("requestBody")).at("content")
        return next((entry.at("schema") for _, entry in content.members()), Node(None))

    def member(self, schema: Node, name: str, depth: int = 0) -> Node | None:
        """Return the schema of a property, which may be in an `allOf` or a union."""
        schema = self.dereferenced(schema)
        found = schema.at("properties", name)
        if found.value is not None or depth > _DEEPEST:
            return found if found.value is not None else None
        for combined in ("allOf", "anyOf", "oneOf"):
            for part in schema.at(combined).items():
                below = self.member(part, name, depth + 1)
                if below is not None:
                    return below
        return None

    def at_path(self, schema: Node, path: str) -> Node | None:
        """Return the schema of the value at a pointer, which is relative to a value of `schema`."""
        found: Node | None = schema
        for key in path.split("/")[1:]:
            if found is not None:
                found = self.item_of(found) if key == "-1" else self.member(found, key)
        return found

    def items(self, schema: Node, path: str) -> Node | None:
        """Return the schema of the items in the list at a pointer."""
        found = self.at_path(schema, path)
        if found is None:
            return None
        items = self.item_of(found)
        return items if items is not None and items else None

    def item_of(self, schema: Node) -> Node | None:
        """Return the schema of the items of a list, which may be in a union with null."""
        schema = self.dereferenced(schema)
        if schema.at("items"):
            return schema.at("items")
        for combined in ("allOf", "anyOf", "oneOf"):
            for part in schema.at(combined).items():
                found = self.item_of(part)
                if found is not None:
                    return found
        return None

    def kind(self, schema: Node) -> str:
        """Return whether a schema describes an `array`, an `object`, or something else."""
        schema = self.dereferenced(schema)
        kinds = set(schema.at("type").texts())
        if "array" in kinds or schema.at("items"):
            return "array"
        if "object" in kinds or schema.at("properties"):
            return "object"
        parts = (p for c in ("allOf", "anyOf", "oneOf") for p in schema.at(c).items())
        found = {self.kind(part) for part in parts}
        return next((kind for kind in ("array", "object") if kind in found), "")


def owner_of(schema: Node) -> str:
    """Return the pointer of the schema that a name is pinned to: of the target of a reference."""
    ref = schema.at("$ref").text()
    return ref if ref is not None and ref.startswith("#") else schema.pointer


def pointer_to(name: str) -> str:
    """Return the pointer of a component's schema."""
    return join("#/components/schemas", name)
