"""Preparing a call: its URL, headers and body, without credentials.

Arguments cannot change other parts of the request: path segments and query values are
percent-encoded, and header values with line ends are refused.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin

from .auth import in_header
from .bodies import JsonBody, encode
from .common import with_common, with_common_members
from .errors import FAILURE, APIError, ArgumentError
from .http import ACCEPTED, checked, origin, redacted
from .parameters import cookie_value, octets
from .request import Encoded, Options, Secret, Timeout, expand, quote_all, segment
from .transport import WireRequest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .auth import Proof, Source
    from .core import Core
    from .model import Json
    from .request import QueryValue, Request

_CROSS_ORIGIN: Final = frozenset(
    {"accept", "accept-encoding", "content-type", "content-length", "user-agent"}
)
"""The headers that may be sent to another origin."""
_ACCEPTED_ALONE: Final = frozenset({"", "*/*", "text/event-stream"})
"""Many servers expect exactly `text/event-stream`, which is what browsers send."""
_SEE_OTHER: Final = 303
_MAY_CHANGE: Final = frozenset({301, 302})


def prepare(core: Core, request: Request[Any], *, stream: bool) -> Prepared:
    """Return the prepared call. Raises `ArgumentError` if it cannot be sent."""
    try:
        return Prepared(core, request, stream=stream)
    except APIError:
        raise
    except FAILURE as error:  # of a file or a model of the caller
        message = f"{request.name} cannot be sent: {type(error).__name__}: {error}"
        raise ArgumentError(message) from error


def _pairs(query: Mapping[str, QueryValue]) -> Iterator[tuple[str, str]]:
    """Yield the parameters of a mapping, without those that are None."""
    from .wire import to_wire  # not needed to import a client

    for name, value in query.items():
        for each in value if isinstance(value, (list, tuple)) else (value,):
            if (wire := to_wire(each)) is not None:
                yield name, str(wire).lower() if isinstance(wire, bool) else str(wire)


class Prepared:
    """The request of a call, for all of its tries."""

    def __init__(self, core: Core, request: Request[Any], *, stream: bool) -> None:
        self.request, self.method = request, request.method
        self.stream = stream
        self.options = request.options or Options()
        self.trusted = True
        """Whether credentials may be sent to the URL."""
        self._core = core
        self._base = core.base_for(request)
        self._secrets = frozenset(name.lower() for name in request.secrets)
        self._set_url()
        body = request.body
        if body is not None and request.members:  # only with: common
            body = with_common_members(body, request.members, core.parameters)
        if self.options.body:  # only with: asks.body
            body = (body or JsonBody({})).plus(self.options.body)
        self.content = body.content(core.dumps) if body is not None else None
        self._headers: dict[str, tuple[str, str]] = {}
        self._set_headers()
        self.proofs: Sequence[Proof] = ()  # only with: auth
        self.credentials = self._security()  # only with: auth
        if request.url is not None:
            self._drop_credentials()

    def _set_url(self) -> None:
        core, request = self._core, self.request
        url = self._shown = self._base + request.template
        self._secret_parts: list[str] = []  # only with: asks.path
        if request.path:  # only with: asks.path
            values = dict(request.path)
            for name, value in request.path.items():  # only with: facts.parameters
                if value is None:
                    values[name] = core.parameter(name)
            secrets = [name for name in request.secrets if name in values]
            self._secret_parts = [segment(name, values[name]) for name in secrets]
            url = self._shown = self._base + expand(request.template, values)
            if secrets:
                hidden = {**values, **dict.fromkeys(secrets, Encoded("***"))}
                self._shown = self._base + expand(request.template, hidden)
        query = [*request.query, *_pairs(self.options.query)]
        added: list[tuple[str, str]] = []
        added = with_common(core, "query", query)[len(query) :]  # only with: common
        if core.default_query:
            own = {name for name, _ in query}
            added += [pair for pair in _pairs(core.default_query) if pair[0] not in own]
        if request.url is None:
            query += added
            self._shown = self._shown.partition("?")[0]
        else:
            url = _absolute(self._base, request.url)
            query += added if origin(url) == origin(self._base) else []
            query = [pair for pair in query if not _has_query(url, pair[0])]
            self._shown = self._masked(url)
        for name, value in query:
            url = with_query(url, name, value)
        self.url = url

    def _set_headers(self) -> None:
        items = any(reader.items for reader in self.request.returns.values())
        encoding = "identity" if items else ACCEPTED
        self._headers = {
            "accept-encoding": ("Accept-Encoding", encoding),
            "user-agent": ("User-Agent", self._core.user_agent),
        }
        pairs: list[tuple[str, Any]] = [("Accept", self._accept())]
        if self.content is not None:
            pairs.append(("Content-Type", self.content.media_type))
            if self.content.length is not None:
                pairs.append(("Content-Length", str(self.content.length)))
        pairs = with_common(self._core, "headers", pairs)  # only with: common
        pairs += self.request.headers
        for given in (self._core.headers, self.options.headers):
            pairs += ((name, _secret(value)) for name, value in given.items())
        if key := self.options.idempotency_key:
            key = os.urandom(16).hex() if key is True else key
            pairs.append((self.request.idempotency, key))
        for name, value in pairs:
            header = checked(name, value)
            self._headers[name.lower()] = header

    def _security(self) -> dict[str, Secret | Source]:  # only with: auth
        """Return the credentials of the first alternative that is complete."""
        core, wanted = self._core, self.request.security
        wanted = core.info.security if wanted is None else wanted
        given: Mapping[str, Secret | Source] = core.credentials.given
        given = core.credentials.at(self._base)  # only with: schemes.basic
        for alternative in filter(None, wanted):
            others = [core.info.schemes[k] for k in alternative if k not in given]
            if all(in_header(scheme, self._headers) for scheme in others):
                return {name: given[name] for name in alternative if name in given}
        if wanted and () not in wanted and not core.anonymous:
            raise core.missing(*wanted[0])
        return {}

    @property
    def repeatable(self) -> bool:
        """Whether the call may be repeated after it may have been processed."""
        has_key = self.request.idempotency.lower() in self._headers
        return self.request.repeatable or has_key

    @property
    def line(self) -> str:
        """Method and URL, without secrets."""
        _, mark, query = self.url.partition("?")
        return f"{self.method} {self._shown}{mark}{redacted(query, self._secrets)}"

    def _masked(self, url: str) -> str:
        """Return a URL for messages, without secrets and query."""
        *host, path = url.partition("?")[0].split("/", 3)
        for secret in self._secret_parts:  # only with: asks.path
            path = path.replace(secret, "***")
        return "/".join((*host, path))

    def wire(self, timeout: Timeout) -> WireRequest:
        """Return the request with credentials."""
        headers, url = dict(self._headers), Secret(self.url)
        cookies = list[tuple[str, str]]()  # only with: parameters.cookie, auth, common
        if self.trusted:  # only with: parameters.cookie, auth, common
            cookies += self.request.cookies
            cookies = with_common(self._core, "cookies", cookies)  # only with: common
        secrets = self._secrets | {"cookie", "authorization"}
        for place, name, value in self.proofs:  # only with: auth
            secrets |= {name.lower()}
            if place == "cookie":
                cookies.append((name, octets(value)))
            elif place == "header":
                headers.setdefault(name.lower(), checked(name, value))
            elif not _has_query(url, name):
                url = Secret(with_query(url, name, value))
        if cookies:  # only with: parameters.cookie, auth, common
            pairs = [f"{name}={cookie_value(value)}" for name, value in cookies]
            own = [headers["cookie"][1]] if "cookie" in headers else []
            headers["cookie"] = checked("Cookie", Secret("; ".join(own + pairs)))
        body = self.content.body if self.content else b""
        return WireRequest(
            self.method,
            url,
            list(headers.values()),
            body if isinstance(body, bytes) else body(),
            timeout,
            self.request.name,
            secrets,
            self.stream,
        )

    def _accept(self) -> str:
        """Return the media types that can be read."""
        readers = self.request.returns.values()
        named = [each.accept for each in readers if each.accept]
        kinds = list(dict.fromkeys(", ".join(named).split(", ")))
        if kinds[0] not in _ACCEPTED_ALONE:  # only with: returns.weighted
            return _weighted(kinds, streamed=self.stream)
        return ", ".join(kinds) or "*/*"

    def is_same_origin(self, location: str) -> bool:
        """Return whether a redirect leads to the origin of the base URL."""
        target = _absolute(self.url, location)
        return self.trusted and origin(target) == origin(self._base)

    def redirect(self, status: int, location: str) -> None:
        """Change the request to follow a redirect (RFC 9110, section 15.4)."""
        self.url = _absolute(self.url, location)
        self._shown = self._masked(self.url)
        changed = status in _MAY_CHANGE and self.method == "POST"
        if changed or (status == _SEE_OTHER and self.method != "HEAD"):
            self.method, self.content = "GET", None
            for name in ("content-type", "content-length"):
                self._headers.pop(name, None)
        self._drop_credentials()

    def _drop_credentials(self) -> None:
        """Drop credentials if the URL is of another origin, also for later redirects."""
        if origin(self.url) != origin(self._base):
            self.trusted = False
            kept = [name for name in self._headers if name in _CROSS_ORIGIN]
            self._headers = {name: self._headers[name] for name in kept}


def _absolute(base: str, url: str) -> str:
    """Return the absolute URL of a link, with invalid characters percent-encoded."""
    joined = urljoin(base, url.strip()).partition("#")[0]
    absolute = quote_all(joined, keep=":/?@!$&'()*+,;=%[]~")
    origin(absolute)
    return absolute


def _weighted(kinds: list[str], *, streamed: bool) -> str:
    """Return media types with weights, the first JSON type before the others.

    Without weights a server may choose (RFC 9110, 12.5.1), and many send HTML. If no JSON
    type is accepted, a server that knows only JSON answers 406, even instead of an error.
    """
    first = [kind for kind in kinds if "json" in kind.partition(";")[0]]
    if not first:
        return ", ".join(kinds if "*/*" in kinds else [*kinds, "*/*;q=0.1"])
    if streamed:
        return ", ".join(kinds)
    kinds.sort(key=first[0].__ne__)
    return ", ".join(
        kind if place == 0 or ";" in kind else f"{kind};q={max(1, 10 - place) / 10}"
        for place, kind in enumerate(kinds)
    )


def _secret(value: Json) -> Json:
    return Secret(value) if isinstance(value, str) else value


def _has_query(url: str, name: str) -> bool:
    return f"&{quote_all(name)}=" in url.replace("?", "&", 1)


def with_query(url: str, name: str, value: str) -> str:
    """Return a URL with another query parameter."""
    if not name:  # only with: parameters.json_query, parameters.text_query
        return f"{url}{'&' if '?' in url else '?'}{encode(value)}"
    return f"{url}{'&' if '?' in url else '?'}{quote_all(name)}={encode(value)}"
