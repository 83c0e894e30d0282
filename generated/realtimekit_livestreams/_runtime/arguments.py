"""Functions that convert the arguments of operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .model import UNSET, JsonObject
from .parameters import Pairs, form

if TYPE_CHECKING:
    from collections.abc import Mapping


def without_none(members: Mapping[str, object]) -> JsonObject:
    """Return the members that were given: neither None nor `UNSET`."""
    return {
        name: value
        for name, value in members.items()
        if value is not None and value is not UNSET
    }


def query_pairs(values: Mapping[str, object]) -> Pairs:
    """Serialize query parameters in the default style (`form`, exploded)."""
    present = [(name, value) for name, value in values.items() if value is not None]
    return [pair for name, value in present for pair in form(name, value)]
