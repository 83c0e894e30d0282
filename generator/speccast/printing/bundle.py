"""Bundles the resolved document into one JSON file for the package.

All references in it are local, parts that no operation uses are removed, and the version is
OpenAPI 3.1. Document order is kept, since names depend on it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from speccast.ir import Id
from speccast.reading.pointers import join, split

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from speccast.ir import Api
    from speccast.reading.json_value import Json
    from speccast.resolve import Resolved

_ALWAYS = ("openapi", "info", "servers", "security", "tags", "externalDocs")
_METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")
_OPERATIONS = frozenset((*_METHODS, "additionalOperations"))
"""The keys of a path item that have operations."""
_MOVED = "#/components/x-moved"
"""The section for nodes of other files, and for local nodes outside of the components."""
_MERGED = "x-merged"
"""The section for schemas that several places describe together."""
_EVENTS = "x-events"
"""The section for schemas of server-sent events, with decoded data."""
_EVENT = "event"
_UNIONS = ("oneOf", "anyOf")
_DEPTH = 3
"""The number of keys in the pointer of a component."""


class Bundle(Struct, frozen=True):
    """A document in one file."""

    text: str
    """Canonical JSON: compact, in ASCII, one line."""
    places: Mapping[Id, str]
    """The pointer of the schema of each declared thing."""
    moved: Mapping[Id, Id]
    """The new ids of declared things whose schemas have moved."""


def bundle(resolved: Resolved, api: Api) -> Bundle:
    """Return the document as one file, with the referenced parts of other files."""
    bundler = _Bundler(resolved, api)
    text = json.dumps(bundler.document(), separators=(",", ":")) + "\n"
    moved = {
        thing.id: Id(place, thing.id.role)
        for thing in api.declared
        if (place := bundler.moved(thing.id.pointer)) != thing.id.pointer
    }
    return Bundle(text, {thing.id: bundler.place(thing.id) for thing in api.declared}, moved)


def _component(pointer: str) -> str:
    """Return the component that contains a schema; empty if none does."""
    file, keys = split(pointer)
    inside = len(keys) >= _DEPTH and keys[0] == "components"
    return join(f"{file}#", *keys[:_DEPTH]) if inside else ""


def _merges(api: Api) -> dict[Id, Id]:
    """Return the merged thing that contains each declared thing, for those in one."""
    merges = {id_ for id_, _ in api.merges}
    found: dict[Id, Id] = {}
    for thing in api.declared:
        pointer, role = thing.id
        wholes = (Id(pointer, role[:end]) for end in range(len(role), 0, -1))
        whole = next((whole for whole in wholes if whole in merges), None)
        if whole is not None:
            found[thing.id] = whole
    return found


class _Bundler:
    """Copies the reachable nodes, and rewrites every reference to its copy."""

    def __init__(self, resolved: Resolved, api: Api) -> None:
        self.resolved = resolved
        self.operations = {operation.pointer for operation in api.operations}
        self.webhooks = {webhook.pointer for webhook in api.webhooks}
        self.declared = {_component(thing.id.pointer): None for thing in api.declared}
        """The components of declared things: schemas of a discriminator are reachable, too."""
        self.events = {thing.id.pointer: None for thing in api.declared if _EVENT in thing.id.role}
        """The schemas of server-sent events."""
        self.merges = _merges(api)
        self.places = dict(api.merges)
        self.opened = {
            (id(resolved.at(holder)), keyword)
            for holder, _, keyword in (place.rpartition("/") for place in api.ignored_keywords)
        }
        """Members that are left out, by the identity of their parent."""
        self.targets: dict[str, str] = {}
        """The new pointer of each referenced node."""
        self.pending: list[str] = []

    def document(self) -> dict[str, Any]:
        """Return the bundled document."""
        root = self.resolved.root
        whole: dict[str, Any] = {}
        for key, value in root.items():
            if key in _ALWAYS or key.startswith("x-speccast"):
                whole[key] = self.copy(value)
            elif key in ("paths", "webhooks"):
                whole[key] = self.paths(key, value)
        components = root.get("components")
        schemes = components.get("securitySchemes") if isinstance(components, dict) else None
        if schemes:
            whole["components"] = {"securitySchemes": self.copy(schemes)}
        if self.merges:
            whole.setdefault("components", {})[_MERGED] = {
                str(id_): {"allOf": [self.part(id_, place) for place in self.places[id_]]}
                for id_ in dict.fromkeys(self.merges.values())
            }
        if self.events:
            whole.setdefault("components", {})[_EVENTS] = {
                pointer: self.event(self.resolved.at(pointer), pointer, set())
                for pointer in self.events
            }
        for pointer in filter(None, self.declared):
            self.target(pointer)
        self.place_targets(whole)
        return whole

    def place(self, id_: Id) -> str:
        """Return the pointer of the schema of a declared thing in the bundle."""
        if id_ in self.merges:
            return join("#/components", _MERGED, str(self.merges[id_]))
        if id_.pointer in self.events and _EVENT in id_.role:
            return join("#/components", _EVENTS, id_.pointer)
        return self.moved(id_.pointer)

    def moved(self, pointer: str) -> str:
        """Return the pointer of a schema in the bundle."""
        file, keys = split(pointer)
        for end in range(len(keys), -1, -1):
            target = self.targets.get(join(f"{file}#", *keys[:end]))
            if target is not None:
                return join(target, *keys[end:])
        return pointer

    def part(self, id_: Id, pointer: str) -> Json:
        """Return one of the schemas of a merged thing."""
        if _EVENT in id_.role:
            return self.event(self.resolved.at(pointer), pointer, set())
        return {"$ref": self.target(pointer)}

    def event(self, node: Json, pointer: str, seen: set[str], text: Sequence[Json] = ()) -> Json:
        """Return the schema of an event, whose data has the schema in `contentSchema`.

        `text` are the schemas of data that holds nothing. They are moved into the branches of a
        union, since what one of them holds need not be text.
        """
        node, pointer = self.dereferenced(node, pointer)
        copy = self.copy(node)
        if not isinstance(node, dict) or not isinstance(copy, dict) or pointer in seen:
            return copy
        seen.add(pointer)
        listed = copy.get("properties")
        own: dict[str, Json] = listed if isinstance(listed, dict) else {}
        place = join(pointer, "properties", "data")
        data, _ = self.dereferenced(self.resolved.at(place) if "data" in own else None, place)
        if isinstance(data, dict) and "contentSchema" in data:
            copy["properties"], text = {**own, "data": self.copy(data["contentSchema"])}, ()
        elif text := [*text, own["data"]] if "data" in own else text:
            is_union = not node.keys().isdisjoint(_UNIONS)
            copy["properties"] = {**own, "data": True if is_union else {"allOf": [*text]}}
        for keyword in ("allOf", *_UNIONS):
            branches = node.get(keyword)
            if isinstance(branches, list):
                copy[keyword] = [
                    self.event(
                        branch,
                        join(pointer, keyword, index),
                        seen,
                        text if keyword in _UNIONS else (),
                    )
                    for index, branch in enumerate(branches)
                ]
        return copy

    def dereferenced(self, node: Json, pointer: str) -> tuple[Json, str]:
        """Return the final target of a node's references, and its pointer."""
        while isinstance(node, dict) and isinstance(node.get("$ref"), str):
            node, pointer = self.resolved.follow({"$ref": node["$ref"]}, pointer)
        return node, pointer

    def paths(self, key: str, paths: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON
        """Return the path items, with only the selected operations."""
        selected: dict[str, Any] = {}
        for path, item in paths.items():
            if key == "paths" and path.startswith("x-"):
                continue  # an extension, not a path
            node, place = self.resolved.follow(item, join("#", key, path))
            if not isinstance(node, dict):
                continue
            members = {
                name: found
                for name, member in node.items()
                if (found := self.member(name, member, join(place, name), whole=key == "webhooks"))
                is not None
            }
            if key == "webhooks" or not _OPERATIONS.isdisjoint(members):
                selected[path] = members
        return selected

    def member(self, name: str, node: Json, pointer: str, *, whole: bool) -> Any:  # noqa: ANN401 - JSON
        """Return the copy of a member of a path item, or None to omit it.

        Args:
            name: the name of the member.
            node: its value.
            pointer: its pointer.
            whole: whether all operations are kept.

        """
        if name == "additionalOperations" and isinstance(node, dict):
            each = (
                (method, self.member("get", operation, join(pointer, method), whole=whole))
                for method, operation in node.items()
            )
            return {method: found for method, found in each if found is not None} or None
        if name.startswith("x-") and not name.startswith("x-speccast"):
            return None
        if name in _OPERATIONS:
            node, pointer = self.resolved.follow(node, pointer)
            if not whole and pointer not in self.operations:
                return None
            copied = self.copy(node)
            if isinstance(copied, dict) and isinstance(listed := copied.get("parameters"), list):
                copied["parameters"] = [parameter for parameter in listed if parameter]
            return copied
        if name == "parameters" and isinstance(node, list):
            return [self.copy(parameter) for parameter in node if parameter]
        return self.copy(node)

    def copy(self, node: Json) -> Json:
        """Return a copy in which every reference has the new pointer of its target."""
        if isinstance(node, dict):
            return {
                key: self.target(value)
                if key == "$ref" and isinstance(value, str)
                else self.copy(value)
                for key, value in node.items()
                if (id(node), key) not in self.opened
            }
        if isinstance(node, list):
            return [self.copy(item) for item in node]
        return node

    def target(self, pointer: str) -> str:
        """Return the new pointer of a referenced node, and schedule its copy."""
        if pointer not in self.targets:
            try:
                self.resolved.at(pointer)
            except LookupError:
                return pointer  # `$ref` is a member of ordinary data
            file, keys = split(pointer)
            local = not file and len(keys) == _DEPTH and keys[0] == "components"
            self.targets[pointer] = pointer if local else join(_MOVED, pointer)
            self.pending.append(pointer)
        return self.targets[pointer]

    def place_targets(self, whole: dict[str, Any]) -> None:
        """Copy every referenced node to its place, including those that it refers to."""
        found: dict[str, Any] = {}
        while self.pending:
            pointer = self.pending.pop()
            found[pointer] = self.copy(self.resolved.at(pointer))
        for pointer in self.in_document_order(found):
            _, keys = split(self.targets[pointer])
            node = whole
            for key in keys[:-1]:
                node = node.setdefault(key, {})
            node[keys[-1]] = found[pointer]

    def in_document_order(self, found: dict[str, Any]) -> list[str]:
        """Return the referenced nodes in document order; those of other files are last, by name."""
        components = self.resolved.root.get("components")
        order: dict[str, int] = {}
        for kind, members in components.items() if isinstance(components, dict) else ():
            for name in members if isinstance(members, dict) else ():
                order[join("#", "components", kind, name)] = len(order)
        return sorted(found, key=lambda pointer: (order.get(pointer, len(order)), pointer))
