"""What people decided comes back, however a spreadsheet saved it, and nothing of it is lost in silence."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from gazetteer.errors import TableError

Reconcile = Any

TABLE = "n;місто;країна\n1;Springfield;US\n2;Кккзздр;\n3;Springfield;\n4;=Ввжж;UA\n"


def review_of(out: Any) -> bytes:
    return b"".join(out.task.review())


def filled(review: str, delimiter: str, decisions: dict[str, str], order: list[str] | None = None) -> tuple[Any, Any]:
    rows = list(csv.DictReader(io.StringIO(review, newline=""), delimiter=delimiter))
    for row in rows:
        row["decision"] = decisions.get(row["name"].lstrip("'"), "")
    return rows, order or list(rows[0])


def saved(rows: list[dict[str, str]], titles: list[str], encoding: str, delimiter: str, quoting: Any) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, titles, delimiter=delimiter, quoting=quoting, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding, "replace")


@pytest.mark.parametrize("table", ["utf-8", "cp1251", "utf-16"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "cp1250", "utf-16", "mac_cyrillic", "ascii"])
@pytest.mark.parametrize(
    ("delimiter", "quoting"), [(";", csv.QUOTE_MINIMAL), (",", csv.QUOTE_ALL), ("\t", csv.QUOTE_MINIMAL)]
)
def test_decisions_apply_however_they_were_saved(
    reconcile: Reconcile, table: str, encoding: str, delimiter: str, quoting: Any
) -> None:
    columns = {"country": "країна"}
    first = reconcile(TABLE.encode(table), "місто", **columns)
    raw = review_of(first)
    text = raw.decode("utf-16" if table == "utf-16" else "utf-8-sig" if raw.startswith(b"\xef") else table)
    rows, titles = filled(text, ";", {"Кккзздр": "703448", "Springfield": "4951788", "=Ввжж": "none"})
    back = saved(rows, titles[::-1], encoding, delimiter, quoting)
    again = reconcile(TABLE.encode(table), "місто", decisions=back, **columns)
    assert again.column("id") == ["4951788", "703448", "4951788", ""]
    assert again.column("how")[3] == "decided: by a person, no place of the gazetteer"
    assert list(again.task.undecided()) == []


def test_a_review_without_keys_is_matched_by_its_text(reconcile: Reconcile) -> None:
    back = "name;country;decision\nКккзздр;;703448\n".encode("cp1251")
    assert reconcile(TABLE.encode("cp1251"), "місто", country="країна", decisions=back).column("id")[1] == "703448"


def test_what_decides_no_row_is_said_with_its_line(reconcile: Reconcile) -> None:
    back = b'key,name,decision\n,"Two\nlines",\nkxyz,Xyz,none\n,Springfield,4951788\n'
    out = reconcile(b"city\nSpringfield\nKyiv\n", "city", decisions=back)
    assert list(out.task.undecided()) == ["Line 4 of the review, 'Xyz', decides no row of this table."]
    many = b"name,decision\n" + b"".join(b"Q%d,none\n" % number for number in range(100))
    said = list(reconcile(b"city\nKyiv\n", "city", decisions=many).task.undecided())
    assert said[-1] == "80 more lines of the review decide no row of this table."
    assert len(said) == 21


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b'"Springfield,4951788', "Line 3 of the review begins a quote that is never closed"),
        (b"Springfield,,4951788", "Line 3 of the review has more cells than there are titles"),
        (b"Springfield,Ohio", "Line 3 of the review has 'Ohio': give an id, or none"),
        (b"Kyiv,none", "Lines 2 and 3 of the review decide the same name otherwise"),
        (b"Springfield," + b"9" * 5000, "give an id"),
    ],
)
def test_a_broken_line_is_refused_with_its_number(reconcile: Reconcile, line: bytes, why: str) -> None:
    with pytest.raises(TableError, match=why):
        reconcile(b"city\nSpringfield\n", "city", decisions=b"name,decision\nKyiv,703448\n" + line + b"\n")


def test_the_review_is_written_as_the_table_is(reconcile: Reconcile) -> None:
    table = "місто;широта\r\nSpringfield;\r\nКккзздр;50,45\r\nКиїв;50,4\r\n".encode("cp1251")
    raw = review_of(reconcile(table, 1))
    lines = raw.decode("cp1251").splitlines()
    assert lines[0].startswith("name;country;within;lat;lon;also;rows;verdict;why;candidate_1;")
    assert lines[0].endswith(";key;decision")
    (springfield,) = [line for line in lines if line.startswith("Springfield")]
    assert "(0," in springfield
    comma = review_of(reconcile(b"city,x\nSpringfield,1.5\n", 1)).decode("utf-8-sig")
    assert "(0." in comma


def test_where_the_encoding_lacks_a_letter_the_review_is_utf8(reconcile: Reconcile) -> None:
    table = "city;n\nKöln;1\nSpringfield;2\nШшшщ;3\n"
    assert review_of(reconcile(table.encode(), 1)).startswith(b"\xef\xbb\xbf")
    raw = review_of(reconcile("місто;n\nЗзззхр;1\nOdessa;1\nЙйййфф;3\n".encode("cp1251"), 1))
    assert "Ззззхр" in raw.decode("utf-8-sig" if raw.startswith(b"\xef") else "cp1251")


def test_keys_are_no_numbers_and_stay(reconcile: Reconcile) -> None:
    text = "city\n" + "\n".join(f"Zzyz{number}q" for number in range(300)) + "\n"
    first, again = (review_of(reconcile(text.encode(), 1)).decode("utf-8-sig") for _ in range(2))
    keys = [row["key"] for row in csv.DictReader(io.StringIO(first, newline=""))]
    assert first == again
    assert len(set(keys)) == 300
    assert all(key.startswith("k") and key.isascii() and key.isalnum() for key in keys)
