"""Decides which unions are inline, so that they need no name."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from speccast.ir import Array, EnumType, Map, Model, Ref, Scalar
from speccast.views.python.vocabulary import PLAIN, RICH

if TYPE_CHECKING:
    from collections.abc import Mapping

    from speccast.ir import Declared, Id, Type, Union

_NAMED: Final = re.compile(r"[^#]*#/components/schemas/[^/]+")
_MOST_INLINE: Final = 3
"""The maximum number of branches of an inline union."""


def is_nameless(union: Union, declared: Mapping[Id, Declared]) -> bool:
    """Return whether a union's annotation lists its branches, since it needs no name."""
    if not union.id.role and _NAMED.fullmatch(union.id.pointer):
        return all(isinstance(b, Scalar) and b in PLAIN for b in union.branches)
    kinds = [_kind(branch, declared) for branch in union.branches]
    return union.discriminator is None and len(kinds) <= _MOST_INLINE and None not in kinds


def is_inline(union: Union, declared: Mapping[Id, Declared]) -> bool:
    """Return whether a union is also decoded inline, since its branches differ in JSON type."""
    kinds = [_kind(branch, declared) for branch in union.branches]
    return is_nameless(union, declared) and len(set(kinds)) == len(kinds)


_JSON_TYPES: Final = {
    Scalar.STR: "string",
    Scalar.INT: "number",
    Scalar.FLOAT: "number",
    Scalar.BOOL: "boolean",
}


def _kind(type_: Type, declared: Mapping[Id, Declared]) -> str | None:
    """Return the JSON type that identifies a branch; None if it does not."""
    match type_:
        case Scalar():
            return "string" if type_ in RICH else _JSON_TYPES.get(type_)
        case Array():
            return "array"
        case Map():
            return "object"
        case Ref(id_):
            found = declared[id_]
            if isinstance(found, EnumType):
                return _JSON_TYPES[found.scalar]
            return "object" if isinstance(found, Model) else None
        case _:
            return None
