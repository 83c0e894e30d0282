"""Tokens of an OAuth 2 server (RFC 6749), for `OAuth2` schemes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlencode, urljoin

from .auth import base64
from .errors import APIConnectionError, AuthenticationError
from .http import origin
from .info import find
from .model import ABSENT
from .request import Secret
from .results import SUCCESS, json_or_text, receive
from .transport import WireRequest

if TYPE_CHECKING:
    from .auth import Granted, OAuth2
    from .core import Core
    from .model import Json
    from .transport import Answer

_HEADER: Final = frozenset({"authorization"})
_TOO_MANY, _SERVER_ERROR = 429, 500


class ClientCredentials:
    """The client credentials grant (section 4.4)."""

    __slots__ = ("client_id", "client_secret", "in_body", "scopes", "token_url")

    def __init__(
        self,
        client_id: str,
        client_secret: str,
        *,
        token_url: str | None = None,
        scopes: tuple[str, ...] | None = None,
        in_body: bool = False,
    ) -> None:
        """Take the credentials; by default, URL and scopes are those of the document.

        They are sent as `Authorization: Basic`, or as form fields with `in_body`.
        """
        self.client_id = client_id
        self.client_secret = Secret(client_secret)
        self.token_url = token_url
        self.scopes = scopes
        self.in_body = in_body

    async def grant(self, core: Core, scheme: OAuth2, /) -> Granted:
        """Request a token, without retries, and return it with its lifetime in seconds.

        Raises `AuthenticationError` if the credentials are not accepted.
        """
        wire = self._request(core, scheme)
        total = core.timeout.total
        deadline = None if total is None else core.clock.monotonic() + total
        try:
            answer, _ = await receive(core, wire, deadline)
        except APIConnectionError as error:
            error.sent, error.request = False, f"POST {wire.url}"
            raise
        answer.request_line = f"POST {wire.url}"
        return _granted(answer, json_or_text(answer, core.loads))

    def _request(self, core: Core, scheme: OAuth2) -> WireRequest:
        url = urljoin(f"{core.base}/", self.token_url or scheme.token_url)
        origin(url)
        form = {"grant_type": "client_credentials"}
        scopes = scheme.scopes if self.scopes is None else self.scopes
        if scopes:
            form["scope"] = " ".join(scopes)
        headers = [
            ("Accept", "application/json"),
            ("User-Agent", core.user_agent),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ]
        if self.in_body:
            form |= {"client_id": self.client_id, "client_secret": self.client_secret}
        else:
            # A blank as `%20`: some servers (Authlib) do not decode a plus sign.
            both = f"{quote(self.client_id, '')}:{quote(self.client_secret, '')}"
            headers.append(("Authorization", Secret(f"Basic {base64(both)}")))
        content = urlencode(form).encode()
        return WireRequest(
            "POST", url, headers, content, core.timeout, "token", _HEADER
        )


def _granted(answer: Answer, body: Json) -> Granted:
    token, seconds, error, reason = (
        find(body, (f"/{name}",))
        for name in ("access_token", "expires_in", "error", "error_description")
    )
    if isinstance(token, str) and answer.status in SUCCESS:
        return token, _life(seconds)
    if answer.status >= _SERVER_ERROR or answer.status == _TOO_MANY:
        message = f"the token endpoint answered {answer.status}"
        raise APIConnectionError(message, sent=False)
    said = [str(words) for words in (reason, error) if words is not ABSENT]
    message = said[0] if said else "the answer has no token"
    raise AuthenticationError(answer, message=message, code=said[-1] if said else None)


def _life(seconds: Json) -> float:
    """Return the lifetime of a token; some servers send the number as text."""
    try:
        life = float(seconds)
    except (TypeError, ValueError, OverflowError):
        return float("inf")
    return life if life > 0 else float("inf")
