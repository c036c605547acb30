"""The map of the gazetteer that answers: made once, its bases ready to be sent."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from gazetteer import Gazetteer
from gazetteer.basemap.basemap import Basemap
from service.once import Once
from service.settings import Settings
from service.turns import Scheduler

KEPT = 16  # bases, of a few hundred kilobytes: for so many languages
MAKING, NAMING = 5.0, 0.1  # seconds: of a map that is not kept, of labels in a language
TAG_LETTERS = 16
SQUEEZED = 6  # of 9: no smaller with more, and that takes seven times as long


@dataclass(frozen=True, slots=True)
class Body:
    """A base as it is sent: its bytes, the same compressed by gzip, what tells it from others."""

    plain: bytes
    packed: bytes
    tag: str


class DrawnMap:
    """A map with its bases ready.

    Args:
        basemap: the map.
        more: what it is to say of itself besides.
        scheduler: where bases are made.
    """

    def __init__(self, basemap: Basemap, more: Mapping[str, str], scheduler: Scheduler) -> None:
        self.basemap = basemap
        self._more = more
        self._scheduler = scheduler
        self._bases: Once[tuple[int, str | None], Body] = Once({}, KEPT)

    async def base(self, level: int, display: str | None) -> Body:
        """The base of a level with labels in a language.

        Raises:
            Overloaded: too much waits to be computed already.
        """

        async def make() -> Body:
            (body,) = await self._scheduler.each([partial(self._base, level, display)], NAMING)
            return body

        return await self._bases.get((level, display), make)

    def _base(self, level: int, display: str | None) -> Body:
        plain = self.basemap.base(level, display, self._more)
        return Body(plain, gzip.compress(plain, SQUEEZED, mtime=0), sha256(plain).hexdigest()[:TAG_LETTERS])


class Maps:
    """The map of each gazetteer that is open.

    Args:
        settings: what the operator has set.
        scheduler: where maps are made.
    """

    def __init__(self, settings: Settings, scheduler: Scheduler) -> None:
        self._settings = settings
        self._scheduler = scheduler
        self._maps: Once[Gazetteer, DrawnMap] = Once(WeakKeyDictionary(), KEPT)

    async def of(self, gazetteer: Gazetteer) -> DrawnMap:
        """The map of a gazetteer. Where it has to be made, which may take seconds, all who ask wait for one making.

        Raises:
            SourceError: the borders cannot be read.
            Overloaded: too much waits to be computed already.
        """

        async def make() -> DrawnMap:
            (made,) = await self._scheduler.each([partial(self._make, gazetteer)], MAKING)
            return made

        return await self._maps.get(gazetteer, make)

    def _make(self, gazetteer: Gazetteer) -> DrawnMap:
        told = self._settings
        more = {"tiles": told.map_tiles, "credit": told.map_credit} if told.map_tiles else {}
        return DrawnMap(Basemap(gazetteer, told.data_dir, told.map_borders), more, self._scheduler)


def tiles_origin(settings: Settings) -> str:
    """The origin of the operator's tiles, whose images a page has to allow; empty where there are none."""
    found = urlsplit(settings.map_tiles)
    return f"{found.scheme}://{found.netloc}" if found.netloc else ""
