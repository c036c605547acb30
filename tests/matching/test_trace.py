"""The trace of an answer: shares and sums that add up, whatever the string."""

from __future__ import annotations

import math

import pytest

from gazetteer import Gazetteer, Options, Query
from gazetteer.matching.consider import consider

ODD = [
    "Bakhmut", "Bahmutt", "Kyiv, Poland", "Донецька область, Бахмут", "Brasilia", "Kharkov region", "千葉県市川市",
    "30 km N of Aleppo", "KYIV (Reuters)", "75001 Paris", "BBC", "Харькове", "Hague, The", "MT PLEASANT SC",
]  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_sums_and_shares_add_up(embedded: Gazetteer, name: str) -> None:
    trace = embedded.resolve(Query(name), Options(explain=True)).trace
    assert trace is not None
    for waterfall in (*trace.candidates, trace.none):
        assert sum(step.product for step in waterfall.steps) == pytest.approx(waterfall.utility)
        assert all(step.evidence for step in waterfall.steps)
    assert sum(one.share for one in trace.interpretations) + trace.none.probability == pytest.approx(1)
    first = trace.candidates[0]
    ratio = first.probability / trace.none.probability
    assert math.log(ratio) == pytest.approx(first.utility - trace.none.utility)


def test_it_tells_of_the_candidates_listed(embedded: Gazetteer) -> None:
    answer = embedded.resolve(Query("Springfield"), Options(explain=True))
    assert answer.trace is not None
    assert [one.place for one in answer.trace.candidates] == [one.place.id for one in answer.candidates]
    assert [one.probability for one in answer.trace.candidates] == [one.score for one in answer.candidates]


def test_only_where_asked_for(embedded: Gazetteer) -> None:
    assert embedded.resolve("Springfield").trace is None
    assert consider(embedded._index, Query("Springfield"), Options()).trace is None
    assert consider(embedded._index, Query("Springfield"), Options(), trace=True).trace is not None


def test_together_it_holds_what_the_others_say(embedded: Gazetteer) -> None:
    names = ["Paris", "Dallas", "Sherman", "Denison"]
    answers = embedded.resolve_many([Query(name) for name in names], Options(joint=True, explain=True))
    assert answers[0].trace is not None
    assert "SAME_COUNTRY" in {step.name for step in answers[0].trace.candidates[0].steps}
