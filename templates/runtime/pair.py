"""The credential of two arguments: user and password."""

from __future__ import annotations

import os

from .errors import ArgumentError


def pair(
    user: str | None,
    password: str | None,
    user_env: str | None,
    password_env: str | None,
) -> tuple[str, str] | None:
    """Return both, by default from the environment variables.

    Raises `ArgumentError` if only one of them is given.
    """
    user = user or os.environ.get(user_env or "")
    password = password or os.environ.get(password_env or "")
    if user and password:
        return user, password
    if user or password:
        lacking = "password" if user else "user"
        raise ArgumentError(f"both user and password are needed: no {lacking} given")
    return None
