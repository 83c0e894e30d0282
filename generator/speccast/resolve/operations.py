"""Completes operations with the parameters of their path items, and checks paths and ids.

All references are canonical before. Parameters of a path item are added to each operation as
references, after its own, unless the operation has one of the same name and location. A list of
parameters keeps its length, because references lead into it by index: a parameter that cannot be
sent becomes an empty object.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from speccast.reading.pointers import join, to_pointer

from .kinds import METHODS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place

    from .context import Context
    from .resolved import Resolved
    from .walk import Walk

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


class Operations:
    """The operations of a document."""

    def __init__(self, ctx: Context, resolved: Resolved, walk: Walk) -> None:
        """Start with the visited path items and operations."""
        self._ctx = ctx
        self._resolved = resolved
        self._walk = walk
        self._ids: dict[str, str] = {}
        """Operation id -> the pointer of the operation that had it first."""
        self._added: dict[int, Json] = {}
        """Path parameters that `_add_path_parameters` has added, by identity."""

    def complete(self) -> None:
        """Correct and complete all operations of the document."""
        items, operations = self._walk.path_items, self._walk.operations
        for node, _ in items:
            if "$ref" in node and len(node) > 1:
                self._merge_siblings(node)
        for node, place in (*items, *operations):
            if "$ref" not in node:
                self._clean(node, place)
        for node, place in items:
            if node.get("parameters") and "$ref" not in node:
                self._share(node, place)
        for node, place in operations:
            self._check_querystring(node, place)
        self._drop_unusable()
        self._check_paths()
        for node, place in operations:
            if "operationId" in node:
                self._check_id(node, place)

    def _merge_siblings(self, node: dict[str, Json]) -> None:
        """Replace the `$ref` of a path item by references to the members of its target."""
        target, pointer = self._resolved.follow({"$ref": node.pop("$ref")}, "")
        for key, value in target.items() if isinstance(target, dict) else ():
            if key in METHODS and key not in node:
                node[key] = {"$ref": join(pointer, key)}
            elif key == "parameters" and isinstance(value, list):
                own = node.setdefault("parameters", [])
                if isinstance(own, list):
                    own += [{"$ref": join(pointer, key, index)} for index in range(len(value))]
            else:
                node.setdefault(key, value)

    def _identity(self, node: Json) -> tuple[str, str] | None:
        """Return name and location of a parameter; None for anything else."""
        found, _ = self._resolved.follow(node, "")
        if not isinstance(found, dict):
            return None
        name, location = found.get("name"), found.get("in")
        if not isinstance(name, str) or not isinstance(location, str):
            return None
        return (name.lower() if location == "header" else name), location

    def _clean(self, node: dict[str, Json], place: Place) -> None:
        """Empty the parameters that cannot be sent; report those that are listed twice."""
        listed = node.get("parameters")
        seen: set[tuple[str, str]] = set()
        for index, parameter in enumerate(listed) if isinstance(listed, list) else ():
            identity = self._identity(parameter)
            if identity is None and isinstance(listed, list):
                listed[index] = {}
            elif identity in seen:
                name, location = identity
                message = f"the {location} parameter {name!r} is listed twice; the first is used"
                self._ctx.warning("duplicate-parameter", message, ((place, "parameters"), index))
            elif identity is not None:
                seen.add(identity)

    def _check_querystring(self, node: dict[str, Json], place: Place) -> None:
        """Report other query parameters beside one that is the whole query."""
        listed = node.get("parameters")
        known = map(self._identity, listed if isinstance(listed, list) else ())
        places = [location for _, location in filter(None, known)]
        if places.count("querystring") > 1 or {"query", "querystring"} <= set(places):
            message = "a parameter in the querystring excludes all other query parameters"
            self._ctx.warning("parameter-place", message, (place, "parameters"))

    def _drop_unusable(self) -> None:
        """Remove component parameters that cannot be sent; no operation refers to them now."""
        components = self._resolved.root.get("components")
        declared = components.get("parameters") if isinstance(components, dict) else None
        if isinstance(declared, dict):
            for name in [name for name in declared if self._identity(declared[name]) is None]:
                del declared[name]

    def _share(self, item: dict[str, Json], place: Place) -> None:
        """Add the parameters of a path item to its operations."""
        listed = item["parameters"]
        base = join(to_pointer(place), "parameters")
        shared: dict[tuple[str, str], Json] = {}
        for index, parameter in enumerate(listed if isinstance(listed, list) else ()):
            ref: Json = join(base, index)
            if isinstance(parameter, dict) and "$ref" in parameter:
                ref = parameter["$ref"]
            identity = self._identity(parameter)
            if identity is not None:
                shared.setdefault(identity, ref)
        for holder, keys, operation in _operations(item):
            target = operation
            if "$ref" in operation:
                target = self._copy_operation(holder, keys, operation, to_pointer(place), "")
            listed = target.get("parameters")
            own = list(listed) if isinstance(listed, list) else []
            known = {self._identity(parameter) for parameter in own}
            target["parameters"] = own + [
                {"$ref": ref} for name, ref in shared.items() if name not in known
            ]

    def _check_paths(self) -> None:
        """Compare the placeholders of each path with the parameters of its operations."""
        paths = self._resolved.root.get("paths")
        checked: set[int] = set()
        for template, entry in list(paths.items()) if isinstance(paths, dict) else ():
            if template.startswith("x-"):
                continue
            pointer = join("#", "paths", template)
            item, at = self._resolved.follow(entry, pointer)
            if not isinstance(item, dict):
                continue
            found = list(self._followed(item, at))
            if isinstance(paths, dict) and any(id(node) in checked for node, _ in found):
                paths[template] = item = self._copy_path_item(item, at, pointer)
                found = list(self._followed(item, pointer))
            for node, location in found:
                checked.add(id(node))
                self._add_path_parameters(template, node, location)

    def _followed(self, item: dict[str, Json], at: str) -> Iterator[tuple[dict[str, Json], str]]:
        for _, keys, operation in _operations(item):
            node, location = self._resolved.follow(operation, join(at, *keys))
            if isinstance(node, dict):
                yield node, location

    def _copy_operation(
        self,
        holder: dict[str, Json],
        keys: tuple[str, ...],
        operation: dict[str, Json],
        pointer: str,
        origin: str,
    ) -> dict[str, Json]:
        """Replace a shared operation of a path item with a copy."""
        node, origin = self._resolved.follow(operation, join(origin, *keys))
        holder[keys[-1]] = copy = dict(node) if isinstance(node, dict) else {}
        listed = copy.get("parameters")
        if isinstance(listed, list):
            copy["parameters"] = [entry for entry in listed if id(entry) not in self._added]
        self._ctx.document.relocate(join(pointer, *keys), origin)
        return copy

    def _copy_path_item(self, item: dict[str, Json], origin: str, pointer: str) -> dict[str, Json]:
        """Return a copy of a path item that is shared with another path."""
        own = dict(item)
        extra = own.get("additionalOperations")
        if isinstance(extra, dict):
            own["additionalOperations"] = dict(extra)
        for holder, keys, operation in _operations(own):
            copy = self._copy_operation(holder, keys, operation, pointer, origin)
            if copy.pop("operationId", None) is not None:
                message = "two paths share the operation; only the first one has its id"
                self._ctx.warning("duplicate-operation-id", message, pointer)
        return own

    def _add_path_parameters(self, template: str, operation: dict[str, Json], pointer: str) -> None:
        """Add a path parameter for each placeholder without one; report missing and unused ones."""
        listed = operation.get("parameters")
        own = listed if isinstance(listed, list) else []
        identities = filter(None, map(self._identity, own))
        declared = {name for name, location in identities if location == "path"}
        needed = _PLACEHOLDER.findall(template.partition("?")[0])
        known = {*needed, *_PLACEHOLDER.findall(template)}
        missing = [name for name in dict.fromkeys(needed) if name not in declared]
        for name in sorted(name for name in declared if name not in known):
            message = f"the path has no {{{name}}}; the path parameter {name!r} is left out"
            self._ctx.warning("unused-path-parameter", message, pointer)
        for name in missing:
            message = f"{{{name}}} in the path has no parameter; it is read as required text"
            self._ctx.warning("undeclared-path-parameter", message, pointer)
        added: list[Json] = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in missing
        ]
        if added:
            self._added |= {id(parameter): parameter for parameter in added}
            operation["parameters"] = own + added

    def _check_id(self, operation: dict[str, Json], place: Place) -> None:
        """Keep each operation id only for the first operation that has it."""
        name = operation["operationId"]
        if not isinstance(name, str):
            return
        first = self._ids.setdefault(name, to_pointer(place))
        if first != to_pointer(place):
            del operation["operationId"]
            message = f"the operation id {name!r} belongs to {first}; it is ignored here"
            self._ctx.warning("duplicate-operation-id", message, (place, "operationId"))


def _operations(
    item: dict[str, Json],
) -> Iterator[tuple[dict[str, Json], tuple[str, ...], dict[str, Json]]]:
    """Yield the operations of a path item: the parent, the keys that lead there, the operation."""
    for method in METHODS:
        operation = item.get(method)
        if isinstance(operation, dict):
            yield item, (method,), operation
    extra = item.get("additionalOperations")
    for method, operation in extra.items() if isinstance(extra, dict) else ():
        if isinstance(operation, dict) and isinstance(extra, dict):
            yield extra, ("additionalOperations", method), operation
