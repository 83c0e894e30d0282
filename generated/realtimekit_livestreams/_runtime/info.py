"""The facts of an API as a whole, and JSON pointers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeGuard

from .model import ABSENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .auth import Scheme
    from .model import Json, JsonObject

Pointers: TypeAlias = tuple[str, ...]
"""JSON pointers from the root of the body; the first that finds a value is used."""


class ApiInfo(NamedTuple):
    """The facts of an API that hold for all operations."""

    name: str
    """The name of the distribution, `petstore`."""
    version: str
    server: str | None = None
    """The base URL; None if the document names none that is absolute."""
    parameters: Mapping[str, str | None] = {}
    """The parameters of the client, each with its environment variable."""
    schemes: Mapping[str, Scheme] = {}
    """The security schemes, by the client's argument for each."""
    security: tuple[tuple[str, ...], ...] = ()
    """The default of operations: alternative sets of arguments."""
    required: tuple[str, ...] = ()
    """The arguments that all operations need. The constructor checks them; a call checks
    those that only its operation needs."""
    arguments: Mapping[str, str] = {}
    """The client's argument for each parameter that has another name on the wire."""
    success: str | None = None
    """The location of a flag in the body that confirms a 2xx."""
    error_code: Pointers = ()
    error_message: Pointers = ()
    request_id: str = "x-request-id"
    """The header with the identifier of a request."""


def find(data: Json, pointers: Pointers) -> Json:
    """Return the first value that a pointer finds, or `ABSENT`; null counts as missing."""
    found = (look_up(data, pointer) for pointer in pointers)
    return next((value for value in found if value not in (None, ABSENT)), ABSENT)


def look_up(data: Json, pointer: str) -> Json:
    """Return the value at a JSON pointer (RFC 6901), or `ABSENT`.

    In an array, `-1` is the last item.
    """
    for key in _keys(pointer):
        if is_object(data):
            data = data.get(key, ABSENT)
        elif is_array(data) and (key == "-1" or key.isdecimal()):
            place = int(key)
            data = data[place] if -len(data) <= place < len(data) else ABSENT
        else:
            return ABSENT
    return data


@lru_cache
def _keys(pointer: str) -> tuple[str, ...]:
    parts = pointer.split("/")[1:]
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def is_object(value: Json) -> TypeGuard[JsonObject]:
    """Return whether a JSON value is an object."""
    return type(value) is dict


def is_array(value: Json) -> TypeGuard[list[Json]]:
    """Return whether a JSON value is an array."""
    return type(value) is list
