"""Where borders come from: the package, files of one's own, none; and files that are no borders."""

from __future__ import annotations

import contextlib
import json
import struct
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from basemap_read import Numbers, read_lines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gazetteer.basemap import borders
from gazetteer.basemap.borders import source_of
from gazetteer.basemap.geojson import read_geojson
from gazetteer.basemap.lands import LandArea
from gazetteer.basemap.outline import LEVELS, outlines
from gazetteer.basemap.rings import contains
from gazetteer.basemap.shapefile import read_shapefile
from gazetteer.errors import SourceError

SQUARE = [[0.0, 0.0], [0.0, 5.0], [5.0, 5.0], [5.0, 0.0], [0.0, 0.0]]
BESIDE = [[5.0, 0.0], [5.0, 5.0], [9.0, 5.0], [9.0, 0.0], [5.0, 0.0]]


def collection(*features: tuple[dict[str, Any], dict[str, Any] | None]) -> str:
    made = [{"type": "Feature", "properties": told, "geometry": geometry} for told, geometry in features]
    return json.dumps({"type": "FeatureCollection", "features": made})


def shapefile(*polygons: list[list[list[float]]]) -> bytes:
    """The bytes of a `.shp`, as ESRI describes it."""
    records = b""
    for number, rings in enumerate(polygons, 1):
        starts, points = [], b""
        for ring in rings:
            starts.append(len(points) // 16)
            points += b"".join(struct.pack("<2d", *point) for point in ring)
        head = struct.pack("<I4d2I", 5, 0, 0, 9, 9, len(rings), len(points) // 16)
        body = head + struct.pack(f"<{len(starts)}i", *starts) + points
        records += struct.pack(">2I", number, len(body) // 2) + body
    return struct.pack(">7I", 9994, 0, 0, 0, 0, 0, (100 + len(records)) // 2) + bytes(72) + records


def dbf(*codes: str) -> bytes:
    """The bytes of a `.dbf` with one column."""
    field = b"ADM0_A3".ljust(11, b"\0") + b"C" + bytes(4) + bytes([5]) + bytes(15)
    head = bytes(4) + struct.pack("<IHH", len(codes), 32 + 32 + 1, 6) + bytes(20)
    return head + field + b"\r" + b"".join(b" " + code.encode().ljust(5, b"\0") for code in codes)


def lands_of(lands: list[LandArea]) -> list[tuple[str, list[list[list[float]]]]]:
    return [(land.code, [ring.tolist() for ring in land.rings]) for land in lands]


def test_geojson(tmp_path: Path) -> None:
    file = tmp_path / "ours.geojson"
    file.write_text(
        collection(
            ({"iso_a3": "AAA"}, {"type": "Polygon", "coordinates": [SQUARE]}),
            ({"name": "Beside"}, {"type": "MultiPolygon", "coordinates": [[BESIDE], [SQUARE]]}),
            ({}, {"type": "Point", "coordinates": [1, 2]}),
            ({}, None),
        )
    )
    source = source_of(str(file))
    assert (source.credit, source.view) == ("ours", "")
    assert lands_of(source.lands()) == [("AAA", [SQUARE]), ("Beside", [BESIDE, SQUARE]), ("#2", []), ("#3", [])]


@pytest.mark.parametrize("zipped", [False, True])
def test_shapefile(tmp_path: Path, zipped: bool) -> None:
    shapes, columns = shapefile([SQUARE], [BESIDE, SQUARE]), dbf("AAA", "BBB")
    if zipped:
        file = tmp_path / "ours.zip"
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("a/ours.shp", shapes)
            archive.writestr("a/ours.dbf", columns)
    else:
        file = tmp_path / "ours.shp"
        file.write_bytes(shapes)
        file.with_suffix(".dbf").write_bytes(columns)
    assert lands_of(source_of(str(file)).lands()) == [("AAA", [SQUARE]), ("BBB", [BESIDE, SQUARE])]


def test_the_bytes_of_a_file_are_its_key(tmp_path: Path) -> None:
    file = tmp_path / "ours.geojson"
    file.write_text(collection())
    first = source_of(str(file)).key
    file.write_text(collection(({}, None)))
    assert source_of(str(file)).key != first


def test_none_is_none() -> None:
    source = source_of("none")
    assert (source.lands(), source.credit, source.key) == ([], "", "none")


def test_without_the_package_there_are_no_borders_and_that_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(borders, "PACKAGE", "a_package_that_is_not_installed")
    source = source_of("ne-de")
    assert (source.lands(), source.credit, source.key) == ([], "", "missing")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"nowhere\.geojson, the file of the borders, cannot be read"):
        source_of(str(tmp_path / "nowhere.geojson"))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"features": 3}',
        '{"features": [3]}',
        '{"features": [{"geometry": {"type": "Polygon", "coordinates": 4}}]}',
        '{"features": [{"geometry": {"type": "Polygon", "coordinates": [[["a", "b"]]]}}]}',
        "[" * 100_000,
    ],
)
def test_what_is_no_geojson_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "bad.geojson"
    file.write_text(text)
    with pytest.raises(SourceError, match="cannot be read as a GeoJSON"):
        read_geojson(file)


