"""A function for each event reads a webhook, and one function reads all of them."""

import time
from base64 import b64encode
from hashlib import sha256
from hmac import digest

from api import AsyncClient, Client, DecodeError, SignatureError, models, webhooks

assert webhooks.order_paid(b'{"id":1}') == models.Order(id=1)
assert webhooks.ping('["a"]') == ["a"]
assert webhooks.on_shipped('{"number":"1"}') == models.Parcel(number="1")
try:
    webhooks.order_paid('{"id":"x"}')
except DecodeError as error:
    assert str(error).startswith("$.id: expected an integer"), error  # noqa: PT017 - no pytest here
else:
    raise AssertionError


# The example in the tests of svix, the origin of Standard Webhooks, and of its libraries.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PUBLISHED = {
    "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
}
BODY = '{"test": 2432232314}'
client = Client(base_url="https://api.test")
assert client.webhooks is AsyncClient.webhooks is webhooks
FOREVER = 1e12
found = client.webhooks.unwrap(BODY, PUBLISHED, secret=SECRET, tolerance=FOREVER)
assert found == models.Parcel.from_dict({"test": 2432232314}), found


def signed(body: str, key: bytes = b"key", age: float = 0) -> dict[str, str]:
    """Return the headers of a webhook that is sent now."""
    stamp = str(int(time.time() - age))
    mark = b64encode(digest(key, f"id.{stamp}.{body}".encode(), sha256)).decode()
    return {
        "Webhook-Id": "id",
        "Webhook-Timestamp": stamp,
        "Webhook-Signature": f"v1,AA== v2,x v1,{mark}",
    }


order = webhooks.unwrap(b'{"id":1}', signed('{"id":1}'), secret=b"key")
assert order == models.Order(id=1)
assert webhooks.unwrap('["a"]', signed('["a"]'), secret=[b"new", b"key"]) == ["a"]


def refused(body: str, headers: dict[str, str], secret: str | bytes = b"key") -> str:
    """Return why a webhook is refused."""
    try:
        webhooks.unwrap(body, headers, secret=secret)
    except SignatureError as error:
        return str(error)
    return ""


assert (
    refused(BODY, PUBLISHED, SECRET) == "the time of the webhook differs too much from the time now"
)
assert (
    refused(BODY, signed(BODY, age=-400))
    == "the time of the webhook differs too much from the time now"
)
assert not refused(BODY, signed(BODY, age=200))
assert refused(BODY + " ", signed(BODY)) == "no signature matches"
assert refused(BODY, signed(BODY, b"other")) == "no signature matches"
assert (
    refused(BODY, signed(BODY) | {"Webhook-Signature": "v1a,AA== \xff,é"}) == "no signature matches"
)
assert (
    refused(BODY, signed(BODY) | {"Webhook-Timestamp": "-1"})
    == "the header webhook-timestamp is not a Unix time"
)
assert refused(BODY, {}) == "the header webhook-id is missing"
assert refused(BODY, signed(BODY), "whsec_?").startswith("a secret must be base64 text")
