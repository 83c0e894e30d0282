"""Signatures of webhooks: they prove that the API sent the event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .errors import SignatureError

if TYPE_CHECKING:
    from collections.abc import Mapping


def header(headers: Mapping[str, str], name: str) -> str:
    """Return a header, whose name counts in any case. Raises `SignatureError`."""
    for key, value in headers.items():
        if key.lower() == name:
            return value
    message = f"the header {name} is missing"
    raise SignatureError(message)


def octets(body: str | bytes) -> bytes:
    """Return a body as it was signed."""
    return body if isinstance(body, bytes) else body.encode()
