"""What a client knows of its API as a whole, and how a value is found in a body."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from .auth import Scheme
from .model import Json

Pointers: TypeAlias = tuple[str, ...]
"""JSON pointers from the body's root; the first that leads to something counts."""

MISSING: Final[Any] = object()


class ApiInfo(NamedTuple):
    """The facts that hold for every operation of an API."""

    name: str
    """The name of the distribution, `petstore`."""
    version: str
    server: str | None = None
    """The base URL; None if the document names none that is absolute."""
    parameters: Mapping[str, str | None] = {}  # noqa: RUF012 - never written to
    """The parameters that are given to the client, each with the environment variable
    that is read when it is not."""
    schemes: Mapping[str, Scheme] = {}  # noqa: RUF012 - never written to
    """The ways to prove who is calling, by the client's argument for each."""
    security: tuple[tuple[str, ...], ...] = ()
    """What operations need that do not say themselves: alternatives of arguments."""
    required: tuple[str, ...] = ()
    """The arguments without which no operation works: missed on construction. What only
    some operations need is missed by the call that needs it."""
    arguments: Mapping[str, str] = {}  # noqa: RUF012 - never written to
    """The client's argument for each parameter that has another name on the wire."""
    success: str | None = None
    """Where a flag in the body says that a 2xx is one."""
    error_code: Pointers = ()
    error_message: Pointers = ()
    request_id: str = "x-request-id"
    """The header that names a request."""


def find(data: Json, pointers: Pointers) -> Any:
    """Return the first value that a pointer leads to, or `MISSING`; null is missing.

    In an array, `-1` is the last item.
    """
    for pointer in pointers:
        value = data
        for token in pointer.split("/")[1:]:
            value = _step(value, token)
            if value is None or value is MISSING:
                break
        else:
            if value is not None:
                return value
    return MISSING


def _step(value: Json, token: str) -> Json:
    if isinstance(value, dict):
        return value.get(token.replace("~1", "/").replace("~0", "~"), MISSING)
    if isinstance(value, list):
        index = len(value) - 1 if token == "-1" else token
        if str(index).isdecimal() and int(index) < len(value):
            return value[int(index)]
    return MISSING
