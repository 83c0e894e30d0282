"""The proxies that the environment names, as curl, requests and httpx read them."""

from __future__ import annotations


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
