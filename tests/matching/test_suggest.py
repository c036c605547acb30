"""Suggestions while somebody types."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from row_by_row import At, each_row
from table_lines import rows_of

from gazetteer import Gazetteer
from gazetteer.errors import QueryError

MEANT = [
    At(stands, (typed, int(among), int(place)))
    for stands, (typed, among, place) in rows_of(Path(__file__).with_name("suggest.tsv"))
]


@pytest.mark.parametrize(
    ("prefix", "place"),
    [("Bakh", 713174), ("bakhmo", 713174), ("Бах", 713174), ("Kyi", 703448), ("キー", 703448), ("Пар", 2988507)],
)
def test_the_place_is_suggested(tiny: Gazetteer, prefix: str, place: int) -> None:
    assert tiny.suggest(prefix)[0].place.id == place


def test_well_known_places_first(embedded: Gazetteer) -> None:
    for prefix, place in (("Lond", 2643743), ("par", 2988507), ("Нью-Й", 5128581), ("東京", 1850147)):
        assert place in [suggestion.place.id for suggestion in embedded.suggest(prefix)[:3]], prefix


def test_a_place_comes_once(embedded: Gazetteer) -> None:
    ids = [suggestion.place.id for suggestion in embedded.suggest("san", limit=100)]
    assert len(ids) == len(set(ids)) == 100


def test_within_a_country(embedded: Gazetteer) -> None:
    assert {s.place.country for s in embedded.suggest("par", country=["US"], limit=20)} == {"US"}


def test_what_cannot_be_suggested(tiny: Gazetteer) -> None:
    assert tiny.suggest("qqqq") == []
    with pytest.raises(QueryError):
        tiny.suggest("")
    with pytest.raises(QueryError, match="country"):
        tiny.suggest("a", country=["Atlantis"])
    with pytest.raises(QueryError, match="limit"):
        tiny.suggest("a", limit=0)


@pytest.mark.parametrize("name", ["Nice", "Ulm", "Lund"])
def test_the_place_called_just_so_comes_first(embedded: Gazetteer, name: str) -> None:
    assert embedded.suggest(name.lower())[0].matched == name


@pytest.mark.parametrize(
    "prefix", ["bari", "san", "Мо", "k", "Екатерин", "san jose c", "Munchn", "Paris, Tex", "г. моск"]
)
def test_a_shorter_list_is_the_beginning_of_a_longer_one(embedded: Gazetteer, prefix: str) -> None:
    longer = [suggestion.place.id for suggestion in embedded.suggest(prefix, limit=40)]
    assert [suggestion.place.id for suggestion in embedded.suggest(prefix, limit=5)] == longer[:5]


@each_row(("typed", "among", "place"), MEANT)
def test_what_people_type_is_read(embedded: Gazetteer, typed: str, among: int, place: int) -> None:
    assert place in [suggestion.place.id for suggestion in embedded.suggest(typed)[:among]]


@pytest.mark.parametrize(
    ("typed", "first", "later"),
    [
        ("Екатерин", 1486209, 709930),  # Yekaterinburg, Dnipro
        ("Калинин", 554234, 480060),  # Kaliningrad, Tver
        ("Куйбыш", 1501141, 499099),  # Kuybyshev, Samara
        ("Königsb", 2885908, 554234),  # Königsbrunn, Kaliningrad
    ],
)
def test_a_former_name_comes_after_a_present_one(embedded: Gazetteer, typed: str, first: int, later: int) -> None:
    ids = [suggestion.place.id for suggestion in embedded.suggest(typed, limit=50)]
    assert ids.index(first) < ids.index(later)


def test_names_elsewhere_follow_those_in_the_area(embedded: Gazetteer) -> None:
    for typed in ("Paris, Texas", "paris texas"):
        assert [suggestion.place.country for suggestion in embedded.suggest(typed)[:2]] == ["US", "FR"]


def test_an_area_counts_within_the_countries_asked_for(embedded: Gazetteer) -> None:
    assert {s.place.country for s in embedded.suggest("Paris, F", country=["US"])} == {"US"}


@pytest.mark.parametrize(
    "typed", [",,,,,,,,", "(((((", "a, b, c, d, e, f", "x y z w v u", "q" * 200, "а " * 100, "1,2"]
)
def test_odd_texts_are_answered_or_refused(embedded: Gazetteer, typed: str) -> None:
    with contextlib.suppress(QueryError):
        assert len(embedded.suggest(typed)) <= 10


@given(st.text("abrsPK ,(-é'МоŽ", min_size=1, max_size=30), st.integers(1, 12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_gives_a_beginning_of_a_longer_list(embedded: Gazetteer, typed: str, limit: int) -> None:
    if not any(map(str.isalnum, typed)):
        return
    longer = [suggestion.place.id for suggestion in embedded.suggest(typed, limit=25)]
    assert [suggestion.place.id for suggestion in embedded.suggest(typed, limit=limit)] == longer[:limit]
