"""Base URLs of an API that have names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Mapping


def environment_url(environments: Mapping[str, str], name: str | None) -> str | None:
    """Return the URL of an environment; None where no name is given.

    Raises `ArgumentError` if there is none of that name.
    """
    if name is None or name in environments:
        return environments.get(name or "")
    message = f"there is no environment {name!r}, but {', '.join(environments)}"
    raise ArgumentError(message)
