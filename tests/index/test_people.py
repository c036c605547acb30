"""The people of divisions and countries to which the source gives none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import pytest
from tiny import Tiny

from gazetteer import Gazetteer, build
from gazetteer.sources.records import PlaceRecord, Progress, no_progress

UKRAINE, DONETSK_OBLAST, KHARKIV_OBLAST, TEXAS = 690791, 709716, 706482, 4736286
RAION, HROMADA, VILLAGE_UNIT, TWIN, QUARTER, RUIN, EMPTY, WARD = range(101, 109)
BAKHMUT, KRAMATORSK, KHARKIV, PARIS, ODESSA = 80_500, 147_145, 1_433_886, 24_782, 114_428
CODES = ("UA.05", "UA.05.1402", "UA.05.1402.7", "UA.05.1402.7.2")


def unit(id: int, level: int, **more: Any) -> PlaceRecord:
    codes: dict[str, Any] = dict(zip(("admin1", "admin2", "admin3", "admin4"), CODES[:level], strict=False))
    return replace(
        PlaceRecord(id, f"Unit {id}", 48.5, 38.0, "UA", feature_class="A", feature_code=f"ADM{level}", **codes), **more
    )


def town(id: int, code: str, population: int) -> PlaceRecord:
    inside: dict[str, Any] = dict(zip(("admin1", "admin2", "admin3", "admin4"), CODES, strict=True))
    return PlaceRecord(id, f"Part {id}", 48.6, 38.0, "UA", feature_code=code, population=population, **inside)


class Peopled(Tiny):
    """The tiny gazetteer without the people of three areas, and with divisions of every level."""

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        for record in super().places(progress):
            yield replace(record, population=0) if record.id in (UKRAINE, DONETSK_OBLAST, TEXAS) else record
        yield from (unit(RAION, 2), unit(HROMADA, 3), unit(VILLAGE_UNIT, 4))
        yield unit(TWIN, 1)
        yield from (town(QUARTER, "PPLX", 4000), town(RUIN, "PPLH", 9000), town(1, "PPL", 300))
        yield unit(WARD, 2, admin2="UA.05.9")
        yield replace(town(2, "PPLX", 700), admin2="UA.05.9", admin3="", admin4="")
        yield replace(town(3, "PPLH", 50), admin2="UA.05.9", admin3="", admin4="")
        yield PlaceRecord(EMPTY, "Nowhere", 1.0, 2.0, "UA", "UA.99", feature_class="A", feature_code="ADM1")


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    path = tmp_path_factory.mktemp("peopled")
    build(Peopled(), path)
    return Gazetteer.open(path)


@pytest.mark.parametrize(
    ("id", "people"),
    [
        (TEXAS, PARIS + ODESSA),
        (KHARKIV_OBLAST, 2_600_000),  # the source's own
        (RAION, 300),  # neither the quarter of a town nor the town that is no more
        (HROMADA, 300),
        (VILLAGE_UNIT, 300),
        (WARD, 700),  # only a quarter lies in it
        (EMPTY, 0),
        (UKRAINE, BAKHMUT + KRAMATORSK + KHARKIV + 2_797_553 + 1_010_537 + 7000 + 6500 + 300),
    ],
)
def test_people(gazetteer: Gazetteer, id: int, people: int) -> None:
    assert gazetteer.place(id).population == people


def test_of_two_divisions_with_one_code_one_has_the_people(gazetteer: Gazetteer) -> None:
    both = {gazetteer.place(id).population for id in (DONETSK_OBLAST, TWIN)}
    assert both == {0, BAKHMUT + KRAMATORSK + 300}


def test_a_division_counts_for_what_lies_in_it(gazetteer: Gazetteer) -> None:
    answer = gazetteer.resolve("Texas")
    assert answer.candidates[0].place.id == TEXAS
