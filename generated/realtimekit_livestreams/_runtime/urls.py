"""URLs taken apart: where they lead, and what of them may be shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import unquote, urlsplit

from .errors import ArgumentError

if TYPE_CHECKING:
    from collections.abc import Collection

_SENSITIVE: Final = ("key", "token", "secret", "password", "signature", "auth")
_PORTS: Final = {"http": 80, "https": 443}
_LABEL: Final = 64
"""How long a part of a host's name cannot be (RFC 1035, 2.3.4)."""


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port.

    Raises `ArgumentError` if it is not a URL that a client can send to.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS.get(parts.scheme)
    except ValueError:
        parts, port = urlsplit(""), None
    host = parts.hostname or ""
    named = all(0 < len(label) < _LABEL for label in host.removesuffix(".").split("."))
    if parts.scheme not in _PORTS or not named or "@" in parts.netloc:
        raise ArgumentError("a URL must be https:// or http://, a host, and no user")
    return parts.scheme, host, port


def base_url(url: str) -> str:
    """Return a base URL without its trailing slash.

    Raises `ArgumentError` if it is none.
    """
    if any(char in url for char in "?#\\ ") or not (
        url.isprintable() and url.isascii()
    ):
        message = "a base URL is ASCII, without a query, fragment, blank or backslash"
        raise ArgumentError(message)
    origin(url)
    return url.rstrip("/")


def redacted(query: str, secrets: Collection[str]) -> str:
    """Return a query with the values of secret parameters left out.

    Secret is what is said to be, and what has a name as secrets have.
    """
    pairs = [pair.partition("=") for pair in query.split("&")]
    return "&".join(
        f"{name}=***" if _secret(name, secrets) else f"{name}{equals}{value}"
        for name, equals, value in pairs
    )


def _secret(name: str, secrets: Collection[str]) -> bool:
    plain = unquote(name).lower()
    return plain in secrets or any(word in plain for word in _SENSITIVE)
