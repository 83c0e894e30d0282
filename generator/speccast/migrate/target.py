"""Finds in an OpenAPI document what a configuration speaks of: endpoints, schemas, parameters."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from msgspec import Struct

from speccast.reading.pointers import join, split

from .actions import json_path
from .nodes import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json

_VERBS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_PLACEHOLDER = re.compile(r"\{[^}]*\}")
_DEEPEST = 32
"""References and nested schemas that are followed; more are a circle."""


class Endpoint(Struct, frozen=True):
    """An operation of the document."""

    verb: str
    """In capitals."""
    path: str
    node: Node
    item: Node
    """Its path item."""

    @property
    def name(self) -> str:
        """`GET /pets/{id}`."""
        return f"{self.verb} {self.path}"


def blank(endpoint: str) -> str:
    """Return an endpoint without the names of its path parameters."""
    return _PLACEHOLDER.sub("{}", endpoint)


class Target:
    """A document, as it is after the corrections of an overlay."""

    def __init__(self, root: Json) -> None:
        """Take its tree."""
        self.root = Node(root)

    @cached_property
    def endpoints(self) -> dict[str, Endpoint]:
        """Its endpoints, by name."""
        return {found.name: found for found in self._endpoints()}

    @cached_property
    def _blank(self) -> dict[str, Endpoint]:
        return {blank(name): found for name, found in self.endpoints.items()}

    def _endpoints(self) -> Iterator[Endpoint]:
        for path, entry in self.root.at("paths").members():
            item = self.followed(entry)
            for verb, node in item.members():
                if verb in _VERBS:
                    yield Endpoint(verb.upper(), path, node, item)

    def endpoint(self, name: str) -> Endpoint | None:
        """Return an endpoint; the names of path parameters may be others."""
        return self.endpoints.get(name) or self._blank.get(blank(name))

    def followed(self, node: Node) -> Node:
        """Return what a node refers to, through any number of references."""
        for _ in range(_DEEPEST):
            ref = node.at("$ref").text()
            if ref is None or not ref.startswith("#"):
                return node
            node = self.resolved(ref)
        return node

    def resolved(self, pointer: str) -> Node:
        """Return the node of a pointer."""
        value: Json = self.root.value
        for key in split(pointer)[1]:
            if isinstance(value, dict):
                value = value.get(key)
            elif isinstance(value, list) and key.isdecimal() and int(key) < len(value):
                value = value[int(key)]
            else:
                value = None
        return Node(value, pointer)

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
                yield self.followed(parameter)

    def has_query(self, endpoint: Endpoint, name: str) -> bool:
        """Return whether an endpoint has a query parameter, or a member of its body."""
        parameters = (p.at("name").text() for p in self.parameters(endpoint))
        return name in parameters or bool(self.member(self.body(endpoint), name))

    def content(self, endpoint: Endpoint) -> Node | None:
        """Return the content of the successful answer."""
        for status, response in endpoint.node.at("responses").members():
            if status.startswith("2"):
                return self.followed(response).at("content")
        return None

    def result(self, endpoint: Endpoint) -> Node | None:
        """Return the schema of the successful answer: where it stands, with its references."""
        content = self.content(endpoint)
        if content is not None:
            for media, entry in content.members():
                if "json" in media and entry.at("schema"):
                    return entry.at("schema")
        return None

    def body(self, endpoint: Endpoint) -> Node:
        """Return the schema of the body."""
        content = self.followed(endpoint.node.at("requestBody")).at("content")
        return next((entry.at("schema") for _, entry in content.members()), Node(None))

    def member(self, schema: Node, name: str, depth: int = 0) -> Node | None:
        """Return the schema of a property, also where an `allOf` or a union has it."""
        schema = self.followed(schema)
        found = schema.at("properties", name)
        if found.value is not None or depth > _DEEPEST:
            return found if found.value is not None else None
        for combined in ("allOf", "anyOf", "oneOf"):
            for part in schema.at(combined).items():
                below = self.member(part, name, depth + 1)
                if below is not None:
                    return below
        return None

    def below(self, schema: Node, path: str) -> Node | None:
        """Return the schema that a pointer into a value leads to."""
        found: Node | None = schema
        for key in path.split("/")[1:]:
            if found is not None:
                found = self.listed(found) if key == "-1" else self.member(found, key)
        return found

    def items(self, schema: Node, path: str) -> Node | None:
        """Return the schema of an item of the list that a pointer into a value leads to."""
        found = self.below(schema, path)
        if found is None:
            return None
        items = self.listed(found)
        return items if items is not None and items else None

    def listed(self, schema: Node) -> Node | None:
        """Return the schema of an item, where a schema describes a list or null."""
        schema = self.followed(schema)
        if schema.at("items"):
            return schema.at("items")
        for combined in ("allOf", "anyOf", "oneOf"):
            for part in schema.at(combined).items():
                found = self.listed(part)
                if found is not None:
                    return found
        return None

    def kind(self, schema: Node) -> str:
        """Return whether a schema describes an `array`, an `object`, or something else."""
        schema = self.followed(schema)
        kinds = set(schema.at("type").texts())
        if "array" in kinds or schema.at("items"):
            return "array"
        if "object" in kinds or schema.at("properties"):
            return "object"
        parts = (p for c in ("allOf", "anyOf", "oneOf") for p in schema.at(c).items())
        found = {self.kind(part) for part in parts}
        return next((kind for kind in ("array", "object") if kind in found), "")


def owner_of(schema: Node) -> str:
    """Return the pointer by which a name is pinned: of what is referred to, or of the place."""
    ref = schema.at("$ref").text()
    return ref if ref is not None and ref.startswith("#") else schema.pointer


def pointer_to(name: str) -> str:
    """Return the pointer of a component's schema."""
    return join("#/components/schemas", name)
