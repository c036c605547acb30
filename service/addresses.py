"""Addresses of clients: whose requests belong together, and which are those of trusted proxies."""

from __future__ import annotations

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from starlette.types import Scope

from service.settings import SettingsError, listed

NETWORK_GROUPS = 4  # of an IPv6 address: one customer has a /64
ADDRESS_CHARACTERS = 64
KNOWN = 4096


class Proxies:
    """The proxies whose X-Forwarded-* headers count.

    Args:
        told: addresses and networks (CIDR), with commas between.

    Raises:
        SettingsError: where one of them is no address and no network.
    """

    def __init__(self, told: str) -> None:
        self.hosts = listed(told)
        self._networks = [_network(host) for host in self.hosts]
        self.trust = lru_cache(KNOWN)(self._trust)
        """Whether an address is that of a trusted proxy."""

    def _trust(self, address: str) -> bool:
        try:
            found = ip_address(address[:ADDRESS_CHARACTERS])
        except ValueError:
            return False
        return any(found in network for network in self._networks)


FORWARDED = "exonym.forwarded"
"""In a scope: that a proxy has passed the request on, trusted or not."""


def is_loopback(host: str) -> bool:
    """Whether an address, or the name of a host, with or without a port, is only ever this machine's."""
    name = host.strip().lower()
    if name.startswith("["):
        name = name[1:].partition("]")[0]
    elif name.count(":") == 1:
        name = name.partition(":")[0]
    if name == "localhost":
        return True
    try:
        found = ip_address(name[:ADDRESS_CHARACTERS])
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback


def is_local(scope: Scope) -> bool:
    """Whether a request comes from this machine to a name of it, and no proxy has passed it on."""
    told = header_of(scope, b"host")
    return not scope.get(FORWARDED) and is_loopback(client_of(scope)) and is_loopback(told)


def client_of(scope: Scope) -> str:
    """The address that a request came from; empty over a Unix socket."""
    client = scope.get("client")
    return client[0] if client else ""


def host_of(scope: Scope) -> str:
    """The host that the client asked for, with its port, in small letters; a trusted proxy's word goes first."""
    forwarded = header_of(scope, b"x-forwarded-host").partition(",")[0].strip()
    return (forwarded or header_of(scope, b"host")).lower()


def header_of(scope: Scope, name: bytes) -> str:
    """The value of a header, by its name in small letters; blank where it is not sent."""
    return next((value.decode("latin-1") for key, value in scope["headers"] if key == name), "")


@lru_cache(KNOWN)
def group(address: str) -> str:
    """Whose clients are counted together: those of an address, of IPv6 those of a /64."""
    if ":" not in address:
        return address[:ADDRESS_CHARACTERS]
    try:
        found = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address.replace(":", ".")[:ADDRESS_CHARACTERS]
    mapped = found.ipv4_mapped
    return str(mapped) if mapped else ".".join(found.exploded.split(":")[:NETWORK_GROUPS])


def _network(host: str) -> IPv4Network | IPv6Network:
    try:
        return ip_network(host)
    except ValueError:
        raise SettingsError(f"EXONYM_TRUSTED_PROXIES has {host!r}: give addresses or CIDR networks.") from None
