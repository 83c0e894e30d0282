"""The facts of an API as a whole, and JSON pointers."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, TypeGuard

from .model import ABSENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .auth import Scheme
    from .common import CommonParameters
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
    base_url_env: str | None = None  # only with: facts.base_url_env
    """The environment variable of the base URL, which is read if none is given."""
    server_template: str | None = None  # only with: facts.server_variables
    """The base URL with its variables, `https://{region}.example.com`."""
    server_variables: Mapping[str, str] = {}  # only with: facts.server_variables
    """The variables, each with its default."""
    parameters: Mapping[str, str | None] = {}  # only with: facts.parameters, auth
    """The parameters of the client, each with its environment variable."""
    common: CommonParameters | None = None  # only with: common
    """Those of them that are sent with each call, besides those of paths and bodies."""
    schemes: Mapping[str, Scheme] = {}  # only with: auth
    """The security schemes, by the client's argument for each."""
    security: tuple[tuple[str, ...], ...] = ()  # only with: auth
    """The default of operations: alternative sets of arguments."""
    required: tuple[str, ...] = ()  # only with: facts.required
    """The arguments that all operations need. The constructor checks them; a call checks
    those that only its operation needs."""
    arguments: Mapping[str, str] = {}  # only with: facts.parameters, auth
    """The client's argument for each parameter that has another name on the wire."""
    defaults: Mapping[str, Any] = {}  # only with: compat
    """Other defaults of client options."""
    success: str | None = None  # only with: facts.success, asks.success
    """The location of a flag in the body that confirms a 2xx."""
    error_code: Pointers = ()  # only with: facts.error_code
    error_message: Pointers = ()  # only with: facts.error_message
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
