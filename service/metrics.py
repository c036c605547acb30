"""What the service counts, for Prometheus. docs/operations.md says what each metric means.

Several workers count together in files that they map into memory (the multiprocess mode of prometheus_client, where
PROMETHEUS_MULTIPROC_DIR is set, as `exonym serve` does). Writing to a mapped file that has no blocks on a full disk
kills the process, so the blocks are taken first; where there are none, the worker counts for itself.
"""

from __future__ import annotations

import contextlib
import functools
import logging
import os
from collections import Counter as Tally
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, multiprocess, values
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.exposition import generate_latest
from prometheus_client.registry import Collector

from gazetteer.model import BuildInfo

log = logging.getLogger("exonym")

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
RESERVED_BYTES = {"counter": 1 << 18, "histogram": 1 << 20, "gauge_livesum": 1 << 16}
BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.06, 0.15, 0.4, 1.0, 3.0, 10.0)  # seconds

Labels = tuple[str, str]
"""What is counted of a result: its verdict, and how its first candidate matched; blank where there is none."""

State = Callable[[], Iterable[Metric]]
"""What is looked up when the metrics are asked for."""


class Metrics:
    """The counters of one worker."""

    def __init__(self) -> None:
        self._folder = _reserve()
        self._registry = CollectorRegistry()
        self._states: list[State] = []
        own = self._registry
        self.requests = Counter(
            "exonym_requests", "Requests, by the template of their route and status.", ("route", "status"), registry=own
        )
        self.seconds = Histogram(
            "exonym_request_seconds", "Seconds to answer a request.", ("route",), buckets=BUCKETS, registry=own
        )
        self.in_flight = Gauge(
            "exonym_requests_in_flight",
            "Requests being answered.",
            registry=own,
            multiprocess_mode="livesum",
        )
        self.cut = Counter("exonym_connections_cut", "Connections cut off, by why.", ("why",), registry=own)
        self.results = Counter("exonym_results", "Queries answered, by verdict.", ("verdict",), registry=own)
        self.matches = Counter("exonym_matches", "First candidates, by how they matched.", ("how",), registry=own)
        self.lookups = Counter(
            "exonym_cache_lookups", "Questions looked up in a tier of the cache.", ("tier", "outcome"), registry=own
        )
        self.redis_failures = Counter("exonym_redis_failures", "Calls of Redis that failed.", registry=own)
        self.redis_rubbish = Counter("exonym_redis_rubbish", "Values in Redis that were not ours.", registry=own)
        if self._folder is None:
            ProcessCollector(registry=own)
        self._of_lookups = functools.cache(self.lookups.labels)
        self._of_results: dict[Labels, tuple[Counter, Counter | None]] = {}

    def add_state(self, state: State) -> None:
        """Add gauges that are looked up when the metrics are asked for; they speak for the worker that answers."""
        self._states.append(state)

    def count_results(self, results: Sequence[Labels]) -> None:
        """Count the results of a request."""
        kinds: Iterable[tuple[Labels, int]] = ((results[0], 1),) if len(results) == 1 else Tally(results).items()
        for kind, number in kinds:
            if kind not in self._of_results:
                verdict, how = kind
                match = self.matches.labels(how) if how else None
                self._of_results[kind] = (self.results.labels(verdict or "error"), match)
            counter, match = self._of_results[kind]
            counter.inc(number)
            if match is not None:
                match.inc(number)

    def count_lookups(self, tier: str, hits: int, misses: int) -> None:
        """Count questions looked up in a tier of the cache."""
        if hits:
            self._of_lookups(tier, "hit").inc(hits)
        if misses:
            self._of_lookups(tier, "miss").inc(misses)

    def page(self) -> bytes:
        """All metrics, of all workers, as Prometheus reads them."""
        registry = self._registry
        if self._folder is not None:
            _forget_dead(self._folder)
            registry = CollectorRegistry()
            multiprocess.MultiProcessCollector(registry, str(self._folder))  # type: ignore[no-untyped-call]
        states = CollectorRegistry()
        states.register(_States(self._states))
        return generate_latest(registry) + generate_latest(states)


class _States(Collector):
    def __init__(self, states: Iterable[State]) -> None:
        self._states = tuple(states)

    def collect(self) -> Iterable[Metric]:
        for state in self._states:
            yield from state()


def gazetteer_state(info: BuildInfo | None, refused: bool) -> Iterable[Metric]:
    """Which gazetteer answers, if any, and whether the current build was refused."""
    yield GaugeMetricFamily("exonym_gazetteer_open", "1 where a gazetteer is open.", value=float(info is not None))
    yield GaugeMetricFamily(
        "exonym_gazetteer_refused", "1 where the current build cannot be used.", value=float(refused)
    )
    if info is None:
        return
    which = GaugeMetricFamily("exonym_gazetteer_info", "The build that answers.", labels=("build", "source"))
    which.add_metric((info.build, info.source), 1.0)
    yield which
    yield GaugeMetricFamily("exonym_gazetteer_places", "Places in it.", value=info.places)
    yield GaugeMetricFamily("exonym_gazetteer_names", "Names in it.", value=info.names)
    with contextlib.suppress(ValueError):  # a build whose time cannot be read has no age
        built = datetime.fromisoformat(info.built).astimezone(UTC)
        age = (datetime.now(UTC) - built).total_seconds()
        yield GaugeMetricFamily("exonym_gazetteer_age_seconds", "Seconds since it was built.", value=age)


def jobs_state(states: Iterable[tuple[str, int]]) -> Iterable[Metric]:
    """How many jobs there are in each state."""
    family = GaugeMetricFamily("exonym_jobs", "Jobs, by state.", labels=("state",))
    for state, number in states:
        family.add_metric((state,), number)
    yield family


def redis_state(up: bool) -> Iterable[Metric]:
    """Whether Redis is used."""
    yield GaugeMetricFamily("exonym_redis_up", "1 where Redis answers, 0 where it is left out.", value=float(up))


def _reserve() -> Path | None:
    """The folder of the counters that workers share, its space for this worker taken; None where they share none."""
    name = os.environ.get(FOLDER_VARIABLE)
    if not name or values.ValueClass is values.MutexValue:
        return None
    try:
        for kind, size in RESERVED_BYTES.items():
            path = Path(name) / f"{kind}_{os.getpid()}.db"
            file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                if os.fstat(file).st_size == 0 and hasattr(os, "posix_fallocate"):
                    os.posix_fallocate(file, 0, size)
            finally:
                os.close(file)
    except OSError as error:
        log.error("No room for shared metrics in %s (%s): this worker counts for itself.", name, error.strerror)
        for kind in RESERVED_BYTES:
            with contextlib.suppress(OSError):
                (Path(name) / f"{kind}_{os.getpid()}.db").unlink()
        values.ValueClass = values.MutexValue
        return None
    return Path(name)


def _forget_dead(folder: Path) -> None:
    """Gauges of workers that are no more count no more; what they had counted stays."""
    for path in folder.glob("gauge_live*_*.db"):
        pid = path.stem.rpartition("_")[2]
        if pid.isdecimal() and not _alive(int(pid)):
            multiprocess.mark_process_dead(int(pid), str(folder))  # type: ignore[no-untyped-call]


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
