"""The map of the gazetteer that answers: made once, its bases ready to be sent."""

from __future__ import annotations

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from threading import Lock
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from gazetteer import Gazetteer
from gazetteer.basemap.basemap import Basemap
from service.settings import Settings

KEPT = 16  # bases, of a few hundred kilobytes: for so many languages
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
    """

    def __init__(self, basemap: Basemap, more: Mapping[str, str]) -> None:
        self.basemap = basemap
        self._more = more
        self.base = lru_cache(KEPT)(self._base)

    def _base(self, level: int, display: str | None) -> Body:
        """The base of a level with labels in a language."""
        plain = self.basemap.base(level, display, self._more)
        return Body(plain, gzip.compress(plain, SQUEEZED, mtime=0), sha256(plain).hexdigest()[:TAG_LETTERS])


class Maps:
    """The map of each gazetteer that is open.

    Args:
        settings: what the operator has set.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._maps: WeakKeyDictionary[Gazetteer, DrawnMap] = WeakKeyDictionary()
        self._lock = Lock()

    def of(self, gazetteer: Gazetteer) -> DrawnMap:
        """The map of a gazetteer. It may have to be made, which takes seconds: call it in a thread.

        Raises:
            SourceError: the borders cannot be read.
        """
        with self._lock:
            found = self._maps.get(gazetteer)
            if found is None:
                told = self._settings
                more = {"tiles": told.map_tiles, "credit": told.map_credit} if told.map_tiles else {}
                found = DrawnMap(Basemap(gazetteer, told.data_dir, told.map_borders), more)
                self._maps[gazetteer] = found
            return found

    def ready(self, gazetteer: Gazetteer) -> DrawnMap | None:
        """The map of a gazetteer, where it is made."""
        return self._maps.get(gazetteer)


def tiles_origin(settings: Settings) -> str:
    """The origin of the operator's tiles, whose images a page has to allow; empty where there are none."""
    found = urlsplit(settings.map_tiles)
    return f"{found.scheme}://{found.netloc}" if found.netloc else ""
