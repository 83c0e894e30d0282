"""Signatures of webhooks with RSA-SHA256 (PKCS #1 v1.5), checked with a public key."""

from __future__ import annotations

from base64 import b64decode
from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal

from .errors import MissingLibraryError, SignatureError
from .signature import header, octets

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


def rsa_sha256(
    name: str, encoding: Literal["base64", "hex"] = "base64"
) -> Callable[..., None]:
    """Return a function that checks the signature of a body in a header."""

    def check(
        body: str | bytes,
        headers: Mapping[str, str],
        secret: str | bytes | Sequence[str | bytes],
        tolerance: float = 0,
    ) -> None:
        del tolerance  # no time is signed
        text = header(headers, name)
        try:
            found = bytes.fromhex(text) if encoding == "hex" else b64decode(text)
        except ValueError:
            message = f"the header {name} is not {encoding} text"
            raise SignatureError(message) from None
        keys = [secret] if isinstance(secret, (str, bytes)) else secret
        if not any(_fits(key, found, octets(body)) for key in keys):
            message = "no signature matches"
            raise SignatureError(message)

    return check


def _fits(key: str | bytes, signature: bytes, body: bytes) -> bool:
    """Return whether the owner of a public key in PEM has signed a body."""
    try:  # by name, so that type checkers do not need it
        exceptions = import_module("cryptography.exceptions")
        hashes = import_module("cryptography.hazmat.primitives.hashes")
        serialization = import_module("cryptography.hazmat.primitives.serialization")
        padding = import_module("cryptography.hazmat.primitives.asymmetric.padding")
    except ImportError as error:
        message = "RSA signatures need cryptography: pip install cryptography"
        raise MissingLibraryError(message) from error
    try:
        public: Any = serialization.load_pem_public_key(octets(key))
    except ValueError:
        message = "the key is not a public key in PEM"
        raise SignatureError(message) from None
    try:
        public.verify(signature, body, padding.PKCS1v15(), hashes.SHA256())
    except exceptions.InvalidSignature:
        return False
    return True
