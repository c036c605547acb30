"""Answers of an opened gazetteer that are kept for who asks again."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
from row_by_row import each_row

from gazetteer import Gazetteer, Memory, Near, Options, Query
from gazetteer.errors import QueryError

QUERIES = [
    Query("Bakhmout"),
    Query("Pariss", limit=1),
    Query("Kyiv", country=("UA",), near=Near(50.0, 30.0), classes=("P",)),
    Query("Bakhmut", date=datetime.date(2014, 1, 1), id="a"),
    Query("Tokyo", limit=100),
    Query("xqzzkv"),
]


@each_row("query", QUERIES)
@each_row("options", [Options(), Options(display="uk"), Options(mode="fast"), Options(explain=True)])
def test_what_is_asked_again_is_answered_as_before(tiny: Gazetteer, query: Query, options: Options) -> None:
    first = tiny.resolve(query, options)
    assert tiny.resolve(query, options) == first
    assert first.query == query


def test_answers_are_kept_as_many_as_are_wanted(tiny_dir: Path) -> None:
    tiny, none = Gazetteer.open(tiny_dir, kept=1), Gazetteer.open(tiny_dir, kept=0)
    first = tiny.resolve("Bakhmut")
    assert tiny.resolve("Bakhmut") is first
    assert tiny.resolve("Kyiv") != first
    again = tiny.resolve("Bakhmut")
    assert again == first
    assert again is not first
    assert none.resolve("Bakhmut") is not none.resolve("Bakhmut")


def test_large_answers_and_those_of_a_desk_are_not_kept(tiny: Gazetteer) -> None:
    for query, options in ((Query("Paris", limit=100), Options()), (Query("Paris"), Options(explain=True))):
        assert tiny.resolve(query, options) is not tiny.resolve(query, options)
    assert tiny.resolve("Paris", memory=Memory({})) == tiny.resolve("Paris")


@pytest.mark.parametrize("wrong", [{"country": ["UA"]}, {"limit": "x"}, {"limit": None}, {"limit": 0}, {"name": ["a"]}])
def test_a_query_that_is_none_is_refused_each_time(tiny: Gazetteer, wrong: dict[str, Any]) -> None:
    query = Query(**{"name": "Kyiv", **wrong})
    said = set()
    for _ in range(2):
        try:
            said.add(str(tiny.resolve(query).verdict))
        except (QueryError, TypeError, AttributeError) as error:
            said.add(repr(error))
    assert len(said) == 1
