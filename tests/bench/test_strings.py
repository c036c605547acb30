"""What the bench of strings asks and how it judges."""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from pathlib import Path
from random import Random

import pytest

from bench.quality_sets.corpus import Corpus, read_corpus
from bench.strings_cases import StringCase, Wanted, judge, read_cases
from bench.strings_cities import Cities
from bench.strings_forms import asked, forms
from bench.strings_regions import regions
from gazetteer import Candidate, Gazetteer, How, Match, Name, Query, Resolution, Verdict
from gazetteer.errors import GazetteerError
from gazetteer.sources.records import CountryRecord, Credit, NameRecord, PlaceRecord, Progress, no_progress

KYIV, LVIV, LVIV_OBLAST, PARIS, PARIS_TX, MALMO = 703448, 702550, 702549, 2988507, 4717560, 2692969


class Few:
    """A source of six places."""

    name = "few"

    def credits(self) -> tuple[Credit, ...]:
        return ()

    def countries(self) -> Iterator[CountryRecord]:
        for code, iso3, id, name in (
            ("UA", "UKR", 690791, "Ukraine"),
            ("SE", "SWE", 2661886, "Sweden"),
            ("FR", "FRA", 3017382, "France"),
            ("US", "USA", 6252001, "United States"),
        ):
            yield CountryRecord(code, iso3, 0, id, name, "EU", "", ())

    def places(self, _progress: Progress = no_progress) -> Iterator[PlaceRecord]:
        yield PlaceRecord(KYIV, "Kyiv", 50.45, 30.52, "UA", population=2_952_301)
        yield PlaceRecord(LVIV, "Lviv", 49.84, 24.02, "UA", admin1="UA.15", population=717_273)
        yield PlaceRecord(
            LVIV_OBLAST, "Lviv Oblast", 49.5, 24.0, "UA", admin1="UA.15", feature_class="A", feature_code="ADM1"
        )
        yield PlaceRecord(PARIS, "Paris", 48.85, 2.35, "FR", population=2_138_551)
        yield PlaceRecord(PARIS_TX, "Paris", 33.66, -95.56, "US", population=24_782)
        yield PlaceRecord(MALMO, "Malmö", 55.6, 13.0, "SE", population=362_133)

    def names(self, _progress: Progress = no_progress) -> Iterator[NameRecord]:
        yield NameRecord(KYIV, "Київ", "")
        yield NameRecord(LVIV, "Львів", "")
        yield NameRecord(LVIV_OBLAST, "Lviv", "")

    def left_out(self) -> int:
        return 0


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(Few())


def written(corpus: Corpus, form: str, each: int = 10) -> dict[str, frozenset[int]]:
    cities = Cities(corpus).all
    chosen = next(one for one in forms(cities) if one.name == form)
    return {one.text: one.right for one in asked(chosen, cities, each, seed=1)}


def test_a_city_is_drawn_where_no_other_place_but_its_unit_bears_the_name(corpus: Corpus) -> None:
    assert {city.name for city in Cities(corpus).all} == {"Kyiv", "Lviv", "Malmö"}


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("City, Country", "Kyiv, Ukraine"),
        ("Country > City", "Ukraine > Kyiv"),
        ("ISO3_City", "UKR_Kyiv"),
        ("CITY, Country (AP) —", "KYIV, Ukraine (AP) —"),
        ("Region, City", "Lviv Oblast, Lviv"),
        ("м. City, Ukrainian", "м. Львів"),
        ("mojibake", "MalmÃ¶"),
    ],
)
def test_what_a_form_writes(corpus: Corpus, form: str, text: str) -> None:
    assert text in written(corpus, form)


def test_entities_say_the_name(corpus: Corpus) -> None:
    texts = list(written(corpus, "HTML entities"))
    assert [unescape(text) for text in texts] == ["Malmö"]
    assert texts != ["Malmö"]


def test_a_phrase_with_region_means_the_unit_where_one_bears_the_name(corpus: Corpus) -> None:
    right = written(corpus, "City region")
    assert right["Lviv region"] == {LVIV_OBLAST}
    assert right["Kyiv region"] == {KYIV}
    assert [one.text for one in regions(corpus).asked["X region"]] == ["Lviv region"]


def test_a_seed_draws_the_same(corpus: Corpus) -> None:
    assert list(written(corpus, "City", 2)) == list(written(corpus, "City", 2))


FILE = """\
# a remark
# kind: first
Kyiv\t{"country":"UA","near":{"lat":50.4,"lon":30.5}}\t703448,703447\tmatch
#Kyiv\t\t703448
# kind: second
Kyiv, Poland\t\tnot:match
с. Київське\t\tnot:703448
nothing\t\tno_match
#M Texas\t\t4736286
"""


def test_both_formats_are_read(tmp_path: Path) -> None:
    file = tmp_path / "strings.tsv"
    file.write_text(FILE, "utf-8")
    told = [(case.kind, case.query.name, case.wanted) for case in read_cases(file)]
    assert told == [
        ("first", "Kyiv", Wanted((703448, 703447), Verdict.MATCH)),
        ("first", "#Kyiv", Wanted((703448,))),
        ("second", "Kyiv, Poland", Wanted(unmatched=True)),
        ("second", "с. Київське", Wanted(no_match_of=(703448,))),
        ("second", "nothing", Wanted(verdict=Verdict.NO_MATCH)),
    ]
    assert [case.query.name for case in read_cases(file, mirror=True)] == ["Texas"]
    file.write_text(
        "# remark\nquery\tcontext\tid\texpected\tplace\tnote\n#Kyiv\tcountry=UA\t703448\tmatch\tKyiv\t\n", "utf-8"
    )
    assert [(case.query, case.wanted) for case in read_cases(file)] == [
        (Query("#Kyiv", country=("UA",)), Wanted((703448,), Verdict.MATCH))
    ]


@pytest.mark.parametrize(
    ("wanted", "verdict", "right"),
    [
        (Wanted((KYIV,), Verdict.MATCH), Verdict.MATCH, True),
        (Wanted((KYIV,), Verdict.MATCH), Verdict.AMBIGUOUS, False),
        (Wanted((KYIV,)), Verdict.AMBIGUOUS, True),
        (Wanted((LVIV,)), Verdict.MATCH, False),
        (Wanted(unmatched=True), Verdict.MATCH, False),
        (Wanted(unmatched=True), Verdict.AMBIGUOUS, True),
        (Wanted(no_match_of=(KYIV,)), Verdict.AMBIGUOUS, False),
        (Wanted(no_match_of=(KYIV,)), Verdict.NO_MATCH, True),
        (Wanted(no_match_of=(LVIV,)), Verdict.MATCH, True),
    ],
)
def test_what_is_right(wanted: Wanted, verdict: Verdict, right: bool) -> None:
    try:
        gazetteer = Gazetteer.open()
    except GazetteerError as error:
        pytest.skip(f"no gazetteer: {error}")
    first = Candidate(gazetteer.place(KYIV), 0.9, Match(Name("Kyiv"), How.EXACT, "", 1.0))
    case = StringCase("kind", Query("Kyiv"), wanted, "")
    assert judge(gazetteer, case, Resolution(case.query, verdict, (first,))) == (right, False)


def test_numbers_and_bearings_vary(corpus: Corpus) -> None:
    cities = Cities(corpus).all
    form = next(one for one in forms(cities) if one.name == "30 km N of City")
    chance = Random(1)
    assert len({form.write(cities[0], chance) for _ in range(20)}) > 10
