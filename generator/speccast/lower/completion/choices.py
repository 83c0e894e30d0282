"""A body that is one of several objects -> the properties that become arguments."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from speccast.ir import Literal, Model, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.ir import Declared, Id, Property, Text, Union

_MOST: Final = 40
"""The maximum number of arguments."""


def properties(union: Union, declared: Mapping[Id, Declared]) -> tuple[Property, ...] | None:
    """Return the properties of all branches, as optional ones; None if their types differ."""
    found: dict[Text, Property] = {}
    for branch in union.branches:
        model = declared.get(branch.id) if isinstance(branch, Ref) else None
        if not isinstance(model, Model):
            return None
        for property_ in model.properties:
            merged = _merged(found.setdefault(property_.wire, property_), property_)
            if merged is None:
                return None
            found[property_.wire] = merged
    return tuple(found.values()) if 0 < len(found) <= _MOST else None


def _merged(one: Property, other: Property) -> Property | None:
    """Return the merged property of two branches; None if their types differ."""
    kind = one.type
    if isinstance(one.type, Literal) and isinstance(other.type, Literal):
        kind = Literal(tuple(dict.fromkeys((*one.type.values, *other.type.values))))
    elif one.type != other.type:
        return None
    same = one.doc == other.doc
    constraints = one.constraints if one.constraints == other.constraints else ()
    return replace(
        one,
        type=kind,
        required=False,
        doc=one.doc if same else replace(one.doc, summary=None, description=None),
        default=one.default if one.default == other.default else None,
        constraints=constraints,
    )
