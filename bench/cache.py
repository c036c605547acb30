"""What the cache gains on dear questions once it is warm, and what it costs while it is cold.

Each question is asked of a service without any cache and of one with both tiers, few at a time in turns, so that what
else the machine does falls on both; no question is asked twice before the second is warm. Then all are asked again: of
the same process, and of another one that has only the Redis.

    python -m bench.cache --data-dir DATA --redis-server /usr/bin/redis-server
"""

from __future__ import annotations

import argparse
import random
import shutil
import socket
import statistics
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote

from bench.http import _get, _misspelt, _post, exact_names
from bench.load import reconcile_request
from bench.processes import Redis, serving
from bench.table import Target, print_targets, target

NAMES = 4000
BLOCK = 4  # questions to one service before the other has its turn
BLOCKS = 80
TOGETHER = 10  # names of a joint request, or of a batch
SEED = 23
ALONE = "a misspelt name"
WARM_UP = 30
SETTLE_SECONDS = 0.5  # until what is on its way to Redis is there


def questions(names: Sequence[str]) -> dict[str, list[bytes]]:
    """Requests by kind, no name in two of them."""
    left = iter(random.Random(SEED).sample(names, len(names)))
    count = BLOCK * BLOCKS

    def some(number: int) -> list[str]:
        return [_misspelt(next(left)) for _ in range(number)]

    return {
        ALONE: [_resolve(name) for name in some(count)],
        f"{TOGETHER} names jointly": [_post("/v1/resolve", some(TOGETHER), joint=True) for _ in range(count // 4)],
        f"a batch of {TOGETHER} of OpenRefine's": [reconcile_request(some(TOGETHER)) for _ in range(count // 4)],
    }


def _resolve(name: str) -> bytes:
    return _get(f"/v1/resolve?q={quote(name)}")


class Client:
    """One connection that waits for each answer; made anew where the server has closed it, having had nothing to do."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._open()

    def ask(self, request: bytes) -> tuple[float, bytes]:
        """The seconds that an answer took, and its body."""
        try:
            return self._ask(request)
        except ConnectionError:
            self._open()
            return self._ask(request)

    def _open(self) -> None:
        self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _ask(self, request: bytes) -> tuple[float, bytes]:
        began = time.perf_counter()
        self._socket.sendall(request)
        head, _, body = self._read(lambda data: b"\r\n\r\n" in data).partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            raise RuntimeError((head + body).decode(errors="replace"))
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        body = self._read(lambda data: len(data) >= length, body)
        return time.perf_counter() - began, body

    def _read(self, enough: Callable[[bytes], bool], received: bytes = b"") -> bytes:
        while not enough(received):
            block = self._socket.recv(1 << 16)
            if not block:
                raise ConnectionError("The server closed the connection.")
            received += block
        return received


def measure(data_dir: Path, redis_server: str) -> list[Target]:
    """Ask, print what each kind took, and hold it to what is wanted."""
    redis = Redis(redis_server, "--maxmemory", "500mb", "--maxmemory-policy", "allkeys-lru")
    targets: list[Target] = []
    try:
        with ExitStack() as stack:
            settings = ({"cache_mb": "0"}, {"redis_url": redis.url}, {"redis_url": redis.url, "cache_mb": "0"})
            ports = [stack.enter_context(serving(data_dir, 1, **one))[0] for one in settings]
            without, both, shared = (Client(port) for port in ports)
            for client in (without, both, shared):
                for name in exact_names(NAMES + WARM_UP)[NAMES:]:
                    client.ask(_resolve(_misspelt(name)))
            print(
                "| median ms | no cache | cold | warm in the process | warm in Redis |\n| --- | --- | --- | --- | --- |"
            )
            for kind, requests in questions(exact_names(NAMES)).items():
                targets += _one_kind(kind, requests, without, both, shared)
    finally:
        redis.kill()
    return targets


def _one_kind(kind: str, requests: Sequence[bytes], without: Client, both: Client, shared: Client) -> list[Target]:
    plain: list[float] = []
    cold: list[float] = []
    answers: list[bytes] = []
    for number, start in enumerate(range(0, len(requests), BLOCK)):
        block = requests[start : start + BLOCK]
        sides = [(without, plain), (both, cold)]
        for client, times in sides if number % 2 else reversed(sides):
            asked = [client.ask(request) for request in block]
            times += [seconds for seconds, _ in asked]
            if client is without:
                answers += [body for _, body in asked]
    time.sleep(SETTLE_SECONDS)
    tiers: list[list[float]] = []
    for client in (both, shared):
        asked = [client.ask(request) for request in requests]
        if [body for _, body in asked] != answers:
            raise RuntimeError("The cache answers otherwise than the gazetteer.")
        tiers.append([seconds for seconds, _ in asked])
    local, remote = tiers
    print(f"| {kind} | {' | '.join(f'{statistics.median(one) * 1e3:.2f}' for one in (plain, cold, local, remote))} |")
    blocks = [[sum(times[at : at + BLOCK]) for at in range(0, len(times), BLOCK)] for times in (cold, plain)]
    extra = statistics.median(late / soon for late, soon in zip(*blocks, strict=True)) - 1
    targets = [
        target(f"{kind}: cold, against no cache, in percent more", 5, "%", 100 * extra, at_most=True),
        target(f"{kind}: warm in the process", 5, "x", statistics.median(plain) / statistics.median(local)),
    ]
    if kind != ALONE:  # for one name Redis is asked only where it takes very long
        targets.append(target(f"{kind}: warm in Redis", 5, "x", statistics.median(plain) / statistics.median(remote)))
    return targets


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--redis-server", default=shutil.which("redis-server"), help="The path of the binary.")
    options = parser.parse_args()
    if options.redis_server is None:
        parser.error("no redis-server on the PATH: give --redis-server")
    print_targets(measure(options.data_dir, options.redis_server))


if __name__ == "__main__":
    main()
