"""A worker: takes signed chunks of names from Redis and resolves them, and does nothing else."""

from __future__ import annotations

import logging
import os
import secrets
import signal
import threading
import time
from collections import OrderedDict
from types import FrameType
from typing import Any

from redis.exceptions import RedisError

from gazetteer import Gazetteer
from gazetteer.model import Options
from gazetteer.table_jobs import JobSpec, answer_cells, answers_to_json, asked_from_json
from service.cache.client import Address, connect_blocking, read_address
from service.jobs.coordinator import ANSWER_SECONDS, CHUNK_SECONDS
from service.jobs.messages import Forged
from service.jobs.queue import ID_BYTES, REFUSED, ChunkQueue
from service.jobs.runner import WARM
from service.secret import secret_of
from service.settings import Settings

log = logging.getLogger("exonym")

HEARTBEAT_SECONDS = 5.0
WAIT_SECONDS = 2.0  # for a chunk, until it looks whether it is to stop
REST_SECONDS = 1.0  # after Redis failed
BUILDS = 2  # that are kept open


def run_worker(settings: Settings) -> None:
    """Take chunks from the queue until told to stop.

    Raises:
        GazetteerError: there is no gazetteer.
        SettingsError: the address of Redis is none that jobs can be shared over.
    """
    address = read_address(settings.redis_url)
    connect_blocking(address, ANSWER_SECONDS).close()  # says now where it is none
    worker = Worker(settings, address)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, worker.stop)
    worker.run()


class Worker:
    """Resolves chunks.

    Args:
        settings: where the gazetteer is, and the secret.
        address: of the Redis.
    """

    def __init__(self, settings: Settings, address: Address) -> None:
        self._data_dir = settings.data_dir
        self._address = address
        self._secret = secret_of(settings)
        self.id = secrets.token_hex(ID_BYTES)
        self._opened: OrderedDict[str, Gazetteer] = OrderedDict()
        self._stopping = threading.Event()
        self._began: float | None = None  # when the chunk that it is at was begun
        gazetteer = Gazetteer.open(self._data_dir)
        self._opened[gazetteer.info.build] = gazetteer
        answer_cells(gazetteer, JobSpec(self._data_dir, gazetteer.info.build, Options(), 1), WARM)

    def stop(self, _number: int = 0, _frame: FrameType | None = None) -> None:
        """End after the chunk that it is at."""
        self._stopping.set()

    def run(self) -> None:
        """Work until told to stop, whatever Redis does."""
        threading.Thread(target=self._say_alive, daemon=True).start()
        with connect_blocking(self._address, ANSWER_SECONDS) as redis:
            queue, known = ChunkQueue(redis, self._secret), False
            while not self._stopping.is_set():
                try:
                    if not known:  # before it takes anything, so that this is given back where it dies
                        queue.say_alive(self.id)
                        known = True
                    if (id := queue.take(self.id, WAIT_SECONDS)) is not None:
                        self._do(queue, id)
                except RedisError as error:
                    log.warning("Redis does not answer the worker: %s.", error)
                    self._stopping.wait(REST_SECONDS)
                finally:
                    self._began = None
            try:
                queue.leave(self.id)
            except RedisError as error:
                log.debug("Redis is not told of the end: %s.", error)

    def _do(self, queue: ChunkQueue, id: str) -> None:
        self._began = time.monotonic()
        try:
            chunk = queue.chunk(id)
            answer = REFUSED if chunk is None else self._resolve(chunk)
        except Forged as error:
            log.warning("A chunk is refused: %s", error)
            answer = REFUSED
        except RedisError:
            raise
        except Exception:  # the coordinator does it, and says what is wrong
            log.exception("A chunk cannot be resolved here.")
            answer = REFUSED
        queue.done(self.id, id, answer)

    def _resolve(self, chunk: Any) -> Any:
        build = chunk["build"]
        asked, options, candidates, consensus = asked_from_json(chunk["wishes"])
        if build not in self._opened:
            self._opened[build] = Gazetteer.open(self._data_dir, build)
            if len(self._opened) > BUILDS:
                self._opened.popitem(last=False)
        self._opened.move_to_end(build)
        spec = JobSpec(self._data_dir, build, options, candidates)
        return answers_to_json(answer_cells(self._opened[build], spec, asked, consensus))

    def _say_alive(self) -> None:
        """Say so every few seconds; end the process where it is at one chunk for too long: another gets it then."""
        with connect_blocking(self._address, ANSWER_SECONDS) as redis:
            queue = ChunkQueue(redis, self._secret)
            while True:
                began = self._began
                if began is not None and time.monotonic() - began > CHUNK_SECONDS:
                    log.error("The worker is at one chunk for more than %d s, and ends.", CHUNK_SECONDS)
                    os._exit(1)
                try:
                    queue.say_alive(self.id)
                except RedisError as error:
                    log.debug("Redis is not told that the worker is alive: %s.", error)
                time.sleep(HEARTBEAT_SECONDS)
