"""Which Redis an address means.

    redis://[user:password@]host:port/db       one server; rediss:// with TLS; unix:///path/to/socket
    redis+sentinel://host:port,host:port/name  what Sentinels say is the master `name`; rediss+sentinel:// with TLS
    redis+cluster://host:port,host:port        a cluster; rediss+cluster:// with TLS

A user and password before the hosts are those of the Redis servers, in all forms.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from redis.asyncio import Redis, RedisCluster
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel
from redis.backoff import NoBackoff

from service.settings import SettingsError

SECONDS = 0.05  # for one answer, and for connecting
CONNECTIONS = 16  # of one worker
PORT = 6379
SENTINEL_PORT = 26379
FORMS = ("redis", "rediss", "unix", "redis+sentinel", "rediss+sentinel", "redis+cluster", "rediss+cluster")


def check(url: str) -> str:
    """The scheme of an address.

    Raises:
        SettingsError: where it is none of the forms above. The message leaves out the address, which holds a password.
    """
    try:
        parts = urlsplit(url)
        hosts = _hosts(parts.netloc, PORT)
    except ValueError:
        raise SettingsError("EXONYM_REDIS_URL has a port that is not a number.") from None
    scheme, _, kind = parts.scheme.partition("+")
    if parts.scheme not in FORMS:
        raise SettingsError(f"EXONYM_REDIS_URL must begin with one of {', '.join(f'{form}://' for form in FORMS)}.")
    if scheme != "unix" and not all(host for host, _ in hosts):
        raise SettingsError("EXONYM_REDIS_URL names no host, for example redis://127.0.0.1:6379/0.")
    if kind == "sentinel" and not parts.path.strip("/"):
        raise SettingsError("EXONYM_REDIS_URL must name the master, for example redis+sentinel://host:26379/mymaster.")
    return parts.scheme


def connect(url: str) -> Redis | RedisCluster:
    """A client of the Redis at an address; it connects when it is first used, and tries nothing twice.

    Raises:
        SettingsError: as `check`.
    """
    scheme, _, kind = check(url).partition("+")
    parts = urlsplit(url)
    options: dict[str, Any] = {
        "socket_timeout": SECONDS,
        "socket_connect_timeout": SECONDS,
        "retry": Retry(NoBackoff(), 0),
        "max_connections": CONNECTIONS,
    }
    if not kind:
        return Redis.from_url(url, **options)
    options |= {
        "username": unquote(parts.username) if parts.username else None,
        "password": unquote(parts.password) if parts.password else None,
        "ssl": scheme == "rediss",
    }
    if kind == "cluster":
        nodes = [ClusterNode(host, port) for host, port in _hosts(parts.netloc, PORT)]
        return RedisCluster(startup_nodes=nodes, **options)
    watched = {"socket_timeout": SECONDS, "socket_connect_timeout": SECONDS}
    hosts = _hosts(parts.netloc, SENTINEL_PORT)
    sentinel = Sentinel(hosts, sentinel_kwargs=watched, **options)  # type: ignore[no-untyped-call]
    master: Redis = sentinel.master_for(parts.path.strip("/"))
    return master


def _hosts(netloc: str, port: int) -> list[tuple[str, int]]:
    """Hosts and ports of `user:password@host:port,[::1]:port`."""
    out: list[tuple[str, int]] = []
    for item in netloc.rpartition("@")[2].split(","):
        host, _, told = item.rpartition(":") if not item.endswith("]") else (item, "", "")
        if not host:
            host, told = told, ""
        out.append((host.strip("[]"), int(told) if told else port))
    return out
