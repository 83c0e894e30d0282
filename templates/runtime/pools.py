"""The HTTP library's own transports: made when they are needed, one for each proxy."""

from __future__ import annotations

import sys
from importlib import import_module
from threading import Lock
from typing import Any, TypeAlias

from . import http_library
from .errors import ArgumentError, MissingLibraryError
from .loops import is_over, renewed_by_fork

Library: TypeAlias = Any
"""The module of the library. It may be absent, so that no type of it is known."""
Theirs: TypeAlias = Any
"""An object of the library."""
_EXTRAS = {"h2": "http2", "socksio": "socks"}
"""Which extra of the library brings a module."""


class Pools:
    """The library's own transports, made when they are needed.

    Each event loop has its own: a connection cannot be used in another one.
    """

    def __init__(self, kind: str, settings: dict[str, Any]) -> None:
        """Take the name of the library's class, and what it is made with."""
        limits = {"max_connections": 100, "max_keepalive_connections": 100}
        self._kind = kind
        self._settings: dict[str, Any] = {"trust_env": True, "limits": limits}
        self._settings |= settings
        self._proxies: dict[str, str | None] = {}
        self.library: Library = None
        self.timeouts: Any = None
        self.forked()
        renewed_by_fork(self)

    def forked(self) -> None:
        """Begin anew in a child process: the connections are its parent's."""
        self._made: dict[object, dict[tuple[bool, str | None], Theirs]] = {}
        self._lock = Lock()

    def for_url(self, url: str, loop: object = None) -> Theirs:
        """Return the transport that sends to a URL, in an event loop or in threads."""
        proxy = self._settings.get("proxy")
        if proxy is None and self._settings["trust_env"]:
            proxy = self._environment_proxy("/".join(url.split("/", 3)[:3]))
        kind = (url.startswith("https:"), proxy)
        with self._lock:
            if loop not in self._made:
                for old in [old for old in self._made if is_over(old)]:
                    del self._made[old]
                self._made[loop] = {}
            made = self._made[loop]
            if kind not in made:
                made[kind] = self._make(*kind)
            return made[kind]

    def _environment_proxy(self, host: str) -> str | None:
        if host not in self._proxies:
            self._proxies[host] = _proxy_for(host)
        return self._proxies[host]

    def _make(self, secure: bool, proxy: str | None) -> Theirs:
        from .network import bound, timeouts

        settings = {**self._settings, "proxy": proxy}
        if not secure:  # reading the certificates takes longer than a call
            settings["verify"] = False
        try:
            self.timeouts, self.library = timeouts, import_module(http_library.NAME)
            if isinstance(settings["limits"], dict):
                settings["limits"] = self.library.Limits(**settings["limits"])
            made = getattr(self.library, self._kind)(**settings)
        except ImportError as error:
            raise missing(error) from error
        except (TypeError, ValueError, OSError, self.library.InvalidURL) as error:
            # The words may hold the proxy's password.
            words = type(error).__name__ if proxy else error
            message = f"the settings make no {self._kind}: {words}"
            raise ArgumentError(message) from None
        bound(made)
        return made

    def drain(self, loop: object = None) -> list[Theirs]:
        """Return the transports of an event loop, to be closed, and forget all."""
        with self._lock:
            made = list(self._made.pop(loop, {}).values())
            self._made.clear()
            return made


def missing(error: ImportError) -> MissingLibraryError:
    """Return our error, with the command that installs what cannot be imported."""
    if error.name is None:  # the library's own words, of what a setting needs
        return MissingLibraryError(str(error))
    name = wanted = http_library.NAME
    if extra := _EXTRAS.get(error.name.partition(".")[0]):
        wanted = f"'{name}[{extra}]'"
    what = "is not installed" if error.name == name else f"cannot be used ({error})"
    command = f"{sys.executable or 'python'} -m pip install {wanted}"
    message = f"{name} {what}: run `{command}`, or give the client a transport"
    return MissingLibraryError(message)


def _proxy_for(url: str) -> str | None:
    """Return the proxy that the environment names, as curl, requests and httpx read it.

    A loopback address has none.
    """
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in {"localhost", "::1"} or host.startswith("127."):
        return None
    proxies = getproxies()
    if proxy_bypass(parts.netloc) or _is_excepted(host, proxies.get("no", "")):
        return None
    proxy = proxies.get(parts.scheme) or proxies.get("all") or None
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _is_excepted(host: str, exceptions: str) -> bool:
    """Tell whether an address lies in a network of NO_PROXY, `10.0.0.0/8`."""
    from ipaddress import ip_address, ip_network

    try:
        address = ip_address(host)
    except ValueError:
        return False
    for each in exceptions.split(","):
        try:
            if "/" in each and address in ip_network(each.strip(), strict=False):
                return True
        except ValueError:
            continue
    return False
