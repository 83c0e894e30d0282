"""Named base URLs of an API."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping


def environment_url(environments: Mapping[str, str], name: str | None) -> str | None:
    """Return the URL of an environment, or None without a name.

    Raises `ArgumentError` for an unknown name.
    """
    if name is None or name in environments:
        return environments.get(name or "")
    message = f"there is no environment {name!r}; there are {', '.join(environments)}"
    raise ArgumentError(message)
