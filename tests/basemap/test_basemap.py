"""The map of a gazetteer: dots are its places, bases have its labels, and both are kept beside the builds."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from basemap_read import Point, read_base, read_dots
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Gazetteer
from gazetteer.basemap import sealed
from gazetteer.basemap.basemap import FOLDER, LABELS, Basemap
from gazetteer.basemap.dots import LEAST_ZOOM, MOST_ZOOM, Dots, dots_of, populated
from gazetteer.errors import QueryError
from gazetteer.index.store import open_store

QUARTERS = 1024  # of a pixel, a tile
KYIV = (50.45, 30.52)


@pytest.fixture(scope="module")
def basemap(tiny: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Basemap:
    return Basemap(tiny, tmp_path_factory.mktemp("map"), "none")


def pixel(lat: float, lon: float, zoom: int) -> Point:
    """A point in quarters of a pixel of the whole world."""
    size = QUARTERS * 2**zoom
    x = (lon / 360 + 0.5) * size
    y = (0.5 - math.asinh(math.tan(math.radians(lat))) / (2 * math.pi)) * size
    return math.floor(x), math.floor(y)


def all_dots(dots: Dots, zoom: int) -> set[Point]:
    """The dots of all tiles of a zoom, in quarters of a pixel of the whole world."""
    found: list[Point] = []
    for x in range(2**zoom):
        for y in range(2**zoom):
            tile = read_dots(dots.tile(zoom, x, y))
            assert all(0 <= across < QUARTERS and 0 <= down < QUARTERS for across, down in tile)
            assert tile == sorted(tile, key=lambda dot: (dot[1], dot[0]))
            found += [(x * QUARTERS + across, y * QUARTERS + down) for across, down in tile]
    assert len(found) == len(set(found))
    return set(found)


def test_each_dot_is_a_place_and_the_best_known_are_there(embedded_dir: Path) -> None:
    store = open_store(embedded_dir)
    dots = dots_of(store)
    rows = populated(store)
    lats, lons = (store.arrays[name][rows] / 100_000 for name in ("place_lat", "place_lon"))
    fame = store.arrays["place_fame"][rows]
    for zoom in (2, 4):
        places = [pixel(lat, lon, zoom) for lat, lon in zip(lats.tolist(), lons.tolist(), strict=True)]
        shown = all_dots(dots, zoom)
        assert shown <= set(places)
        assert len(shown) > 5_000
        best = np.argsort(-fame, kind="stable")[:300]
        cells = {(x // 12, y // 12) for x, y in shown}  # three pixels
        assert {(places[one][0] // 12, places[one][1] // 12) for one in best} <= cells


def test_what_is_shown_stays_shown_nearer_by(embedded_dir: Path) -> None:
    dots = dots_of(open_store(embedded_dir))
    far, near = all_dots(dots, 3), all_dots(dots, 4)
    assert far <= {(x // 2, y // 2) for x, y in near}
    assert len(near) > len(far)
    assert len(dots.starts) == MOST_ZOOM - LEAST_ZOOM + 2


def test_a_tile_is_of_its_zoom(basemap: Basemap) -> None:
    for zoom in range(LEAST_ZOOM, MOST_ZOOM + 1):
        x, y = pixel(*KYIV, zoom)
        tile = read_dots(basemap.tile(zoom, x // QUARTERS, y // QUARTERS))
        assert (x % QUARTERS, y % QUARTERS) in tile


@given(st.integers(-3, 14), st.integers(-3, 1100), st.integers(-3, 1100))
def test_a_tile_that_there_is_not_is_refused(basemap: Basemap, zoom: int, x: int, y: int) -> None:
    if LEAST_ZOOM <= zoom <= MOST_ZOOM and 0 <= x < 2**zoom and 0 <= y < 2**zoom:
        assert len(read_dots(basemap.tile(zoom, x, y))) < 30
    else:
        with pytest.raises(QueryError, match="must be from") as refused:
            basemap.tile(zoom, x, y)
        assert refused.value.where in ("z", "x", "y")


def test_labels_are_the_most_populous_in_the_language_asked_for(basemap: Basemap) -> None:
    base = read_base(basemap.base(0))
    assert [name for *_, name in base.labels][:4] == ["Tokyo", "Berlin", "Kyiv", "Paris"]
    sizes = [size for _, _, size, _ in base.labels]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == math.floor(4 * math.log2(9733276))
    german = [name for *_, name in read_base(basemap.base(0, "de")).labels]
    assert "Bachmut" in german
    assert base.told["bits"] == 13
    assert base.labels[2][:2] == pixel(*KYIV, 3)  # whose world is as many quarters of a pixel wide


def test_a_base_says_whose_it_is(basemap: Basemap) -> None:
    told = read_base(basemap.base(1, None, {"credit": "Tiles"})).told
    assert told["places"] == "GeoNames (CC BY 4.0)"
    assert (told["borders"], told["view"], told["missing"], told["credit"]) == ("", "", False, "Tiles")
    with pytest.raises(QueryError, match="level must be from 0 to 1"):
        basemap.base(2)


def test_what_is_kept_is_used_and_what_is_damaged_made_anew(tiny: Gazetteer, tmp_path: Path) -> None:
    heard: list[str] = []

    def listen(what: str, _done: int, _all: int | None) -> None:
        heard.append(what)

    first = Basemap(tiny, tmp_path, "none", listen)
    assert heard == ["drawing borders", "drawing places"]
    assert Basemap(tiny, tmp_path, "none", listen).base(0) == first.base(0)
    assert len(heard) == 2
    file = next((tmp_path / FOLDER).glob("dots-*"))
    whole = file.read_bytes()
    file.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    again = Basemap(tiny, tmp_path, "none", listen)
    assert heard[2:] == ["drawing places"]
    assert again.tile(2, 2, 1) == first.tile(2, 2, 1)
    assert file.read_bytes() == whole


def test_the_dots_of_builds_that_are_gone_go(tiny: Gazetteer, tmp_path: Path) -> None:
    (tmp_path / FOLDER).mkdir()
    old = tmp_path / FOLDER / "dots-0123456789abcdef-1.bin"
    old.write_bytes(b"old")
    Basemap(tiny, tmp_path, "none")
    assert not old.exists()


def test_a_folder_that_cannot_be_written_has_a_map_all_the_same(
    tiny: Gazetteer, basemap: Basemap, tmp_path: Path
) -> None:
    (tmp_path / FOLDER).write_text("a file")
    assert Basemap(tiny, tmp_path, "none").base(0) == basemap.base(0)


@given(parts=st.lists(st.binary(max_size=20), max_size=4), cut=st.integers(0, 60))
def test_a_sealed_file_is_whole_or_none(tmp_path_factory: pytest.TempPathFactory, parts: list[bytes], cut: int) -> None:
    file = tmp_path_factory.mktemp("sealed") / "one.bin"
    sealed.write(file, parts)
    found = sealed.read(file)
    assert found is not None
    assert [bytes(part) for part in found] == parts
    whole = file.read_bytes()
    file.write_bytes(whole[: min(cut, len(whole) - 1)])
    assert sealed.read(file) is None


def test_labels_are_bounded(embedded: Gazetteer, tmp_path: Path) -> None:
    basemap = Basemap(embedded, tmp_path, "none")
    assert [len(read_base(basemap.base(level)).labels) for level in (0, 1)] == list(LABELS)
