"""Signatures of webhooks, which prove that the API sent an event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import SignatureError

if TYPE_CHECKING:
    from collections.abc import Mapping


def header(headers: Mapping[str, str], name: str) -> str:
    """Return a header by case-insensitive name. Raises `SignatureError` if it is missing."""
    for key, value in headers.items():
        if key.lower() == name:
            return value
    message = f"the header {name} is missing"
    raise SignatureError(message)


def octets(body: str | bytes) -> bytes:
    """Return the bytes of a body."""
    return body if isinstance(body, bytes) else body.encode()
