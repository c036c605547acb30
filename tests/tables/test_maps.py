"""Tables that come out as maps read them: GeoJSON and GeoParquet, read back."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from gazetteer import Columns, Gazetteer, Options, QueryError, TableError
from gazetteer.tables.formats import COMES_OUT
from gazetteer.tables.geo import unique
from service.cli import main

pa = pytest.importorskip("pyarrow")
pq = pytest.importorskip("pyarrow.parquet")

TEXT = 'n;city;land\n1;Bakhmout;UA\n2;"Kyi""v";UA\n\n3;;UA\n4;Zzyzzqx\n5;=Paris;FR;x\n6;Springfield;US\n'


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "places.csv"
    path.write_bytes(TEXT.encode("utf-16"))
    return path


def points(table: Any, title: str = "geometry") -> list[tuple[float, float] | None]:
    """Points of well-known binary, little-endian, as longitude and latitude."""
    import struct

    found = [None if raw is None else struct.unpack("<BIdd", raw) for raw in table.column(title).to_pylist()]
    assert {one[:2] for one in found if one} <= {(1, 1)}
    return [one and (one[2], one[3]) for one in found]


def test_a_text_comes_out_as_geojson(tiny: Gazetteer, source: Path, tmp_path: Path) -> None:
    out = tmp_path / "placed.GeoJSON"
    report = tiny.reconcile(source, out, workers=1)
    said = json.loads(out.read_bytes())
    assert said["type"] == "FeatureCollection"
    assert "CC BY 4.0" in said["credit"]
    first, *others = said["features"]
    assert first["id"] == 713174
    assert first["geometry"] == {"type": "Point", "coordinates": [37.99886, 48.59419]}
    assert {title: first["properties"][title] for title in ("n", "city", "exonym_name", "exonym_verdict")} == {
        "n": "1",
        "city": "Bakhmout",
        "exonym_name": "Bakhmut",
        "exonym_verdict": "match",
    }
    assert [one["properties"]["exonym_verdict"] for one in others] == [
        "match",
        "blank",
        "no_match",
        "error",
        "ambiguous",
    ]
    assert [one["geometry"] for one in others[1:]] == [None] * 4
    assert others[3]["properties"]["city"] == "=Paris"
    assert sum(report.counts.values()) == 6
    assert "6 rows" in report.summary[0]
    assert "5 distinct names" in report.summary[0] or "4 distinct names" in report.summary[0]


@pytest.mark.parametrize("name", ["placed.parquet", "placed.geoparquet"])
def test_a_text_comes_out_as_geoparquet(tiny: Gazetteer, source: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / name
    tiny.reconcile(source, out, options=Options(joint=True), workers=1)
    table = pq.read_table(out)
    assert points(table)[0] == (37.99886, 48.59419)
    assert points(table)[2:] == [None] * 4
    geo = json.loads(pq.read_schema(out).metadata[b"geo"])
    assert geo == {
        "version": "1.1.0",
        "primary_column": "geometry",
        "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
    }
    assert json.loads(pq.ParquetFile(out).metadata.metadata[b"geo"]) == geo


def test_the_rows_are_those_of_a_table(tiny: Gazetteer, tmp_path: Path) -> None:
    given = pa.table(
        {
            "city": ["Bakhmout", None, "Zzyzzqx"] * 30,
            "exonym_id": [1, 2, 3] * 30,
            "geometry": [b"\xff", None, b"x"] * 30,
            "day": [date(2022, 2, 24), None, None] * 30,
            "share": [float("nan"), 0.5, float("inf")] * 30,
            "tags": [["a"], [], None] * 30,
        }
    ).replace_schema_metadata({"geo": json.dumps({"columns": {"geometry": {"encoding": "WKB"}}}), "mine": "kept"})
    source = tmp_path / "given.parquet"
    pq.write_table(given, source, row_group_size=7)
    wanted = tiny.resolve_table(given, "city", workers=1)
    tiny.reconcile(source, tmp_path / "placed.geoparquet", "city", workers=1)
    found = pq.read_table(tmp_path / "placed.geoparquet")
    assert found.column_names == [*wanted.column_names, "geometry_2"]
    assert repr(found.drop_columns("geometry_2").to_pylist()) == repr(wanted.to_pylist())
    assert points(found, "geometry_2")[:3] == [(37.99886, 48.59419), None, None]
    kept = pq.read_schema(tmp_path / "placed.geoparquet").metadata
    assert kept[b"mine"] == b"kept"
    assert sorted(json.loads(kept[b"geo"])["columns"]) == ["geometry", "geometry_2"]
    tiny.reconcile(source, tmp_path / "placed.geojson", "city", workers=1)
    said = json.loads((tmp_path / "placed.geojson").read_bytes())["features"]
    assert [one["properties"]["exonym_id_2"] for one in said] == wanted["exonym_id_2"].to_pylist()
    assert {key: said[0]["properties"][key] for key in ("geometry", "day", "share", "tags")} == {
        "geometry": "/w==",
        "day": "2022-02-24",
        "share": None,
        "tags": ["a"],
    }


def test_titles_that_stand_twice_or_not_at_all_are_told_apart(tiny: Gazetteer, tmp_path: Path) -> None:
    source = tmp_path / "odd.csv"
    source.write_text("city,,x,x\nBakhmut,1,2,3\n", encoding="utf-8")
    for name in ("odd.geojson", "odd.geoparquet"):
        tiny.reconcile(source, tmp_path / name, workers=1)
    properties = json.loads((tmp_path / "odd.geojson").read_bytes())["features"][0]["properties"]
    assert list(properties)[:4] == ["city", "column 2", "x", "x_2"]
    assert pq.ParquetFile(tmp_path / "odd.geoparquet").metadata.num_rows == 1


def test_of_no_rows_comes_an_empty_collection(tiny: Gazetteer, tmp_path: Path) -> None:
    source = tmp_path / "none.csv"
    source.write_text("city,n\n", encoding="utf-8")
    for name in ("none.geojson", "none.parquet"):
        tiny.reconcile(source, tmp_path / name, workers=1)
    assert json.loads((tmp_path / "none.geojson").read_bytes())["features"] == []
    assert pq.read_table(tmp_path / "none.parquet").num_rows == 0
    geo = json.loads(pq.read_schema(tmp_path / "none.parquet").metadata[b"geo"])
    assert geo["columns"]["geometry"] == {"encoding": "WKB", "geometry_types": ["Point"]}


def test_what_does_not_come_out_so_is_said(tiny: Gazetteer, source: Path, tmp_path: Path) -> None:
    for name in ("out.geojson", "out.geoparquet", "out.parquet"):
        with pytest.raises(QueryError, match=r"one feature for each row of the table.* split into a \.csv first"):
            tiny.reconcile(source, tmp_path / name, split="any", workers=1)
    with pytest.raises(QueryError, match="A workbook does not come out as"):
        tiny.reconcile(tmp_path / "a.xlsx", tmp_path / "out.geojson", workers=1)
    with pytest.raises((QueryError, TableError)):
        tiny.reconcile(tmp_path / "a.parquet", tmp_path / "out.csv", workers=1)
    assert not list(tmp_path.glob("out*"))


@given(titles=st.lists(st.sampled_from(["a", "a_2", "", " a", "column 2", "b"]), max_size=12))
def test_no_property_stands_twice(titles: list[str]) -> None:
    found = unique(titles)
    assert len(set(found)) == len(found) == len(titles)
    first = {title.strip(): number for number, title in reversed(list(enumerate(titles))) if title.strip()}
    assert {title: found[number] for title, number in first.items()} == {title: title for title in first}


# Which file comes out as which: the kind of the input, the end of the output, and how what is written begins.
BEGINS = {
    ("csv", ""): b"city",
    ("csv", ".csv"): b"city",
    ("csv", ".tsv"): b"city",
    ("csv", ".txt"): b"city",
    ("csv", " st. gallen"): b"city",
    ("csv", ".geojson"): b'{"type": "FeatureCollection"',
    ("csv", ".geoparquet"): b"PAR1",
    ("csv", ".parquet"): b"PAR1",
    ("parquet", ".parquet"): b"PAR1",
    ("parquet", ".geoparquet"): b"PAR1",
    ("parquet", ".geojson"): b'{"type": "FeatureCollection"',
    ("geoparquet", ".parquet"): b"PAR1",
    ("geoparquet", ".geoparquet"): b"PAR1",
    ("geoparquet", ".geojson"): b'{"type": "FeatureCollection"',
    ("xlsx", ".xlsx"): b"PK",
}
OTHERS = (".TSV", ".GeoJSON", ".json", ".shp", ".xls", ".ods", ".kml", ".gpkg", ".csv~", ".c" * 100)
ENDS = [*dict.fromkeys(end for _, end in BEGINS), *OTHERS]


@pytest.mark.parametrize("kind", ["csv", "parquet", "geoparquet", "xlsx"])
def test_a_name_says_what_is_written_or_is_refused(tiny: Gazetteer, tmp_path: Path, kind: str) -> None:
    source = tmp_path / f"in.{kind}"
    if kind == "xlsx":
        sheet = pytest.importorskip("openpyxl").Workbook()
        sheet.active.append(["city"])
        sheet.save(source)
    elif "parquet" in kind:
        pq.write_table(pa.table({"city": ["Kyiv"]}), source)
    else:
        source.write_text("city\nKyiv\n", "utf-8")
    for end in ENDS:
        out = tmp_path / f"out{end}"
        if (kind, end.lower()) in BEGINS:
            tiny.reconcile(source, out, "city", workers=1)
            assert out.read_bytes().startswith(BEGINS[kind, end.lower()]), (kind, end)
            out.unlink()
            continue
        with pytest.raises(QueryError, match="does not come out as") as raised:
            tiny.reconcile(source, out, "city", workers=1)
        assert str(raised.value).endswith(COMES_OUT)
    if "parquet" in kind or kind == "xlsx":
        with pytest.raises(QueryError, match="does not come out as a stream"):
            tiny.reconcile(source, io.BytesIO(), "city", workers=1)
    assert sorted(path.name for path in tmp_path.iterdir()) == [source.name]


def test_what_comes_out_as_what_is_said_everywhere_in_the_same_words() -> None:
    page = (Path(__file__).parents[2] / "docs/batch.md").read_text("utf-8")
    told = CliRunner().invoke(main, ["reconcile", "--help"]).output
    assert COMES_OUT in page.replace("`", "")
    assert COMES_OUT in " ".join(told.split())


def test_a_geoparquet_file_is_read_as_one(tiny: Gazetteer, source: Path, tmp_path: Path) -> None:
    tiny.reconcile(source, tmp_path / "one.geoparquet", "city", workers=1)
    tiny.reconcile(tmp_path / "one.geoparquet", tmp_path / "two.geoparquet", "city", workers=1)
    found = pq.read_table(tmp_path / "two.geoparquet")
    assert points(found, "geometry_2")[:4] == points(found)[:4]
    assert found["exonym_id_2"].to_pylist()[:4] == found["exonym_id"].to_pylist()[:4]


@pytest.mark.parametrize("kind", [pa.binary(), pa.large_binary(), pa.string(), "dictionary"])
def test_bytes_that_were_read_are_texts_in_geojson(tiny: Gazetteer, tmp_path: Path, kind: Any) -> None:
    raw = pa.array([b"Bakhmout", "Київ".encode(), b"Ky\xffiv", None], pa.binary())
    wide = raw.cast(pa.large_binary()) if kind == pa.large_binary() else raw
    city = raw.dictionary_encode() if kind == "dictionary" else pa.Array.from_buffers(kind, 4, wide.buffers())
    land = pa.array([b"UA", b"UA", None, b"UA"], pa.binary())
    other = pa.array([b"\x00\xff", b"x", None, None], pa.binary())
    pq.write_table(pa.table({"city": city, "land": land, "raw": other}), tmp_path / "in.parquet")
    tiny.reconcile(tmp_path / "in.parquet", tmp_path / "out.geojson", Columns("city", country="land"), workers=1)
    said = [one["properties"] for one in json.loads((tmp_path / "out.geojson").read_bytes())["features"]]
    assert [one["city"] for one in said] == ["Bakhmout", "Київ", "Ky\ufffdiv", None]
    assert [one["land"] for one in said] == ["UA", "UA", None, "UA"]
    assert [one["raw"] for one in said] == ["AP8=", "eA==", None, None]
    assert [one["exonym_verdict"] for one in said] == ["match", "match", "error", "blank"]
