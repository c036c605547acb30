from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from row_by_row import each_row
from tiny_dump import place_row

from gazetteer.sources.geonames import limits
from gazetteer.sources.geonames.idset import FLAT, IdNumbers, IdSet
from gazetteer.sources.geonames.languages import Languages, year
from gazetteer.sources.geonames.names import read_name, wikidata_number
from gazetteer.sources.geonames.places import faults, read_id, read_place
from gazetteer.sources.geonames.rejects import Rejects
from gazetteer.sources.geonames.rows import Broken, read_rows
from gazetteer.sources.records import PlaceRecord

ROW = place_row("713174 Bakhmut 48.59419 37.99886 P PPLA2 UA 05 1402 80500 2026-04-17").split("\t")
LANGUAGES = Languages([["ukr", "ukr", "uk", "Ukrainian"], ["zho", "chi", "zh", "Chinese"], ["por", "por", "pt", ""]])


def with_(**columns: str) -> list[str]:
    names = [
        "id",
        "name",
        "ascii",
        "alternates",
        "lat",
        "lon",
        "cls",
        "code",
        "country",
        "cc2",
        "a1",
        "a2",
        "a3",
        "a4",
        "population",
        "elevation",
        "dem",
        "tz",
        "day",
    ]
    return [columns.get(name, value) for name, value in zip(names, ROW, strict=True)]


def read(row: list[str]) -> PlaceRecord:
    return read_place(row, read_id(row[0]), 0, "", "")


@each_row(
    ("columns", "field", "value"),
    [
        ({}, "admin1", "UA.05"),
        ({}, "admin2", "UA.05.1402"),
        ({"a3": "77", "a4": "9"}, "admin3", "UA.05.1402.77"),
        ({"a3": "77", "a4": "9"}, "admin4", "UA.05.1402.77.9"),
        ({"a1": "00"}, "admin1", ""),
        ({"a1": "", "a2": ""}, "admin1", ""),
        ({"a1": "", "a2": ""}, "admin2", ""),
        ({"country": ""}, "admin1", ""),
        ({"population": ""}, "population", 0),
        ({"population": "many"}, "population", 0),
        ({"elevation": "-28"}, "elevation", -28),
        ({"elevation": "high"}, "elevation", None),
        ({}, "elevation", None),
        ({"lat": "0"}, "lat", 0.0),
        ({"name": " ", "ascii": "Bakhmut"}, "name", "Bakhmut"),
        ({}, "modified", "2026-04-17"),
    ],
)
def test_a_row_of_a_place(columns: dict[str, str], field: str, value: object) -> None:
    assert getattr(read(with_(**columns)), field) == value


@each_row(
    ("columns", "why"),
    [
        ({"id": ""}, "id is no"),
        ({"id": "x"}, "id is no"),
        ({"id": "-1"}, "id is no"),
        ({"id": "0"}, "id is no"),
        ({"id": "1000000000"}, "id is no"),
        ({"id": "٣"}, "id is no"),
        ({"name": "", "ascii": ""}, "no name"),
        ({"name": "B" * 401}, "too long"),
        ({"lat": "north"}, "no numbers"),
        ({"lat": "91"}, "out of range"),
        ({"lon": "-180.5"}, "out of range"),
        ({"lat": "nan"}, "out of range"),
        ({"lon": "inf"}, "out of range"),
        ({"lat": "0", "lon": "0.0"}, "0, 0"),
        ({"cls": ""}, "feature class"),
        ({"cls": "X"}, "feature class"),
        ({"cls": "AH"}, "feature class"),
    ],
)
def test_a_row_that_cannot_be_used_says_why(columns: dict[str, str], why: str) -> None:
    with pytest.raises(Broken, match=why):
        read(with_(**columns))


def test_faults_that_do_not_matter_are_told() -> None:
    assert faults(ROW) == ""
    assert "population" in faults(with_(population="many"))
    assert "elevation" in faults(with_(elevation="1" * 30))


@given(st.lists(st.text(max_size=30), min_size=19, max_size=19))
def test_any_row_is_read_or_says_why(row: list[str]) -> None:
    try:
        record = read(row)
    except Broken:
        return
    assert -90 <= record.lat <= 90
    assert record.name


@pytest.mark.parametrize(
    ("row", "name"),
    [
        ("1 713174 uk Бахмут", ("Бахмут", "uk", "")),
        ("1 713174 ukr Бахмут", ("Бахмут", "uk", "")),
        ("1 713174 por_br Bakhmut", ("Bakhmut", "pt-BR", "")),
        ("1 713174 zho_tw 巴赫穆特", ("巴赫穆特", "zh-TW", "")),
        ("1 713174 zho_min_nan Bakhmut", ("Bakhmut", "nan", "")),
        ("1 713174 zh-Hant 巴赫穆特", ("巴赫穆特", "zh-Hant", "")),
        ("1 713174 nonsense! Bakhmut", ("Bakhmut", "", "")),
        ("1 713174 iata KBP", ("KBP", "", "iata")),
        ("1 713174 unlc UABAH", ("UABAH", "", "unlc")),
        ("1 713174 abbr BKH", ("BKH", "abbr", "")),
    ],
)
def test_languages_and_codes_of_names(row: str, name: tuple[str, str, str]) -> None:
    record = read_name(row.split(" "), LANGUAGES)
    assert record is not None
    assert (record.text, record.lang, record.code) == name


