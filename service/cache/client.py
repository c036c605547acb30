"""Which Redis an address means.

    redis://[user:password@]host:port/db       one server; rediss:// with TLS; unix:///path/to/socket
    redis+sentinel://host:port,host:port/name  what Sentinels say is the master `name`; rediss+sentinel:// with TLS
    redis+cluster://host:port,host:port        a cluster; rediss+cluster:// with TLS

A user and password before the hosts are those of the Redis servers, in all forms. With TLS, `?ssl_ca_certs=ca.pem`
says who is trusted; `ssl_certfile`, `ssl_keyfile` and `ssl_cert_reqs` are what they are in redis-py.
"""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import redis
from redis.asyncio import Redis, RedisCluster
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff
from redis.sentinel import Sentinel as BlockingSentinel

from service.settings import SettingsError

SECONDS = 0.05  # for one answer, and for connecting
CONNECTIONS = 16  # of one worker
PORT = 6379
SENTINEL_PORT = 26379
FORMS = ("redis", "rediss", "unix", "redis+sentinel", "rediss+sentinel", "redis+cluster", "rediss+cluster")
TLS_OPTIONS = ("ssl_ca_certs", "ssl_certfile", "ssl_keyfile", "ssl_cert_reqs")


@dataclass(frozen=True, slots=True)
class Address:
    """What an address says.

    Args:
        url: the address.
        kind: empty for one server, else `sentinel` or `cluster`.
        hosts: the servers, or the Sentinels, with their ports.
        name: what Sentinels call the master.
        login: user and password of the Redis servers, as options of a client.
        tls: the options of TLS; empty without it.
    """

    url: str = field(repr=False)  # it holds a password
    kind: str
    hosts: tuple[tuple[str, int], ...]
    name: str
    login: dict[str, Any] = field(repr=False)
    tls: dict[str, Any]


def read_address(url: str) -> Address:
    """Read an address.

    Raises:
        SettingsError: where it is none of the forms above. The message leaves out the address, which holds a password.
    """
    try:
        parts = urlsplit(url)
        scheme, _, kind = parts.scheme.partition("+")
        hosts = _hosts(parts.netloc, SENTINEL_PORT if kind == "sentinel" else PORT)
    except ValueError:
        raise SettingsError("EXONYM_REDIS_URL has a port that is not a number.") from None
    if parts.scheme not in FORMS:
        raise SettingsError(f"EXONYM_REDIS_URL must begin with one of {', '.join(f'{form}://' for form in FORMS)}.")
    if scheme != "unix" and not all(host for host, _ in hosts):
        raise SettingsError("EXONYM_REDIS_URL names no host, for example redis://127.0.0.1:6379/0.")
    name = parts.path.strip("/")
    if kind == "sentinel" and not name:
        raise SettingsError("EXONYM_REDIS_URL must name the master, for example redis+sentinel://host:26379/mymaster.")
    return Address(url, kind, hosts, name, _login(parts), _tls(parts) if scheme == "rediss" else {})


def connect(address: Address) -> Redis | RedisCluster:
    """A client of the Redis at an address; it connects when it is first used, and tries nothing twice."""
    options: dict[str, Any] = {
        "socket_timeout": SECONDS,
        "socket_connect_timeout": SECONDS,
        "retry": Retry(NoBackoff(), 0),
        "max_connections": CONNECTIONS,
    }
    if not address.kind:
        return Redis.from_url(address.url, **options)
    options |= address.login | address.tls
    if address.kind == "cluster":
        return RedisCluster(startup_nodes=[ClusterNode(host, port) for host, port in address.hosts], **options)
    watched = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS} | address.tls
    sentinel = Sentinel(address.hosts, sentinel_kwargs=watched, **options)  # type: ignore[no-untyped-call]
    master: Redis = sentinel.master_for(address.name)
    return master


async def disconnect(client: Any) -> None:
    """End the connections of an asynchronous client, and those to the Sentinels that it asks; never raises."""
    watched = getattr(getattr(client, "connection_pool", None), "sentinel_manager", None)
    for one in (client, *(watched.sentinels if watched is not None else ())):
        with contextlib.suppress(Exception):  # it is given up anyway
            await asyncio.wait_for(one.aclose(), 1.0)


def connect_blocking(address: Address, seconds: float | None = None) -> redis.Redis:
    """A client for what is not asynchronous.

    Args:
        address: of one server, or of Sentinels.
        seconds: how long one answer may take; None for as long as it takes.

    Raises:
        SettingsError: it is a cluster's.
    """
    if address.kind == "cluster":
        raise SettingsError(
            "Jobs cannot be shared over a Redis Cluster: give the address of one server or of Sentinels."
        )
    if not address.kind:
        return redis.Redis.from_url(address.url, socket_timeout=seconds)
    options = {"socket_timeout": seconds} | address.login | address.tls
    sentinel = BlockingSentinel(address.hosts, sentinel_kwargs={"socket_timeout": 1.0} | address.tls, **options)  # type: ignore[no-untyped-call]
    master: redis.Redis = sentinel.master_for(address.name)  # type: ignore[no-untyped-call]
    return master


def _login(parts: SplitResult) -> dict[str, Any]:
    given = {"username": parts.username, "password": parts.password}
    return {what: unquote(value) for what, value in given.items() if value}


def _tls(parts: SplitResult) -> dict[str, Any]:
    return {"ssl": True} | {what: value for what, value in parse_qsl(parts.query) if what in TLS_OPTIONS}


def _hosts(netloc: str, port: int) -> tuple[tuple[str, int], ...]:
    """Hosts and ports of `user:password@host:port,[::1]:port`."""
    out: list[tuple[str, int]] = []
    for item in netloc.rpartition("@")[2].split(","):
        host, _, told = item.rpartition(":") if not item.endswith("]") else (item, "", "")
        if not host:
            host, told = told, ""
        out.append((host.strip("[]"), int(told) if told else port))
    return tuple(out)
