"""Many queries by several processes: the answers are those of one."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from gazetteer import (
    Decision,
    Gazetteer,
    GonePlace,
    Memory,
    Options,
    Query,
    QueryError,
    Resolution,
    TableError,
    many,
    many_processes,
)
from gazetteer.memory.resolve import resolve_decided

NAMES: list[Any] = [
    *["Bakhmout", "Shevchenkove", "Zzyzzqx", None, float("nan"), "", "30 km N of Kharkiv", "Kyiv; Paris"],
    Query("Paris", country=("Ruritania",)),
    Query("Odessa", country=("US",), limit=1),
]


def times(count: int) -> list[Any]:
    """The names so many times, each time with another id: else a name that comes again is resolved once."""
    return [named(one, str(number)) for number in range(count) for one in NAMES]


def named(value: Any, number: str) -> Any:
    """A name as a query with an id; what is no name as it is."""
    query = Query(value) if isinstance(value, str) else value
    return replace(query, id=number) if isinstance(query, Query) else query


def spoken(answers: Sequence[Resolution]) -> list[str]:
    """Answers to compare: an error is equal to none but itself."""
    return [repr(answer) for answer in answers]


@pytest.fixture(scope="module")
def alone(tiny: Gazetteer) -> list[str]:
    return spoken(tiny.resolve_many(times(40), workers=1))


def test_the_answers_are_those_of_one_process(tiny: Gazetteer) -> None:
    names, options = times(20), Options(explain=True, strict=True, display="fr")  # a test below asks without options
    assert spoken(tiny.resolve_many(names, options, workers=2)) == spoken(tiny.resolve_many(names, options, workers=1))


def test_no_more_processes_are_started_than_have_something_to_do(
    tiny: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []

    class Refused(Exception):
        pass

    def pool(workers: int, **_: Any) -> Any:
        started.append(workers)
        raise Refused

    monkeypatch.setattr(many_processes, "ProcessPoolExecutor", pool)
    with pytest.raises(Refused):
        tiny.resolve_many([f"Kyiv {number}" for number in range(200)], workers=256)
    assert started == [3]  # for 168 names after the first 32, 64 at a time


def test_a_process_that_dies_loses_nothing(tiny: Gazetteer, alone: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_processes, "_answer_there", _die)
    assert spoken(tiny.resolve_many(times(40), workers=2)) == alone


def _die(_asked: bytes) -> bytes:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("it was killed")


def test_processes_are_started_where_they_pay(
    tiny: Gazetteer, alone: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[int] = []

    def watched(*given: Any) -> Iterator[Resolution]:
        started.append(len(given[1]))
        return many_processes.in_processes(*given)

    monkeypatch.setattr(many, "in_processes", watched)
    monkeypatch.setattr(many, "usable_cores", lambda: 2)
    tiny.resolve_many(times(40))
    assert started == []  # it is done in less time than they take to start
    monkeypatch.setattr(many, "_PROCESSES_PAY", 0.0)
    assert spoken(tiny.resolve_many(times(40))) == alone
    assert started == [289]  # of 321 that differ all but the first 32
    tiny.resolve_many(times(40), Options(joint=True))
    tiny.resolve_many(times(40), memory=Memory.of([Decision("Paris", None)], "desk"))
    tiny.resolve_many(times(40), workers=1)
    assert started == [289]


def test_a_name_that_comes_again_is_resolved_once(tiny: Gazetteer, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    resolve = resolve_decided

    def watched(index: Any, query: Query, *more: Any) -> Resolution:
        asked.append(query.name)
        return resolve(index, query, *more)

    monkeypatch.setattr(many, "resolve_decided", watched)
    listed: Any = ["UA"]  # as JSON gives it
    twice = [Query("Kyiv", country=listed), Query("Kyiv", country=("UA",))]
    answers = tiny.resolve_many(["Kyiv", "Paris", "Kyiv", *twice])
    assert asked == ["Kyiv", "Paris", "Kyiv"]
    assert [answer.query.name for answer in answers] == ["Kyiv", "Paris", "Kyiv", "Kyiv", "Kyiv"]


@pytest.mark.parametrize("odd", [{"UA"}, ({"UA"},), {"UA": 1}, ["UA", ["PL"]]])
def test_what_cannot_be_compared_fails_alone(tiny: Gazetteer, odd: Any) -> None:
    answers = tiny.resolve_many(["Kyiv", Query("Kyiv", country=odd), "Kyiv"])
    assert [answer.candidates[0].place.name for answer in answers[::2]] == ["Kyiv", "Kyiv"]
    assert len(answers) == 3


@pytest.mark.parametrize("number", [10**5000, -(10**5000), Fraction(10**5000, 3)], ids=["long", "negative", "part"])
def test_a_number_of_too_many_digits_fails_alone(tiny: Gazetteer, number: Any) -> None:
    before, wrong, after = tiny.resolve_many(["Kyiv", number, "Kyiv"])
    assert before == after
    assert before.verdict is not None
    assert "cannot be written" in str(wrong.error)


def test_errors_travel() -> None:
    for error in (QueryError("No.", "name"), GonePlace("Gone.", 7), TableError("None.")):
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_fewer_than_one_is_refused(tiny: Gazetteer) -> None:
    with pytest.raises(QueryError, match="workers is 0"):
        tiny.resolve_many(["Kyiv"], workers=0)
