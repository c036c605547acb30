"""The gazetteer that answers now, and its replacement while requests run.

A request takes the open gazetteer once and keeps it to its end; a new build is opened and warmed beside it and then
put in its place, so no request sees half of each or waits for the change.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import date
from pathlib import Path

from gazetteer import Gazetteer, current_build
from gazetteer.errors import GazetteerError, NoGazetteer
from gazetteer.model import BuildInfo, Near, Query
from service import garbage_collection

log = logging.getLogger("exonym")

# Misspelt and with all kinds of context: they go through every tier, and load the kernels and the transliterators.
WARM_UP = (
    Query("Bakhmoutt, Ukraine", near=Near(48.6, 38.0)),
    Query("Бахмуут", country=("UA",), classes=("P",), date=date(1985, 4, 1)),
)
WARM_UP_PREFIX = "Bakh"
WARM_UP_POINT = (48.6, 38.0)


def warm(gazetteer: Gazetteer) -> None:
    """Ask what loads, or the first time compiles, all that later requests need."""
    gazetteer.resolve_many(WARM_UP)
    gazetteer.suggest(WARM_UP_PREFIX)
    gazetteer.reverse(*WARM_UP_POINT)


class LiveGazetteer:
    """The gazetteer of a data directory: open, or the reason why not."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._open: Gazetteer | None = None
        self._why: GazetteerError = NoGazetteer(f"No gazetteer in {data_dir}: run `exonym build` first.")

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
        """Open the build that is current, if it is not the one that answers. Returns whether it was swapped in.

        Where it cannot be opened, that is logged once, the one before goes on answering, and the next call tries again.
        """
        build = current_build(self._data_dir)
        if build is None or (self._open is not None and build == self._open.info.build):
            return False
        try:
            gazetteer = Gazetteer.open(self._data_dir)
            warm(gazetteer)
        except GazetteerError as error:
            if str(error) != str(self._why):
                log.error("The gazetteer %s cannot be opened: %s", build, error)
            self._why = error
            return False
        self._open = gazetteer
        garbage_collection.renew()  # the one before is let go, and its files with it, once no request has it
        log.info("Answering from gazetteer %s.", gazetteer.info.build)
        return True

    async def watch(self, seconds: float) -> None:
        """Look for a new build every so many seconds, for ever."""
        while True:
            await asyncio.sleep(seconds)
            try:
                await asyncio.to_thread(self.refresh)
            except Exception:  # whatever it is, the watch must go on
                log.exception("Looking for a new gazetteer failed.")
