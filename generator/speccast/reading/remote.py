"""Takes a URL, returns its content: one plain GET to an allowed host, with limits on size and time.

No proxy, no cookie, no credential, no content coding, no redirect to another host, no private
address: the connection is made to the address that was checked.
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
    """Whether an IP address is public."""
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
        is_allowed: returns whether an IP address may be connected to; by default
            public addresses may.
        own: a URL from the user. Its host, if allowed, may have any address, such as
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
                answer = self._get(urlsplit(url), deadline)
            except (OSError, http.client.HTTPException, ValueError) as error:
                said = isinstance(error, OSError) and (error.strerror or str(error))
                refused_there = isinstance(error, ConnectionRefusedError)
                hint = "is the server running, and is this its port?" if refused_there else ""
                raise unreadable(url, said or type(error).__name__, hint) from None
            if isinstance(answer, bytes):
                return answer
            url = urljoin(url, answer)
            host = self._check(url)
            if host != first:
                message = f"{url} is where {first[1]} redirects to, another host"
                raise refused(message)
        raise unreadable(url, "too many redirects")

    def _check(self, url: str) -> tuple[str, str]:
        """Return scheme and host with port of a URL that may be fetched."""
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError:
            raise unreadable(repr(url[:80]), "no proper URL") from None
        if "@" in parts.netloc:
            message = "a URL with credentials is not fetched"
            raise refused(message)
        host = (parts.hostname or "").lower()
        name = host if port in {None, _PORTS.get(parts.scheme)} else f"{host}:{port}"
        if parts.scheme not in _PORTS or name not in self._hosts:
            hint = f"allow the host with --allow-remote {name}"
            message = f"reading from {name or 'nowhere'} was not allowed"
            raise refused(message, hint)
        return parts.scheme, name

    def _get(self, url: SplitResult, deadline: float) -> bytes | str:
        """Return the body, or the target of a redirect."""
        connection = http.client.HTTPConnection(url.hostname or "", url.port or _PORTS[url.scheme])
        # A slow host could send single bytes for a day: this ends it.
        sockets: list[socket.socket] = []
        timer = threading.Timer(max(0.0, deadline - time.monotonic()), _cut, [sockets])
        timer.daemon = True
        timer.start()
        try:
            connection.sock = self._connected(url, deadline, sockets)
            target = (url.path or "/") + (f"?{url.query}" if url.query else "")
            connection.request("GET", target, headers={"Accept-Encoding": "identity"})
            answer = connection.getresponse()
            if answer.status in _REDIRECTS and (target := answer.getheader("Location", "")):
                return target
            if answer.status != http.client.OK:
                absent = answer.status == http.client.NOT_FOUND
                hint = "check the path; FastAPI, for instance, serves /openapi.json" * absent
                raise unreadable(url.geturl(), f"the answer is {answer.status}", hint)
            return _read(url.geturl(), answer, deadline)
        finally:
            timer.cancel()
            connection.close()
            for each in sockets:
                each.close()

    def _connected(
        self, url: SplitResult, deadline: float, sockets: list[socket.socket]
    ) -> socket.socket:
        """Connect to the address that was checked: a second look-up could return another.

        Each socket that can block is registered first.
        """
        host, port = url.hostname or "", url.port or _PORTS[url.scheme]
        addresses = _looked_up(host, port, deadline)
        is_own = url.netloc.lower() == urlsplit(self._own).netloc.lower()
        if not addresses or not (is_own or all(map(self._is_allowed, addresses))):
            message = f"{host} is a private address"
            raise refused(message)
        plain = _first_connected(addresses, port, deadline)
        plain.settimeout(max(0.001, deadline - time.monotonic()))
        if url.scheme == "http":
            sockets.append(plain)
            return plain
        context = ssl.create_default_context()
        # Wrapping does not block. If the socket were shut down during it, it would never be closed.
        secure = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
        sockets.append(secure)
        if time.monotonic() > deadline:
            message = "the response did not arrive in time"
            raise TimeoutError(message)
        secure.do_handshake()
        return secure


def _looked_up(host: str, port: int, deadline: float) -> list[str]:
    """Return the addresses of a host, with a timeout: the look-up itself cannot be interrupted."""
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
        message = f"no address of {host} in time"
        raise TimeoutError(message)
    if errors:
        raise errors[0]
    return found


def _first_connected(addresses: list[str], port: int, deadline: float) -> socket.socket:
    """Connect to the first address that answers; each gets a share of the remaining time."""
    errors: list[OSError] = []
    for number, address in enumerate(addresses):
        share = (deadline - time.monotonic()) / (len(addresses) - number)
        try:
            return socket.create_connection((address, port), timeout=max(0.001, share))
        except OSError as error:
            errors.append(error)
    raise errors[0]


def _cut(sockets: list[socket.socket]) -> None:
    """Shut down the sockets, so that waiting calls end."""
    for each in sockets:
        with contextlib.suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)


def _read(url: str, answer: http.client.HTTPResponse, deadline: float) -> bytes:
    if answer.getheader("Content-Encoding", "identity").lower() != "identity":
        raise unreadable(url, "the response is compressed, which was not requested")
    data = bytearray()
    while chunk := answer.read1(1 << 16):
        data += chunk
        if len(data) > MAX_BYTES:
            raise unreadable(url, f"the answer is larger than {MAX_BYTES >> 20} MB")
    if time.monotonic() >= deadline:
        raise unreadable(url, f"the answer takes longer than {MAX_SECONDS:g} s")
    if answer.length:
        raise unreadable(url, "the answer is shorter than announced")
    return bytes(data)
