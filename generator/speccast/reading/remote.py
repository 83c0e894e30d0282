"""Takes a URL, returns its content: one plain GET to an allowed host, with limits on size and time.

It uses no proxy, cookie, credential or content coding, and follows no redirect to another host. It
connects to public addresses only, and exactly to the address that was checked.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urljoin, urlsplit

from .access import refused, unreadable

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES = 32 << 20
"""The maximum size of a response."""
MAX_SECONDS = 30.0
"""The maximum time for one file, redirects included."""
_MAX_REDIRECTS = 5
_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.ip_network("64:ff9b::/96")
"""IPv4 addresses translated to IPv6 (RFC 6052)."""
_LOCAL_NAT64 = ipaddress.ip_network("64:ff9b:1::/48")
"""The same in a private network (RFC 8215)."""
_COMPATIBLE = ipaddress.ip_network("::/96")
"""The deprecated form of IPv4 addresses in IPv6 (RFC 4291, 2.5.5.1)."""
_REDIRECTS = frozenset((301, 302, 303, 307, 308))


def is_public(address: str) -> bool:
    """Return whether an IP address is public."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour
        if ip in _NAT64 or ip in _COMPATIBLE:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
        if ip.is_site_local or ip in _LOCAL_NAT64:
            return False
        if inner is not None:
            return is_public(str(inner))
    return ip.is_global and not ip.is_multicast


