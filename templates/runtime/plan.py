"""A request made ready: URL, headers and body, all but the credentials.

What a caller gave cannot leave its place here: path segments and query values are
percent-encoded, header values with line ends are refused before anything is sent.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote, unquote, urljoin, urlsplit

from .bodies import Content, JsonBody, encode
from .errors import ArgumentError
from .inflate import ACCEPTED
from .parameters import cookie_value
from .request import Timeout, expand
from .transport import WireRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .auth import Proof
    from .core import Core
    from .request import Request

_TOKEN: Final = frozenset(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
)
_SENSITIVE: Final = ("key", "token", "secret", "password", "signature", "auth")
_HARMLESS: Final = frozenset(
    {"accept", "accept-encoding", "content-type", "content-length", "user-agent"}
)
"""The headers that may follow a redirect to another origin."""


class Plan:
    """What is sent on each try of one call."""

    def __init__(self, core: Core, request: Request[Any], *, encoded: bool) -> None:
        """Take the call, and whether its answer may be compressed.

        Raises:
            ArgumentError: if something is missing, or cannot be sent.
        """
        self.request = request
        self.method = request.method
        self.secrets = frozenset(name.lower() for name in request.secrets)
        base = core.base_for(request)
        self._home = origin(base)
        self._headers: dict[str, tuple[str, str]] = {}
        self._cookies = list(request.cookies)
        self._address(core, request, base)
        self.content = self._content(core, request)
        self._set_headers(core, request, encoded=encoded)
        self.trusted = origin(self.url) == self._home
        """Whether credentials may go where the request goes."""
        self.arguments = self._security(core, request)
        if not self.trusted:
            self._distrust()

    def _address(self, core: Core, request: Request[Any], base: str) -> None:
        query = [*request.query, *(request.options.query or {}).items()]
        if request.url is not None:
            self.url = self._shown = absolute(base, request.url)
            query = [pair for pair in query if not _asks(self.url, pair[0])]
        else:
            values = dict(request.path)
            for name, value in values.items():
                if value is None:
                    values[name] = core.parameter(name)
            self.url = self._shown = base + expand(request.template, values)
            hidden = dict.fromkeys(values.keys() & set(request.secrets), "***")
            if hidden:
                self._shown = base + expand(request.template, {**values, **hidden})
        for name, value in query:
            self.url = _with_query(self.url, name, value)
        self._shown += self.url[len(self.url.partition("?")[0]) :]

    def _content(self, core: Core, request: Request[Any]) -> Content | None:
        body = request.body
        if body is None:
            if not request.options.body:
                return None
            body = JsonBody({})
        return body.content(core.dumps, request.options.body)

    def _set_headers(self, core: Core, request: Request[Any], *, encoded: bool) -> None:
        accepted = dict.fromkeys(r.accept for r in request.returns.values() if r.accept)
        self._set("Accept", ", ".join(accepted) or "*/*")
        self._set("Accept-Encoding", ACCEPTED if encoded else "identity")
        self._set("User-Agent", core.user_agent)
        if self.content is not None:
            self._set("Content-Type", self.content.media_type)
            if self.content.length is not None:
                self._set("Content-Length", str(self.content.length))
        options = request.options
        for pairs in (
            request.headers,
            core.headers.items(),
            (options.headers or {}).items(),
        ):
            for name, value in pairs:
                self._set(name, value)
        if key := options.idempotency_key:
            self._set("Idempotency-Key", os.urandom(16).hex() if key is True else key)

    def _set(self, name: str, value: str) -> None:
        self._headers[name.lower()] = checked(name, value)

    @property
    def repeatable(self) -> bool:
        """Whether the call may be repeated though it may have been acted on."""
        return self.request.idempotent or "idempotency-key" in self._headers

    @property
    def line(self) -> str:
        """Method and URL, secrets left out."""
        return f"{self.method} {self.shown_url}"

    @property
    def shown_url(self) -> str:
        """The URL, secrets left out."""
        return redacted(self._shown, self.secrets)

    def _security(self, core: Core, request: Request[Any]) -> tuple[str, ...]:
        """Return the credentials to send: the first alternative that is complete."""
        wanted = core.info.security if request.security is None else request.security
        for alternative in wanted:
            if all(core.proven_by(argument, self._headers) for argument in alternative):
                return alternative
        if wanted:
            raise core.missing(*wanted[0])
        return ()

    def wire(self, proofs: list[Proof], timeout: Timeout) -> WireRequest:
        """Return what goes out."""
        headers = dict(self._headers)
        url, cookies, secrets = self.url, list(self._cookies), set(self.secrets)
        for place, name, value in proofs:
            secrets.add(name.lower())
            if place == "query" and not _asks(url, name):
                url = _with_query(url, name, value)
            elif place == "cookie":
                cookies.append((name, value))
            elif name.lower() not in headers:
                headers[name.lower()] = checked(name, value)
        if cookies and self.trusted:
            pairs = [f"{name}={cookie_value(value)}" for name, value in cookies]
            headers["cookie"] = checked("Cookie", "; ".join(pairs))
            secrets.add("cookie")
        body = self.content.body if self.content else b""
        return WireRequest(
            self.method,
            url,
            list(headers.values()),
            body if isinstance(body, bytes) else body(),
            timeout,
            operation=self.request.name,
            secrets=frozenset(secrets),
        )

    def redirect(self, status: int, location: str) -> None:
        """Go where a redirect leads (RFC 9110, section 15.4).

        No credential goes along to another origin, nor comes back from there.
        """
        self.url = self._shown = absolute(self.url, location)
        if status == 303 or (status in {301, 302} and self.method == "POST"):  # noqa: PLR2004
            self.method = "GET" if self.method != "HEAD" else "HEAD"
            self.content = None
            for name in ("content-type", "content-length"):
                self._headers.pop(name, None)
        if origin(self.url) != self._home:
            self._distrust()

    def _distrust(self) -> None:
        self.trusted = False
        kept = [name for name in self._headers if name in _HARMLESS]
        self._headers = {name: self._headers[name] for name in kept}


def checked(name: str, value: str) -> tuple[str, str]:
    """Return a header that can be sent, without the blanks around its value.

    Raises:
        ArgumentError: if it cannot. It names the header, and does not show the value.
    """
    if not name or not _TOKEN.issuperset(name):
        message = f"{name!r} is no name of a header"
        raise ArgumentError(message)
    value = value.strip(" \t")
    if not (value.isascii() and value.isprintable()):
        if any(char < " " and char != "\t" or char == "\x7f" for char in value):
            message = f"the header {name} holds a character that no header can carry"
            raise ArgumentError(message)
        if any("\ud800" <= char <= "\udfff" for char in value):
            message = f"the header {name} is no valid text"
            raise ArgumentError(message)
    return name, value


def origin(url: str) -> tuple[str, str | None, int | None]:
    """Return scheme, host and port.

    Raises:
        ArgumentError: if it is no URL of that kind.
    """
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        parts, port = urlsplit(""), None
    if (
        parts.scheme not in {"http", "https"}
        or not parts.hostname
        or "@" in parts.netloc
    ):
        message = "a URL must be https:// or http://, a host, and no user"
        raise ArgumentError(message)
    return parts.scheme, parts.hostname, port


def absolute(base: str, url: str) -> str:
    """Return where a link leads, with what no URL can hold percent-encoded."""
    joined = urljoin(base, url.strip()).partition("#")[0]
    return quote(joined, safe=":/?@!$&'()*+,;=%[]~")


def base_url(url: str) -> str:
    """Return a base URL without its trailing slash.

    Raises:
        ArgumentError: if it is none.
    """
    if any(char in url for char in "?#\\") or not url.isprintable() or " " in url:
        message = "a base URL has no query, fragment, blanks or backslashes"
        raise ArgumentError(message)
    origin(url)
    return url.rstrip("/")


def redacted(url: str, secrets: Iterable[str]) -> str:
    """Return a URL with the values of secret query parameters left out."""
    head, mark, query = url.partition("?")
    if not mark:
        return url
    pairs = [pair.partition("=") for pair in query.split("&")]
    return f"{head}?" + "&".join(
        f"{name}=***"
        if _secret(unquote(name).lower(), secrets)
        else f"{name}{eq}{value}"
        for name, eq, value in pairs
    )


def _secret(name: str, secrets: Iterable[str]) -> bool:
    return name in secrets or any(word in name for word in _SENSITIVE)


def _asks(url: str, name: str) -> bool:
    return f"&{quote(name, safe='')}=" in url.replace("?", "&", 1)


def _with_query(url: str, name: str, value: str) -> str:
    mark = "&" if "?" in url else "?"
    return f"{url}{mark}{quote(name, safe='')}={encode(value)}"


def bounded(timeout: Timeout, left: float | None) -> Timeout:
    """Return the timeouts of one try, each phase within what is left in all."""
    if left is None:
        return timeout
    return Timeout(*(left if phase is None else min(phase, left) for phase in timeout))
