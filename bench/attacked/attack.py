"""An attack, the service that it is aimed at, and what came of it."""

from __future__ import annotations

import contextlib
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
from redis_server import redis_server
from watching import Watched, watching

from bench.processes import serving, workers_of

ATTACKER = "127.0.0.2"
MOST_SECONDS = 240.0  # that an attack goes on
SLOW_SECONDS = 3600.0
REST_SECONDS = 3.0  # that others are timed before an attack
PAUSE_SECONDS = 1.0  # after it, until the memory is looked at


@dataclass(frozen=True, slots=True)
class Service:
    """A service as it is set up for attacks.

    Args:
        settings: which are not the defaults.
        workers: how many answer.
        redis: whether it has a Redis of its own.
    """

    settings: tuple[tuple[str, str], ...] = ()
    workers: int = 1
    redis: bool = False


@dataclass(frozen=True, slots=True)
class Target:
    """A service that runs.

    Args:
        port: on 127.0.0.1.
        worker: the process id of its first worker.
        folder: of its own; the jobs are in `jobs`, the log is `log`.
        data_dir: of its gazetteer.
        redis: the address of its Redis; blank where it has none.
    """

    port: int
    worker: int
    folder: Path
    data_dir: Path
    redis: str = ""

    @property
    def address(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def client(self, source: str = ATTACKER) -> httpx.Client:
        """A client that comes from an address of 127.0.0.0/8."""
        transport = httpx.HTTPTransport(local_address=source)
        return httpx.Client(base_url=self.address, transport=transport, timeout=120)


@dataclass(frozen=True, slots=True)
class Attack:
    """One attack.

    Args:
        name: what it is.
        tried: how much of it.
        run: does it, and says what came of it.
        service: what it is aimed at.
        is_slow: whether it takes many minutes.
        is_watched: whether others and the memory are looked at meanwhile.
    """

    name: str
    tried: str
    run: Callable[[Target], str]
    service: Service = Service()
    is_slow: bool = False
    is_watched: bool = True


@dataclass(slots=True)
class Row:
    """What came of an attack."""

    attack: Attack
    result: str
    rest: Watched = field(default_factory=Watched)
    seen: Watched = field(default_factory=Watched)

    def __str__(self) -> str:
        """A line of the table."""
        memory = others = "–"
        if self.attack.is_watched:
            memory = f"{self.seen.before:.0f}, {self.seen.most:.0f}, {self.seen.after:.0f}"
            others = " → ".join(f"{one.at(0.5):.1f} / {one.at(0.99):.0f}" for one in (self.rest, self.seen))
            others += f"; {self.seen.failed} not answered" if self.seen.failed else ""
        return f"| {self.attack.name} | {self.attack.tried} | {self.result} | {memory} | {others} |"


HEADING = (
    "| attack | tried | result | memory of the worker: before, at most, after (MB) "
    "| others' p50 / p99: at rest → meanwhile (ms) |\n| --- | --- | --- | --- | --- |"
)


@contextlib.contextmanager
def started(service: Service, data_dir: Path) -> Iterator[Target]:
    """Start a service; ends it."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="attacks")))
        (folder / "jobs").mkdir()
        redis = stack.enter_context(redis_server()) if service.redis else ""
        settings = {"jobs_dir": str(folder / "jobs"), "redis_url": redis} | dict(service.settings)
        serves = serving(data_dir, service.workers, str(folder / "log"), **settings)
        port, process = stack.enter_context(serves)
        yield Target(port, workers_of(process)[0], folder, data_dir, redis)


def run(attack: Attack, target: Target) -> Row:
    """Run an attack, watched where it is to be."""
    if not attack.is_watched:
        return Row(attack, _bounded(attack, target))
    with watching(target.port, target.worker) as rest:
        time.sleep(REST_SECONDS)
    with watching(target.port, target.worker) as seen:
        result = _bounded(attack, target)
        time.sleep(PAUSE_SECONDS)
    return Row(attack, result, rest, seen)


def _bounded(attack: Attack, target: Target) -> str:
    """What came of it; after a while it is left alone."""
    told: list[str] = []

    def attacked() -> None:
        try:
            told.append(attack.run(target))
        except Exception as error:
            told.append(f"**{type(error).__name__}**: {str(error)[:200]}")

    seconds = SLOW_SECONDS if attack.is_slow else MOST_SECONDS
    thread = threading.Thread(target=attacked, daemon=True)
    thread.start()
    thread.join(seconds)
    return told[0] if told else f"**had not ended after {seconds:.0f} s**"


def said(counts: Counter[str]) -> str:
    """Counts as words."""
    return ", ".join(f"{number:,} × {what}" for what, number in sorted(counts.items()))


def size(count: int) -> str:
    """A number of bytes as words."""
    return f"{count / 1e6:.1f} MB" if count >= 1e5 else f"{count:,} bytes"
