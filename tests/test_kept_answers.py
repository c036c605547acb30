"""Answers of an opened gazetteer that are kept for who asks again."""

from __future__ import annotations

import datetime
import pickle
from dataclasses import fields, is_dataclass
from enum import Enum
from pathlib import Path
from typing import Any

import numpy as np
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


@each_row(
    ("first", "second"),
    [
        (Query("Kyiv", limit=1), Query("Kyiv", limit=True)),
        (Query("Kyiv", limit=1), Query("Kyiv", limit=1.0)),  # type: ignore[arg-type]
        (Query("Kyiv"), Query(np.str_("Kyiv"))),
        (Query("Kyiv", id=1), Query("Kyiv", id=True)),  # type: ignore[arg-type]
    ],
)
def test_what_is_merely_equal_is_answered_for_itself(tiny_dir: Path, first: Query, second: Query) -> None:
    def told(tiny: Gazetteer, query: Query) -> str:
        try:
            return repr(tiny.resolve(query))
        except (QueryError, TypeError) as error:
            return repr(error)

    kept, none = Gazetteer.open(tiny_dir), Gazetteer.open(tiny_dir, kept=0)
    for one in (first, second, first):
        assert told(kept, one) == told(none, one)


@each_row(
    "query",
    [
        Query("Kyiv", id="x" * 1_000_000),
        Query("Kyiv", codes=("P" * 1000,) * 1000),
        Query("Kyiv", country=("U" * 1000,) * 300),
        Query("Kyiv", classes=("P",) * 1000),
    ],
)
def test_an_answer_to_a_large_query_is_not_kept(tiny: Gazetteer, query: Query) -> None:
    assert tiny.resolve(query) is not tiny.resolve(query)


def test_how_many_are_kept_is_pickled(tiny_dir: Path) -> None:
    for kept in (0, 1):
        again = pickle.loads(pickle.dumps(Gazetteer.open(tiny_dir, kept=kept)))
        first = again.resolve("Kyiv")
        assert (again.resolve("Kyiv") is first) == bool(kept)
        again.resolve("Paris")
        assert again.resolve("Kyiv") is not first


@each_row("name", ["Kyiv", "Kyivv", "30 km N of Kharkiv, Ukraine", "Kyiv; Pariss; Tokyo", "xqzzkv"])
def test_nothing_of_a_kept_answer_can_be_changed(tiny: Gazetteer, name: str) -> None:
    left: list[Any] = [tiny.resolve(name)]
    while left:
        one = left.pop()
        if is_dataclass(one):
            assert getattr(type(one), "__dataclass_params__").frozen  # noqa: B009 - types do not know it
            left += [getattr(one, field.name) for field in fields(one)]
        elif isinstance(one, tuple):
            left += one
        else:
            assert one is None or isinstance(one, str | int | float | Enum | datetime.date), type(one)