@pytest.mark.parametrize("lang", ["link", "post", "wkdt", "phon"])
def test_what_is_no_name_is_left_out(lang: str) -> None:
    assert read_name(["1", "713174", lang, "Q1"], LANGUAGES) is None


def test_an_address_without_its_language_is_no_name() -> None:
    assert read_name(["1", "713174", "", "https://bakhmut.example"], LANGUAGES) is None


def test_flags_and_years() -> None:
    record = read_name(["1", "2", "uk", "Артемівськ", "1", "", "1", "1", "1924", "2016"], LANGUAGES)
    assert record is not None
    assert (record.preferred, record.short, record.colloquial, record.historic) == (True, False, True, True)
    assert (record.since, record.until) == ("1924", "2016")


def test_a_language_of_a_year_is_historic() -> None:
    record = read_name(["1", "2", "fr_1793", "Ville-Affranchie"], LANGUAGES)
    assert record is not None
    assert (record.lang, record.historic, record.since) == ("fr", True, "1793")
    assert year("fr") == ""


@given(st.lists(st.text(max_size=20), min_size=4, max_size=10))
def test_any_name_row_is_read_or_says_why(row: list[str]) -> None:
    try:
        record = read_name(row, LANGUAGES)
    except Broken:
        return
    assert record is None or record.text


@pytest.mark.parametrize(
    ("text", "number"), [("Q706857", 706857), (" Q1 ", 1), ("Q", 0), ("706857", 0), ("Q0", 0), ("Q99999999999", 0)]
)
def test_wikidata(text: str, number: int) -> None:
    assert wikidata_number(text) == number


def rows_of(tmp_path: Path, raw: bytes, columns: tuple[int, ...] = (2,)) -> tuple[list[list[str]], Rejects]:
    (tmp_path / "t.txt").write_bytes(raw)
    rejects = Rejects()
    return [row for _number, row in read_rows(tmp_path / "t.txt", "t.txt", columns, rejects)], rejects


@pytest.mark.parametrize(
    ("raw", "rows", "left_out", "mended"),
    [
        (b"a\tb\nc\td\n", [["a", "b"], ["c", "d"]], 0, 0),
        (b"\xef\xbb\xbfa\tb\r\n\r\n\nc\td", [["a", "b"], ["c", "d"]], 0, 0),
        (b"a\tb\tc\nc\td\n", [["c", "d"]], 1, 0),
        (b"a\n" * 3, [], 3, 0),
        (b"a\t\xff\n", [["a", "\ufffd"]], 0, 1),
        ("a\tb\u2028c\x85d\n".encode(), [["a", "b\u2028c\x85d"]], 0, 0),
        (b"x" * (limits.LINE_BYTES * 3) + b"\tb\nc\td\n", [["c", "d"]], 1, 0),
    ],
)
def test_rows_of_any_bytes(tmp_path: Path, raw: bytes, rows: list[list[str]], left_out: int, mended: int) -> None:
    found, rejects = rows_of(tmp_path, raw)
    assert found == rows
    assert (rejects.left_out, rejects.mended) == (left_out, mended)


def test_rejects_say_file_line_and_why_and_are_bounded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "REJECTS_LISTED", 3)
    _rows, rejects = rows_of(tmp_path, b"a\tb\n" + b"a\tb\tc\n" * 10)
    rejects.write(tmp_path / "rejected.tsv")
    lines = (tmp_path / "rejected.tsv").read_text("utf-8").splitlines()
    assert lines[1] == "t.txt\t2\tleft out\twrong number of columns: 3\ta|b|c"
    assert lines[-1] == "t.txt\t\t\twrong number of columns\t7 more"
    assert len(lines) == 1 + 3 + 1


@given(st.lists(st.integers(0, 40_000_000), max_size=30))
def test_a_set_of_ids_is_a_set(ids: list[int]) -> None:
    found = IdSet()
    assert [found.add(id) for id in ids] == [id not in ids[:number] for number, id in enumerate(ids)]
    assert all(id in found for id in ids)
    assert 39_999_999 in ids or 39_999_999 not in found


def test_numbers_by_id_near_and_far() -> None:
    numbers = IdNumbers()
    for id in (5, 3_000_000, FLAT + 7, 999_999_999):
        assert numbers[id] == 0
        numbers[id] = id % 1000
        assert numbers[id] == id % 1000
    assert numbers[4] == 0
