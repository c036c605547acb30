"""What goes wrong while the service is asked: each fault under load, with the counts of wrong answers and of errors.

A wrong answer is one that differs from what the same service answers at rest. Errors are answers that are no 200, and
connections that broke.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from disk import fill, small_disk

from bench.http import _get, _misspelt, _post, exact_names
from bench.processes import Redis, serving, workers_of
from gazetteer.index.integrity import MANIFEST, SEAL, build_id, seal

SECONDS = 4.0  # of load under each fault
CONNECTIONS = 6
SILENT = 1000
MEGABYTES = 8  # of a disk that is to be full
SHARED_MEMORY = Path("/dev/shm")
SWAP_SECONDS = 120.0


class Rubbish:
    """Listens where a Redis was, and answers every command with bytes that mean nothing."""

    def __init__(self, port: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    @staticmethod
    def _talk(connection: socket.socket) -> None:
        with connection, contextlib.suppress(OSError):
            while connection.recv(65536):
                connection.sendall(b"*2\r\n$3\r\nfoo\r\n:7\r\n\x00\xff rubbish\r\n")

    def close(self) -> None:
        """Stop listening."""
        self._listener.close()


@dataclass(slots=True)
class Seen:
    """What the clients saw under a fault."""

    right: int = 0
    wrong: int = 0
    errors: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def __str__(self) -> str:
        errors = ", ".join(f"{number} {name}" for name, number in self.errors.items()) or "none"
        return f"{self.right:>7,} right {self.wrong:>3} wrong  errors: {errors}; slowest {self.slowest * 1e3:.0f} ms"


def requests() -> list[bytes]:
    """Exact, misspelt, joint: all that takes different ways through the service."""
    names = exact_names(400)
    gets = [_get(f"/v1/resolve?q={quote(name)}") for name in names[:100]]
    gets += [_get(f"/v1/resolve?q={quote(_misspelt(name))}") for name in names[100:300]]
    posts = [_post("/v1/resolve", [_misspelt(name) for name in names[at : at + 5]]) for at in range(300, 400, 5)]
    return gets + posts


async def ask(port: int, request: bytes) -> tuple[str, bytes]:
    """The status and body of the answer to one request on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        return head[9:12].decode(), await reader.readexactly(length)
    finally:
        writer.close()


def results_of(body: bytes) -> bytes:
    """The answer without the gazetteer's own description."""
    return body.rpartition(b',"gazetteer":')[0]


async def under_load(port: int, right: dict[bytes, bytes], seconds: float, fault: Callable[[], None]) -> Seen:
    """Ask from several connections; bring the fault about after a quarter of the time."""
    seen = Seen()
    asked = list(right)
    deadline = time.perf_counter() + seconds

    async def client(number: int) -> None:
        place = number * 53
        while time.perf_counter() < deadline:
            request = asked[place % len(asked)]
            place += 1
            began = time.perf_counter()
            try:
                async with asyncio.timeout(10):
                    status, body = await ask(port, request)
            except (OSError, asyncio.IncompleteReadError, TimeoutError) as error:
                seen.errors[type(error).__name__] += 1
                await asyncio.sleep(0.01)
                continue
            seen.slowest = max(seen.slowest, time.perf_counter() - began)
            if status != "200":
                seen.errors[status] += 1
            elif results_of(body) == right[request]:
                seen.right += 1
            else:
                seen.wrong += 1

    async def break_it() -> None:
        await asyncio.sleep(seconds / 4)
        await asyncio.to_thread(fault)

    await asyncio.gather(break_it(), *(client(number) for number in range(CONNECTIONS)))
    return seen


async def _right(port: int) -> dict[bytes, bytes]:
    out: dict[bytes, bytes] = {}
    for request in requests():
        status, body = await ask(port, request)
        if status != "200":
            raise RuntimeError(f"At rest the service answers {status}.")
        out[request] = results_of(body)
    return out


def run(data_dir: Path, binary: str, seconds: float = SECONDS, workers: int = 2) -> Iterator[tuple[str, Seen]]:
    """Each fault, and what was seen under it."""
    with tempfile.TemporaryDirectory(prefix="faults") as folder:
        copy = Path(folder) / "data"
        copy.mkdir()
        build = (data_dir / "current").resolve()
        (copy / build.name).symlink_to(build)
        (copy / "current").symlink_to(build.name)
        redis = Redis(binary, "--maxmemory", "3mb", "--maxmemory-policy", "noeviction")
        # Nothing is kept in the process, so that all depends on Redis.
        with serving(copy, workers, redis_url=redis.url, cache_mb="0") as (port, process):
            right = asyncio.run(_right(port))

            def load(fault: Callable[[], None]) -> Seen:
                return asyncio.run(under_load(port, right, seconds, fault))

            yield "nothing", load(lambda: None)
            yield "Redis killed", load(redis.kill)
            yield "Redis restarted, empty", load(redis.start)
            yield "Redis paused (SIGSTOP)", load(lambda: redis.process.send_signal(signal.SIGSTOP))
            redis.process.send_signal(signal.SIGCONT)
            yield "Redis full (noeviction)", load(lambda: _fill(redis.port))
            redis.kill()
            rubbish = Rubbish(redis.port)
            yield "Redis answers rubbish", load(lambda: None)
            rubbish.close()
            yield "a worker killed -9", load(lambda: os.kill(workers_of(process)[0], signal.SIGKILL))
            time.sleep(2)
            yield "the gazetteer swapped", load(lambda: _swap(copy, build))
            _await_swap(port, copy)
            with _silent(port):
                yield f"{SILENT:,} silent connections", load(lambda: None)
        if SHARED_MEMORY.is_dir():
            yield "log on a full disk", _with_full_log(copy, workers, right, seconds)
        yield from _with_full_disk(Path(folder) / "disk", build, workers, right, seconds)


