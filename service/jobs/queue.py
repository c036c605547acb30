"""Chunks of names over Redis, by RQ: the coordinator of a job sends them, workers on any machine resolve them.

Workers need Redis and the same gazetteer, no shared disk. A chunk whose worker died is given to another; one that
nobody can do, or that Redis lost, is resolved by the coordinator's own processes. So nothing is lost, at worst done
twice, and a name's answer does not depend on who gives it.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, BinaryIO

from redis import Redis
from redis.exceptions import RedisError
from rq import Queue, Retry, Worker
from rq.exceptions import NoSuchJobError
from rq.intermediate_queue import IntermediateQueue
from rq.job import Job, JobStatus
from rq.registry import StartedJobRegistry

from gazetteer import Gazetteer
from gazetteer.model import Options
from gazetteer.table_jobs import (
    Answer,
    Cells,
    Consensus,
    JobSpec,
    Processes,
    TableRequest,
    Task,
    answer_cells,
    job_spec_for,
    processes_for,
)
from service.cache.client import Address, connect_blocking, read_address
from service.settings import Settings

if TYPE_CHECKING:
    from service.jobs.execute import MakeWorkers

log = logging.getLogger("exonym")

QUEUE = "exonym"
ANSWER_SECONDS = 10.0  # that Redis may take to answer the coordinator
CHUNK = 512  # names that go to a worker together
CHUNK_SECONDS = 120  # that a chunk may take
RETRIES = 3
RESULT_SECONDS = 3600  # that an answer waits for its coordinator
HEARTBEAT_SECONDS = 5  # how often a worker says that it is at a chunk
# RQ counts a chunk as abandoned this long after the worker's last word; so many of them are waited for.
_RQ_GRACE_SECONDS = 60
_PATIENCE_SECONDS = 15
_POLL_SECONDS = 0.02
_CHECK_SECONDS = 5.0  # how often the coordinator looks for abandoned chunks and for workers


def shared_workers(address: Address) -> MakeWorkers:
    """How to gather the workers of a Redis for a job."""

    @contextlib.contextmanager
    def gather(gazetteer: Gazetteer, asked: TableRequest, source: BinaryIO) -> Iterator[QueueWorkers]:
        with connect_blocking(address, ANSWER_SECONDS) as redis, processes_for(gazetteer, asked, source) as here:
            yield QueueWorkers(redis, job_spec_for(gazetteer, asked), here)

    return gather


class QueueWorkers:
    """Sends names to the workers of a queue; to this machine's processes where there are no workers.

    Args:
        redis: where the queue is.
        job_spec: which gazetteer, and how to resolve.
        here: the processes of this machine.
    """

    task_size = CHUNK

    def __init__(self, redis: Redis, job_spec: JobSpec, here: Processes) -> None:
        self._queue = Queue(QUEUE, connection=redis)
        self._job_spec = job_spec
        self.here = here
        self._checked = 0.0
        self._workers = 0
        self._taken: dict[str, float] = {}

    def submit(self, asked: Sequence[Cells], consensus: Consensus | None = None) -> Task:
        """Begin to resolve names."""
        try:
            if not self.workers():
                return self.here.submit(asked, consensus)
            job = self._queue.enqueue(
                answer_chunk,
                self._job_spec.build,
                self._job_spec.options,
                self._job_spec.candidates,
                list(asked),
                consensus,
                job_timeout=CHUNK_SECONDS,
                result_ttl=RESULT_SECONDS,
                failure_ttl=RESULT_SECONDS,
                retry=Retry(RETRIES),
            )
        except RedisError as error:
            log.warning("Redis does not take a chunk (%s); resolving it here.", error)
            return self.here.submit(asked, consensus)
        return QueuedTask(self, job, asked, consensus)

    def workers(self) -> int:
        """How many workers there are; looked up now and then. Chunks that were abandoned are given to others."""
        if time.monotonic() - self._checked > _CHECK_SECONDS:
            self._checked = time.monotonic()
            self._workers = Worker.count(queue=self._queue)
            latest = time.time() + _RQ_GRACE_SECONDS + HEARTBEAT_SECONDS - _PATIENCE_SECONDS
            StartedJobRegistry(queue=self._queue).cleanup(latest)
            self._give_back_taken()
        return self._workers

    def _give_back_taken(self) -> None:
        """Put chunks back into the queue whose worker died between taking and beginning them; RQ waits for minutes."""
        taken = IntermediateQueue(self._queue.key, self._queue.connection)
        now = time.monotonic()
        self._taken = {job: self._taken.get(job, now) for job in taken.get_job_ids()}
        for job, since in self._taken.items():
            if now - since > _PATIENCE_SECONDS:
                taken.remove(job)
                self._queue.push_job_id(job)


class QueuedTask:
    """Names that wait for a worker, or that one is at."""

    def __init__(self, workers: QueueWorkers, job: Job, asked: Sequence[Cells], consensus: Consensus | None) -> None:
        self._workers = workers
        self._job = job
        self._asked = asked
        self._consensus = consensus

    def result(self) -> list[Answer]:
        """The answers; waits for them."""
        try:
            while True:
                status = self._job.get_status(refresh=True)
                if status is JobStatus.FINISHED:
                    answers: list[Answer] | None = self._job.return_value()
                    self._job.delete()
                    if answers is None:
                        break
                    return answers
                if status in (JobStatus.FAILED, JobStatus.STOPPED, JobStatus.CANCELED):
                    log.warning("No worker can resolve a chunk; resolving it here.")
                    break
                if not self._workers.workers() and status is JobStatus.QUEUED:
                    self._job.delete()
                    break
                time.sleep(_POLL_SECONDS)
        except (RedisError, NoSuchJobError) as error:
            log.warning("A chunk is lost with Redis (%s); resolving it here.", error)
        return self._workers.here.submit(self._asked, self._consensus).result()


# The gazetteers that this process has opened, by build. A worker opens the current one before it forks for each chunk.
_OPENED: dict[str, Gazetteer] = {}


def answer_chunk(
    build: str, options: Options, candidates: int, asked: Sequence[Cells], consensus: Consensus | None
) -> list[Answer]:
    """Resolve a chunk, in a worker.

    Raises:
        NoGazetteer: the build that the job answers from is not on this machine.
    """
    data_dir = Settings.read().data_dir
    if build not in _OPENED:
        _OPENED[build] = Gazetteer.open(data_dir, build)
    return answer_cells(_OPENED[build], JobSpec(data_dir, build, options, candidates), asked, consensus)


def run_worker(settings: Settings) -> None:
    """Take chunks from the queue until told to stop.

    Raises:
        GazetteerError: there is no gazetteer.
        SettingsError: the address of Redis is none that jobs can be shared over.
    """
    redis_address = read_address(settings.redis_url)
    gazetteer = Gazetteer.open(settings.data_dir)
    build = gazetteer.info.build
    _OPENED[build] = gazetteer
    answer_chunk(build, Options(), 1, [Cells("Bakhmoutt, Ukraine"), Cells("Бахмуут", "UA")], None)  # load the kernels
    options: dict[str, Any] = {"job_monitoring_interval": HEARTBEAT_SECONDS, "maintenance_interval": 60}
    with connect_blocking(redis_address) as redis:
        Worker([Queue(QUEUE, connection=redis)], connection=redis, **options).work(logging_level="WARNING")
