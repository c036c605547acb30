"""The cases that the weights are fitted on, drawn from a part of the embedded gazetteer."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random

import click
import pytest

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of, read_corpus
from bench.quality_sets.further import KNOWN, UNKNOWN
from bench.quality_sets.half import Half
from bench.quality_sets.withheld import WithheldSource, Withholding, plan_withholding
from bench.quality_sets.withheld_more import AREAS, COUNTRIES, Amounts, extended
from gazetteer.lexicon.inflection import nominatives
from gazetteer.sources.embedded import Embedded
from gazetteer.sources.records import CountryRecord, Credit, NameRecord, PlaceRecord, Progress, no_progress
from training.fit_sets import fit_cases
from training.mix import MIX, drawn
from training.sets import vocabulary
from training.sets.arabic import varied
from training.sets.declined import declined
from training.sets.diacritics import with_wrong_mark, without_marks

pytestmark = pytest.mark.slow  # the cases of a fit, which nothing that is served needs

SEED = 20
CASES = 600
COUNT = 12
IN = 9
"""Of cities and lower divisions one in so many is taken."""
NEEDS_MORE = {"unseen notable places", "marks that tell apart"}
"""What so small a gazetteer has but few of."""
MORE = Amounts(areas=200, countries=3, scripts=8, absent_areas=150, namesakes=150)


class Part:
    """One in nine cities and lower divisions of the embedded gazetteer, all countries and upper divisions."""

    name = "part"

    def __init__(self) -> None:
        source = Embedded()
        self._countries = list(source.countries())
        self._places = [place for place in source.places() if _is_kept(place)]
        kept = {place.id for place in self._places}
        self._names = [name for name in source.names() if name.place in kept]

    def credits(self) -> tuple[Credit, ...]:
        return ()

    def countries(self) -> Iterator[CountryRecord]:
        yield from self._countries

    def places(self, _progress: Progress = no_progress) -> Iterator[PlaceRecord]:
        yield from self._places

    def names(self, _progress: Progress = no_progress) -> Iterator[NameRecord]:
        yield from self._names


def _is_kept(place: PlaceRecord) -> bool:
    return place.id % IN == 0 or not (place.feature_class == "P" or place.feature_code == "ADM2")


@pytest.fixture(scope="module")
def part() -> Part:
    return Part()


@pytest.fixture(scope="module")
def corpus(part: Part) -> Corpus:
    return read_corpus(part)


@pytest.fixture(scope="module")
def of_bench(corpus: Corpus) -> Withholding:
    return extended(corpus, plan_withholding(corpus, 1, 400, 300), 1, Half.BENCH, MORE)


@pytest.fixture(scope="module")
def plan(corpus: Corpus) -> Withholding:
    return extended(corpus, plan_withholding(corpus, SEED, 400, 300), SEED, Half.FIT, MORE)


@pytest.fixture(scope="module")
def cases(corpus: Corpus, plan: Withholding) -> list[Case]:
    return fit_cases(corpus, plan, CASES, Random(SEED))


def test_equal_seeds_make_equal_cases(corpus: Corpus, plan: Withholding, cases: list[Case]) -> None:
    assert fit_cases(corpus, plan, CASES, Random(SEED)) == cases
    assert extended(corpus, plan_withholding(corpus, SEED, 400, 300), SEED, Half.FIT, MORE) == plan


@pytest.mark.parametrize("name", sorted(set(MIX) - NEEDS_MORE))
def test_each_kind_makes_its_number(name: str, corpus: Corpus, plan: Withholding) -> None:
    made = drawn(corpus, plan, MIX[name].draw, COUNT, Random(SEED))
    # What is drawn to spare makes up for texts of the other half, as far as chance allows.
    assert COUNT // 2 < len(made) <= COUNT
    assert len(set(made)) == len(made)


def test_shares_have_their_reasons() -> None:
    assert all(part.share > 0 and len(part.why) > 10 for part in MIX.values())


def test_no_name_of_nothing_is_the_name_of_a_place(corpus: Corpus, cases: list[Case]) -> None:
    nothing = [case for case in cases if case.set.startswith("nothing")]
    assert len(nothing) > CASES / 10
    assert not [case.query.name for case in nothing if key_of(case.query.name) in corpus.bearers]
    assert all(case.place is None for case in nothing)


def test_no_unseen_spelling_is_left_in_the_gazetteer(part: Part, plan: Withholding, cases: list[Case]) -> None:
    left = read_corpus(WithheldSource(part, plan))
    unseen = [case for case in cases if "otherwise" in case.set or case.set == "withheld spellings"]
    assert {"areas, spelt otherwise", "countries, spelt otherwise"} <= {case.set for case in unseen}
    assert not [case for case in unseen if key_of(case.query.name) in left.keys(case.place or 0)]
    assert not [case for case in cases if case.place is not None and case.place not in left.places]


def test_absent_places_are_gone(corpus: Corpus, plan: Withholding, cases: list[Case]) -> None:
    absent = [case for case in cases if case.set in ("absent areas", "absent, none of the name")]
    assert absent
    for case in absent:
        assert corpus.bearers[key_of(case.query.name)] <= plan.all_absent


@pytest.mark.parametrize("name", sorted(KNOWN | UNKNOWN))
def test_the_fit_and_the_bench_share_no_case(
    name: str, corpus: Corpus, plan: Withholding, of_bench: Withholding
) -> None:
    draw = (KNOWN | UNKNOWN)[name]
    asked = {(case.query.name, case.place) for case in drawn(corpus, of_bench, draw, 60, Random(1))}
    learnt = {(case.query.name, case.place) for case in drawn(corpus, plan, draw, 60, Random(SEED))}
    assert asked
    assert learnt
    assert not asked & learnt


def test_held_back_spellings_are_of_the_half(plan: Withholding) -> None:
    for kind in (AREAS, COUNTRIES):
        assert plan.more[kind]
        assert all(Half.FIT.has(text) for texts in plan.more[kind].values() for text in texts)


def test_every_text_is_of_one_half() -> None:
    for text in ("Kyiv", "Київ", "كييف", ""):
        assert Half.FIT.has(text) is not Half.BENCH.has(text)


def test_countries_and_languages_are_told_for_holding_out(cases: list[Case]) -> None:
    assert all(case.country for case in cases if case.place is not None and case.set.startswith("areas, spelt"))
    assert len({case.language for case in cases if case.set == "inflected"}) >= 12


@pytest.mark.parametrize(
    ("name", "lang"),
    [("Бахмут", "uk"), ("Kraków", "pl"), ("Pariisi", "fi"), ("İstanbul", "tr"), ("Vilnius", "lt"), ("Αθήνα", "el")],
)
def test_a_declined_name_is_led_back(name: str, lang: str) -> None:
    forms = {form for seed in range(20) if (form := declined(name, lang, Random(seed)))}
    assert len(forms) > 1
    assert all(name in {way.text for way in nominatives(form, lang)} for form in forms)


@pytest.mark.parametrize(
    ("name", "bare"),
    [("München", "Munchen"), ("ŁÓDŹ", "LODZ"), ("Århus", "Arhus"), ("Straße", "Strasse"), ("Rio", "Rio")],
)
def test_marks_dropped(name: str, bare: str) -> None:
    assert without_marks(name) == bare


def test_a_wrong_mark_leaves_the_letters() -> None:
    for seed in range(30):
        text = with_wrong_mark("München", Random(seed))
        assert text != "München"
        assert without_marks(text) == "Munchen"


def test_arabic_habits_change_a_name() -> None:
    forms = {varied("القاهرة", Random(seed)) for seed in range(60)}
    assert {"القاهره", "قاهرة"} <= forms
    assert "القاهرة" not in forms


def test_without_faker_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faker", None)
    vocabulary._faker_class.cache_clear()
    vocabulary.locales.cache_clear()
    with pytest.raises(click.ClickException, match="pip install"):
        vocabulary.locales("person")
