"""Parameters that are given to the client and sent with its calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from .info import is_object
from .model import UNSET

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .bodies import Body
    from .core import Core
    from .model import Json


class CommonParameters(NamedTuple):
    """The names of the parameters that are sent with each call, by location."""

    query: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    cookies: tuple[str, ...] = ()


def with_common(
    core: Core, place: str, pairs: list[tuple[str, Any]]
) -> list[tuple[str, Any]]:
    """Return the parameters of a call in one location, with those of the client."""
    own = {name for name, _ in pairs}
    names: tuple[str, ...] = getattr(core.info.common, place, ())
    values = [(name, core.parameters[name]) for name in names if name not in own]
    return [*pairs, *((name, value) for name, value in values if value)]


def with_common_members(
    body: Body[Any], names: tuple[str, ...], values: Mapping[str, str | None]
) -> Body[Any]:
    """Return a body with the client's members that the call does not set."""
    value: Json = body.value
    if is_object(value):
        own = {key for key, it in value.items() if it is not None and it is not UNSET}
    else:  # fields or parts, whose names are the first
        own = {each[0] for each in value}
    more = {name: it for name in names if name not in own and (it := values[name])}
    return body.plus(more) if more else body
