"""Sees to it that jobs are done: starts the runner when there are any, again when it died, and sweeps old jobs."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import time
from collections import Counter

from service.errors import UnknownJob
from service.jobs.runner import jobs_folder, the_lock
from service.jobs.store import JobStore
from service.settings import Settings

LOOK_SECONDS = 0.5
SWEEP_SECONDS = 60.0

log = logging.getLogger("exonym")


class Supervisor:
    """Watches the jobs of one service. Many may watch one folder: the runner's lock lets one work.

    Args:
        settings: of the service.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.store = JobStore(jobs_folder(settings))
        self._runner: subprocess.Popen[bytes] | None = None
        self._swept = 0.0

    async def watch(self) -> None:
        """Look for work every so often, for ever."""
        while True:
            try:
                await asyncio.to_thread(self.look)
            except OSError:
                log.exception("Looking after the jobs failed.")
            await asyncio.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Start the runner where there is work and none is at it; sweep where it is time."""
        if not self.store.folder.exists():
            return
        if time.monotonic() - self._swept > SWEEP_SECONDS:
            self._swept = time.monotonic()
            self.store.sweep(self._settings.job_hours)
        if self._runner is not None:
            code = self._runner.poll()
            if code is None:
                return
            if code:
                log.warning("The worker of the jobs ended with %s; starting another if there is work.", code)
            self._runner = None
        if self.store.next() is not None and self._is_free():
            environ = os.environ | self._settings.environ()
            command = [sys.executable, "-m", "service.jobs.runner"]
            self._runner = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL)

    def states(self) -> list[tuple[str, int]]:
        """How many jobs there are in each state."""
        counted: Counter[str] = Counter()
        for job in self.store.jobs():
            with contextlib.suppress(UnknownJob):  # deleted meanwhile
                counted[self.store.state(job.id).state] += 1
        return sorted(counted.items())

    def stop(self) -> None:
        """End the runner; what it was at goes on when the service is back."""
        if self._runner is not None and self._runner.poll() is None:
            self._runner.terminate()
            self._runner.wait()

    def _is_free(self) -> bool:
        with the_lock(self.store.folder) as held:
            return held
