"""Workers that share a real Redis."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from jobbing import add, table
from redis import Redis
from redis_server import redis_server

from gazetteer.table_jobs import Answer
from service.jobs import coordinator
from service.jobs.coordinator import QueuedTask
from service.jobs.execute import execute
from service.jobs.queue import PREFIX, WORKERS
from service.jobs.records import DONE
from service.jobs.runner import workers_maker
from service.jobs.store import JobStore
from service.settings import Settings


@pytest.fixture
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture(scope="module")
def working(tiny_dir: Path) -> Iterator[tuple[str, str]]:
    """The address of a Redis that has a worker, and the worker's id."""
    with redis_server() as url:
        worker = start_worker(url, tiny_dir)
        try:
            (id,) = wait_for_workers(url, 1)
            yield url, id
        finally:
            kill(worker)


def start_worker(url: str, data_dir: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "service.cli", "worker", "--redis-url", url, "--data-dir", str(data_dir)]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for_workers(url: str, count: int) -> list[str]:
    """The ids of workers, when so many are alive."""
    with Redis.from_url(url, decode_responses=True) as redis:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            members: Any = redis.smembers(WORKERS)
            workers = [one for one in members if redis.exists(f"{PREFIX}alive:{one}")]
            if len(workers) >= count:
                return workers
            time.sleep(0.1)
    raise AssertionError("the workers did not start")


def taken_by(redis: Redis, worker: str) -> bool:
    """Whether a worker is at a chunk."""
    return bool(redis.llen(f"{PREFIX}taken:{worker}"))


def kill(worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker and what it has forked."""
    os.killpg(worker.pid, signal.SIGKILL)
    worker.wait()


def do(settings: Settings, url: str, text: bytes) -> tuple[JobStore, str]:
    shared = settings.model_copy(update={"redis_url": url})
    store = JobStore(Path(settings.jobs_dir))
    key = add(store, text)
    execute(store, store.job(key), settings.data_dir, workers_maker(shared))
    assert store.state(key).state == DONE, store.state(key).error
    return store, key


@pytest.mark.slow
def test_two_workers_share_a_job_and_killing_one_loses_nothing(
    settings: Settings, tiny_dir: Path, redis_url: str, undisturbed: Callable[[bytes], bytes]
) -> None:
    text = table(30_000, 1_500, hard=True)
    workers = [start_worker(redis_url, tiny_dir) for _ in range(2)]
    try:
        ids = wait_for_workers(redis_url, 2)
        busy: set[str] = set()

        def kill_one() -> None:
            with Redis.from_url(redis_url) as redis:
                while len(busy) < 2:
                    busy.update(one for one in ids if taken_by(redis, one))
                    time.sleep(0.002)
                kill(workers[0])

        killer = threading.Thread(target=kill_one, daemon=True)
        killer.start()
        store, key = do(settings, redis_url, text)
        killer.join(timeout=1)
        assert len(busy) == 2  # both did a part
        assert workers[0].poll() is not None
        assert store.path(key, "result").read_bytes() == undisturbed(text)
    finally:
        for worker in workers:
            if worker.poll() is None:
                kill(worker)


def test_a_worker_resolves_what_the_service_sends(
    settings: Settings,
    working: tuple[str, str],
    undisturbed: Callable[[bytes], bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = table(3_000, 700)
    answered: list[int] = []
    read = QueuedTask._read

    def reading(self: QueuedTask, answer: object) -> list[Answer]:
        found = read(self, answer)
        answered.append(len(found))
        return found

    monkeypatch.setattr(QueuedTask, "_read", reading)
    store, key = do(settings, working[0], text)
    assert store.path(key, "result").read_bytes() == undisturbed(text)
    assert len(answered) >= 2
    assert sum(answered) == 700


def test_a_worker_that_is_killed_before_it_begins_loses_nothing(
    settings: Settings,
    tiny_dir: Path,
    working: tuple[str, str],
    undisturbed: Callable[[bytes], bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A worker that is stopped while it waits is handed a chunk by Redis all the same."""
    monkeypatch.setattr(coordinator, "CHECK_SECONDS", 0.2)
    text = table(3_000, 700)
    url, living = working
    worker = start_worker(url, tiny_dir)
    taken: list[bool] = []
    try:
        (stopped,) = {*wait_for_workers(url, 2)} - {living}
        os.killpg(worker.pid, signal.SIGSTOP)

        def kill_the_stopped_one() -> None:
            with Redis.from_url(url) as redis:
                until = time.monotonic() + 10
                while not taken_by(redis, stopped) and time.monotonic() < until:
                    time.sleep(0.01)
                taken.append(taken_by(redis, stopped))
                kill(worker)
                for said in redis.scan_iter(f"*alive*{stopped}"):
                    redis.expire(said, 1)  # rather than wait until all the time is over that it may be silent

        killer = threading.Thread(target=kill_the_stopped_one)
        killer.start()
        store, key = do(settings, url, text)
        killer.join()
        assert taken == [True]
        assert store.path(key, "result").read_bytes() == undisturbed(text)
    finally:
        if worker.poll() is None:
            kill(worker)


def test_without_workers_the_service_does_the_work(
    settings: Settings, redis_url: str, undisturbed: Callable[[bytes], bytes]
) -> None:
    text = table(300, 70)
    store, key = do(settings, redis_url, text)
    assert store.path(key, "result").read_bytes() == undisturbed(text)


def test_without_redis_the_service_does_the_work(settings: Settings, undisturbed: Callable[[bytes], bytes]) -> None:
    text = table(300, 70)
    store, key = do(settings, "redis://127.0.0.1:1/0", text)
    assert store.path(key, "result").read_bytes() == undisturbed(text)
