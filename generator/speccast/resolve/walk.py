"""Walks the tree of a document once, kind by kind; first version: references and nullable."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from speccast.diagnostics import SpecError

from .kinds import DOCUMENT, FIELDS, LIST, MAP, MAPS, OPERATION, PATH_ITEM, METHODS, SCHEMA
from speccast.pointers import spell, join

if TYPE_CHECKING:
    from speccast.diagnostics import Diagnostics

    from speccast.pointers import Place
    from .resolved import Resolved


class Walk:
    def __init__(self, resolved: Resolved, diagnostics: Diagnostics, *, lenient: bool) -> None:
        self.resolved, self.diagnostics, self.lenient = resolved, diagnostics, lenient

    def run(self) -> None:
        stack = [(DOCUMENT, self.resolved.trees, "", None)]
        while stack:
            kind, holder, key, parent = stack.pop()
            node = holder[key]
            place = (parent, key)
            if not isinstance(node, dict):
                continue
            if isinstance(ref := node.get("$ref"), str):
                node["$ref"] = "#" + unquote(ref.partition("#")[2])
                try:
                    self.resolved.at(node["$ref"])
                except KeyError:
                    pointer = spell((place, "$ref"))
                    if not self.lenient:
                        raise SpecError("unresolved-reference", f"{ref} does not exist", self.resolved.document.location(pointer)) from None
                    self.diagnostics.error("unresolved-reference", f"{ref} does not exist", pointer)
                    node.clear()
                if kind != SCHEMA:
                    continue
            if kind == SCHEMA and node.get("nullable") is True and isinstance(node.get("type"), str):
                node["type"] = [node["type"], "null"]
                del node["nullable"]
            if kind == PATH_ITEM:
                params = node.get("parameters") or []
                for m in METHODS:
                    if m in node and params:
                        own = node[m].setdefault("parameters", [])
                        own += [{"$ref": join(spell(place), "parameters", i)} for i in range(len(params))]
            if (inner := MAPS.get(kind)) is not None:
                stack.extend((inner, node, k, place) for k in node if not k.startswith("x-"))
                continue
            for field, (shape, inner) in FIELDS[kind].items():
                value = node.get(field)
                if value is None:
                    continue
                if shape == MAP and isinstance(value, dict):
                    stack.extend((inner, value, k, (place, field)) for k in value)
                elif shape == LIST and isinstance(value, list):
                    stack.extend((inner, value, k, (place, field)) for k in range(len(value)))
                elif not shape:
                    stack.append((inner, node, field, place))
