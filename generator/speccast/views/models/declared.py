"""The View of a module in `models/`, for any kind of declared thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from speccast.ir import Alias, Declared, EnumType, Id, Model, Union
from speccast.views.models.classes import ModelView, model_view
from speccast.views.models.enums import EnumView, enum_view
from speccast.views.models.unions import UnionView, union_view

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from speccast.names import Names
    from speccast.views.python import Speller


def declared_view(
    declared: Declared, speller: Speller, names: Names, deferred: AbstractSet[Id]
) -> ModelView | EnumView | UnionView:
    """Return the View of a declared thing's module; for `deferred` see `deferred.py`."""
    speller, index = replace(speller, here=declared.id), speller.declared
    match declared:
        case Model():
            return model_view(declared, names, speller)
        case EnumType():
            return enum_view(declared, names, speller)
        case Union() | Alias():
            return union_view(declared, index, names, speller, deferred=declared.id in deferred)
