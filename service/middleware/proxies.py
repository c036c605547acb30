"""The client's address behind a proxy: `X-Forwarded-For` counts only from proxies that are trusted.

uvicorn's own middleware reads the header from its right end, where the proxies write, and stops at the first address
that is not a trusted proxy's; what a client wrote itself stands further left.
"""

from __future__ import annotations

from ipaddress import ip_network

from starlette.middleware import Middleware
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from service.settings import SettingsError


def trusted(proxies: str) -> list[Middleware]:
    """The middleware for trusted proxies; none where no proxy is.

    Args:
        proxies: addresses and networks (CIDR), with commas between.

    Raises:
        SettingsError: where one of them is no address and no network.
    """
    hosts = [host.strip() for host in proxies.split(",") if host.strip()]
    for host in hosts:
        try:
            ip_network(host)
        except ValueError:
            raise SettingsError(f"EXONYM_TRUSTED_PROXIES has {host!r}: give addresses or CIDR networks.") from None
    return [Middleware(ProxyHeadersMiddleware, trusted_hosts=hosts)] if hosts else []
