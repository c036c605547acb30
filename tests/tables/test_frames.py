"""What comes in as a frame comes out as one, of the same kind, its own columns as they were."""

from __future__ import annotations

from typing import Any

import pytest

from gazetteer import Columns, Gazetteer, QueryError, TableError
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
    for odd in ("Kyiv", b"Kyiv", 3, ["Kyiv", {}], {"city": ["Kyiv"]}):
        with pytest.raises(TableError):
            tiny.resolve_frame(odd)
    with pytest.raises(QueryError, match="There are 1 'a', 2 'b'"):
        tiny.resolve_frame(pandas.DataFrame({"a": ["Kyiv"], "b": [1]}))
    with pytest.raises(TableError, match="struct"):
        tiny.resolve_frame(polars.DataFrame({"a": [{"b": 1}]}), "a")
