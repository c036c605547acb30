"""The gazetteer that answers now, and its replacement while requests run.

A request takes the open gazetteer once and keeps it to its end; a new build is tried in a process of its own, opened
and warmed beside it and then put in its place, so no request sees half of each or waits for the change.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from pathlib import Path

from gazetteer import Gazetteer, current_build, verification
from gazetteer.errors import CorruptIndex, GazetteerError, NoGazetteer
from gazetteer.model import BuildInfo
from gazetteer.warming import compile_ahead, warm
from service import garbage_collection
from service.trial import try_build

log = logging.getLogger("exonym")

RETRY_SECONDS = 300.0  # until a build that was refused is tried again, where its files stay the same


class LiveGazetteer:
    """The gazetteer of a data directory: open, or the reason why not.

    Attributes:
        refused: why the current build does not answer, None where it does.
    """

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._open: Gazetteer | None = None
        self._why: GazetteerError = NoGazetteer(f"No gazetteer in {data_dir}: run `exonym build` first.")
        self._seen: tuple[str, str] | None = None  # the current build and its files, when they were looked at last
        self._again = 0.0
        self.refused: GazetteerError | None = None

    def take(self) -> Gazetteer:
        """The gazetteer to answer one request with; a route calls it once and keeps the object.

        Raises:
            GazetteerError: where none could be opened yet.
        """
        if self._open is None:
            raise self._why
        return self._open

    def info(self) -> BuildInfo | None:
        """The build that answers, or None."""
        return None if self._open is None else self._open.info

    def refresh(self) -> bool:
        """Take up the build that is current, where it or its files are others than before.

        Where it cannot be used, that is logged once and the one before goes on answering; where none answers yet, the
        newest of the older builds does that can be used. It is tried again when its files change, and after a while.

        Returns:
            Whether another gazetteer answers now.
        """
        build = current_build(self._data_dir)
        if build is None:
            return False
        seen = (build, verification.fingerprint(self._data_dir, build))
        if seen == self._seen and time.monotonic() < self._again:
            return False
        why = self._take_up(build)
        self._seen, self._again = seen, math.inf if why is None else time.monotonic() + RETRY_SECONDS
        if why is None:
            self.refused = None
            return True
        if str(why) != str(self.refused):
            log.error("The gazetteer %s cannot be used: %s", build, why)
        self.refused = self._why = why
        return self._open is None and self._fall_back(build)

    def _take_up(self, build: str) -> GazetteerError | None:
        """Answer from a build from now on, or return why that cannot be."""
        try:
            try_build(self._data_dir, build)
            compile_ahead(self._data_dir, build)
            gazetteer = Gazetteer.open(self._data_dir, build, kept=0)  # the cache keeps answers, as bytes
            warm(gazetteer)
        except GazetteerError as error:
            return error
        except Exception as error:  # whatever it is, the one before goes on answering
            log.exception("Opening the gazetteer %s failed.", build)
            return CorruptIndex(f"The build {build} cannot be opened ({error!r}). Run `exonym build` to make it anew.")
        before, self._open = self._open, gazetteer
        if before is not None:
            del before
            garbage_collection.renew()  # the one before is let go, and its files with it, once no request has it
        log.info("Answering from gazetteer %s.", gazetteer.info.build)
        return None

    def _fall_back(self, current: str) -> bool:
        """Answer from the newest of the older builds that can be used, if any."""
        for build in verification.kept_builds(self._data_dir):
            if build != Path(current).name and self._take_up(build) is None:
                log.error("Answering from the older gazetteer %s, as the current one cannot be used.", build)
                return True
        return False

    async def watch(self, seconds: float) -> None:
        """Look for a new build every so many seconds, for ever."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await asyncio.to_thread(self.refresh)
            except Exception:  # whatever it is, the watch must go on
                log.exception("Looking for a new gazetteer failed.")
