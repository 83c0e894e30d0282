"""Proxies, and connections of the HTTP library that respect the deadline of a call.

The library limits each wait on its own. Here the remaining time limits each wait. A
connection also records whether bytes were read since the last request: an answer that
arrived before it belongs to another request.
"""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING, Any, Final

from .concurrency import TOTAL
from .errors import APIConnectionError, APITimeoutError

if TYPE_CHECKING:
    from .request import Timeout

_PIECE: Final = 65536
"""The number of bytes written between two checks of the remaining time."""


class _Seconds(float):
    """The limit of one wait, with the deadline of the whole call."""

    __slots__ = ("deadline",)

    deadline: float


def limit(seconds: float | None, *, share: int = 1, sent: bool = True) -> float | None:
    """Return the limit of a wait if several waits share the remaining time."""
    if not isinstance(seconds, _Seconds):
        return seconds
    rest = seconds.deadline - time.monotonic()
    if rest <= 0:
        raise APITimeoutError(TOTAL, sent=sent)
    return min(float(seconds), rest / share)


def timeouts(timeout: Timeout) -> dict[str, float | None]:
    """Return the limits of the waits of a call, by the library's names."""
    waits = timeout._asdict()
    total = waits.pop("total")
    if total is not None:
        deadline = time.monotonic() + total
        for name, wait in waits.items():
            waits[name] = _Seconds(total if wait is None else wait)
            waits[name].deadline = deadline
    return waits


def limit_waits(transport: Any) -> None:
    """Make a transport of the library use connections of this module.

    There is no public API for it. Without it, each wait is limited on its own.
    """
    pool: Any = getattr(transport, "_pool", None)
    backend: Any = getattr(pool, "_network_backend", None)
    if backend is not None:
        is_async = hasattr(transport, "handle_async_request")
        pool._network_backend = (_AsyncBackend if is_async else _Backend)(backend)


class _Wrapper:
    """Delegates all attributes to an object of the library."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


class _Stream(_Wrapper):
    """A connection."""

    was_read = True
    """Whether bytes were read since the last write."""

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        self.was_read = True
        return self._inner.read(max_bytes, limit(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> Any:
        self.was_read = False
        if not isinstance(timeout, _Seconds):
            return self._inner.write(buffer, timeout)
        for begin in range(0, len(buffer), _PIECE):
            self._inner.write(buffer[begin : begin + _PIECE], limit(timeout))
        return None

    def start_tls(
        self, ssl_context: Any, server_hostname: Any = None, timeout: Any = None
    ) -> Any:
        seconds = limit(timeout, sent=False)
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, seconds))


class _Backend(_Wrapper):
    """Opens connections."""

    def connect_tcp(
        self, host: str, port: int, timeout: float | None = None, **more: Any
    ) -> _Stream:
        # The first address that accepts the connection is used.
        addresses = _addresses(host, port, limit(timeout, sent=False))
        while True:
            seconds = limit(timeout, share=len(addresses), sent=False)
            address = addresses.pop(0)
            try:
                return _Stream(self._inner.connect_tcp(address, port, seconds, **more))
            except Exception:
                if not addresses:
                    raise

    def connect_unix_socket(self, **settings: Any) -> _Stream:
        return _Stream(self._inner.connect_unix_socket(**settings))


def _addresses(host: str, port: int, seconds: float | None) -> list[str]:
    """Return the addresses of a host. The resolver has no time limit of its own."""
    if ":" in host or host.replace(".", "").isdecimal():
        return [host]
    from queue import Empty, SimpleQueue
    from threading import Thread

    answers: SimpleQueue[Any] = SimpleQueue()

    def resolve() -> None:
        try:
            answers.put(socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    Thread(target=resolve, daemon=True).start()
    try:
        found = answers.get(timeout=seconds)
    except Empty:
        message = "timed out (looking up the host name)"
        raise APITimeoutError(message, sent=False) from None
    if isinstance(found, Exception):
        raise APIConnectionError(f"ConnectError: {found}", sent=False) from found
    return [each[4][0] for each in found]


class _AsyncStream(_Stream):
    """A connection of an async client, which is cancelled at its deadline."""

    async def start_tls(self, *settings: Any, **more: Any) -> _AsyncStream:
        return _AsyncStream(await self._inner.start_tls(*settings, **more))


class _AsyncBackend(_Wrapper):
    """Opens connections of an async client."""

    async def connect_tcp(self, *settings: Any, **more: Any) -> _AsyncStream:
        return _AsyncStream(await self._inner.connect_tcp(*settings, **more))

    async def connect_unix_socket(self, *settings: Any, **more: Any) -> _AsyncStream:
        return _AsyncStream(await self._inner.connect_unix_socket(*settings, **more))


def proxy_for(origin: str) -> str | None:
    """Return the proxy for the URLs of an origin. A loopback address has none."""
    from urllib.parse import urlsplit
    from urllib.request import getproxies, proxy_bypass

    parts = urlsplit(origin)
    host = parts.hostname or ""
    if host in {"localhost", "::1"} or host.startswith("127."):
        return None
    proxies = getproxies()
    if proxy_bypass(parts.netloc) or _is_excepted(host, proxies.get("no", "")):
        return None
    proxy = proxies.get(parts.scheme) or proxies.get("all") or None
    return f"http://{proxy}" if proxy and "://" not in proxy else proxy


def _is_excepted(host: str, exceptions: str) -> bool:
    """Return whether an address is in a network of NO_PROXY, `10.0.0.0/8`."""
    from ipaddress import ip_address, ip_network

    networks = [each.strip() for each in exceptions.split(",") if "/" in each]
    for network in networks:
        try:
            if ip_address(host) in ip_network(network, strict=False):
                return True
        except ValueError:  # not an address, or not a network
            continue
    return False
