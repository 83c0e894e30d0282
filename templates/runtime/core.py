"""The state of a client, sync or async: options, credentials, facts of the API."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, Final, TypedDict

from .auth import Credentials, in_header
from .errors import ArgumentError
from .http import base_url, checked
from .request import Timeout

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from logging import Logger

    from .bodies import Dumps
    from .concurrency import Clock, Driver
    from .drift import Drift
    from .info import ApiInfo
    from .model import Json
    from .readers import Loads
    from .request import QueryValue, Request
    from .transport import Answer, WireRequest


class ClientOptions(TypedDict, total=False):
    """The less common options of a client."""

    headers: Mapping[str, str] | None
    """Headers of every request. They replace the client's own of the same name."""
    default_headers: Mapping[str, str] | None
    """An alias of `headers`."""
    default_query: Mapping[str, QueryValue] | None
    """Query parameters of every request that does not have them itself."""
    server_variables: Mapping[str, str] | None  # only with: facts.server_variables
    """Values of the variables in the document's URL, instead of their defaults."""
    anonymous: bool  # only with: auth
    """Whether calls may be made without a credential that the document requires."""
    max_retry_wait: float
    """The longest wait before a retry that the API may request; 60 seconds by default."""
    max_response_bytes: int
    """The maximum size of a decoded body; 64 MiB by default."""
    follow_redirects: bool
    """Whether redirects are followed; only on the same origin by default. True: also
    to other origins, without credentials, and never with a body."""
    retry_conflicts: bool
    """Whether repeatable calls are also repeated after 409."""
    retry_unsafe: bool
    """Whether calls such as POST and PATCH are also repeated, although the API may have
    processed the previous try."""
    trust_env: bool
    """Whether proxies and certificate locations are read from the environment, which is
    the default. True, given explicitly, also reads Basic credentials from `.netrc`."""
    loads: Callable[[bytes], Any]
    """A function that reads JSON, such as `orjson.loads`."""
    dumps: Callable[[Any], str | bytes]
    """A function that writes JSON, such as `orjson.dumps`."""
    on_request: Callable[[WireRequest], object] | None
    """Called with each try before it is sent; may change its headers. In an async
    client, this and the next two may be async."""
    on_response: Callable[[Answer], object] | None
    """Called with each response."""
    on_drift: Callable[[Drift], object] | None
    """Called when the API sends something undocumented, once per place; and with
    `lenient`, for each value that does not fit its type."""
    lenient: bool
    """Whether values that do not fit their types are kept unchanged, instead of a
    `DecodeError`. The type annotations do not include them."""


_DEBUG: Final = 10
"""The level of `logging`."""
_UNLIMITED: Final = 1e9
"""A timeout of at least this number of seconds is no limit."""
_OPTIONS: Final = frozenset({"max_retries", *ClientOptions.__annotations__})