def test_rings_that_enclose_nothing_are_left_out(tmp_path: Path) -> None:
    rings = [[], [[0, 0]], [[0, 0], [1, 1]], [[0, 0], [1, 1], [999, 3], [0, 0]], [[0, 0], [1, 1], [1e999, 3], [0, 0]]]
    file = tmp_path / "odd.geojson"
    file.write_text(collection(({}, {"type": "Polygon", "coordinates": rings})))
    (land,) = read_geojson(file)
    assert land.rings == ()


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_damaged_shapefile_is_read_or_refused(tmp_path: Path, at: int, put: bytes) -> None:
    whole = shapefile([SQUARE], [BESIDE, SQUARE])
    file = tmp_path / "damaged.shp"
    file.write_bytes(whole[:at] + put + whole[at + len(put) :])
    with contextlib.suppress(SourceError):
        assert len(read_shapefile(file)) <= len(whole)


@pytest.fixture(scope="module")
def german() -> tuple[list[LandArea], list[bytes]]:
    source = source_of("ne-de")
    if source.path is None:
        pytest.skip("no borders: pip install exonym[map]")
    assert source.view == "German point of view"
    lands = source.lands()
    return lands, list(outlines(lands))


@pytest.mark.parametrize(
    ("lat", "lon", "code"),
    [
        (44.95, 34.10, "UKR"),  # Simferopol
        (27.15, -13.20, "SAH"),  # Laayoune
        (35.25, 33.60, "CYP"),  # the north of Cyprus
        (9.56, 44.06, "SOM"),  # Hargeisa
        (33.05, 35.80, None),  # the Golan
        (9.60, 28.40, None),  # Abyei
        (48.59, 38.00, "UKR"),  # Bakhmut
        (42.66, 21.16, "KOS"),  # Prishtina
    ],
)
def test_whose_view_it_is(german: tuple[list[LandArea], list[bytes]], lat: float, lon: float, code: str | None) -> None:
    within = [land.code for land in german[0] if sum(contains(ring, lon, lat) for ring in land.rings) % 2]
    assert within == ([] if code is None else [code])


def test_both_levels_are_within_their_bounds(german: tuple[list[LandArea], list[bytes]]) -> None:
    assert [len(data) < most for data, most in zip(german[1], (40_000, 200_000), strict=True)] == [True, True]
    for data in german[1]:
        rings, lines = read_lines(Numbers(data))
        assert len(rings) > 1000
        assert len(lines) > 350
        assert 20 < sum(dashed for dashed, _ in lines) < 80
        assert all(ring[0] == ring[-1] for ring in rings)


def test_areas_of_no_land_are_land_on_the_map(german: tuple[list[LandArea], list[bytes]]) -> None:
    for data, level in zip(german[1], LEVELS, strict=True):
        rings, _ = read_lines(Numbers(data))
        for lat, lon, is_land in ((33.05, 35.80, 1), (9.60, 28.40, 1), (48.6, 38.0, 1), (41.5, 50.5, 0)):  # the Caspian
            x = (lon / 360 + 0.5) * 2**level.bits
            y = (0.5 - np.arctanh(np.sin(np.radians(lat))) / (2 * np.pi)) * 2**level.bits
            assert sum(contains(np.array(ring, float), x, y) for ring in rings) % 2 == is_land
