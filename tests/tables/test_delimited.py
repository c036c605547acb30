"""Bad and odd tables: every row comes out once, in order, its own bytes as they were, and says why where it must."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Columns, Gazetteer, Options
from gazetteer.errors import QueryError, TableError
from gazetteer.tables.columns import ADDED
from gazetteer.tables.delimited import TableFormat
from gazetteer.tables.records import Splitter
from gazetteer.tables.task import TableRequest, TableTask, job_spec_for
from gazetteer.tables.workers import Processes

Reconcile = Any


def test_a_row_gets_its_place(reconcile: Reconcile) -> None:
    out = reconcile(b"n,city\n1,Bakhmout\n", "city")
    assert out.rows == [
        {
            "n": "1",
            "city": "Bakhmout",
            "exonym_id": "713174",
            "exonym_name": "Bakhmut",
            "exonym_lat": "48.59419",
            "exonym_lon": "37.99886",
            "exonym_country": "UA",
            "exonym_admin1": "Donetsk Oblast",
            "exonym_feature": "P.PPL",
            "exonym_score": out.rows[0]["exonym_score"],
            "exonym_verdict": "match",
            "exonym_matched": "Bakhmout",
            "exonym_how": "exact: the French name; Bakhmut is the official one",
            "exonym_read": "",
            "exonym_parts": "",
        }
    ]
    assert float(out.rows[0]["exonym_score"]) > 0.9


def test_an_ambiguous_row_has_no_id(reconcile: Reconcile) -> None:
    row = reconcile(b"city\nSpringfield\n").rows[0]
    assert row["exonym_verdict"] == "ambiguous"
    assert row["exonym_id"] == row["exonym_name"] == row["exonym_lat"] == ""
    assert "3 places share this name" in row["exonym_how"]


def test_context_columns_decide(reconcile: Reconcile) -> None:
    text = b"city,land,lat,lon\nOdessa,US,,\nOdessa,Ukraine,,\nOdessa,,31.8,-102.3\nOdessa,n/a,,\nOdessa,,x,1\n"
    out = reconcile(text, "city", country="land", lat="lat", lon="lon")
    assert out.column("id")[:3] == ["5527554", "698740", "5527554"]
    assert out.column("verdict")[3] == "ambiguous"
    assert "not two numbers in degrees" in out.column("how")[4]


@pytest.mark.parametrize(
    ("row", "verdict", "why"),
    [
        (b"2", "blank", "the name is blank"),
        (b"2,,UA", "blank", "the name is blank"),
        (b"2, - ,UA", "blank", "the name is blank"),
        (b"2,Zzyzzqx,", "no_match", ""),
        (b"2,Kyiv,Narnia", "match", "; country was not used: no country of the gazetteer is called 'Narnia'"),
        ("2,Kyiv,፩".encode(), "match", "; country was not used"),
        (b"2,Kyiv,nan", "match", "exact"),
        (b'2,Kyiv,"Ukraine, Rep."', "match", "exact"),
        (b"2,Kyiv, Ukraine,UA", "error", "has 4 cells and the table 3 columns"),
        (b'2,"Kyiv,UA', "error", "never closed"),
        (b"2,Ky\xffiv,UA", "error", "is not utf-8"),
        (b"2,Ky\0iv,UA", "match", "exact"),
        (b"2,???,UA", "error", "no letter and no digit"),
        (b"2," + b"x" * 300 + b",UA", "error", "give at most 200"),
        (b"2,Kyiv,UA,,", "match", "exact"),
    ],
)
def test_a_bad_row_says_why_and_spoils_no_other(reconcile: Reconcile, row: bytes, verdict: str, why: str) -> None:
    padded = [b"%d,Odesa,UA" % number for number in range(5, 5 + 1000)]  # the table's width is sampled before
    text = b"\n".join((b"n,city,land", *padded, "1,Київ,UA".encode(), row, b"3,Paris,FR\n"))
    out = reconcile(text, "city", country="land")
    lines = out.raw.splitlines()[-3:]
    assert lines[0].startswith("1,Київ,UA,703448,".encode())
    assert lines[1].startswith(row)
    assert f",{verdict},".encode() in lines[1]
    assert why.encode() in lines[1]
    assert lines[2].startswith(b"3,Paris,FR,2988507,")


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_line_ends_are_kept(reconcile: Reconcile, end: bytes) -> None:
    out = reconcile(end.join((b"city", b"Kyiv", b"Paris")))
    assert out.raw.count(end) == 2
    assert not out.raw.endswith(end)


def test_mixed_line_ends_are_kept(reconcile: Reconcile) -> None:
    out = reconcile(b"n,city\r\n1,Kyiv\n2,Kyiv\r3,Kyiv\r\n\n4,Kyiv")
    assert [line[-3:] for line in out.raw.splitlines(keepends=True)][1:4] == [b",,\n", b",,\r", b",\r\n"]
    assert out.raw.splitlines()[4] == b""
    assert len(out.raw.splitlines()) == 6


@pytest.mark.parametrize(
    ("encoding", "text", "said"),
    [
        ("cp1251", "id;місто;область\n1;Бахмут;Донецька область\n2;Київ;місто Київ\n", "cp1251"),
        ("cp1251", "n;city\n1;Київ\n", "cp1251"),
        ("cp1252", "id;ville;pays\n1;Köln;Allemagne\n2;San José;Costa Rica\n3;Orléans;France\n", "cp1252"),
        ("cp1252", "n;city\n1;Köln\n", "cp1252"),
        ("cp1250", "n;miasto\n1;Łódź\n2;Kyiv\n", "cp1250"),
        ("shift_jis", "n;city\n1;東京\n2;大阪\n3;東京\n", "shift_jis"),
        ("utf-16", "id\tcity\n1\tKyiv\n2\tКиїв\n", "utf-16-le"),
        ("utf-16-le", "id\tcity\n1\tKyiv\n2\tParis\n", "utf-16-le"),
        ("utf-8-sig", "id;city\n1;Köln\n", None),
    ],
)
def test_encodings_and_delimiters_are_found_and_kept(
    reconcile: Reconcile, encoding: str, text: str, said: str | None
) -> None:
    raw = text.encode(encoding)
    out = reconcile(raw, 2)
    assert said is None or any(said in remark for remark in out.task.remarks)
    assert any("parted by" in remark for remark in out.task.remarks)
    decoded = out.raw.decode(encoding)
    delimiter = "\t" if "\t" in text else ";"
    for before, after in zip(text.splitlines(), decoded.splitlines(), strict=True):
        assert after.startswith(before + delimiter)
    assert out.raw.startswith(raw[:2])
    assert "match" in decoded


LONG_ROWS = f"{'x' * 20_000};\n" * 60  # more than is looked at before the first row


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "utf-8", "shift_jis"])
@pytest.mark.parametrize("between", ["", LONG_ROWS])
def test_a_table_that_ends_within_a_letter_fails_its_last_row_alone(
    reconcile: Reconcile, encoding: str, between: str
) -> None:
    raw = f"n;city\n1;Kyiv\n{between}3;東京".encode(encoding)
    lines = reconcile(raw[:-1], "city", encoding=encoding).raw.decode(encoding, "ignore").splitlines()
    assert lines[1].startswith("1;Kyiv;703448;")
    assert ";error;" in lines[-1]
    assert "a cell of this row is not" in lines[-1]


def test_what_is_no_letter_far_within_a_table_fails_its_row_alone(reconcile: Reconcile) -> None:
    begin, end = f"n;city\n1;Kyiv\n{LONG_ROWS}3;".encode("utf-32"), "\n4;Kyiv\n".encode("utf-32-le")
    lines = reconcile(begin + b"\xff\xff\xff\xff" + end, "city").raw.decode("utf-32", "ignore").splitlines()
    assert ";error;" in lines[-2]
    assert lines[-1].startswith("4;Kyiv;703448;")


def test_letters_that_the_encoding_lacks_are_written_in_ascii(reconcile: Reconcile) -> None:
    out = reconcile("місто;n\nКьольн;1\nКиїв;2\nCologne;3\n".encode("cp1251"), 1, encoding="cp1251")
    assert "Koln" in out.raw.decode("cp1251")


def test_an_encoding_that_was_told_counts(reconcile: Reconcile) -> None:
    out = reconcile("city\nКиїв\n".encode("koi8_u"), encoding="koi8_u")
    assert out.column("id") == ["703448"]
    with pytest.raises(QueryError, match="unknown"):
        reconcile(b"city\nKyiv\n", encoding="klingon")


def test_excel_says_its_delimiter_in_a_line_of_its_own(reconcile: Reconcile) -> None:
    out = reconcile(b"sep=;\r\ncity;n\r\nKyiv;1\r\n")
    assert out.raw.startswith(b"sep=;\r\ncity;n;exonym_id;")
    assert b"Kyiv;1;703448;" in out.raw


def test_without_a_header_columns_go_by_number(reconcile: Reconcile) -> None:
    out = reconcile(b"1,Kyiv\n2,Paris\n", 2, header=False)
    assert [line.split(b",")[2] for line in out.raw.splitlines()] == [b"703448", b"2988507"]


def test_columns_are_guessed_aloud(reconcile: Reconcile) -> None:
    out = reconcile(b"n,City,Country Code\n1,Odessa,US\n")
    assert out.column("id") == ["5527554"]
    assert "'City'" in out.task.remarks[-1]
    assert "'Country Code'" in out.task.remarks[-1]


def test_a_wrong_column_names_those_there_are(reconcile: Reconcile) -> None:
    with pytest.raises(QueryError, match=r"no column 'stadt'. There are 1 'n', 2 'city'"):
        reconcile(b"n,city\n1,Kyiv\n", "stadt")
    with pytest.raises(QueryError, match=r"Which column holds the names\? .* 1 'a', 2 'b'"):
        reconcile(b"a,b\n1,2\n")


def test_of_two_columns_with_one_title_the_number_is_asked(reconcile: Reconcile) -> None:
    text = b"name,x,name\nParis,1,Kyiv\n"
    with pytest.raises(QueryError, match="2 columns are called 'name': give its number, 1 or 3"):
        reconcile(text, "name")
    assert b",703448," in reconcile(text, 3).raw


def test_our_columns_are_numbered_on_where_they_are_there_already(reconcile: Reconcile) -> None:
    once = reconcile(b"city\nKyiv\n").raw
    twice = reconcile(once, "city")
    assert twice.raw.splitlines()[0].endswith(b",exonym_parts_2")
    assert twice.rows[0]["exonym_id"] == twice.rows[0]["exonym_id_2"] == "703448"


@pytest.mark.parametrize("text", [b"", b"\n\n", b"  \n"])
def test_an_empty_file_is_refused(reconcile: Reconcile, text: bytes) -> None:
    with pytest.raises(TableError, match="empty"):
        reconcile(text)


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_file_with_only_a_header_gets_a_longer_one(reconcile: Reconcile, end: bytes) -> None:
    out = reconcile(b"n,city" + end)
    assert out.raw == b"n,city," + ",".join(ADDED).encode() + end


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, "a PNG image"),
        (b"PK\x03\x04" + bytes(100), "save the sheet as CSV"),
        (b"PAR1" + bytes(100), r"\.parquet"),
        (bytes(range(1, 32)) * 40, "control characters"),
    ],
)
def test_another_kind_of_file_is_refused(reconcile: Reconcile, content: bytes, what: str) -> None:
    with pytest.raises(TableError, match=what):
        reconcile(content)


def test_a_huge_cell_passes(reconcile: Reconcile) -> None:
    cell = b'"' + b"long, \n" * 1_500_000 + b'"'
    out = reconcile(b"city,note\nKyiv," + cell + b"\nParis,x\n")
    assert out.raw.count(b"Kyiv," + cell + b",703448,") == 1
    assert out.raw.count(b"Paris,x,2988507,") == 1


def test_what_we_add_is_no_formula_but_numbers_are_numbers(tiny: Gazetteer, reconcile: Reconcile) -> None:
    from gazetteer.tables.answer import Answer, RowVerdict
    from gazetteer.tables.csv_cells import CellWriter
    from gazetteer.tables.dialect import Dialect
    from gazetteer.tables.encoding import Encoding

    writer = CellWriter(Encoding("utf-8"), Dialect(b",", ("city",), b"", 1, b"\n"))
    names = ["=1+1", "+1", "-x", "@x", "\tx", "\rx"]
    for name in names:
        raw = writer.answer(Answer(RowVerdict.MATCH, "exact: x", 1, name, -33.9, -0.5, "AU", matched=name))
        row = next(csv.reader(io.StringIO(raw.decode(), newline="")))
        assert row[2] == row[10] == f"'{name}"
        assert row[3:5] == ["-33.90000", "-0.50000"]
    assert reconcile(b"city\n=SUM(A1)\n").raw.splitlines()[1].startswith(b"=SUM(A1),")


def test_the_column_decides_together_and_says_so(reconcile: Reconcile) -> None:
    cities = ["Bakhmut", "Kharkiv", "Kyiv", "Kramatorsk"] * 10
    text = "\n".join(("city", *cities, "Odessa", "Shevchenkove", "Paris")).encode()
    alone, together = reconcile(text), reconcile(text, joint=True)
    assert alone.column("verdict")[-3] == "ambiguous"
    assert together.rows[-3]["exonym_id"] == "698740"
    assert "decided by the column: 98% of its sure rows are in UA" in together.rows[-3]["exonym_how"]
    assert together.column("how")[:40] == alone.column("how")[:40]
    assert together.column("id")[-1] == alone.column("id")[-1]


def test_a_column_without_majority_decides_nothing(reconcile: Reconcile) -> None:
    text = "\n".join(("city", *["Bakhmut", "Berlin", "Tokyo", "Kyiv"] * 10, "Odessa")).encode()
    out = reconcile(text, joint=True)
    assert out.column("id")[-1] == ""
    assert any("decided nothing" in line for line in out.task.summary(1.0))


def test_equal_input_gives_equal_bytes(reconcile: Reconcile) -> None:
    text = "city\nКиїв\nSpringfield\nParis\nZzz\n".encode()
    assert reconcile(text).raw == reconcile(text).raw


ROWS = st.lists(
    st.lists(st.sampled_from([b"Kyiv", b"", b'"a,b"', b'"x', b"\0", b"\xff", b' "', b'"a\nb"', b"=1"]), max_size=5),
    max_size=8,
)


@given(ROWS, st.sampled_from([b"\n", b"\r\n", b"\r"]))
@settings(max_examples=60, deadline=None)
def test_every_record_comes_out_once_in_order_unchanged(rows: list[list[bytes]], end: bytes) -> None:
    text = end.join((b"n,city,x", *(b",".join(row) for row in rows))) + end
    gazetteer = Gazetteer.open(_TINY[0])
    asked = TableRequest(TableFormat(Columns("city"), "utf-8"), Options(), review=False)
    pool = Processes(job_spec_for(gazetteer._index, asked), gazetteer._index, workers=1)
    task = TableTask(gazetteer._index, io.BytesIO(text), asked, pool)
    raw = b"".join(task.blocks())
    splitter = Splitter(b",")
    at = raw.index(end) + len(end)
    for record in (splitter.feed(text) + splitter.close())[1:]:
        body = record.rstrip(b"\r\n") if not record.endswith(b'"\n"') else record
        assert raw.startswith(body, at)
        at = raw.index(end, at + len(body)) + len(end)
    assert at == len(raw)


_TINY: list[Path] = []


@pytest.fixture(autouse=True)
def _remember_tiny(tiny_dir: Path) -> None:
    _TINY[:] = [tiny_dir]
