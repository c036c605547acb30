"""A first row that is data is kept as data; one of titles is none."""

from __future__ import annotations

from typing import Any

import pytest

from gazetteer import Gazetteer
from gazetteer.errors import QueryError

Reconcile = Any


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (b"Kyiv\nParis\nZzyzzqx\n", None),
        ("Київ\nХарків\nОдеса\n".encode(), None),
        (b"Paris\n", None),
        (b"1,Kyiv\n2,Paris\n3,Odesa\n", "2"),
        (b"1,Qqkyiv\n2,Paris\n3,Odesa\n", "2"),
        (b"Kyiv;UA;50,45\nParis;FR;48,85\n", "1"),
        (b"Kyiv,Ukraine\nParis,France\nOdesa,Ukraine\n", "1"),
    ],
)
def test_a_first_row_of_data_is_kept_and_said(reconcile: Reconcile, text: bytes, name: str | None) -> None:
    out = reconcile(text, name)
    assert sum(out.task.counts.values()) == len(text.splitlines())
    assert any("looks like data" in remark and "--header" in remark for remark in out.task.remarks)
    assert not out.raw.startswith(text.splitlines()[0] + b",exonym_id")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (b"City\nKyiv\nParis\n", None),
        (b"Ortschaft\nKyiv\nParis\n", None),
        (b"Wohnsitz,2019,2020\nKyiv,3,4\nParis,5,6\n", "1"),
        (b"Nan,who\n5,Kyiv\n6,Paris\n", "2"),
        (b"Wohnsitz\nZzyzzqx\nQqqzz\n", None),
        (b"Paris,Zahl\nKyiv,3\nOdesa,4\n", "1"),
        (b"Kyiv,Paris\nOdesa,x\n", "Kyiv"),
        (b"Wohnsitz\n", None),
    ],
)
def test_a_first_row_of_titles_is_titles(reconcile: Reconcile, text: bytes, name: str | None) -> None:
    out = reconcile(text, name)
    assert sum(out.task.counts.values()) == len(text.splitlines()) - 1
    assert b",exonym_id," in out.raw.splitlines()[0]
    assert not any("looks like data" in remark for remark in out.task.remarks)


@pytest.mark.parametrize(("header", "rows"), [(True, 1), (False, 2)])
def test_who_says_it_is_believed(reconcile: Reconcile, header: bool, rows: int) -> None:
    out = reconcile(b"Kyiv\nParis\n", header=header)
    assert sum(out.task.counts.values()) == rows
    assert not any("looks like data" in remark for remark in out.task.remarks)


def test_without_titles_the_column_is_asked_for(reconcile: Reconcile) -> None:
    with pytest.raises(QueryError, match=r"looks like data \('1', 'Kyiv'\).*--header, header=true.*by its number"):
        reconcile(b"1,Kyiv\n2,Paris\n")


@pytest.mark.parametrize("name", ["None", "Null", "NA", "null", "nan"])
def test_villages_are_called_so(reconcile: Reconcile, name: str) -> None:
    out = reconcile(f"city\n{name}\nKyiv\n".encode())
    assert out.column("verdict")[0] not in ("blank", "error")


@pytest.mark.parametrize("name", ["", "-", "n/a", "N/A", "#N/A", "?", " – "])
def test_these_say_nothing(reconcile: Reconcile, name: str) -> None:
    assert reconcile(f"n,city\n1,{name}\n2,Kyiv\n".encode()).column("verdict")[0] == "blank"


def test_of_several_name_columns_the_first_that_is_not_blank_counts(reconcile: Reconcile) -> None:
    text = "town,other,land\n,Київ,\n-,n/a,\nBakhmout,,\nKyiv,None,\n".encode()
    out = reconcile(text, ("town", "other"))
    assert out.column("id") == ["703448", "", "713174", "703448"]
    assert out.column("verdict")[1] == "blank"


def test_a_further_name_is_evidence_as_an_area_or_as_another_name(reconcile: Reconcile) -> None:
    text = b"town,province\nOdessa,Texas\nOdessa,Ukraine\nBakhmut,Artemivsk\nParis,Zzyzzqx\nParis,Tokyo\n"
    out = reconcile(text, ("town", "province"))
    assert out.column("id") == ["5527554", "698740", "713174", "2988507", ""]
    assert "'Artemivsk' is a name of it too" in out.column("how")[2]
    assert "'Zzyzzqx' could not be read" in out.column("how")[3]
    assert out.column("verdict")[4] == "ambiguous"


def test_beside_a_within_column_a_further_name_is_none(reconcile: Reconcile) -> None:
    text = b"town,old,within\nOdessa,Zzyzzqx,Texas\n"
    out = reconcile(text, ("town", "old"), within="within")
    assert out.column("id") == ["5527554"]
    assert "Zzyzzqx" not in out.column("how")[0]


def test_frames_take_several_name_columns(tiny: Gazetteer) -> None:
    pa = pytest.importorskip("pyarrow")
    from gazetteer import Columns

    table = pa.table({"a": [None, "Odessa"], "b": ["Kyiv", "Texas"]})
    assert tiny.resolve_table(table, Columns(("a", "b"))).column("exonym_id").to_pylist() == [703448, 5527554]


def test_a_column_of_nothing_but_nan_gives_no_country(reconcile: Reconcile) -> None:
    out = reconcile(
        b"city,land,region\nKyiv,nan,nan\nOdessa,nan,Texas\nBakhmout,NULL,\n", "city", country="land", within="region"
    )
    assert out.column("id") == ["703448", "5527554", "713174"]
