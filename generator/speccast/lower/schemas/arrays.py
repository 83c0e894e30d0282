"""An array schema -> `ir.Array`, or `ir.Tuple` where each place has a schema of its own."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from speccast.ir import Array, Scalar, Tuple, within
from speccast.lower.raw import sequence
from speccast.resolve import join

if TYPE_CHECKING:
    from speccast.ir import Type
    from speccast.lower.naming.name_path import NamePath
    from speccast.lower.raw import Place
    from speccast.lower.schemas.drafts import Subject
    from speccast.lower.schemas.interface import Schemas
    from speccast.reading.document import Json

_BIGGEST = 40
"""Parts of a tuple's type, all in all, that are spelled in place."""


def lower(schemas: Schemas, subject: Subject) -> Type:
    """Return the type of an array."""
    listed: list[Place] = [
        (node["items"], join(pointer, "items"))
        for node, pointer in subject.parts
        if "items" in node
    ]
    item = schemas.all_of(listed, subject.where.item()) if listed else Scalar.ANY
    for node, pointer in reversed(subject.parts):
        if sequence(node.get("prefixItems")):
            found = _tuple(schemas, sequence(node["prefixItems"]), pointer, item, subject.where)
            return schemas.declare_alias(found, subject) if _is_big(found) else found
    return Array(item)


def _tuple(
    schemas: Schemas, listed: list[Json], pointer: str, item: Type, where: NamePath
) -> Tuple:
    """Return the type of an array with places."""
    fixed: list[Type] = []
    for index, entry in enumerate(listed):
        place = where.branch("item", str(index + 1))
        fixed.append(schemas.type_of(entry, join(pointer, "prefixItems", index), place))
    return Tuple(tuple(fixed), None if item is Scalar.NEVER else item)


def _is_big(kind: Type) -> bool:
    """Tell whether a type has too many parts to be spelled in place."""
    return next(islice(within(kind), _BIGGEST, None), None) is not None