def _fill(port: int) -> None:
    """Write into Redis until it takes no more."""
    with socket.create_connection(("127.0.0.1", port), 5.0) as connection:
        for number in range(2000):
            value = b"x" * 10_000
            connection.sendall(b"*3\r\n$3\r\nSET\r\n$8\r\nf%07d\r\n$%d\r\n%b\r\n" % (number, len(value), value))
            if connection.recv(100).startswith(b"-OOM"):
                return
    raise RuntimeError("Redis took everything.")


def _with_full_disk(
    folder: Path, build: Path, workers: int, right: dict[bytes, bytes], seconds: float
) -> Iterator[tuple[str, Seen]]:
    """The service with its data directory on a disk that fills up; nothing where none can be mounted."""
    with contextlib.ExitStack() as stack:
        try:
            disk = stack.enter_context(small_disk(folder, MEGABYTES))
        except OSError:
            return
        (disk / "current").symlink_to(build)
        port, _ = stack.enter_context(serving(disk, workers))
        yield "the disk full", asyncio.run(under_load(port, right, seconds, lambda: _refused(disk, port)))


def _refused(disk: Path, port: int) -> None:
    """Fill the disk of the service, and see that it refuses what is to be stored."""
    fill(disk)
    table = b"city\n" + b"Bakhmutt\n" * 10_000
    head = f"POST /v1/jobs?name=city HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(table)}\r\n\r\n"
    status, body = asyncio.run(ask(port, head.encode() + table))
    if status != "507" or b"no_space" not in body:
        raise RuntimeError(f"A full disk is answered with {status}: {body!r}")
    if asyncio.run(ask(port, _get("/readyz")))[0] != "200":
        raise RuntimeError("The service is not ready where its disk is full.")


def _swap(folder: Path, build: Path) -> None:
    """Put the same gazetteer in its place under another id."""
    manifest = json.loads((build / MANIFEST).read_text("utf-8"))
    manifest["about"] = (manifest.get("about") or {}) | {"copied": True}
    manifest["build"] = build_id(manifest)
    manifest[SEAL] = seal(manifest)
    other = folder / str(manifest["build"])
    shutil.copytree(build, other)
    (other / MANIFEST).write_text(json.dumps(manifest), "utf-8")
    (folder / "next").symlink_to(other.name)
    (folder / "next").replace(folder / "current")


def _await_swap(port: int, folder: Path) -> None:
    """Wait until the new gazetteer, which is first tried by a process of its own, has taken over."""
    name = (folder / "current").readlink().name.encode()
    until = time.monotonic() + SWAP_SECONDS
    while name not in asyncio.run(ask(port, _get("/readyz")))[1]:
        if time.monotonic() > until:
            raise RuntimeError("The new gazetteer did not take over.")
        time.sleep(0.2)


@contextlib.contextmanager
def _silent(port: int) -> Iterator[None]:
    """Connections that send nothing."""
    with contextlib.ExitStack() as stack:
        for _ in range(SILENT):
            stack.enter_context(socket.create_connection(("127.0.0.1", port), 5.0))
        yield


def _with_full_log(data_dir: Path, workers: int, right: dict[bytes, bytes], seconds: float) -> Seen:
    """The service with its log and its metrics where nothing can be written."""
    with Path("/dev/full").open("w") as full, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
        probe.close()
        own = {"EXONYM_DATA_DIR": str(data_dir), "EXONYM_WORKERS": str(workers), "EXONYM_PORT": str(port)}
        own |= {"EXONYM_ACCESS_LOG": "true", "PROMETHEUS_MULTIPROC_DIR": "/nowhere"}
        command = [sys.executable, "-c", "from service.cli import main; main()", "serve"]
        process = subprocess.Popen(command, env=os.environ | own, stdout=subprocess.DEVNULL, stderr=full)
        try:
            for _ in range(1200):
                with contextlib.suppress(OSError, asyncio.IncompleteReadError):
                    if asyncio.run(ask(port, _get("/readyz")))[0] == "200":
                        break
                time.sleep(0.1)
            return asyncio.run(under_load(port, right, seconds, lambda: None))
        finally:
            process.terminate()
            process.wait()