class Fetcher:
    """Fetches files from allowed hosts.

    Args:
        hosts: `example.com` for the usual port, `example.com:8443` for another.
        is_allowed: returns whether a connection to an IP address is allowed; by default only
            public addresses are.
        own: a URL that the user names. If its host is allowed, it may have any address, such as
            127.0.0.1.

    """

    def __init__(
        self,
        hosts: tuple[str, ...],
        is_allowed: Callable[[str], bool] | None = None,
        own: str = "",
    ) -> None:
        """Store the rules."""
        self._own = own
        self._hosts = frozenset(host.lower() for host in hosts)
        self._is_allowed = is_allowed or is_public

    def fetch(self, url: str) -> bytes:
        """Return the body of the response.

        Raises:
            SpecError: `refused-reference` if a rule forbids it, `unreadable` if it fails.

        """
        deadline = time.monotonic() + MAX_SECONDS
        first = host = self._check(url)
        for _ in range(_MAX_REDIRECTS + 1):
            try:
                response = self._get(urlsplit(url), deadline)
            except (OSError, http.client.HTTPException, ValueError) as error:
                reason = isinstance(error, OSError) and (error.strerror or str(error))
                is_refused = isinstance(error, ConnectionRefusedError)
                hint = "is the server running, and is this its port?" if is_refused else ""
                raise unreadable(url, reason or type(error).__name__, hint) from None
            if isinstance(response, bytes):
                return response
            url = urljoin(url, response)
            host = self._check(url)
            if host != first:
                message = f"{first[1]} redirects to another host: {url}"
                raise refused(message)
        raise unreadable(url, "too many redirects")

    def _check(self, url: str) -> tuple[str, str]:
        """Return scheme and host with port of a URL that may be fetched."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise unreadable(repr(url[:80]), "not a valid URL") from None
        if "@" in parts.netloc:
            message = "a URL with credentials is not fetched"
            raise refused(message)
        host = (parts.hostname or "").lower()
        name = host if port in {None, _PORTS.get(parts.scheme)} else f"{host}:{port}"
        if parts.scheme not in _PORTS or name not in self._hosts:
            hint = f"allow the host with --allow-remote {name}"
            message = f"reading from {name or repr(url[:80])} is not allowed"
            raise refused(message, hint)
        return parts.scheme, name

    def _get(self, url: SplitResult, deadline: float) -> bytes | str:
        """Return the body, or the target of a redirect."""
        connection = http.client.HTTPConnection(url.hostname or "", url.port or _PORTS[url.scheme])
        # The deadline also holds for a host that sends one byte at a time.
        sockets: list[socket.socket] = []
        timer = threading.Timer(max(0.0, deadline - time.monotonic()), _shut_down, [sockets])
        timer.daemon = True
        timer.start()
        try:
            connection.sock = self._connect(url, deadline, sockets)
            target = (url.path or "/") + (f"?{url.query}" if url.query else "")
            connection.request("GET", target, headers={"Accept-Encoding": "identity"})
            response = connection.getresponse()
            if response.status in _REDIRECTS and (target := response.getheader("Location", "")):
                return target
            if response.status != http.client.OK:
                is_missing = response.status == http.client.NOT_FOUND
                hint = "check the path; FastAPI, for instance, serves /openapi.json" * is_missing
                raise unreadable(url.geturl(), f"the status is {response.status}", hint)
            return _read(url.geturl(), response, deadline)
        finally:
            timer.cancel()
            connection.close()
            for opened in sockets:
                opened.close()

    def _connect(
        self, url: SplitResult, deadline: float, sockets: list[socket.socket]
    ) -> socket.socket:
        """Connect to the address that was checked: a second look-up could return another.

        Each socket is registered before a call that can block.
        """
        host, port = url.hostname or "", url.port or _PORTS[url.scheme]
        addresses = _resolve(host, port, deadline)
        is_own = url.netloc.lower() == urlsplit(self._own).netloc.lower()
        if not addresses or not (is_own or all(map(self._is_allowed, addresses))):
            message = f"{host} is a private address"
            raise refused(message)
        plain = _connect_to_first(addresses, port, deadline)
        plain.settimeout(max(0.001, deadline - time.monotonic()))
        if url.scheme == "http":
            sockets.append(plain)
            return plain
        context = ssl.create_default_context()
        # `wrap_socket` does not block here. A socket that is shut down during it is never closed.
        secure = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        sockets.append(secure)
        if time.monotonic() > deadline:
            message = "the response did not arrive in time"
            raise TimeoutError(message)
        secure.do_handshake()
        return secure


def _resolve(host: str, port: int, deadline: float) -> list[str]:
    """Return the addresses of a host; in a thread, since `getaddrinfo` has no timeout."""
    found: list[str] = []
    errors: list[OSError] = []

    def look_up() -> None:
        try:
            entries = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(entry[4][0]) for entry in entries))
        except OSError as error:
            errors.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(max(0.0, deadline - time.monotonic()))
    if thread.is_alive():
        message = f"the address of {host} was not found in time"
        raise TimeoutError(message)
    if errors:
        raise errors[0]
    return found


def _connect_to_first(addresses: list[str], port: int, deadline: float) -> socket.socket:
    """Connect to the first reachable address; each has a share of the remaining time."""
    errors: list[OSError] = []
    for number, address in enumerate(addresses):
        share = (deadline - time.monotonic()) / (len(addresses) - number)
        try:
            return socket.create_connection((address, port), timeout=max(0.001, share))
        except OSError as error:
            errors.append(error)
    raise errors[0]


def _shut_down(sockets: list[socket.socket]) -> None:
    """End all blocking calls of the sockets."""
    for opened in sockets:
        with contextlib.suppress(OSError):
            opened.shutdown(socket.SHUT_RDWR)


def _read(url: str, response: http.client.HTTPResponse, deadline: float) -> bytes:
    if response.getheader("Content-Encoding", "identity").lower() != "identity":
        raise unreadable(url, "the response is compressed, which was not requested")
    data = bytearray()
    while chunk := response.read1(1 << 16):
        data += chunk
        if len(data) > MAX_BYTES:
            raise unreadable(url, f"the response is larger than {MAX_BYTES >> 20} MB")
    if time.monotonic() >= deadline:
        raise unreadable(url, f"the response takes longer than {MAX_SECONDS:g} s")
    if response.length:
        raise unreadable(url, "the response is shorter than its Content-Length")
    return bytes(data)