class Core:
    """The state of a client."""

    headers: Mapping[str, str] = {}
    default_query: Mapping[str, QueryValue] = {}
    anonymous = False  # only with: auth
    retry_conflicts = False
    retry_unsafe = False
    timeout = Timeout()
    max_retries = 2
    max_retry_wait = 60.0
    max_response_bytes = 64 * 1024 * 1024
    follow_redirects: bool | None = None
    lenient = False
    on_request: Callable[[WireRequest], object] | None = None
    on_response: Callable[[Answer], object] | None = None
    on_drift: Callable[[Drift], object] | None = None
    log: Logger | None = None

    def __init__(
        self,
        info: ApiInfo,
        driver: Driver,
        parameters: Mapping[str, str | None],
        credentials: Mapping[str, Any],
        options: Mapping[str, Any],
    ) -> None:
        self.info = info
        self.driver = driver
        self.clock: Clock = driver.clock
        self.parameters = {  # only with: facts.parameters, auth
            name: parameters.get(name) or os.environ.get(env or "") or None
            for name, env in info.parameters.items()
        }
        agent = f"{info.name}/{info.version} speccast"
        _, self.user_agent = checked("User-Agent", agent)
        self.drifted: set[object] = set()
        from .wire import dumps, loads  # not needed to import a client

        self.loads: Loads = loads
        self.dumps: Dumps = dumps
        self.base = base_url(info.server) if info.server else ""
        self.base_given = False
        self._set(info.defaults)  # only with: compat
        options = _with_environment(options, info)  # only with: facts.base_url_env
        self._set(options)
        if not self.base:
            raise ArgumentError(
                "base_url is missing: the document names no server with a full URL"
            )
        self.credentials = Credentials(info.schemes, credentials)  # only with: auth
        if options.get("trust_env"):  # only with: schemes.basic
            self.credentials.reads_netrc = True
            self.credentials.at(self.base)
        self._check_required()  # only with: facts.required

    def _check_required(self) -> None:  # only with: facts.required
        """Raise `ArgumentError` if an argument is missing that every operation needs."""
        info = self.info
        given = {name.lower() for name in self.headers}
        absent = [name for name in info.required if not self._has(name, given)]
        if self.anonymous:  # only with: auth
            absent = [name for name in absent if name not in info.schemes]
        if absent:
            raise self.missing(*absent)

    def with_options(self, options: Mapping[str, Any]) -> Core:
        """Return a copy with some options changed; connections are shared."""
        copy = object.__new__(Core)
        copy.__dict__.update(self.__dict__)
        copy._set(options)
        return copy

    def _set(self, options: Mapping[str, Any]) -> None:
        for name, value in options.items():
            if value is None or name == "trust_env":
                continue
            if name == "server_variables":  # only with: facts.server_variables
                self.base, self.base_given = self._server_url(value), True
                continue
            if name == "base_url":
                self.base, self.base_given = base_url(value), True
            elif name in ("headers", "default_headers"):
                self.headers = {**self.headers, **value}
            elif name == "default_query":
                self.default_query = {**self.default_query, **value}
            elif name == "timeout":
                self.timeout = timeout_of(value, self.timeout)
            elif name in _OPTIONS:
                setattr(self, name, value)
            else:
                raise TypeError(f"there is no option {name!r}")

    def _server_url(
        self, given: Mapping[str, str]
    ) -> str:  # only with: facts.server_variables
        """Return the document's URL with these values of its variables."""
        known = self.info.server_variables
        for name in given:
            if name not in known:
                message = f"the server has no variable {name!r}; it has {list(known)}"
                raise ArgumentError(message)
        url = self.info.server_template or ""
        for name, value in {**known, **given}.items():
            url = url.replace(f"{{{name}}}", value)
        return base_url(url)

    def loads_for(self, request: Request[Any], loads: Loads) -> Loads:
        """Return the function that reads the JSON of an answer: strict or lenient."""
        own = request.options and request.options.lenient
        if not (self.lenient if own is None else own):
            return loads
        from .drift import Lenient

        return Lenient(loads)

    def debug(self, text: str, *values: object) -> None:
        """Write to the logger under the package's own name."""
        if self.log is None:
            from logging import getLogger

            self.log = getLogger(__name__.rsplit(".", 2)[0])
        self.log.debug(text, *values)

    @property
    def reports_drift(self) -> bool:
        """Whether drift is reported to a function, or logged."""
        is_logged = self.log is not None and self.log.isEnabledFor(_DEBUG)
        return self.on_drift is not None or is_logged

    def parameter(self, name: str) -> str:  # only with: facts.parameters
        """Return the client's value of a parameter that the call does not have."""
        value = self.parameters.get(name)
        if value is None:
            raise self.missing(name)
        return value

    def _has(
        self, name: str, headers: Collection[str]
    ) -> bool:  # only with: facts.required
        if name in self.info.schemes:  # only with: auth
            given: Mapping[str, object] = self.credentials.given
            given = self.credentials.at(self.base)  # only with: schemes.basic
            return name in given or in_header(self.info.schemes[name], headers)
        wire_names = {self.info.arguments.get(key, key): key for key in self.parameters}
        return self.parameters.get(wire_names.get(name, name)) is not None

    def missing(
        self, *names: str
    ) -> ArgumentError:  # only with: facts.parameters, auth
        """Return an error that says what is missing, and how to provide it."""
        info = self.info
        envs = {
            info.arguments.get(key, key): env for key, env in info.parameters.items()
        }
        for argument, scheme in info.schemes.items():  # only with: auth
            envs[argument] = scheme.env
        hints: list[str] = []
        arguments = [info.arguments.get(name, name) for name in names]
        for argument in arguments:
            env = envs.get(argument)
            hint = f", or set {env} in the environment" if env else ""
            hints.append(f"{argument} is missing: pass it as an argument{hint}")
        if {*arguments} & {*info.schemes}:  # only with: auth
            hints.append("pass `anonymous=True` to call without credentials")
        return ArgumentError("; ".join(hints))

    def absolute(self, path: str) -> str:
        """Return the whole URL of a path below the base URL, or of a URL."""
        return path if "://" in path else f"{self.base}/{path.lstrip('/')}"

    def base_for(self, request: Request[Any]) -> str:
        """Return the base URL of a call; one given by the caller has priority."""
        if request.options is not None and request.options.base_url:
            return base_url(request.options.base_url)
        if request.server and not self.base_given:  # only with: asks.server
            is_path = request.server.startswith("/")
            host = "/".join(self.base.split("/", 3)[:3]) if is_path else ""
            return base_url(host + request.server)
        return self.base


def _with_environment(options: Mapping[str, Any], info: ApiInfo) -> Mapping[str, Any]:
    """Return the options with the base URL of an environment variable, if none is given."""
    given = options.get("base_url") or options.get("server_variables")
    found = os.environ.get(info.base_url_env or "")
    return {**options, "base_url": found} if found and not given else options


def timeout_of(value: float | Timeout | None, default: Timeout) -> Timeout:
    """Return the given `Timeout`, or one of this many seconds for each phase."""
    if value is None:
        return default
    if isinstance(value, Timeout):
        return Timeout(*map(_seconds, value))
    seconds = _seconds(value)
    total = default.total
    if seconds is None or (total is not None and seconds > total):
        total = None
    return Timeout(seconds, seconds, seconds, seconds, total)


def _seconds(value: Json) -> float | None:
    if value is None:
        return None
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not value > 0:
        wanted = "a timeout is a positive number of seconds or a Timeout"
        raise ArgumentError(f"{wanted}, not {value!r}")
    return float(value) if value < _UNLIMITED else None
