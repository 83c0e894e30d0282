"""Credentials: one of several, several together, none, each in its documented place."""

import base64
from collections.abc import Iterator

from api import ArgumentError, Client
from api._runtime.transport import Incoming, WireRequest


class Tap:
    """A transport that records requests and answers the token endpoint."""

    def __init__(self) -> None:
        """Start without requests."""
        self.sent: list[WireRequest] = []

    def send(self, request: WireRequest, /) -> Incoming[Iterator[bytes]]:
        """Answer with a token, or with an empty object."""
        self.sent.append(request)
        token = request.url.endswith("/token")
        content = b'{"access_token":"got","token_type":"bearer"}' if token else b""
        return Incoming(200 if token else 204, [], iter([content]))

    def close(self) -> None:
        """Have nothing to close."""

    def proof(self) -> tuple[dict[str, str], str]:
        """Return the credentials of the last request."""
        last = self.sent[-1]
        known = {"authorization", "cookie", "x-key"}
        headers = {k.lower(): v for k, v in last.headers if k.lower() in known}
        return headers, last.url.partition("?")[2]


tap = Tap()
client = Client(
    token="t", basic_auth=("u", "p"), header="h", query="q&", cookie="c", transport=tap,
    client_credentials="given",
)  # fmt: skip
calls = client.calls
calls.get_usual()
assert tap.proof() == ({"authorization": "Bearer t"}, "")
calls.get_either()
assert tap.proof() == ({"x-key": "h"}, "")
calls.get_both()
basic = "Basic " + base64.b64encode(b"u:p").decode()
assert tap.proof() == ({"authorization": basic, "cookie": "sid=c"}, "")
calls.get_none()
assert tap.proof() == ({}, "")
calls.get_oauth()
assert tap.proof() == ({"authorization": "Bearer given"}, "")
Client(query="q&", transport=tap).calls.get_either()
assert tap.proof() == ({}, "key=q%26")
anonymous = Client(transport=tap)
anonymous.calls.get_maybe()
assert tap.proof() == ({}, "")
try:
    anonymous.calls.get_usual()
except ArgumentError as error:
    assert "token" in str(error)  # noqa: PT017 - there is no pytest here
else:
    raise AssertionError
