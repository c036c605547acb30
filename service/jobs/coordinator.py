"""Sends the names of a job in chunks over Redis; workers on any machine resolve them.

Workers need Redis, the same gazetteer and the same secret, no shared disk. A chunk whose worker died is given to
another; one that nobody can do, that Redis lost, or whose answer is forged, is resolved by the coordinator's own
processes. So nothing is lost, at worst done twice, and a name's answer does not depend on who gives it.
"""

from __future__ import annotations

import contextlib
import logging
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, BinaryIO

from redis.exceptions import RedisError

from gazetteer import Gazetteer
from gazetteer.table_jobs import (
    Answer,
    Cells,
    Consensus,
    JobSpec,
    Processes,
    TableRequest,
    Task,
    answers_from_json,
    asked_to_json,
    job_spec_for,
    processes_for,
)
from service.cache.client import Address, connect_blocking
from service.jobs.queue import REFUSED, ChunkQueue

if TYPE_CHECKING:
    from service.jobs.execute import MakeWorkers

log = logging.getLogger("exonym")

ANSWER_SECONDS = 10.0  # that Redis may take to answer
CHUNK = 512  # names that go to a worker together
CHUNK_SECONDS = 120  # that a chunk may take once it waits no more
POLL_SECONDS = 0.02
CHECK_SECONDS = 5.0  # how often to look for workers, and for chunks of those that died


def shared_workers(address: Address, secret: bytes) -> MakeWorkers:
    """How to gather the workers of a Redis for a job."""

    @contextlib.contextmanager
    def gather(gazetteer: Gazetteer, asked: TableRequest, source: BinaryIO) -> Iterator[QueueWorkers]:
        with connect_blocking(address, ANSWER_SECONDS) as redis, processes_for(gazetteer, asked, source) as here:
            yield QueueWorkers(ChunkQueue(redis, secret), job_spec_for(gazetteer, asked), here)

    return gather


class QueueWorkers:
    """Sends names to the workers of a queue; to this machine's processes where there are no workers.

    Args:
        queue: where chunks wait.
        job_spec: which gazetteer, and how to resolve.
        here: the processes of this machine.
    """

    task_size = CHUNK

    def __init__(self, queue: ChunkQueue, job_spec: JobSpec, here: Processes) -> None:
        self.queue = queue
        self._job_spec = job_spec
        self.here = here
        self._checked = float("-inf")
        self._workers = 0

    def submit(self, asked: Sequence[Cells], consensus: Consensus | None = None) -> Task:
        """Begin to resolve names."""
        try:
            if not self.workers():
                return self.here.submit(asked, consensus)
            spec = self._job_spec
            wishes = asked_to_json(asked, spec.options, spec.candidates, consensus)
            id = self.queue.put({"build": spec.build, "wishes": wishes})
        except RedisError as error:
            log.warning("Redis does not take a chunk (%s); resolving it here.", error)
            return self.here.submit(asked, consensus)
        return QueuedTask(self, id, asked, consensus)

    def workers(self) -> int:
        """How many workers there are; looked up now and then."""
        if time.monotonic() - self._checked > CHECK_SECONDS:
            self._checked = time.monotonic()
            self._workers = self.queue.workers()
        return self._workers


class QueuedTask:
    """Names that wait for a worker, or that one is at."""

    def __init__(self, workers: QueueWorkers, id: str, asked: Sequence[Cells], consensus: Consensus | None) -> None:
        self._workers = workers
        self._id = id
        self._asked = asked
        self._consensus = consensus
        self._until = float("inf")  # when it is given up
        self._look = time.monotonic() + CHECK_SECONDS

    def result(self) -> list[Answer]:
        """The answers; waits for them."""
        try:
            while not self._is_lost():
                answer = self._workers.queue.answer(self._id)
                if answer is not None:
                    self._workers.queue.remove(self._id)
                    if answer == REFUSED:
                        break
                    return self._read(answer)
                time.sleep(POLL_SECONDS)
            log.warning("No worker can resolve a chunk; resolving it here.")
            self._workers.queue.remove(self._id)
        except RedisError as error:
            log.warning("A chunk is lost with Redis (%s); resolving it here.", error)
        except ValueError as error:
            log.warning("An answer in Redis is none (%s); resolving its names here.", error)
        return self._workers.here.submit(self._asked, self._consensus).result()

    def _read(self, answer: object) -> list[Answer]:
        answers = answers_from_json(answer)
        if len(answers) != len(self._asked):
            raise ValueError("these are not the answers to what was asked")
        return answers

    def _is_lost(self) -> bool:
        """Whether nobody will answer any more; looked up now and then."""
        now = time.monotonic()
        if now < self._look:
            return False
        self._look = now + CHECK_SECONDS
        queue = self._workers.queue
        if queue.waits(self._id):
            self._until = float("inf")
            return not self._workers.workers()
        self._workers.workers()  # gives back what dead ones had taken
        self._until = min(self._until, now + CHUNK_SECONDS)
        return now > self._until or not queue.is_there(self._id)
