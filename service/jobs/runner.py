"""The process that does the jobs, one after the other: `python -m service.jobs.runner`, started beside the service.

One at a time holds the lock of the jobs' folder. It ends when there has been nothing to do for a while, and with the
process that started it.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import time
from collections.abc import Iterator
from pathlib import Path

from service.settings import Settings

IDLE_SECONDS = 30.0  # without a job, until it ends and frees its memory
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


def run(settings: Settings) -> None:
    """Do all jobs, and wait a while for more."""
    folder = jobs_folder(settings)
    with the_lock(folder) as held:
        if not held:
            return
        from gazetteer.table_jobs import die_with_parent
        from service.jobs.execute import execute
        from service.jobs.store import JobStore
        from service.jobs.workers import workers_maker

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


if __name__ == "__main__":
    run(Settings.read())
