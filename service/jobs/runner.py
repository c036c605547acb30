"""The process that does the jobs, one after the other: `python -m service.jobs.runner`, started beside the service.

One at a time holds the lock of the jobs' folder. It ends when there has been nothing to do for a while, and with the
process that started it.
"""

from __future__ import annotations

import contextlib
import fcntl
import importlib.util
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from service.settings import Settings

if TYPE_CHECKING:
    from service.jobs.execute import MakeWorkers

IDLE_SECONDS = 30.0  # without a job, until it ends and frees its memory
END_SECONDS = 10.0  # for its processes to end when it is told to
PAUSE_SECONDS = 0.2
REST_SECONDS = 5.0  # where nothing can be written
_LOCK = ".runner"

log = logging.getLogger("exonym")


def jobs_folder(settings: Settings) -> Path:
    """The folder of jobs."""
    return Path(settings.jobs_dir) if settings.jobs_dir else settings.data_dir / "jobs"


@contextlib.contextmanager
def the_lock(folder: Path) -> Iterator[bool]:
    """Hold the lock of a jobs' folder; False where another process has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCK).open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def workers_maker(settings: Settings) -> MakeWorkers:
    """Who resolves the names of a job, by the settings: processes of this machine, or workers that share a Redis."""
    from gazetteer.table_jobs import processes_for
    from service.cache.client import read_address

    if not settings.redis_url:
        return processes_for
    address = read_address(settings.redis_url)
    if address.kind == "cluster":
        log.info("Jobs are not shared over a Redis Cluster; this machine does them alone.")
        return processes_for
    if importlib.util.find_spec("rq") is None:
        log.info("Jobs are shared where `pip install exonym[redis]` is done; this machine does them alone.")
        return processes_for
    from service.jobs.queue import shared_workers

    return shared_workers(address)


def run(settings: Settings) -> None:
    """Do all jobs, and wait a while for more."""
    folder = jobs_folder(settings)
    with the_lock(folder) as held:
        if not held:
            return
        from gazetteer.table_jobs import die_with_parent
        from service.jobs.execute import execute
        from service.jobs.store import JobStore

        end_when_told()
        die_with_parent()
        store = JobStore(folder)
        make_workers = workers_maker(settings)
        idle_since = time.monotonic()
        while time.monotonic() - idle_since < IDLE_SECONDS:
            job = store.next()
            if job is None:
                time.sleep(PAUSE_SECONDS)
                continue
            try:
                execute(store, job, settings.data_dir, make_workers)
            except OSError as error:
                log.error("The job %s waits for %g s: %s.", job.id, REST_SECONDS, error.strerror or error)
                time.sleep(REST_SECONDS)
            idle_since = time.monotonic()


def end_when_told() -> None:
    """End on SIGTERM with what was begun put away (processes, and their semaphores), and not by the keyboard.

    Ctrl-C goes to all processes of a terminal; the service ends this one itself.
    """

    def end(_number: int, _frame: object) -> None:
        last = threading.Timer(END_SECONDS, os._exit, [1])
        last.daemon = True
        last.start()
        sys.exit(0)

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the processes that are started from here inherit it


if __name__ == "__main__":
    run(Settings.read())
