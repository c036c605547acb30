"""The evidence, group by group; and that a candidate's utility is the sum of its evidence times weight."""

from __future__ import annotations

import numpy as np
import pytest

from gazetteer import Gazetteer, Near, Options, Query
from gazetteer.matching.choice import ChoiceSet
from gazetteer.matching.consider import consider
from gazetteer.matching.features import Evidence, Row
from gazetteer.matching.joint import support_jointly
from gazetteer.matching.weights import weights

BAKHMUT, OSLO, LUXEMBOURG, LUXEMBOURG_CITY = 713174, 3143244, 2960313, 2960316
PARIS, PARIS_TX = 2988507, 4717560
SPRINGFIELD_MO, LODZ = 4409896, 3093133


def choices(gazetteer: Gazetteer, query: Query, *, strict: bool = False) -> ChoiceSet:
    return consider(gazetteer._index, query, Options(strict=strict)).choices


def evidence_of(gazetteer: Gazetteer, query: Query, place: int) -> dict[str, float]:
    found = choices(gazetteer, query)
    number = found.rows[:, Row.PLACE].tolist().index(gazetteer._index.places.row(place))
    return {feature.name: float(found.evidence[number, feature]) for feature in Evidence}


@pytest.mark.parametrize(
    ("query", "place", "told"),
    [
        # likeness
        (Query("Bakhmut"), BAKHMUT, {"STRING": 1, "EXACT_NATIVE": 1, "EXACT_MAIN": 1, "MISSED_LETTERS": 0}),
        (Query("Бахмут"), BAKHMUT, {"EXACT_NATIVE": 1, "FOREIGN_STRING": 1, "ACROSS": 0}),
        (Query("Bakhmuk"), BAKHMUT, {"EXACT_NATIVE": 0, "EXACT_READING": 0, "EXACT_SHORT": 0}),
        # slips
        (Query("Kramatorks"), 704508, {"EDITS": 1, "SWAPPED": 1, "DOUBLED": 0, "FIRST_LETTER": 1}),
        (Query("Kramatorrsk"), 704508, {"EDITS": 1, "DOUBLED": 1, "VOWELS": 0}),
        (Query("Kramotorsk"), 704508, {"EDITS": 1, "VOWELS": 1, "DOUBLED": 0}),
        # fame
        (Query("Bakhmut"), BAKHMUT, {"FAME": 0, "BEHIND_NAMESAKE": 0, "NAMES": 0}),
        (Query("Oslo"), OSLO, {"CAPITAL_IF_SAME": 1, "CAPITAL": 0, "COUNTRY_IF_SAME": 0}),
        (Query("Luxembourg"), LUXEMBOURG, {"COUNTRY_IF_SAME": 1, "CAPITAL_IF_SAME": 0}),
        # context
        (Query("Paris"), PARIS, {"IN_COUNTRY": 0, "IN_AREA": 0, "NEARNESS": 0, "KIND_ASKED": 0}),
        (Query("Paris", country=("US",)), PARIS, {"IN_COUNTRY": -1, "IN_AREA": 0}),
        (Query("Paris", country=("US",)), PARIS_TX, {"IN_COUNTRY": 1, "IN_AREA": 0}),
        (Query("Paris", within="Texas"), PARIS_TX, {"IN_AREA": 1, "AREAS_MET": 0, "AREAS_UNMET": 0}),
        (Query("Paris", within="Texas"), PARIS, {"IN_AREA": -1, "AREAS_MET": 0, "AREAS_UNMET": 1}),
        (Query("Luxembourg", classes=("P",)), LUXEMBOURG, {"KIND_ASKED": -1}),
        (Query("Luxembourg", classes=("P",)), LUXEMBOURG_CITY, {"KIND_ASKED": 1}),
        # initials
        (Query("OSLO"), OSLO, {"ACRONYM": 0}),
        (Query("Oslo"), OSLO, {"ACRONYM": 0}),
        # reading
        (Query("Bakhmut"), BAKHMUT, {"CUT": 0, "UNEXPLAINED": 0, "AREAS_UNREAD": 0, "AREA_DOUBT": 0}),
    ],
)
def test_what_is_known_of_a_candidate(embedded: Gazetteer, query: Query, place: int, told: dict[str, float]) -> None:
    found = evidence_of(embedded, query, place)
    assert {name: found[name] for name in told} == told


def test_fame_is_counted_once(embedded: Gazetteer) -> None:
    same, alike = evidence_of(embedded, Query("Bakhmut"), BAKHMUT), evidence_of(embedded, Query("Bakhmuk"), BAKHMUT)
    assert same["FAME_IF_SAME"] == alike["FAME"] > 4
    assert same["FAME"] == alike["FAME_IF_SAME"] == 0


