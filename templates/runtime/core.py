"""What the sync and the async client have in common: settings, credentials, facts."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, TypedDict

from . import wire
from .auth import Credential, Source, header_of, sources
from .drive import AsyncDriver, Clock, SyncDriver
from .errors import ArgumentError
from .plan import base_url
from .request import Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from logging import Logger

    from .bodies import Dumps
    from .drift import Drift
    from .info import ApiInfo
    from .readers import Loads
    from .request import Request
    from .response import Answer
    from .transport import AsyncTransport, Transport, WireRequest

LIMIT: Final = 64 * 1024 * 1024


class ClientOptions(TypedDict, total=False):
    """What a client can be told besides the usual."""

    headers: Mapping[str, str] | None
    """Sent with every request, instead of the client's own of the same name."""
    max_retry_wait: float
    """The longest wait that the API may ask for: 60 seconds unless said otherwise."""
    max_response_bytes: int
    """How large a decoded body may be: 64 MiB unless said otherwise."""
    follow_redirects: bool
    """Whether a redirect is followed. Credentials do not go to another origin."""
    trust_env: bool
    """Whether proxies and certificate locations are read from the environment."""
    loads: Callable[[bytes], Any]
    """Reads JSON, instead of the standard library (`orjson.loads`)."""
    dumps: Callable[[Any], str | bytes]
    """Writes JSON, instead of the standard library (`orjson.dumps`)."""
    on_request: Callable[[WireRequest], object] | None
    """Called with each try before it is sent; may change it. Async in an async client,
    if you like, as are the others."""
    on_response: Callable[[Answer], object] | None
    """Called with each answer."""
    on_drift: Callable[[Drift], object] | None
    """Called when the API sends what the document does not know, once per place."""


_SETTINGS: Final = frozenset({"max_retries", *ClientOptions.__annotations__})


class Core:
    """The state of a client."""

    dumps: Dumps
    loads: Loads

    def __init__(
        self,
        info: ApiInfo,
        driver: SyncDriver | AsyncDriver,
        *,
        parameters: Mapping[str, str | None],
        credentials: Mapping[str, Credential],
        settings: Mapping[str, Any],
    ) -> None:
        """Take the facts, what does the work, and what the user gave.

        Raises:
            ArgumentError: if what every operation needs is neither given nor in the
                environment, or a value makes no sense.
        """
        self.info = info
        self.driver: Any = driver
        self.clock: Clock = driver.clock
        self.sources: Mapping[str, str | Source] = sources(info.schemes, credentials)
        self.parameters = _parameters(info, parameters)
        self.user_agent = f"{info.name}/{info.version} speccast"
        self.drifted: set[object] = set()
        self.log: Logger | None = None
        self.headers: Mapping[str, str] = {}
        self.timeout = Timeout()
        self.max_retries = 2
        self.max_retry_wait = 60.0
        self.max_response_bytes = LIMIT
        self.follow_redirects = False
        self.loads = wire.loads
        self.dumps = wire.dumps
        self.on_request: Callable[[WireRequest], object] | None = None
        self.on_response: Callable[[Answer], object] | None = None
        self.on_drift: Callable[[Drift], object] | None = None
        self.explicit_base = False
        self.base = base_url(info.server) if info.server else None
        self._set(settings)
        if self.base is None:
            message = "base_url is missing: the document names no absolute server"
            raise ArgumentError(message)
        given = {name.lower() for name in self.headers}
        lacking = [name for name in info.required if not self._has(name, given)]
        if lacking:
            raise self.missing(*lacking)

    def with_settings(self, settings: Mapping[str, Any]) -> Core:
        """Return a copy with some settings changed; connections are shared."""
        copy = object.__new__(Core)
        copy.__dict__.update(self.__dict__)
        headers = {**self.headers, **(settings.get("headers") or {})}
        copy._set({**settings, "headers": headers})
        return copy

    def _set(self, settings: Mapping[str, Any]) -> None:
        for name, value in settings.items():
            if value is None or name == "trust_env":
                continue
            if name == "base_url":
                self.base, self.explicit_base = base_url(value), True
            elif name == "timeout":
                self.timeout = timeout_of(value, self.timeout)
            elif name in _SETTINGS:
                setattr(self, name, value)
            else:
                message = f"there is no option {name!r}"
                raise TypeError(message)

    def logger(self) -> Logger:
        """Return the logger under the package's own name."""
        if self.log is None:
            from logging import getLogger  # noqa: PLC0415 - slow to import

            self.log = getLogger(__name__.rsplit(".", 2)[0])
        return self.log

    # --- Arguments ---

    def parameter(self, name: str) -> str:
        """Return the client's value for a parameter that the call does not give.

        Raises:
            ArgumentError: if it has none.
        """
        value = self.parameters.get(name)
        if value is None:
            raise self.missing(name)
        return value

    def proven_by(self, argument: str, headers: Collection[str]) -> bool:
        """Tell whether there is a credential, or a header in its place."""
        return argument in self.sources or (
            header_of(self.info.schemes[argument]) in headers
        )

    def _has(self, name: str, headers: Collection[str]) -> bool:
        if name in self.info.schemes:
            return self.proven_by(name, headers)
        return self.parameters.get(name) is not None

    def missing(self, *names: str) -> ArgumentError:
        """Return an error that says what is missing, and where it may come from."""
        hints = []
        for name in names:
            argument = self.info.arguments.get(name, name)
            scheme = self.info.schemes.get(name)
            env = scheme.env if scheme else self.info.parameters.get(name)
            hints.append(
                f"{argument} is missing: give it as an argument"
                + (f", or set {env} in the environment" if env else "")
            )
        return ArgumentError("; ".join(hints))

    def absolute(self, path: str) -> str:
        """Return the whole URL of a path below the base URL, or of a URL."""
        return path if "://" in path else f"{self.base}/{path.lstrip('/')}"

    def base_for(self, request: Request[Any]) -> str:
        """Return the base URL of a call."""
        if request.options.base_url:
            return base_url(request.options.base_url)
        base = self.base or ""
        if request.server is None or self.explicit_base:
            return base
        if request.server.startswith("/"):
            head = "/".join(base.split("/", 3)[:3])
            return base_url(head + request.server)
        return base_url(request.server)


def _parameters(
    info: ApiInfo, given: Mapping[str, str | None]
) -> dict[str, str | None]:
    found: dict[str, str | None] = dict(given)
    for name, env in info.parameters.items():
        if found.get(name) is None and env:
            found[name] = os.environ.get(env) or None
    return found


def timeout_of(value: float | Timeout | None, default: Timeout) -> Timeout:
    """Return the timeouts that a number of seconds means: so long for each phase."""
    if value is None:
        return default
    if isinstance(value, Timeout):
        return value
    return Timeout(value, value, value, value, default.total)
