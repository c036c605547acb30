from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy
import pytest

from gazetteer import Columns, Gazetteer, Options
from gazetteer.errors import QueryError, TableError
from gazetteer.tables.columns import ADDED

pa = pytest.importorskip("pyarrow")

DATA = {"city": ["Bakhmout", None, "Odessa", "Odessa"], "land": ["UA", "UA", "US", None], "n": [1, 2, 3, 4]}
IDS = [713174, None, 5527554, None]
BY = Columns("city", country="land")


def test_a_table_gives_a_table(tiny: Gazetteer) -> None:
    out = tiny.resolve_table(pa.table(DATA), BY)
    assert isinstance(out, pa.Table)
    assert out.column_names == [*DATA, *ADDED]
    assert out.select(list(DATA)).to_pydict() == DATA
    assert out.column("exonym_id").to_pylist() == IDS
    assert out.column("exonym_verdict").to_pylist() == ["match", "blank", "match", "ambiguous"]
    assert out.schema.field("exonym_lat").type == pa.float64()


@pytest.mark.parametrize("library", ["pandas", "polars"])
def test_frames_go_in_as_they_are(tiny: Gazetteer, library: str) -> None:
    frame: Any = pytest.importorskip(library).DataFrame(DATA)
    assert tiny.resolve_table(frame, BY).column("exonym_id").to_pylist() == IDS


def test_a_stream_gives_a_stream(tiny: Gazetteer) -> None:
    taken: list[int] = []

    def batches() -> Iterator[Any]:
        for number in range(50):
            taken.append(number)
            yield pa.record_batch(DATA)

    out = tiny.resolve_table(batches(), BY)
    assert isinstance(out, pa.RecordBatchReader)
    assert out.read_next_batch().column("exonym_id").to_pylist() == IDS
    assert len(taken) < 20
    assert sum(batch.num_rows for batch in out) == 49 * 4


def test_the_column_decides_together(tiny: Gazetteer) -> None:
    cities = ["Bakhmut", "Kyiv", "Kharkiv"] * 10 + ["Odessa"]
    for table in (pa.table({"city": cities}), pa.table({"city": cities}).to_reader()):
        out = tiny.resolve_table(table, "city", Options(joint=True))
        assert out.column("exonym_id").to_pylist()[-1] == 698740
        assert "decided by the column" in out.column("exonym_how").to_pylist()[-1]


def test_what_cannot_be_read_is_said(tiny: Gazetteer) -> None:
    with pytest.raises(QueryError, match="There are 1 'city', 2 'land', 3 'n'"):
        tiny.resolve_table(pa.table(DATA), "stadt")
    with pytest.raises(TableError, match="'x' holds struct"):
        tiny.resolve_table(pa.table({"x": [{"a": 1}]}), "x")
    assert tiny.resolve_table(pa.table({"x": pa.array([], pa.string())}), "x").num_rows == 0
    assert tiny.resolve_table(pa.table({"x": [2025, None]}), "x").column("exonym_verdict").to_pylist()[1] == "blank"


def test_few_answers_kept_change_nothing(tiny: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    from gazetteer.tables import rows

    table = pa.table(
        {"city": [f"{name}{' ' * blanks}" for blanks in range(40) for name in ("Kyiv", "Paris", "Zzz")] * 3}
    )
    wanted = tiny.resolve_table(table, "city")
    monkeypatch.setattr(rows, "RECENT", 3)
    assert tiny.resolve_table(table, "city") == wanted


def test_processes_answer_as_this_one_does(tiny: Gazetteer) -> None:
    table = pa.table({"city": [f"Kyiv{number}" for number in range(1500)] + ["Bakhmout"]})
    assert tiny.resolve_table(table, "city", workers=2) == tiny.resolve_table(table, "city", workers=1)


@pytest.mark.parametrize("kind", [pa.string(), pa.large_string(), pa.binary(), pa.large_binary()])
def test_bytes_that_are_no_text_are_an_error_of_their_row(tiny: Gazetteer, kind: Any) -> None:
    raw = pa.array([b"Kyiv", b"Ky\xffiv", None, b"Kyiv"], pa.large_binary()).cast(pa.binary())
    wide = raw if kind in (pa.string(), pa.binary()) else raw.cast(pa.large_binary())
    city = pa.Array.from_buffers(kind, len(wide), wide.buffers())
    out = tiny.resolve_table(pa.table({"city": city}), "city")
    assert out.column("exonym_verdict").to_pylist() == ["match", "error", "blank", "match"]
    out = tiny.resolve_table(pa.table({"city": city.dictionary_encode()}), "city")
    assert out.column("exonym_verdict").to_pylist() == ["match", "error", "blank", "match"]


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize(
    "odd",
    [
        ["Kyiv"],
        "Kyiv",
        {"city": ["Kyiv"]},
        None,
        3,
        numpy.array(["Kyiv"]),
        numpy.array([["Kyiv"]]),
        pa.array(["Kyiv"]),
        pa.chunked_array([["Kyiv"]]),
        [pa.table(DATA)],
        {"Kyiv"},
    ],
)
def test_what_is_no_table_is_said(tiny: Gazetteer, odd: Any, joint: bool) -> None:
    with pytest.raises(TableError, match="table of Arrow, a frame, or record batches"):
        tiny.resolve_table(odd, "city", Options(joint=joint))


def test_a_frame_that_arrow_cannot_hold_is_said(tiny: Gazetteer) -> None:
    pandas = pytest.importorskip("pandas")
    odd: tuple[object, ...] = ("\ud800", ["Kyiv"], {})
    for cell in odd:
        frame = pandas.DataFrame({"city": pandas.Series(["Kyiv", cell], dtype=object)})
        with pytest.raises(TableError, match="`resolve_frame` takes"):
            tiny.resolve_table(frame, "city")


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize(
    ("other", "said"),
    [
        (pa.record_batch({"stadt": ["Kyiv"]}), "Batch 2 has other columns than the first: 'stadt' "),
        (pa.record_batch({"city": [1]}), r"'city' \(int64\), not 'city' \(string\)"),
        (pa.record_batch({"city": ["Kyiv"], "n": [1]}), "'n'"),
        (pa.record_batch({}), "none, not 'city'"),
        ("Kyiv", "Item 2 is a str"),
    ],
)
def test_batches_of_a_stream_are_alike(tiny: Gazetteer, other: Any, said: str, joint: bool) -> None:
    batches = iter([pa.record_batch({"city": ["Kyiv"]}), other])
    with pytest.raises(TableError, match=said):
        list(tiny.resolve_table(batches, "city", Options(joint=joint), workers=1))
