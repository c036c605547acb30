"""Who stands beside the first: twins, which are one answer with it, and rivals, which make it ambiguous."""

from __future__ import annotations

import pytest

from gazetteer import Gazetteer, Near, Options, Query, Verdict
from gazetteer.matching.choice import Judged, judge
from gazetteer.matching.consider import consider
from gazetteer.matching.weights import weights


def judged(gazetteer: Gazetteer, query: Query) -> Judged:
    return judge(gazetteer._index, consider(gazetteer._index, query, Options()).choices, weights(), query.limit)


@pytest.mark.parametrize("name", ["Singapore", "Monaco", "Luxembourg", "Djibouti", "Guatemala", "Kuwait", "Сингапур"])
def test_a_country_and_its_capital_are_one_answer(embedded: Gazetteer, name: str) -> None:
    found = judged(embedded, Query(name))
    assert found.together > found.chosen[0].probability
    assert found.rivals == 0
    assert embedded.resolve(name).verdict is Verdict.MATCH


@pytest.mark.parametrize("name", ["Taipei", "São Paulo", "Bakhmut", "Kraków"])
def test_a_city_and_the_unit_around_it_are_one_answer(embedded: Gazetteer, name: str) -> None:
    found = judged(embedded, Query(name))
    assert found.together == pytest.approx(1 - found.none, abs=0.05)
    assert embedded.resolve(name).verdict is Verdict.MATCH


@pytest.mark.parametrize("query", [Query("Luxembourg", classes=("P",)), Query("Luxembourg", codes=("PCLI",))])
def test_what_is_asked_for_tells_them_apart(embedded: Gazetteer, query: Query) -> None:
    found = judged(embedded, query)
    wanted = embedded._index.places.place(found.chosen[0].place, None)
    assert wanted.feature_class in query.classes or wanted.feature_code in query.codes
    others = [one for one in found.chosen if one.place != found.chosen[0].place]
    assert found.second == pytest.approx(max(one.probability for one in others))


def test_namesakes_are_rivals_until_something_tells_them_apart(embedded: Gazetteer) -> None:
    assert judged(embedded, Query("Springfield")).rivals > 0
    assert judged(embedded, Query("Springfield", near=Near(37.215, -93.298, 20))).rivals == 0
    assert embedded.resolve("Springfield").verdict is Verdict.AMBIGUOUS
    assert embedded.resolve(Query("Springfield", near=Near(37.215, -93.298, 20))).verdict is Verdict.MATCH


def test_places_of_two_countries_are_no_twins(embedded: Gazetteer) -> None:
    found = judged(embedded, Query("Georgia"))
    assert found.second > 0.01, "the state is not the country"
