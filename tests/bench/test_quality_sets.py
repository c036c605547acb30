"""What the quality bench measures with: wrong here, and every figure is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from xml.etree import ElementTree

import pytest

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of, read_corpus
from bench.quality_sets.diagram import diagram
from bench.quality_sets.measures import Answer, Share, calibration_error, judge, lost, precision, recall, right_verdict
from bench.quality_sets.misspelt import misspelt
from bench.quality_sets.withheld import WithheldSource, Withholding, plan_withholding
from gazetteer.model import Query, Verdict
from gazetteer.sources.records import CountryRecord, Credit, NameRecord, PlaceRecord, Progress, no_progress

BAKHMUT, KYIV, KYIV_CITY, PARIS, PARIS_TX = 713174, 703448, 703447, 2988507, 4717560


class Few:
    """A source of five places."""

    name = "few"

    def credits(self) -> tuple[Credit, ...]:
        return ()

    def countries(self) -> Iterator[CountryRecord]:
        yield CountryRecord("UA", "UKR", 804, 690791, "Ukraine", "EU", "Kyiv", ("uk",))

    def places(self, _progress: Progress = no_progress) -> Iterator[PlaceRecord]:
        yield PlaceRecord(BAKHMUT, "Bakhmut", 48.59, 38.0, "UA", population=80_500)
        yield PlaceRecord(KYIV, "Kyiv", 50.45, 30.52, "UA", population=2_952_301)
        yield PlaceRecord(KYIV_CITY, "Kyiv", 50.43, 30.52, "UA", feature_class="A", feature_code="ADM1")
        yield PlaceRecord(PARIS, "Paris", 48.85, 2.35, "FR", population=2_138_551)
        yield PlaceRecord(PARIS_TX, "Paris", 33.66, -95.56, "US", population=24_782)

    def names(self, _progress: Progress = no_progress) -> Iterator[NameRecord]:
        for text in ("Бахмут", "bafumuto", "Bahmut", "Bachmoet", "Artemivs'k", "Артемівськ"):
            yield NameRecord(BAKHMUT, text)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(Few())


def judged(corpus: Corpus, place: int | None, verdict: Verdict, *candidates: tuple[int, float]):  # type: ignore[no-untyped-def]
    return judge(Case("set", Query("x"), place), Answer(candidates, verdict), corpus)


def test_the_city_and_the_unit_of_its_name_are_one_place(corpus: Corpus) -> None:
    assert corpus.same(KYIV, KYIV_CITY)
    assert not corpus.same(PARIS, PARIS_TX)


def test_a_capital_and_the_country_that_is_called_like_it_are_one_place(corpus: Corpus) -> None:
    country = PlaceRecord(1, "Djibouti", 11.8, 42.4, "DJ", feature_class="A", feature_code="PCLI")
    capital = PlaceRecord(2, "Djibouti", 11.58, 43.14, "DJ", feature_code="PPLC")
    suburb = PlaceRecord(3, "Balbala", 11.55, 43.1, "DJ", feature_code="PPL")
    tunis, tunisia = replace(capital, id=4, name="Tunis"), replace(country, id=5, name="Tunisia")
    found = Corpus(places={one.id: one for one in (country, capital, suburb, tunis, tunisia)})
    assert found.same(1, 2)
    assert not found.same(1, 3)
    assert not found.same(4, 5)
    asked = Case("set", Query("Túnez"), tunis.id)
    assert not asked.right(found, tunisia.id)
    assert replace(asked, nearby=True).right(found, tunisia.id)
    assert not Case("set", Query("Balbala"), suburb.id, nearby=True).right(found, country.id)


def test_the_probability_of_twins_is_taken_together(corpus: Corpus) -> None:
    one = judged(corpus, KYIV, Verdict.MATCH, (KYIV_CITY, 0.5), (KYIV, 0.4), (PARIS, 0.1))
    assert one.top
    assert one.probability == pytest.approx(0.9)


def test_shares(corpus: Corpus) -> None:
    part = [
        judged(corpus, PARIS, Verdict.MATCH, (PARIS, 0.9)),
        judged(corpus, PARIS, Verdict.MATCH, (PARIS_TX, 0.9), (PARIS, 0.1)),
        judged(corpus, PARIS, Verdict.NO_MATCH, (PARIS, 0.2)),
        judged(corpus, None, Verdict.MATCH, (PARIS, 0.8)),
    ]
    assert recall(part) == Share(2, 3)
    assert recall(part, 10) == Share(3, 3)
    assert precision(part) == Share(1, 3)
    assert lost(part) == Share(1, 2)


def test_right_verdict(corpus: Corpus) -> None:
    case = Case("set", Query("Paris"), PARIS, verdict=Verdict.MATCH)
    answers = [Answer(((PARIS, 0.9),), Verdict.MATCH), Answer(((PARIS_TX, 0.9),), Verdict.MATCH)]
    assert right_verdict([judge(case, answer, corpus) for answer in answers]) == Share(1, 2)


def test_wilson_interval() -> None:
    low, high = Share(8, 10).interval
    assert (low, high) == (pytest.approx(0.490, abs=1e-3), pytest.approx(0.943, abs=1e-3))


def test_calibration_error_is_the_gap_of_each_bin(corpus: Corpus) -> None:
    sure_and_right = [judged(corpus, PARIS, Verdict.MATCH, (PARIS, 1.0))] * 9
    sure_and_wrong = [judged(corpus, PARIS, Verdict.MATCH, (PARIS_TX, 1.0))]
    assert calibration_error(sure_and_right + sure_and_wrong) == pytest.approx(0.1)


def test_the_diagram_draws_places_and_nothing_apart(corpus: Corpus) -> None:
    places = [judged(corpus, PARIS, Verdict.MATCH, (PARIS, 0.95))] * 7
    nothing = [judged(corpus, None, Verdict.NO_MATCH, (PARIS, 0.15))] * 3
    drawn = ElementTree.fromstring(diagram(places + nothing))
    said = [text.text for text in drawn.iter("{http://www.w3.org/2000/svg}text")]
    assert "Places: 7 cases, ECE 0.050" in said
    assert "Nothing: 3 cases, ECE 0.150" in said
    assert said.count("7") == said.count("3") == 1


def test_withheld_spelling_goes_with_its_twins_and_what_was_made_from_it() -> None:
    source = WithheldSource(Few(), Withholding({BAKHMUT: ("Бахмут",)}, frozenset({PARIS_TX})))
    assert [name.text for name in source.names()] == ["Bachmoet", "Artemivs'k", "Артемівськ"]
    assert PARIS_TX not in {place.id for place in source.places()}


def test_withholding_is_made_again_by_its_seed(corpus: Corpus) -> None:
    assert plan_withholding(corpus, 7, 1, 1) == plan_withholding(corpus, 7, 1, 1)


def test_no_spelling_is_withheld_that_another_place_bears(corpus: Corpus) -> None:
    for seed in range(20):
        for place, texts in plan_withholding(corpus, seed, 3, 0).names.items():
            assert all(corpus.bearers[key_of(text)] == {place} for text in texts)


@pytest.mark.parametrize("name", ["Kramatorsk", "Bam", "São Tomé", "Al ‘Aqabah"])
def test_a_misspelling_keeps_the_first_letter(name: str) -> None:
    for seed in range(50):
        text = misspelt(name, Random(seed))
        assert text[0] == name[0]
        assert abs(len(text) - len(name)) <= 2
