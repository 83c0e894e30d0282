"""User and password as two arguments."""

from __future__ import annotations

import os

from .errors import ArgumentError


def pair(
    user: str | None,
    password: str | None,
    user_env: str | None,
    password_env: str | None,
) -> tuple[str, str] | None:
    """Return both, each from its environment variable if it is not given.

    Raises `ArgumentError` if there is only one of them.
    """
    user = user or os.environ.get(user_env or "")
    password = password or os.environ.get(password_env or "")
    if user and password:
        return user, password
    if user or password:
        lacking = "password" if user else "user"
        raise ArgumentError(f"user and password go together: the {lacking} is missing")
    return None
