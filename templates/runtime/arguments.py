"""Functions that convert the arguments of operations."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, TypeVar

from .errors import ArgumentError
from .model import UNSET, Json, JsonObject
from .parameters import Pairs, form

if TYPE_CHECKING:
    from collections.abc import Mapping

T = TypeVar("T")


def without_none(members: Mapping[str, object]) -> JsonObject:
    """Return the members that were given: neither None nor `UNSET`."""
    return {
        name: value
        for name, value in members.items()
        if value is not None and value is not UNSET
    }


def without_unset(members: Mapping[str, object]) -> JsonObject:
    """Return the members that are sent, null among them: all but `UNSET`."""
    return {name: value for name, value in members.items() if value is not UNSET}


def body_or_members(body: T | None, members: JsonObject) -> T | JsonObject:
    """Return the whole body, or its members.

    Raises `ArgumentError` if both are given.
    """
    if body is None:
        return members
    if members:
        message = f"pass either the whole body or its members: {', '.join(members)}"
        raise ArgumentError(message)
    return body


def query_pairs(values: Mapping[str, object]) -> Pairs:
    """Serialize query parameters in the default style (`form`, exploded)."""
    present = [(name, value) for name, value in values.items() if value is not None]
    return [pair for name, value in present for pair in form(name, value)]


def any_json(data: Json) -> Json:
    """Read any JSON value."""
    return data


def warn_deprecated(symbol: str) -> None:
    """Warn that an operation is deprecated in the document."""
    message = f"{symbol} is deprecated"
    warnings.warn(message, DeprecationWarning, stacklevel=4)
