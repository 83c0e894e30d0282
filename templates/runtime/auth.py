"""Who is calling: security schemes, and the credentials for them.

Nothing here is ever shown: schemes hold no credential, and what holds one has no repr
of it.
"""

from __future__ import annotations

import os
from binascii import b2a_base64
from typing import (
    TYPE_CHECKING,
    Any,
    Final,
    Literal,
    NamedTuple,
    Protocol,
    TypeAlias,
)

from .concurrency import per_process
from .errors import ArgumentError
from .request import Secret, utf8

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine, Mapping

    from .core import Core
    from .model import Json

_Given: TypeAlias = "str | tuple[str, float]"
Token: TypeAlias = "str | Callable[[], _Given | Awaitable[_Given]]"
"""A token, or what gives one: called once, and anew when the API answers 401 or, where it
gives (token, seconds), when these are over. It may be async in an async client."""
_EARLY: Final = 60.0
"""How many seconds before its end a token is not used any more, at most."""
_FOREVER: Final = 1e12
Granted: TypeAlias = tuple[str, float]
"""A token, and how many seconds it lives."""


class Bearer(NamedTuple):
    """`Authorization: Bearer`, with a `Token`."""

    env: str | None = None
    """The environment variable that is read when no argument is given."""


class Basic(NamedTuple):
    """`Authorization: Basic`, with (user, password) or `user:password`."""

    env: str | None = None


class ApiKey(NamedTuple):
    """A `Token` in a header, a query parameter or a cookie."""

    name: str
    place: Literal["header", "query", "cookie"] = "header"
    env: str | None = None


class OAuth2(NamedTuple):
    """A bearer token, given or got by a `Grant`."""

    token_url: str
    scopes: tuple[str, ...] = ()
    env: str | None = None


class Grant(Protocol):
    """What gets tokens for an `OAuth2` scheme: `oauth.ClientCredentials`."""

    async def grant(self, core: Core, scheme: OAuth2, /) -> Granted:
        """Return a token, and how many seconds it lives."""
        ...


Scheme: TypeAlias = Bearer | Basic | ApiKey | OAuth2
Credential: TypeAlias = "Token | tuple[str, str] | Grant | None"


class Proof(NamedTuple):
    """What is added to a request, and where."""

    place: Literal["header", "query", "cookie"]
    name: str
    value: Secret


class Source:
    """A token that is fetched when it is needed, by one call for all that wait."""

    __slots__ = ("__weakref__", "_expires", "_fetch", "_locks", "_value")

    def __init__(self, fetch: Callable[[Core], Coroutine[Any, Any, Granted]]) -> None:
        self._fetch = fetch
        self._value: Secret | None = None
        self._expires = 0.0
        per_process(self)

    def reset(self) -> None:
        """Begin with new locks: what held one is not in a child process."""
        self._locks: dict[Any, Any] = {}

    async def get(self, core: Core, stale: Secret | None) -> Secret:
        """Return a token that is neither expired nor the stale one."""
        if self._fresh(core, stale):
            return self._value or Secret()
        lock = core.driver.lock(self._locks)
        await core.driver.call(lock.acquire)
        try:
            if not self._fresh(core, stale):
                value, seconds = await self._fetch(core)
                self._value = Secret(value)
                early = min(_EARLY, seconds / 10)
                self._expires = core.clock.monotonic() + seconds - early
        finally:
            lock.release()
        return self._value or Secret()

    def _fresh(self, core: Core, stale: Secret | None) -> bool:
        current = self._value is not None and self._value != stale
        return current and core.clock.monotonic() < self._expires


def sources(
    schemes: Mapping[str, Scheme], credentials: Mapping[str, Credential]
) -> dict[str, Secret | Source]:
    """Return, for each scheme that has a credential, its text or where that is got.

    Raises `ArgumentError` for a credential that does not fit its scheme.
    """
    found: dict[str, Secret | Source] = {}
    for argument, scheme in schemes.items():
        credential = credentials.get(argument)
        if credential is None and scheme.env:
            credential = os.environ.get(scheme.env) or None
        if credential is not None:
            found[argument] = _source(argument, scheme, credential)
    return found


def with_netrc(
    found: dict[str, Secret | Source], schemes: Mapping[str, Scheme], url: str
) -> dict[str, Secret | Source]:
    """Return the sources, and for Basic schemes without one what netrc has for the host."""
    from netrc import NetrcParseError, netrc
    from urllib.parse import urlsplit

    try:
        login = netrc(os.environ.get("NETRC")).authenticators(
            urlsplit(url).hostname or ""
        )
    except FileNotFoundError:
        return found
    except NetrcParseError as error:  # it may quote a password
        words, _, _ = error.msg.replace('"', "'").partition("'")
        message = f"{error.filename}, line {error.lineno}: {words.rstrip()}"
        raise ArgumentError(message) from None
    except (OSError, ValueError) as error:
        message = f"the netrc file cannot be read: {type(error).__name__}"
        raise ArgumentError(message) from None
    if login is None:
        return found
    usual = {
        argument: _source(argument, scheme, (login[0], login[2]))
        for argument, scheme in schemes.items()
        if isinstance(scheme, Basic)
    }
    return usual | found


def _source(argument: str, scheme: Scheme, given: Json) -> Secret | Source:
    match scheme, given:
        case _, str() if given and not isinstance(scheme, Basic):
            return Secret(given)
        case Basic(), str() if ":" in given:
            return Secret(given)
        case Basic(), (str(user), str(password)) if ":" not in user:
            return Secret(f"{user}:{password}")
        case OAuth2(), _ if hasattr(given, "grant"):
            return Source(lambda core: given.grant(core, scheme))
        case _ if callable(given):
            return Source(lambda core: _called(core, argument, given))
        case _:
            message = f"{argument} is no credential for {type(scheme).__name__}"
            raise ArgumentError(message)


async def proofs(
    core: Core, arguments: tuple[str, ...], stale: Mapping[str, Secret]
) -> tuple[list[Proof], dict[str, Secret]]:
    """Return what proves who is calling, and the tokens in it that can be got anew."""
    proven: list[Proof] = []
    tokens: dict[str, Secret] = {}
    for argument in arguments:
        text = core.sources.get(argument)
        if isinstance(text, Source):
            text = await text.get(core, stale.get(argument))
            tokens[argument] = text
        if text is not None:
            proven.append(proof(core.info.schemes[argument], text))
    return proven, tokens


def proof(scheme: Scheme, text: Secret) -> Proof:
    """Return where the credential of a scheme stands in a request."""
    match scheme:
        case Basic():
            return Proof("header", "Authorization", Secret(f"Basic {base64(text)}"))
        case ApiKey(name, place):
            return Proof(place, name, text)
        case _:
            return Proof("header", "Authorization", Secret(f"Bearer {text}"))


def header_of(scheme: Scheme) -> str | None:
    """Return the header that carries a scheme's credential, in lower case."""
    if isinstance(scheme, ApiKey):
        return scheme.name.lower() if scheme.place == "header" else None
    return "authorization"


def base64(text: str) -> str:
    """Return text as the Basic scheme encodes it (RFC 7617)."""
    return b2a_base64(utf8(text), newline=False).decode()


async def _called(core: Core, argument: str, function: Callable[[], object]) -> Granted:
    given = await core.driver.call(function)
    match given:
        case str():
            return Secret(given), float("inf")
        case (str(token), int() | float() as seconds):
            return Secret(token), min(seconds, _FOREVER)
        case _:
            given = type(given).__name__
    raise ArgumentError(f"{argument}() gave a {given}, not a token or (token, seconds)")
