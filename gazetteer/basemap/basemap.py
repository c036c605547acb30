"""The map of a gazetteer: land, borders and labels at two levels of detail, and its places as dots in tiles.

What takes long is made by `exonym build` and kept beside the builds, in the folder `map`: borders by their source,
dots by the build. Where it is not there, as after a change of the source of borders, it is made when first asked for.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from gazetteer.basemap import sealed
from gazetteer.basemap.borders import BorderSource, source_of
from gazetteer.basemap.disputed import disputed
from gazetteer.basemap.dots import LEAST_ZOOM, MOST_ZOOM, Dots, dots_of
from gazetteer.basemap.labels import labels, largest
from gazetteer.basemap.outline import LEVELS, outlines
from gazetteer.basemap.varints import encode
from gazetteer.errors import QueryError
from gazetteer.gazetteer import Gazetteer
from gazetteer.index.store import Store, kept_builds
from gazetteer.lock import turn

FOLDER = "map"
FORMAT = 1  # changed with what is drawn or how it is written
LABELS = (400, 4000)
"""How many places are labelled at each level."""
PLACES = "GeoNames (CC BY 4.0)"

Listener = Callable[[str, int, int | None], None]


def _unheard(_what: str, _done: int, _all: int | None) -> None:
    """Hears nothing."""


class Basemap:
    """The map of an opened gazetteer; safe to use from many threads.

    Args:
        gazetteer: whose places are dots and labels.
        data_dir: where builds are kept.
        borders: `ne-de`, `none`, or the path of a GeoJSON file or a Shapefile.
        listener: hears what is being made.

    Attributes:
        build: the id of the gazetteer's build.

    Raises:
        SourceError: the borders cannot be read.
    """

    def __init__(self, gazetteer: Gazetteer, data_dir: Path, borders: str, listener: Listener = _unheard) -> None:
        self.build = gazetteer.info.build
        self._index = gazetteer._index
        self._source = source_of(borders)
        folder = data_dir / FOLDER
        self._outlines = _outlines(folder, self._source, listener)
        self._dots = _dots(folder, self._index.store, listener)
        self._rows = largest(self._index, LABELS[-1])

    def base(self, level: int, display: str | None = None, more: Mapping[str, str] | None = None) -> bytes:
        """Land, borders and labels; docs/map.md has the layout.

        Args:
            level: 0 is the coarse one, 1 the fine one.
            display: language of the labels, BCP 47.
            more: what else the map is to say of itself.

        Raises:
            QueryError: there is no such level.
        """
        if not 0 <= level < len(LEVELS):
            raise QueryError(f"level must be from 0 to {len(LEVELS) - 1}.", "level")
        rows = self._rows[: LABELS[level]]
        named = labels(self._index, rows, display, LEVELS[level].bits)
        return b"".join([self._head(level, more or {}), self._outlines[level], named])

    def tile(self, zoom: int, x: int, y: int) -> bytes:
        """The dots of a tile; docs/map.md has the layout.

        Raises:
            QueryError: there is no such tile.
        """
        if not LEAST_ZOOM <= zoom <= MOST_ZOOM:
            raise QueryError(f"z must be from {LEAST_ZOOM} to {MOST_ZOOM}.", "z")
        for name, value in (("x", x), ("y", y)):
            if not 0 <= value < 2**zoom:
                raise QueryError(f"{name} must be from 0 to {2**zoom - 1} where z is {zoom}.", name)
        return self._dots.tile(zoom, x, y)

    def _head(self, level: int, more: Mapping[str, str]) -> bytes:
        """What the map says of itself, as JSON behind its length."""
        source = self._source
        told: dict[str, Any] = {"borders": source.credit, "view": source.view, "places": PLACES, **more}
        told |= {"level": level, "bits": LEVELS[level].bits, "missing": source.key == "missing"}
        text = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
        return encode(np.array([len(text)])) + text


def _outlines(folder: Path, source: BorderSource, listener: Listener) -> Sequence[memoryview]:
    def make() -> Sequence[bytes]:
        listener("drawing borders", 0, None)
        return outlines(source.lands())

    table = "".join(f"{one.kind}{one.codes}{one.points.tolist()}{one.box}" for one in disputed())
    return _kept(folder, f"borders-{source.key}-{sealed.digest(f'{FORMAT}{LEVELS}{table}')}", len(LEVELS), make)


def _dots(folder: Path, store: Store, listener: Listener) -> Dots:
    def make() -> Sequence[bytes]:
        listener("drawing places", 0, None)
        for file in folder.glob("dots-*"):  # of builds that are gone
            if file.name.split("-")[1] not in kept_builds(folder.parent):
                file.unlink(missing_ok=True)
        dots = dots_of(store)
        return dots.codes.astype("<u8").tobytes(), dots.starts.astype("<i8").tobytes()

    codes, starts = _kept(folder, f"dots-{store.manifest['build']}-{FORMAT}", 2, make)
    return Dots(np.frombuffer(codes, "<u8"), np.frombuffer(starts, "<i8"))


def _kept(folder: Path, name: str, parts: int, make: Callable[[], Sequence[bytes]]) -> Sequence[memoryview]:
    """The parts of a file of the folder, which is made where it is not there, by one process at a time."""
    file = folder / f"{name}.bin"
    found = sealed.read(file)
    if found is None or len(found) != parts:
        with turn(folder.parent / f".{FOLDER}"):
            found = sealed.read(file)
            if found is None or len(found) != parts:
                made = make()
                sealed.write(file, made)
                found = sealed.read(file) or tuple(map(memoryview, made))
    return found
