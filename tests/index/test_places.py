"""Places read back: all that the records say of them and of their names, and what contains what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from tiny import Tiny

from gazetteer import Gazetteer, build
from gazetteer.errors import UnknownPlace
from gazetteer.sources.records import NameRecord, PlaceRecord, Progress, no_progress

RAION, HROMADA, OKRUG, AIRPORT, HOUSE = 800001, 800002, 800003, 800004, 800005
UKRAINE, KHARKIV_OBLAST, KHARKIV, SHEVCHENKOVE = 690791, 706482, 706483, 694137
INSIDE = ("UA.07", "UA.07.63", "UA.07.63.1", "UA.07.63.1.2")


def area(id: int, name: str, level: int) -> PlaceRecord:
    """An area of Kharkiv oblast with its code in the field of its level."""
    first, second, third, fourth = (*INSIDE[:level], "", "", "")[:4]
    code = f"ADM{level}"
    return PlaceRecord(id, name, 49.7, 37.1, "UA", first, second, third, fourth, feature_class="A", feature_code=code)


@dataclass
class Deep(Tiny):
    """The tiny gazetteer with four levels of areas, heights, codes and a user's own things."""

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        yield from super().places(progress)
        yield from (area(RAION, "Kupiansk Raion", 2), area(HROMADA, "Hromada", 3), area(OKRUG, "Okrug", 4))
        yield PlaceRecord(AIRPORT, "Boryspil", 50.3, 30.9, "UA", "UA.12", feature_class="S", feature_code="AIRP")
        yield PlaceRecord(HOUSE, "Our House", 49.7, 37.1, "UA", *INSIDE, population=7, elevation=-12, own=True)

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        yield from super().names(progress)
        yield NameRecord(AIRPORT, "KBP", code="iata")
        yield NameRecord(AIRPORT, "KBP", lang="en", since="1990", until="2001")
        yield NameRecord(AIRPORT, "Бориспіль", lang="uk", own=True)


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path: Path = tmp_path_factory.mktemp("deep")
    build(Deep(), path)
    return Gazetteer.open(path)


def test_a_place_comes_back_with_all_that_its_record_says(deep: Gazetteer) -> None:
    house = deep.place(HOUSE)
    areas = (house.admin1, house.admin2, house.admin3, house.admin4)
    assert [found and found.code for found in areas] == list(INSIDE)
    assert [found and found.id for found in areas] == [KHARKIV_OBLAST, RAION, HROMADA, OKRUG]
    assert (house.elevation, house.own, house.continent) == (-12, True, "EU")
    kharkiv = deep.place(KHARKIV)
    assert (kharkiv.admin2, kharkiv.admin3, kharkiv.elevation, kharkiv.own) == (None, None, None, False)


def test_names_come_back_with_their_code_and_whose_they_are(deep: Gazetteer) -> None:
    names = {(name.text, name.lang, name.code): name for name in deep.names(AIRPORT)}
    assert names["KBP", None, "iata"].since is None
    assert names["KBP", "en", None].since == "1990"
    assert names["Бориспіль", "uk", None].own
    assert not names["Boryspil", None, None].own


def test_a_code_finds_its_place(deep: Gazetteer) -> None:
    assert deep.resolve("KBP").candidates[0].place.id == AIRPORT


@pytest.mark.parametrize(
    ("id", "above"),
    [
        (UKRAINE, []),
        (KHARKIV_OBLAST, [UKRAINE]),
        (HROMADA, [UKRAINE, KHARKIV_OBLAST, RAION]),
        (HOUSE, [UKRAINE, KHARKIV_OBLAST, RAION, HROMADA, OKRUG]),
        (KHARKIV, [UKRAINE, KHARKIV_OBLAST]),
    ],
)
def test_hierarchy_goes_from_the_country_to_the_place(deep: Gazetteer, id: int, above: list[int]) -> None:
    assert [place.id for place in deep.hierarchy(id)] == [*above, id]


@pytest.mark.parametrize(
    ("id", "below"),
    [
        (UKRAINE, [709716, KHARKIV_OBLAST]),
        (KHARKIV_OBLAST, [RAION]),
        (RAION, [HROMADA]),
        (HROMADA, [OKRUG]),
        (OKRUG, [HOUSE]),
        (709716, [704508, 713174, 9115288]),
        (KHARKIV, []),
    ],
)
def test_children_are_the_next_level_or_the_populated_places(deep: Gazetteer, id: int, below: list[int]) -> None:
    assert [place.id for place in deep.children(id)] == below


def test_children_are_limited(deep: Gazetteer) -> None:
    assert [place.id for place in deep.children(709716, 1)] == [704508]
    assert deep.children(709716, 0) == ()


def test_an_unknown_place_has_no_hierarchy(deep: Gazetteer) -> None:
    with pytest.raises(UnknownPlace):
        deep.hierarchy(1)
