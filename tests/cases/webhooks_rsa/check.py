"""Events are signed with a private key, and verified with the public one."""

from base64 import b64encode

from api import SignatureError, models, webhooks
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
KEY = private.public_key().public_bytes(
    serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
)
BODY = b'{"event": "ended", "id": "1"}'
HEADERS = {
    "x-signature": b64encode(private.sign(BODY, padding.PKCS1v15(), hashes.SHA256())).decode()
}
ended = webhooks.unwrap(BODY, HEADERS, secret=KEY.decode())
assert ended == models.Ended(event="ended", id="1")
assert webhooks.unwrap(BODY, HEADERS, secret=[KEY]) == ended


def refused(body: bytes, headers: dict[str, str], key: bytes = KEY) -> str:
    """Return why an event is refused."""
    try:
        webhooks.unwrap(body, headers, secret=key)
    except SignatureError as error:
        return str(error)
    return ""


assert refused(BODY + b" ", HEADERS) == "no signature matches"
assert refused(BODY, {"X-Signature": "AAAA"}) == "no signature matches"
assert refused(BODY, {"X-Signature": "é"}) == "the header x-signature is not base64 text"
assert refused(BODY, {}) == "the header x-signature is missing"
assert refused(BODY, HEADERS, b"no key") == "the key is not a public key in PEM"
