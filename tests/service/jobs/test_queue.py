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
from redis_server import redis_server

pytest.importorskip("rq")

from redis import Redis
from rq import Queue, Worker
from rq.intermediate_queue import IntermediateQueue

from service.jobs import queue
from service.jobs.execute import execute
from service.jobs.queue import QUEUE
from service.jobs.runner import workers_maker
from service.jobs.store import DONE, JobStore
from service.settings import Settings


@pytest.fixture
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


def start_worker(url: str, data_dir: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "service.cli", "worker", "--redis-url", url, "--data-dir", str(data_dir)]
    return subprocess.Popen(command, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def wait_for_workers(url: str, count: int) -> list[Any]:
    with Redis.from_url(url) as redis:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            workers = Worker.all(queue=Queue(QUEUE, connection=redis))
            if len(workers) >= count:
                return workers
            time.sleep(0.1)
    raise AssertionError("the workers did not start")


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
        wait_for_workers(redis_url, 2)
        busy: dict[str, int] = {}

        def kill_one() -> None:
            with Redis.from_url(redis_url) as redis:
                while True:
                    for worker in Worker.all(queue=Queue(QUEUE, connection=redis)):
                        busy[worker.name] = max(busy.get(worker.name, 0), worker.successful_job_count)
                    if sum(count > 0 for count in busy.values()) == 2:
                        kill(workers[0])
                        return
                    time.sleep(0.02)

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
    settings: Settings, tiny_dir: Path, redis_url: str, undisturbed: Callable[[bytes], bytes]
) -> None:
    text = table(3_000, 700)
    worker = start_worker(redis_url, tiny_dir)
    try:
        wait_for_workers(redis_url, 1)
        store, key = do(settings, redis_url, text)
        assert store.path(key, "result").read_bytes() == undisturbed(text)
        (registered,) = wait_for_workers(redis_url, 1)
        assert registered.successful_job_count >= 2
    finally:
        kill(worker)


def test_a_worker_that_is_killed_before_it_begins_loses_nothing(
    settings: Settings,
    tiny_dir: Path,
    redis_url: str,
    undisturbed: Callable[[bytes], bytes],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A worker that is stopped while it waits is handed a chunk by Redis all the same."""
    monkeypatch.setattr(queue, "_PATIENCE_SECONDS", 0.5)
    monkeypatch.setattr(queue, "_CHECK_SECONDS", 0.2)
    text = table(3_000, 700)
    workers = [start_worker(redis_url, tiny_dir) for _ in range(2)]
    try:
        wait_for_workers(redis_url, 2)
        os.killpg(workers[0].pid, signal.SIGSTOP)

        def kill_the_stopped_one() -> None:
            with Redis.from_url(redis_url) as redis:
                taken = IntermediateQueue(Queue(QUEUE, connection=redis).key, redis)
                until = time.monotonic() + 60
                while not taken.get_job_ids() and time.monotonic() < until:
                    time.sleep(0.01)
            kill(workers[0])

        killer = threading.Thread(target=kill_the_stopped_one)
        killer.start()
        store, key = do(settings, redis_url, text)
        killer.join()
        assert store.path(key, "result").read_bytes() == undisturbed(text)
    finally:
        for worker in workers:
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
