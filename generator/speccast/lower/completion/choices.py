"""A body of several objects -> the properties that it takes as arguments, if none is ambiguous."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec.structs import replace

from speccast.ir import Literal, Model, Ref

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.ir import Declared, Id, Property, Text, Union

_MOST: Final = 40
"""How many arguments can be read by a person."""


def properties(union: Union, declared: Mapping[Id, Declared]) -> tuple[Property, ...] | None:
    """Return the properties of all branches, none of them required; None if they are ambiguous."""
    found: dict[Text, Property] = {}
    for branch in union.branches:
        model = declared.get(branch.id) if isinstance(branch, Ref) else None
        if not isinstance(model, Model):
            return None
        for each in model.properties:
            merged = _merged(found.setdefault(each.wire, each), each)
            if merged is None:
                return None
            found[each.wire] = merged
    return tuple(found.values()) if 0 < len(found) <= _MOST else None


def _merged(one: Property, other: Property) -> Property | None:
    """Return a property that two branches have; literals can be any of both."""
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
