"""Suggestions while somebody types."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer
from gazetteer.errors import QueryError


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


@pytest.mark.parametrize("prefix", ["bari", "san", "Мо", "k"])
def test_a_shorter_list_is_the_beginning_of_a_longer_one(embedded: Gazetteer, prefix: str) -> None:
    longer = [suggestion.place.id for suggestion in embedded.suggest(prefix, limit=40)]
    assert [suggestion.place.id for suggestion in embedded.suggest(prefix, limit=5)] == longer[:5]
