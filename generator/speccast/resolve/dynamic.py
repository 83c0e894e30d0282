"""Binds `$dynamicRef` to the outermost `$dynamicAnchor` of its name (JSON Schema, core 8.2.3.2).

For example, the template of a page has `$dynamicRef: "#row"`, and a page of users refers to the
template and defines the row. A reference to a template becomes a copy of the template, in which
plain references replace the dynamic ones that the referring schema resource binds. An unbound
dynamic reference means the anchor of the template itself, which the walk has resolved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from speccast.reading.pointers import to_pointer

from .context import deep_copy
from .kinds import FIELDS, LIST, MAP, SCHEMA

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.reading.json_value import Json
    from speccast.reading.pointers import Place

    from .context import Context
    from .lookup import Target
    from .references import References
    from .walk import Walk

_NAMES: Final = ("$id", "$anchor", "$dynamicAnchor", "$defs", "definitions")
"""Keywords that a copy does not repeat: names, and definitions that remain in the template."""
_DEPTH: Final = 3
"""Keys above a component: the file, `components`, `schemas`."""
_MAX_COPIES: Final = 1000
"""The maximum number of copies in one document; a hand-written one has far fewer."""


def bind(ctx: Context, references: References, walk: Walk) -> None:
    """Bind the dynamic references of a document whose references are all canonical."""
    if not ctx.dynamic:
        return
    templates = _Templates(ctx, references)
    for node, around, found in templates.bound():
        del node["$ref"]
        branches: list[Json] = [*_branches(node), found]
        node["allOf"] = branches
        walk.schedule(SCHEMA, branches, len(branches) - 1, around)
    references.resolve()


class _Templates:
    """The schema resources of a document, and the references to them."""

    def __init__(self, ctx: Context, references: References) -> None:
        self._ctx = ctx
        self._links = [*references.schemas()]
        self._targets = {id(node): target for node, _, target in self._links}
        self._anchors: dict[str, dict[str, Place]] = {}
        for node, place in references.dynamic_anchors:
            name = str(node["$dynamicAnchor"])
            self._anchors.setdefault(self._resource(place), {})[name] = place
        self._dynamic_names: dict[str, set[str]] = {}
        self._references: dict[str, set[str]] = {}
        for node, place, target in self._links:
            here = self._resource(place)
            if id(node) in ctx.dynamic and self._is_anchor(ctx.dynamic[id(node)], target):
                self._dynamic_names.setdefault(here, set()).add(ctx.dynamic[id(node)])
            else:
                self._references.setdefault(here, set()).add(self._resource(target.place))
        self._copies: dict[tuple[str, tuple[tuple[str, str], ...]], Place] = {}

    def bound(self) -> list[tuple[dict[str, Json], Place, dict[str, Json]]]:
        """Return each reference that binds names, the place of its branches, and the copy."""
        found: list[tuple[dict[str, Json], Place, dict[str, Json]]] = []
        for node, place, target in self._links:
            here = self._resource(place)
            if id(node) not in self._ctx.dynamic and here != self._resource(target.place):
                branch: Place = ((place, "allOf"), len(_branches(node)))
                copy = self._bound_target(target, branch, self._anchors.get(here, {}))
                if copy is not None:
                    found.append((node, (place, "allOf"), copy))
        return found

    def _resource(self, place: Place) -> str:
        """Return the schema resource around a place: a schema with an `$id`, or a component."""
        around: list[Place] = []
        here: Place | None = place
        while here is not None:
            node = self._ctx.at(here)
            if isinstance(node, dict) and isinstance(node.get("$id"), str):
                return to_pointer(here)
            around.insert(0, here)
            here = here[0]
        is_component = [step[1] for step in around[1:3]] == ["components", "schemas"]
        return to_pointer(around[3 if is_component and len(around) > _DEPTH else 0])

    @staticmethod
    def _is_anchor(name: str, target: Target) -> bool:
        """Return whether the initial target of a dynamic reference is an anchor of its name."""
        return isinstance(target.node, dict) and target.node.get("$dynamicAnchor") == name

    def _names(self, resource: str) -> set[str]:
        """Return the names of the dynamic references that a resource leads to."""
        seen, waiting = set[str](), [resource]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen.add(here)
                waiting += self._references.get(here, ())
        return {name for here in seen for name in self._dynamic_names.get(here, ())}

    def _bound_target(
        self, target: Target, place: Place, outer: Mapping[str, Place]
    ) -> dict[str, Json] | None:
        """Return the copy of a target, or a reference to it; None if no name is bound."""
        resource = self._resource(target.place)
        names = self._names(resource) & outer.keys()
        if not names or not isinstance(target.node, dict) or len(self._copies) >= _MAX_COPIES:
            return None
        bindings = {name: outer[name] for name in sorted(names)}
        key = (
            to_pointer(target.place),
            tuple((name, to_pointer(at)) for name, at in bindings.items()),
        )
        if key in self._copies:
            return {"$ref": to_pointer(self._copies[key])}
        self._copies[key] = place
        return self._copied_schema(
            target.node, place, {**self._anchors.get(resource, {}), **bindings}
        )

    def _copied_schema(
        self, node: dict[str, Json], place: Place, bindings: Mapping[str, Place]
    ) -> dict[str, Json]:
        """Return a copy of a schema with its dynamic references bound."""
        kinds = FIELDS[SCHEMA]
        copy: dict[str, Json] = {}
        for field, value in node.items():
            if field not in _NAMES and field != "$ref":
                shape = kinds[field][0] if field in kinds else None
                copy[field] = self._copied_field(shape, value, (place, field), bindings)
        if "$ref" not in node:
            return copy
        target, name = self._targets.get(id(node)), self._ctx.dynamic.get(id(node))
        if name in bindings and target is not None and self._is_anchor(str(name), target):
            return {**copy, "$ref": to_pointer(bindings[str(name)])}
        branches = _branches(copy)
        at: Place = ((place, "allOf"), len(branches))
        found = None if target is None else self._bound_target(target, at, bindings)
        if found is None or "$ref" in found:
            return {**copy, **(found or {"$ref": node["$ref"]})}
        return {**copy, "allOf": [*branches, found]}

    def _copied_field(
        self, shape: int | None, value: Json, place: Place, bindings: Mapping[str, Place]
    ) -> Json:
        """Return a copy of the value of a field of a schema."""
        if shape == MAP and isinstance(value, dict):
            return {
                key: self._copied_value(item, (place, key), bindings) for key, item in value.items()
            }
        if shape == LIST and isinstance(value, list):
            return [self._copied_value(item, (place, i), bindings) for i, item in enumerate(value)]
        return deep_copy(value) if shape is None else self._copied_value(value, place, bindings)

    def _copied_value(self, value: Json, place: Place, bindings: Mapping[str, Place]) -> Json:
        return self._copied_schema(value, place, bindings) if isinstance(value, dict) else value


def _branches(node: dict[str, Json]) -> list[Json]:
    """Return the members of a schema's `allOf`."""
    found = node.get("allOf")
    return found if isinstance(found, list) else []
