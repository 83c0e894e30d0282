"""Security schemes, and the credentials for them.

A scheme contains no credential, and the repr of a credential does not show it.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, Protocol, TypeAlias

from .concurrency import reset_on_fork
from .errors import ArgumentError
from .request import Secret

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Coroutine, Mapping

    from .core import Core
    from .model import Json

_Given: TypeAlias = "str | tuple[str, float]"
Token: TypeAlias = "str | Callable[[], _Given | Awaitable[_Given]]"
"""A token, or a function that returns one. It is called again after 401, and if it returns
(token, seconds), after these seconds. It may be async in an async client."""
_EARLY: Final = 60.0
"""A token is renewed at most this many seconds before it expires."""
_FOREVER: Final = 1e12
Granted: TypeAlias = tuple[str, float]
"""A token, and its lifetime in seconds."""


class Proof(NamedTuple):
    """A credential as a part of a request."""

    place: Literal["header", "query", "cookie"]
    name: str
    value: Secret


class Scheme(Protocol):
    """A kind of credential, and its place in a request."""

    @property
    def env(self) -> str | None:
        """The environment variable that is read if no argument is given."""

    def source(self, argument: str, given: Json) -> Secret | Source | None:
        """Return the credential or its `Source`; None if it is not valid."""

    def proof(self, text: Secret) -> Proof:
        """Return the part of a request that carries the credential."""
        ...


class Bearer(NamedTuple):
    """`Authorization: Bearer`, with a `Token`."""

    env: str | None = None

    def source(self, argument: str, given: Json) -> Secret | Source | None:
        return _token(argument, given)

    def proof(self, text: Secret) -> Proof:
        return Proof("header", "Authorization", Secret(f"Bearer {text}"))


class Source:
    """A token that is fetched on demand, once for all calls that wait for it."""

    __slots__ = ("__weakref__", "_expires", "_fetch", "_locks", "_value")

    def __init__(self, fetch: Callable[[Core], Coroutine[Any, Any, Granted]]) -> None:
        self._fetch = fetch
        self._value: Secret | None = None
        self._expires = 0.0
        reset_on_fork(self)

    def reset(self) -> None:
        """Replace the locks: no thread of a child process would release the old ones."""
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


class Credentials:
    """The credentials of a client: arguments, variables of the environment, netrc."""

    def __init__(
        self, schemes: Mapping[str, Scheme], given: Mapping[str, Json]
    ) -> None:
        """Raise `ArgumentError` for a credential that is not valid for its scheme."""
        self.given: dict[str, Secret | Source] = {}
        """The credential of each scheme that has one, or its `Source`."""
        for argument, scheme in schemes.items():
            credential = given.get(argument)
            if credential is None and scheme.env:
                credential = os.environ.get(scheme.env) or None
            if credential is not None:
                self.given[argument] = _source(argument, scheme, credential)


def in_header(scheme: Scheme, headers: Collection[str]) -> bool:
    """Return whether a header is in the place of a credential."""
    place, name, _ = scheme.proof(Secret())
    return place == "header" and name.lower() in headers


def _source(argument: str, scheme: Scheme, given: Json) -> Secret | Source:
    if (source := scheme.source(argument, given)) is not None:
        return source
    message = f"{argument} is not a valid credential for {type(scheme).__name__}"
    raise ArgumentError(message)


def _token(argument: str, given: Json) -> Secret | Source | None:
    if isinstance(given, str):
        return Secret(given) if given else None
    if not callable(given):
        return None
    return Source(lambda core: _fetch(core, argument, given))


async def proofs(
    core: Core, sources: Mapping[str, Secret | Source], stale: Mapping[str, Secret]
) -> tuple[list[Proof], dict[str, Secret]]:
    """Return the credentials of a request, and the tokens among them that can be renewed."""
    proven: list[Proof] = []
    tokens: dict[str, Secret] = {}
    for argument, source in sources.items():
        if isinstance(source, Source):
            text = tokens[argument] = await source.get(core, stale.get(argument))
        else:
            text = source
        proven.append(core.info.schemes[argument].proof(text))
    return proven, tokens


async def _fetch(core: Core, name: str, function: Callable[[], object]) -> Granted:
    given = await core.driver.call(function)
    match given:
        case str():
            return Secret(given), float("inf")
        case (str(token), int() | float() as seconds):
            return Secret(token), min(seconds, _FOREVER)
        case _:
            given = type(given).__name__
    raise ArgumentError(f"{name}() returned {given}, not a token or (token, seconds)")
