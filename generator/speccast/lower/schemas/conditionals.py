"""Conditional properties: those that only `then`, `else` or `dependentSchemas` describe.

A class has all of them, and each is optional, because their conditions depend on the value. A
property of several branches may have any of their types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from speccast.ir import Id
from speccast.lower.naming.type_names import Source
from speccast.lower.raw import mapping
from speccast.lower.schemas import union_types
from speccast.lower.schemas.all_of import flatten
from speccast.lower.schemas.drafts import Branch
from speccast.resolve import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from speccast.ir import Type
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import Part, Place
    from speccast.lower.schemas.interface import Schemas
    from speccast.resolve import Resolved


def properties_of(parts: Sequence[Part]) -> dict[str, list[Place]]:
    """Return the schemas of each property, the more specific later."""
    found: dict[str, list[Place]] = {}
    for node, pointer in parts:
        for name, schema in mapping(node.get("properties")).items():
            found.setdefault(name, []).append((schema, join(pointer, "properties", name)))
    return found


def conditional_properties(
    resolved: Resolved, parts: Sequence[Part]
) -> dict[str, list[list[Place]]]:
    """Return the conditional properties, each with a list of schemas for each branch."""
    waiting, seen = [*_branches(parts)], set[str]()
    known = properties_of(parts) if waiting else {}
    found: dict[str, list[list[Place]]] = {}
    while waiting:
        place = waiting.pop(0)
        if place[1] not in seen:
            seen.add(place[1])
            inner = flatten(resolved, [place]) or []
            waiting += _branches(inner)
            for name, places in properties_of(inner).items():
                if name not in known and all(schema is not False for schema, _ in places):
                    found.setdefault(name, []).append(places)
    return found


def _branches(parts: Sequence[Part]) -> Iterator[Place]:
    for node, pointer in parts:
        for keyword in ("then", "else"):
            if "if" in node and keyword in node:
                yield node[keyword], join(pointer, keyword)
        for name, schema in mapping(node.get("dependentSchemas")).items():
            yield schema, join(pointer, "dependentSchemas", name)


def type_of(schemas: Schemas, branches: Sequence[list[Place]], name_path: NamePath) -> Type:
    """Return the type of a conditional property."""
    first = branches[0][-1]
    found = [
        Branch(schemas.all_of(places, name_path), mapping(places[-1][0]), places[-1][1])
        for places in branches
    ]
    source = Source(Id(first[1]).of("branches"), name_path, [(mapping(first[0]), first[1])])
    return union_types.union(schemas, found, source)
