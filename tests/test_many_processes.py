"""Many queries by several processes: the answers are those of one."""

from __future__ import annotations

import os
import pickle
import signal
from collections.abc import Iterator, Sequence
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

NAMES: list[Any] = [
    *["Bakhmout", "Shevchenkove", "Zzyzzqx", None, float("nan"), "", "30 km N of Kharkiv", "Kyiv; Paris"],
    Query("Paris", country=("Ruritania",)),
    Query("Odessa", country=("US",), limit=1),
]


def spoken(answers: Sequence[Resolution]) -> list[str]:
    """Answers to compare: an error is equal to none but itself."""
    return [repr(answer) for answer in answers]


@pytest.fixture(scope="module")
def alone(tiny: Gazetteer) -> list[str]:
    return spoken(tiny.resolve_many(NAMES * 40, workers=1))


def test_the_answers_are_those_of_one_process(tiny: Gazetteer) -> None:
    names, options = NAMES * 20, Options(explain=True, strict=True, display="fr")  # a test below asks without options
    assert spoken(tiny.resolve_many(names, options, workers=2)) == spoken(tiny.resolve_many(names, options, workers=1))


def test_a_process_that_dies_loses_nothing(tiny: Gazetteer, alone: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(many_processes, "_answer_there", _die)
    assert spoken(tiny.resolve_many(NAMES * 40, workers=2)) == alone


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
    tiny.resolve_many(NAMES * 40)
    assert started == []  # it is done in less time than they take to start
    monkeypatch.setattr(many, "_PROCESSES_PAY", 0.0)
    assert spoken(tiny.resolve_many(NAMES * 40)) == alone
    assert started == [368]
    tiny.resolve_many(NAMES * 40, Options(joint=True))
    tiny.resolve_many(NAMES * 40, memory=Memory.of([Decision("Paris", None)], "desk"))
    tiny.resolve_many(NAMES * 40, workers=1)
    assert started == [368]


def test_errors_travel() -> None:
    for error in (QueryError("No.", "name"), GonePlace("Gone.", 7), TableError("None.")):
        back = pickle.loads(pickle.dumps(error))
        assert (type(back), str(back), vars(back)) == (type(error), str(error), vars(error))


def test_fewer_than_one_is_refused(tiny: Gazetteer) -> None:
    with pytest.raises(QueryError, match="workers is 0"):
        tiny.resolve_many(["Kyiv"], workers=0)
