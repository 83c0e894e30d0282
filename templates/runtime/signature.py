"""Signatures of webhooks, which prove that the API sent an event."""

from __future__ import annotations

import hmac
import time
from base64 import b64decode, b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, Final, TypeAlias

from .errors import SignatureError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_PREFIX: Final = "whsec_"
_SIGNATURE: Final = "webhook-signature"
Secret: TypeAlias = "str | bytes"


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


def standard(
    body: str | bytes,
    headers: Mapping[str, str],
    secret: Secret | Sequence[Secret],
    tolerance: float = 300,
) -> None:
    """Check a webhook by the scheme of Standard Webhooks: HMAC-SHA256, `v1`.

    Args:
        body: the body as received.
        headers: `webhook-id`, `webhook-timestamp`, `webhook-signature`, and others.
        secret: `whsec_…`, or raw bytes; or several, of which one must match.
        tolerance: the maximum difference of its time from now, in seconds.

    """
    name = header(headers, "webhook-id")
    stamp = header(headers, "webhook-timestamp")
    if not stamp.isascii() or not stamp.isdecimal():
        message = "the header webhook-timestamp is not a Unix time"
        raise SignatureError(message)
    if abs(time.time() - int(stamp[:20])) > tolerance:
        message = "the time of the webhook differs too much from the time now"
        raise SignatureError(message)
    signed = b".".join((name.encode(), stamp.encode(), octets(body)))
    secrets = [secret] if isinstance(secret, (str, bytes)) else secret
    wanted = [
        b64encode(hmac.digest(_key(each), signed, sha256)).decode() for each in secrets
    ]
    # All are compared, so that the duration reveals nothing.
    same = [
        hmac.compare_digest(one.encode(), other.encode())
        for one in wanted
        for other in _found(headers)
    ]
    if not any(same):
        message = "no signature matches"
        raise SignatureError(message)


def _found(headers: Mapping[str, str]) -> list[str]:
    """Return the signatures of version 1."""
    marks = (mark.partition(",") for mark in header(headers, _SIGNATURE).split())
    return [value for version, _, value in marks if version == "v1"]


def _key(secret: Secret) -> bytes:
    key = secret if isinstance(secret, bytes) else _decoded(secret)
    if not key:  # anyone could sign with an empty key
        message = "a secret must be base64 text, `whsec_…`, or bytes, and not empty"
        raise SignatureError(message)
    return key


def _decoded(secret: str) -> bytes:
    """Return the bytes of a secret, which may lack its padding; empty if not base64."""
    text = secret.removeprefix(_PREFIX).rstrip("=")
    try:
        return b64decode(text + "=" * (-len(text) % 4), validate=True)
    except ValueError:
        return b""
