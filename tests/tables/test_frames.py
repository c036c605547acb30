"""What comes in as a frame comes out as one, of the same kind, its own columns as they were."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from gazetteer import Columns, Gazetteer, Options, QueryError, TableError
from gazetteer.tables.columns import ADDED

pa = pytest.importorskip("pyarrow")
pandas = pytest.importorskip("pandas")
polars = pytest.importorskip("polars")

DATA: dict[str, Any] = {
    "n": [1, 2, 3, 4],
    "city": ["Bakhmout", None, "Odessa", "Odessa"],
    "land": ["UA", "UA", "US", None],
}
IDS = [713174, None, 5527554, None]
BY = Columns("city", country="land")


def test_pandas_keeps_its_index_and_has_whole_ids(tiny: Gazetteer) -> None:
    frame = pandas.DataFrame(DATA, index=pandas.Index(["d", "d", "a", "b"], name="key"))
    frame["odd"] = [{1}, "x", 3, None]
    before = frame.copy()
    out = tiny.resolve_frame(frame, BY, workers=1)
    assert isinstance(out, pandas.DataFrame)
    assert list(out.columns) == [*before.columns, *ADDED]
    pandas.testing.assert_frame_equal(out[list(before.columns)], before)
    pandas.testing.assert_frame_equal(frame, before)
    assert out["exonym_id"].dtype == "Int64"
    assert [None if one is pandas.NA else one for one in out["exonym_id"]] == IDS
    assert out["exonym_lat"].dtype == "float64"
    assert list(out["exonym_verdict"]) == ["match", "blank", "match", "ambiguous"]


class Derived(pandas.DataFrame):  # type: ignore[name-defined, misc]
    """As geopandas derives its own."""

    @property
    def _constructor(self) -> Any:
        return Derived


def test_a_derived_frame_stays_what_it_is(tiny: Gazetteer) -> None:
    assert isinstance(tiny.resolve_frame(Derived(DATA), BY, workers=1), Derived)


@pytest.mark.parametrize(
    "cities",
    [
        pandas.Series(["Kyiv", 2025, None, float("nan")], dtype=object),
        pandas.Series(["Kyiv", "2025", None, None], dtype="category"),
        pandas.Series(["Kyiv", "2025", pandas.NA, None], dtype="string"),
    ],
)
def test_a_series_becomes_a_frame_with_its_index(tiny: Gazetteer, cities: Any) -> None:
    cities.index = [7, 8, 9, 9]
    out = tiny.resolve_frame(cities, workers=1)
    assert list(out.index) == [7, 8, 9, 9]
    assert list(out.columns) == ["name", *ADDED]
    assert list(out["exonym_verdict"]) == ["match", "no_match", "blank", "blank"]


def test_columns_of_odd_titles(tiny: Gazetteer) -> None:
    frame = pandas.DataFrame([[1, "Kyiv", "UA"], [2, "Paris", "FR"]], columns=[0, "exonym_id", "exonym_id"])
    out = tiny.resolve_frame(frame, Columns(2, country=3), workers=1)
    assert list(out["exonym_id_2"]) == [703448, 2988507]
    assert tiny.resolve_frame(frame.iloc[:0], Columns(2, country=3)).shape == (0, 3 + len(ADDED))


def test_a_title_that_is_no_utf8_is_a_title(tiny: Gazetteer) -> None:
    frame = pandas.DataFrame([["Kyiv", "UA"]], columns=pandas.Index(["city\ud800", "land"], dtype=object))
    assert list(tiny.resolve_frame(frame, Columns(1, country=2), workers=1)["exonym_id"]) == [703448]


def test_polars_gives_polars(tiny: Gazetteer) -> None:
    frame = polars.DataFrame(DATA)
    for given in (frame, frame.lazy()):
        out = tiny.resolve_frame(given, BY, workers=1)
        assert isinstance(out, polars.DataFrame)
        assert out.columns == [*DATA, *ADDED]
        assert out.select(list(DATA)).equals(frame)
        assert out["exonym_id"].to_list() == IDS
    for series in (frame["city"], frame["city"].cast(polars.Categorical)):
        assert tiny.resolve_frame(series).columns == ["city", *ADDED]


def test_arrow_gives_arrow(tiny: Gazetteer) -> None:
    table = pa.table(DATA)
    assert tiny.resolve_frame(table, BY, workers=1) == tiny.resolve_table(table, BY, workers=1)
    assert tiny.resolve_frame(table, workers=1) == tiny.resolve_table(table, BY, workers=1), "guessed by the titles"
    assert tiny.resolve_frame(table.to_reader(), BY).read_all()["exonym_id"].to_pylist() == IDS
    assert tiny.resolve_frame(table["city"]).column_names == ["name", *ADDED]


def test_a_list_gives_a_list(tiny: Gazetteer) -> None:
    rows = tiny.resolve_frame(["Bakhmout", None, float("nan"), 2025], workers=1)
    assert [(row["name"], row["exonym_id"], row["exonym_verdict"]) for row in rows] == [
        ("Bakhmout", 713174, "match"),
        (None, None, "blank"),
        (None, None, "blank"),
        ("2025", None, "no_match"),
    ]
    assert tiny.resolve_frame([]) == []


@pytest.mark.parametrize("odd", ["Kyiv", b"Kyiv", {"city": ["Kyiv"]}, pandas.DataFrame(DATA), polars.DataFrame(DATA)])
def test_many_names_are_a_list(tiny: Gazetteer, odd: Any) -> None:
    with pytest.raises(QueryError, match="no list of names"):
        tiny.resolve_many(odd)


def test_what_is_no_frame_is_said(tiny: Gazetteer) -> None:
    for odd in ("Kyiv", b"Kyiv", 3, {"city": ["Kyiv"]}):
        with pytest.raises(TableError):
            tiny.resolve_frame(odd)
    with pytest.raises(QueryError, match="There are 1 'a', 2 'b'"):
        tiny.resolve_frame(pandas.DataFrame({"a": ["Kyiv"], "b": [1]}))
    with pytest.raises(TableError, match="The column 'a' holds struct"):
        tiny.resolve_frame(polars.DataFrame({"a": [{"b": 1}]}), "a")
    with pytest.raises(QueryError, match="There are no columns"):
        tiny.resolve_frame(pandas.DataFrame(), "city")
    with pytest.raises(QueryError, match="There are no columns"):
        tiny.resolve_frame(pa.table({}))


def test_names_in_the_index_are_told_how_they_become_a_column(tiny: Gazetteer) -> None:
    frame = pandas.DataFrame(DATA).set_index("city")
    with pytest.raises(QueryError, match=r"There are 1 'n', 2 'land'\..*reset_index\(\)"):
        tiny.resolve_frame(frame, "city")
    assert "match" in set(tiny.resolve_frame(frame.reset_index(), "city", workers=1)["exonym_verdict"])
    with pytest.raises(QueryError) as raised:
        tiny.resolve_frame(pandas.DataFrame(DATA), "stadt")
    assert "reset_index" not in str(raised.value)


HALF = "holds half of a surrogate pair"
CELLS: list[tuple[object, str, str]] = [
    ("Kyiv", "match", ""),
    (b"Kyiv", "match", ""),
    (bytearray(b"Kyiv"), "match", ""),
    ("Ky\ud800iv", "error", HALF),
    ("\udfff", "error", HALF),
    (b"Ky\xffiv", "error", "not utf-8"),
    (["Lviv"], "error", "of the type list: give a text"),
    ({"Kyiv": 1}, "error", "of the type dict: give a text"),
    (("Kyiv",), "error", "of the type tuple: give a text"),
    (object(), "error", "of the type object: give a text"),
    (None, "blank", ""),
    (float("nan"), "blank", ""),
    (pandas.NA, "blank", ""),
    (pandas.NaT, "blank", ""),
    (2025, "no_match", ""),
    (2**70, "no_match", ""),
    (10**5000, "error", "of the type int, and cannot be written"),
    (date(2022, 2, 24), "no_match", ""),
    (Decimal("sNaN"), "blank", ""),
]


@pytest.mark.parametrize("only", [*range(len(CELLS)), None])
@pytest.mark.parametrize("given", ["pandas", "a series", "polars", "a list"])
def test_a_cell_that_is_no_text_is_an_error_of_its_row_alone(tiny: Gazetteer, only: int | None, given: str) -> None:
    told = CELLS if only is None else [CELLS[0], CELLS[only]]
    cells = [cell for cell, _, _ in told]
    series = pandas.Series(cells, dtype=object)
    frames: dict[str, Callable[[], Any]] = {
        "pandas": lambda: pandas.DataFrame({"city": series}),
        "a series": lambda: series,
        "polars": lambda: polars.DataFrame({"city": polars.Series(cells, dtype=polars.Object)}),
        "a list": lambda: cells,
    }
    out = tiny.resolve_frame(frames[given](), workers=1)
    rows = out if given == "a list" else out.to_dicts() if given == "polars" else out.to_dict("records")
    assert [row["exonym_verdict"] for row in rows] == [verdict for _, verdict, _ in told]
    for row, (cell, verdict, how) in zip(rows, told, strict=True):
        assert how in row["exonym_how"]
        if verdict == "error" and given == "a list" and not isinstance(cell, bytes):
            assert row["name"] is cell


def test_so_it_is_beside_a_name(tiny: Gazetteer) -> None:
    land = pandas.Series(["UA", "\ud800", ["UA"], b"UA", None], dtype=object)
    frame = pandas.DataFrame({"city": ["Kyiv"] * 5, "land": land})
    out = tiny.resolve_frame(frame, BY, Options(joint=True), workers=1)
    assert list(out["exonym_verdict"]) == ["match", "error", "error", "match", "match"]
    assert HALF in out["exonym_how"][1]
    assert out["exonym_how"][2] == "The country is of the type list: give a text."
    assert list(out["land"]) == list(land)


def test_a_category_of_bytes_is_text(tiny: Gazetteer) -> None:
    cities = pandas.Series([b"Kyiv", b"Ky\xff", b"Kyiv"], dtype="category")
    assert list(tiny.resolve_frame(cities, workers=1)["exonym_verdict"]) == ["match", "error", "match"]


def test_columns_titled_as_numbers_are_not_taken_for_numbers(tiny: Gazetteer) -> None:
    frame = pandas.DataFrame([["UA", "Kyiv"]], columns=["1", "2"])
    assert list(tiny.resolve_frame(frame, Columns("2", country="1"), workers=1)["exonym_id"]) == [703448]


@pytest.mark.parametrize("workers", [0, -1, 1.5, "2", True, b"1", 257, 10**9])
def test_so_many_workers_there_are_not(tiny: Gazetteer, workers: Any, tmp_path: Path) -> None:
    said = f"^workers is {re.escape(repr(workers))}: give a number from 1 to 256"
    for ask in (
        lambda: tiny.resolve_many(["Kyiv"], workers=workers),
        lambda: tiny.resolve_frame(["Kyiv"], workers=workers),
        lambda: tiny.resolve_table(iter([pa.record_batch(DATA)]), "city", workers=workers),
        lambda: tiny.reconcile(tmp_path / "none.csv", tmp_path / "out.csv", workers=workers),
    ):
        with pytest.raises(QueryError, match=said):
            ask()
