"""Countries and areas read in the light of the embedded gazetteer."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from row_by_row import each_row
from shared import shared_path

from gazetteer import Gazetteer, Options, Query, Verdict
from gazetteer.errors import QueryError
from gazetteer.index.index import Index, open_index
from gazetteer.matching.areas import find_areas, read_areas
from gazetteer.matching.countries import country_number, read_country
from gazetteer.matching.disputed import also_of
from gazetteer.matching.evidence import ALSO

TEXAS, DONETSK, SCOTLAND, ONTARIO, CRIMEA = 4736286, 709716, 2638360, 6093943, 703883
LONG = "9" * 1000
NUMBERS = ("٣", "፩", "²", LONG, "-0", "1e400", "١٢٣٤٥٦٧٨٩٠١٢٣")

AREAS = {
    "US-TX": TEXAS, "us-tx": TEXAS, "US.TX": TEXAS, "4736286": TEXAS, "Texas": TEXAS, "Tex.": TEXAS, "UA.05": DONETSK,
    "UA-14": DONETSK, "Donetsk oblast": DONETSK, "Донецька обл.": DONETSK, "Ont.": ONTARIO, "GB-SCT": SCOTLAND,
    "Calif.": 5332921, "N.C.": 4482348, "D.C.": 4138106, "NSW": 2155400, "Wales, New South": 2155400,
    "N. Carolina": 4482348, "W. Virginia": 4826850, "S. Australia": 2061327, "NRW": 2861876, "СПб": 536203,
    "Cook County, Illinois": 4888671, "Cook County, IL": 4888671, "Korea, Republic of": 1835841,
    "Bosnia and Herz.": 3277605, "EL": 390903, "GER": 2921044, "Czech Rep.": 3077311,
}  # fmt: skip

COUNTRIES = {
    "UA": "UA", "ua": "UA", "UKR": "UA", "804": "UA", "٨٠٤": "UA", "Україна": "UA", "NA": "NA", "uk": "GB", "usa": "US",
    "Congo, Dem. Rep.": "CD", "Респ. Беларусь": "BY", "Конго, Демократическая Республика": "CD", "Rép. tchèque": "CZ",
    "République dém. du Congo": "CD", "Western Sahara": "EH", "Puerto Rico": "PR", "D": "DE", "XK": "XK", "Gaza": "PS",
    "Scotland": "GB", "Texas": "US", "US-TX": "US", "Crimea": "UA", "ישראל": "IL",
}  # fmt: skip


@pytest.fixture(scope="module")
def index(embedded_dir: Path) -> Index:
    return open_index(embedded_dir)


def ids(index: Index, rows: object) -> list[int]:
    return [int(index.places.ids[row]) for row in rows]  # type: ignore[attr-defined]


@each_row(("text", "area"), AREAS.items())
def test_area_as_written(index: Index, text: str, area: int) -> None:
    assert area in ids(index, find_areas(index, text))[:2]


def test_lower_levels_by_code(index: Index) -> None:
    (row,) = find_areas(index, "UA.05.1402").tolist()
    admin1 = index.places.place(row).admin1
    assert admin1 is not None
    assert admin1.id == DONETSK


def test_class_words_select(index: Index) -> None:
    assert ids(index, find_areas(index, "Kharkiv region")) == [706482]


@pytest.mark.parametrize(("text", "code"), [("PA", True), ("N.C.", True), ("US-TX", True), ("Texas", False)])
def test_codes_are_told_from_names(index: Index, text: str, code: bool) -> None:
    assert read_areas(index, text).code is code


def test_alike_is_asked_last_and_said(index: Index) -> None:
    other = find_areas(index, "Ontario")
    assert read_areas(index, "Ontaryoo", lambda _text: other).alike
    assert not read_areas(index, "Ontario", lambda _text: other).alike


@each_row("text", ["", " ", "Xqzzy", "75001", "2", *NUMBERS, "x" * 300, "\ud800", ","])
def test_what_is_no_area(index: Index, text: str) -> None:
    assert not len(find_areas(index, text))


@each_row(("text", "code"), COUNTRIES.items())
def test_country_as_written(index: Index, text: str, code: str) -> None:
    for number in (read_country(index, text).number, country_number(index, text)):
        assert number is not None
        assert index.places.countries[number]["code"] == code


def test_a_part_of_a_country_is_an_area(index: Index) -> None:
    assert ids(index, read_country(index, "Scotland").areas) == [SCOTLAND]
    assert read_country(index, "United Kingdom").areas == ()


@pytest.mark.parametrize("text", ["", "nan", "NULL", "-", "N/A"])
def test_blank_country(index: Index, text: str) -> None:
    read = read_country(index, text)
    assert read.blank
    assert not read.unread


@pytest.mark.parametrize("text", ["Ruritania", "QQ", *NUMBERS])
def test_unread_country(index: Index, text: str) -> None:
    assert read_country(index, text).unread
    with pytest.raises(QueryError, match="country is"):
        country_number(index, text)


@given(text=st.text(max_size=80))
@settings(max_examples=60, deadline=None)
def test_readers_never_raise(index: Index, text: str) -> None:
    read_country(index, text)
    read_areas(index, text)


def test_disputed_areas(index: Index) -> None:
    numbers = index.places.country_numbers

    def members(code: str) -> set[object]:
        # Nearer to zero are seas, rivers and regions that it shares.
        far = [one for one in also_of(index, numbers[code]).tolist() if abs(one) >= ALSO]
        found = [one - ALSO if one > 0 else one + ALSO for one in far]
        return {index.places.countries[-one - 1]["code"] if one < 0 else int(index.places.ids[one]) for one in found}

    assert {CRIMEA, DONETSK} <= members("RU")
    assert {"TW", "HK", "MO"} <= members("CN")
    assert {"PR", "GU"} <= members("US")
    assert "XK" in members("RS")
    assert "EH" in members("MA")
    assert members("UA") == set()
    assert not len(also_of(index, -1))


def test_a_code_of_a_column_is_read_at_once(index: Index) -> None:
    read_country(index, "UA")
    began = time.perf_counter()
    for _ in range(10_000):
        read_country(index, "UA")
    assert time.perf_counter() - began < 0.3  # 30 µs each: ten times what it takes


@each_row(
    ("field", "query"),
    [
        ("country", Query("Paris", country=("Ruritania",))),
        ("within", Query("Paris", within="Xqzzy")),
        ("within", Query("Paris", within="999999999")),
        *(("country", Query("Paris", country=(text,))) for text in NUMBERS),
        *(("within", Query("Paris", within=text)) for text in NUMBERS),
    ],
)
def test_what_cannot_be_read_is_a_hint_and_strict_refuses(embedded: Gazetteer, field: str, query: Query) -> None:
    (answer,) = embedded.resolve_many([query])
    assert answer.verdict == Verdict.MATCH
    assert answer.hint is not None
    assert f"{field} was not used" in answer.hint
    with pytest.raises(QueryError) as raised:
        embedded.resolve(query, Options(strict=True))
    assert raised.value.where == field


def test_both_unread_are_said(embedded: Gazetteer) -> None:
    hint = embedded.resolve(Query("Paris", country=("Ruritania",), within="Xqzzy")).hint
    assert hint is not None
    assert "'Ruritania'" in hint
    assert "'Xqzzy'" in hint


def test_a_part_of_a_country_is_where_to_look(embedded: Gazetteer) -> None:
    found = embedded.resolve(Query("Perth", country=("Scotland",))).candidates[0].place
    assert (found.country, found.admin1.id if found.admin1 else None) == ("GB", SCOTLAND)


def _cases(kind: str) -> list[list[str]]:
    out, current = [], ""
    for line in shared_path("cases", "strings.tsv").read_text("utf-8").splitlines():
        if line.startswith("# kind: "):
            current = line.removeprefix("# kind: ")
        elif current == kind and line and not line.startswith("#"):
            out.append([*line.split("\t"), "", "", ""][:4])
    return out


def test_country_columns_of_the_cases(embedded: Gazetteer) -> None:
    for name, context, place, verdict in _cases("country-context"):
        answer = embedded.resolve(Query(name, country=(json.loads(context)["country"],)))
        assert str(answer.candidates[0].place.id) == place
        assert verdict in ("", str(answer.verdict))


def test_abbreviated_countries_of_the_cases(index: Index) -> None:
    for name, _context, place, _verdict in _cases("abbrev-country"):
        row = index.places.countries[country_number(index, name)]["row"]
        assert str(index.places.ids[row]) == place, name