def test_namesakes_are_told_by_how_far_they_are_behind(embedded: Gazetteer) -> None:
    first, other = evidence_of(embedded, Query("Paris"), PARIS), evidence_of(embedded, Query("Paris"), PARIS_TX)
    assert first["FAME_IF_SAME"] == other["FAME_IF_SAME"] > 6
    assert first["BEHIND_NAMESAKE"] == 0 > -1 > other["BEHIND_NAMESAKE"]


def test_of_namesakes_those_count_that_meet_what_is_given(embedded: Gazetteer) -> None:
    there = evidence_of(embedded, Query("Paris", within="Texas"), PARIS_TX)
    assert there["BEHIND_NAMESAKE"] == 0
    assert 4 < there["FAME_IF_SAME"] < 5


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Bakhmuy", {"ONE_SLIP": 1, "TWO_SLIPS": 0, "NEIGHBOUR": 1, "LEFT_OUT": 0}),
        ("Bakhmux", {"ONE_SLIP": 1, "TWO_SLIPS": 0, "NEIGHBOUR": 0, "LEFT_OUT": 0}),
        ("Bakhmt", {"ONE_SLIP": 1, "TWO_SLIPS": 0, "NEIGHBOUR": 0, "LEFT_OUT": 1}),
        ("Bakhmuut", {"ONE_SLIP": 1, "TWO_SLIPS": 0, "NEIGHBOUR": 0, "LEFT_OUT": 0}),
        ("Bakmutt", {"ONE_SLIP": 0, "TWO_SLIPS": 1, "NEIGHBOUR": 0, "LEFT_OUT": 0}),
        ("Бахмат", {"ONE_SLIP": 0, "TWO_SLIPS": 0, "NEIGHBOUR": 0, "LEFT_OUT": 0}),
    ],
)
def test_by_which_slip_a_name_is_missed(embedded: Gazetteer, name: str, told: dict[str, float]) -> None:
    found = evidence_of(embedded, Query(name), BAKHMUT)
    assert {slip: found[slip] for slip in told} == told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Łódź", {"MARKS_LEFT_OUT": 0, "MARKS_OTHER": 0}),
        ("Łôdẑ", {"MARKS_LEFT_OUT": 0, "MARKS_OTHER": 1}),
        ("ŁÓDŹ", {"MARKS_LEFT_OUT": 0, "MARKS_OTHER": 0}),
    ],
)
def test_marks_tell_equal_letters_apart(embedded: Gazetteer, name: str, told: dict[str, float]) -> None:
    found = evidence_of(embedded, Query(name), LODZ)
    assert {mark: found[mark] for mark in told} == told


def test_a_point_weighs_by_its_distance(embedded: Gazetteer) -> None:
    at = evidence_of(embedded, Query("Springfield", near=Near(37.215, -93.298, 20)), SPRINGFIELD_MO)
    off = evidence_of(embedded, Query("Springfield", near=Near(39.8, -89.64, 20)), SPRINGFIELD_MO)
    assert -0.3 < at["NEARNESS"] <= 0
    assert off["NEARNESS"] < -2


@pytest.mark.parametrize("name", ["BBC", "HIV", "МВД", "ВОЗ"])
def test_initials_speak_against_every_small_place(embedded: Gazetteer, name: str) -> None:
    found = choices(embedded, Query(name))
    assert found.evidence[:3, Evidence.ACRONYM].all()


def test_strict_leaves_out_what_is_not_met(embedded: Gazetteer) -> None:
    found = choices(embedded, Query("Paris", country=("US",)), strict=True)
    assert len(found)
    assert (found.evidence[:, Evidence.IN_COUNTRY] == 1).all()
    assert not found.rows[:, Row.ASTRAY].any()


ODD = [
    "Bakhmut", "Bahmutt", "Kyiv, Poland", "Paris, Texas", "Brasilia", "Kharkov region", "Bakhmutske", "Wien", "東京",
    "30 km N of Aleppo", "KYIV (Reuters)", "LVIV", "BBC", "Харькове", "Hague, The", "New York State", "Xyzzyqwert",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_utility_is_the_sum_of_evidence_times_weight(embedded: Gazetteer, name: str) -> None:
    found = choices(embedded, Query(name))
    assert found.utility == pytest.approx(found.evidence @ weights().candidate)
    assert (np.diff(found.utility) <= 0).all()


def test_so_it_is_where_places_decide_together(embedded: Gazetteer) -> None:
    alone = [choices(embedded, Query(name)) for name in ("Paris", "Dallas", "Sherman", "Denison")]
    for found in support_jointly(embedded._index, alone, weights()):
        assert found.utility == pytest.approx(found.evidence @ weights().candidate)
        assert found.evidence[:, Evidence.SAME_COUNTRY].max() > 0.5


def test_so_it_is_for_transcriptions(tiny: Gazetteer) -> None:
    found = choices(tiny, Query("Bakhmoutské"))
    assert found.utility == pytest.approx(found.evidence @ weights().candidate)
    assert found.evidence[0, Evidence.TRANSCRIBED] == 1
    assert list(found.transcriptions) == [found.rows[0, Row.PLACE]]
