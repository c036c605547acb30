"""The process that does the jobs of a lane: `python -m service.jobs.runner small`, started beside the service.

One at a time holds the lock of a lane. It does one job after the other, the owners of jobs in turns. Small tables have
a lane of their own, in which this process alone resolves, so that they never wait for large ones; it is ready while
there are large ones, which are done with less of the processors' time where that is short. A runner ends when there has
been nothing to do for a while, and with the process that started it.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from gazetteer.table_jobs import Cells
from service.jobs.lanes import LANES, LARGE, SMALL
from service.jobs.quotas import Quotas
from service.jobs.store import JobStore
from service.secret import secret_of
from service.settings import Settings

if TYPE_CHECKING:
    from service.jobs.execute import MakeWorkers
    from service.jobs.records import Job

# Names whose resolution loads the kernels.
WARM = (Cells("Bakhmoutt, Ukraine"), Cells("Бахмуут", "UA"))
IDLE_SECONDS = 30.0  # without a job, until it ends and frees its memory
END_SECONDS = 10.0  # for its processes to end when it is told to
PAUSE_SECONDS = 0.2
REST_SECONDS = 5.0  # that a job is left alone of which nothing can be written down
NICE = 10  # of large jobs: whoever waits for an answer goes first
_LOCKS = {LARGE: ".runner", SMALL: ".runner-small"}

log = logging.getLogger("exonym")


def jobs_folder(settings: Settings) -> Path:
    """The folder of jobs."""
    return Path(settings.jobs_dir) if settings.jobs_dir else settings.data_dir / "jobs"


def job_store(settings: Settings) -> JobStore:
    """The jobs, with the bounds of the settings."""
    quotas = Quotas(settings.jobs_waiting, settings.jobs_bytes, settings.jobs_disk_bytes)
    return JobStore(jobs_folder(settings), quotas)


@contextlib.contextmanager
def the_lock(folder: Path, lane: str = LARGE) -> Iterator[bool]:
    """Hold the lock of a lane; False where another process has it."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / _LOCKS[lane]).open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        yield True


def workers_maker(settings: Settings, lane: str = LARGE) -> MakeWorkers:
    """Who resolves the names of a job, by the settings: processes of this machine, or workers that share a Redis."""
    from gazetteer.table_jobs import processes_for

    if lane == SMALL:
        return partial(processes_for, workers=1)
    if not settings.redis_url:
        return processes_for
    from service.cache.client import read_address

    address = read_address(settings.redis_url)
    if address.kind == "cluster":
        log.info("Jobs are not shared over a Redis Cluster; this machine does them alone.")
        return processes_for
    from service.jobs.coordinator import shared_workers

    return shared_workers(address, secret_of(settings))


def run(settings: Settings, lane: str) -> None:
    """Do all jobs of a lane, and wait a while for more."""
    with the_lock(jobs_folder(settings), lane) as held:
        if not held:
            return
        from gazetteer.table_jobs import die_with_parent

        end_when_told()
        die_with_parent()
        if lane == LARGE:
            os.nice(NICE)
        _Runner(settings, lane).run()


class _Runner:
    def __init__(self, settings: Settings, lane: str) -> None:
        self._store = job_store(settings)
        self._data_dir = settings.data_dir
        self._lane = lane
        self._make_workers = workers_maker(settings, lane)
        self._resting: dict[str, float] = {}  # jobs that are left alone, and until when

    def run(self) -> None:
        """Do one job after the other, until there has been none for a while."""
        self._warm()
        idle_since = time.monotonic()
        while time.monotonic() - idle_since < IDLE_SECONDS:
            now = time.monotonic()
            self._resting = {id: until for id, until in self._resting.items() if until > now}
            job = self._store.next(self._lane, self._resting)
            if job is None:
                if self._lane == SMALL and self._store.waiting_lanes():
                    idle_since = now
                time.sleep(PAUSE_SECONDS)
                continue
            self._do(job)
            idle_since = time.monotonic()

    def _warm(self) -> None:
        """Load what takes seconds before the first job; where that fails, the job will say why."""
        from gazetteer import Gazetteer
        from gazetteer.table_jobs import TableRequest, answer_cells, job_spec_for

        with contextlib.suppress(Exception):
            gazetteer = Gazetteer.open(self._data_dir)
            answer_cells(gazetteer, job_spec_for(gazetteer, TableRequest()), WARM)

    def _do(self, job: Job) -> None:
        """A turn of a job. Where nothing can be written down of it, it rests, and others have their turn."""
        from service.jobs.execute import execute

        self._store.serve(job)
        try:
            execute(self._store, job, self._data_dir, self._make_workers)
        except OSError as error:
            log.error("The job %s waits for %g s: %s.", job.id, REST_SECONDS, error.strerror or error)
            self._resting[job.id] = time.monotonic() + REST_SECONDS
        except Exception:
            log.exception("The job %s waits for %g s.", job.id, REST_SECONDS)
            self._resting[job.id] = time.monotonic() + REST_SECONDS


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
    if sys.argv[1:] not in [[lane] for lane in LANES]:
        sys.exit(f"usage: python -m service.jobs.runner {'|'.join(LANES)}")
    run(Settings.read(), sys.argv[1])
