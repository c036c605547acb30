"""Strings as people write them, on the embedded gazetteer: which place is meant, and how the string was read."""

from __future__ import annotations

import pytest
from row_by_row import each_row

from gazetteer import Gazetteer, Query, Verdict

BAKHMUT = 713174
KYIV = 703448
MOSCOW = 524901
ALEPPO = 170063

PLACES = [
    ("Kharkov region", 706482),
    ("Kharkiv region", 706482),
    ("Харківська область", 706482),
    ("New York State", 5128638),
    ("Ukraine, Kyiv", KYIV),
    ("Донецька область, Бахмут", BAKHMUT),
    ("千葉県市川市", 1861964),
    ("75001 Paris", 2988507),
    ("KYIV (Reuters)", KYIV),
    ("Hague, The", 2747373),
    ("г. Москва", MOSCOW),
    ("MT PLEASANT SC", 4588165),
    ("Bethlehem, PA", 5180225),
    ("30 km N of Aleppo", ALEPPO),
    ("Singapore", 1880251),
    ("Monaco", 2993457),
    ("Luxembourg", 2960313),
]
NO_TOWNS = ["BBC", "МВД", "WHO"]
READINGS = [
    ("Ukraine, Kyiv", "Kyiv; in Ukraine"),
    ("75001 Paris", "Paris; aside: 75001"),
    ("KYIV (Reuters)", "KYIV; aside: Reuters"),
    ("Hague, The", "The Hague"),
    ("г. Москва", "Москва; a city; aside: г."),
    ("MT PLEASANT SC", "MT PLEASANT; in SC"),
    ("30 km N of Aleppo", "Aleppo; 30 km N of"),
    ("Kyiv, Poland", "Kyiv; in Poland"),
]


@each_row(("name", "place"), PLACES)
def test_is_the_place_meant(embedded: Gazetteer, name: str, place: int) -> None:
    answer = embedded.resolve(name)
    assert answer.verdict is Verdict.MATCH
    assert answer.candidates[0].place.id == place


def test_a_village_of_a_towns_adjective_is_not_the_town(embedded: Gazetteer) -> None:
    answer = embedded.resolve("с. Бахмутське")
    assert answer.verdict is not Verdict.MATCH or answer.candidates[0].place.id != BAKHMUT


@pytest.mark.parametrize("name", NO_TOWNS)
def test_initials_of_others_are_no_towns(embedded: Gazetteer, name: str) -> None:
    assert embedded.resolve(name).verdict is not Verdict.MATCH


def test_a_country_that_does_not_hold_the_town_is_no_match_and_said(embedded: Gazetteer) -> None:
    answer = embedded.resolve("Kyiv, Poland")
    assert answer.verdict is not Verdict.MATCH
    assert answer.hint == "no Kyiv in Poland; the nearest reading is Kyiv, Ukraine"


def test_a_list_has_an_answer_for_each_part(embedded: Gazetteer) -> None:
    answer = embedded.resolve("New York; London; Tokyo")
    assert answer.verdict is Verdict.AMBIGUOUS
    assert answer.hint is not None
    assert answer.hint.startswith("3 places in one string")
    assert [part.query.name for part in answer.parts] == ["New York", "London", "Tokyo"]
    assert [part.candidates[0].place.id for part in answer.parts] == [5128581, 2643743, 1850147]


def test_a_direction_gives_the_point_with_its_doubt(embedded: Gazetteer) -> None:
    answer = embedded.resolve("30 km N of Aleppo")
    assert answer.read is not None
    relation = answer.read.relation
    assert relation is not None
    assert (relation.kind, relation.km, relation.bearing) == ("direction", 30, 0)
    aleppo, point = answer.candidates[0].place, answer.point
    assert point is not None
    assert (point.lat, point.lon) == pytest.approx((36.47, aleppo.lon), abs=0.01)
    assert 1 <= point.km <= 30


@pytest.mark.parametrize(("name", "read"), READINGS)
def test_the_answer_says_what_was_read(embedded: Gazetteer, name: str, read: str) -> None:
    answer = embedded.resolve(name)
    assert answer.read is not None
    assert answer.read.text == read


@pytest.mark.parametrize("name", ["Kyiv", "Харківська область", "Singapore"])
def test_of_a_name_as_it_stands_nothing_is_said(embedded: Gazetteer, name: str) -> None:
    assert embedded.resolve(Query(name)).read is None
