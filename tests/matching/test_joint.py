"""Joint resolution: places of one request decide together."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer, Options, Query, Verdict

JOINT = Options(joint=True)


def _tops(gazetteer: Gazetteer, names: list[str], options: Options) -> list[int]:
    return [answer.candidates[0].place.id for answer in gazetteer.resolve_many([Query(n) for n in names], options)]


def test_the_company_decides(embedded: Gazetteer) -> None:
    texas = ["Paris", "Dallas", "Fort Worth", "Sherman", "Denison"]
    assert _tops(embedded, texas, Options())[0] == 2988507
    assert _tops(embedded, texas, JOINT)[0] == 4717560


def test_strangers_change_nothing(embedded: Gazetteer) -> None:
    names = ["Paris", "Tokyo", "Nairobi", "Lima", "Kyiv"]
    assert _tops(embedded, names, JOINT) == _tops(embedded, names, Options())


def test_a_clear_name_stays(embedded: Gazetteer) -> None:
    names = ["London", "Toronto", "Hamilton", "Kitchener"]
    assert _tops(embedded, ["Berlin", "Kyiv", "Kharkiv", "Odesa"], JOINT)[0] == 2950159
    assert _tops(embedded, names, JOINT)[1] == 6167865


def test_bad_queries_and_order(tiny: Gazetteer) -> None:
    answers = tiny.resolve_many([Query("Kharkiv"), Query(""), Query("Shevchenkove")], JOINT)
    assert [answer.query.name for answer in answers] == ["Kharkiv", "", "Shevchenkove"]
    assert answers[1].error is not None
    assert answers[2].candidates[0].place.id == 694137, "the one in Kharkiv's region"


@pytest.mark.parametrize("names", [["Kharkiv"], ["Kharkiv", "Kyiv", "Qqqq"]])
def test_probabilities_still_sum_to_one(tiny: Gazetteer, names: list[str]) -> None:
    for answer in tiny.resolve_many([Query(name, limit=100) for name in names], JOINT):
        assert sum(c.score for c in answer.candidates) + answer.none == pytest.approx(1, abs=0.02)
        assert isinstance(answer.verdict, Verdict)
