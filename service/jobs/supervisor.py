"""Sees to it that jobs are done: starts the runners when there are any, again when they died, and sweeps old jobs."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
import sys
import threading
import time

from service.jobs.lanes import SMALL
from service.jobs.runner import job_store, the_lock
from service.settings import Settings

LOOK_SECONDS = 0.5
SWEEP_SECONDS = 60.0
END_SECONDS = 10.0  # that a runner gets to end in order
SILENT_SECONDS = 60.0  # after a failure that was logged, until it is logged again

log = logging.getLogger("exonym")


class Supervisor:
    """Watches the jobs of one service. Many may watch one folder: a lane's lock lets one runner work.

    Args:
        settings: of the service.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.store = job_store(settings)
        self.runners: dict[str, subprocess.Popen[bytes]] = {}
        self._starting = threading.Lock()  # held while runners start; who stops waits, and no other starts after it
        self._stopped = False
        self._swept = float("-inf")
        self._logged: dict[str, float] = {}

    async def watch(self) -> None:
        """Look for work every so often, for ever, whatever fails."""
        while True:
            try:
                await asyncio.to_thread(self.look)
            except Exception as error:
                self._log(error)
            await asyncio.sleep(LOOK_SECONDS)

    def look(self) -> None:
        """Start a runner for each lane where there is work and none is at it; sweep where it is time."""
        if not self.store.folder.exists():
            return
        if time.monotonic() - self._swept > SWEEP_SECONDS:
            self._swept = time.monotonic()
            try:
                self.store.sweep(self._settings.job_hours)
            except Exception as error:  # what cannot be swept keeps nobody from working
                self._log(error)
        for lane, runner in list(self.runners.items()):
            if (code := runner.poll()) is not None:
                del self.runners[lane]
                if code:
                    log.warning("The runner of %s jobs ended with %s; another starts if there is work.", lane, code)
        waiting = self.store.waiting_lanes()
        lanes = {*waiting, SMALL} if waiting else set()  # that of small jobs is ready before one comes
        for lane in lanes - self.runners.keys():
            self._start(lane)

    def _start(self, lane: str) -> None:
        with self._starting:
            if not self._stopped and self._is_free(lane):
                environ = os.environ | self._settings.environ()
                command = [sys.executable, "-m", "service.jobs.runner", lane]
                self.runners[lane] = subprocess.Popen(command, env=environ, stdin=subprocess.DEVNULL)

    def states(self) -> list[tuple[str, int]]:
        """How many jobs there are in each state; none where that cannot be found out."""
        try:
            return self.store.states()
        except OSError as error:
            self._log(error)
            return []

    def stop(self) -> None:
        """End the runners; what they were at goes on when the service is back. None starts any more."""
        with self._starting:
            self._stopped = True
        alive = [runner for runner in self.runners.values() if runner.poll() is None]
        for runner in alive:
            runner.terminate()
        for runner in alive:
            try:
                runner.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                runner.kill()
                runner.wait()

    def _is_free(self, lane: str) -> bool:
        with the_lock(self.store.folder, lane) as held:
            return held

    def _log(self, error: Exception) -> None:
        """Log a failure with its trace, one of a kind not more often than every so often."""
        kind, now = f"{type(error).__name__}: {error}", time.monotonic()
        if now - self._logged.get(kind, float("-inf")) > SILENT_SECONDS:
            self._logged = {one: at for one, at in self._logged.items() if now - at <= SILENT_SECONDS}
            self._logged[kind] = now
            log.error("Looking after the jobs failed.", exc_info=error)
