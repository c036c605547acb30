"""Suggestions with a memory."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Gazetteer, Memory, QueryError
from gazetteer.memory.suggest import MOST_LOOKED_AT
from gazetteer.model import Decision, Strength, When

KHERSON, BAKHMUT, KYIV, PARIS_TX = 694126, 713174, 703448, 4717560


def ids(gazetteer: Gazetteer, prefix: str, memory: Memory | None, country: tuple[str, ...] = ()) -> list[int]:
    found = gazetteer.suggest(prefix, memory=memory, country=country)
    assert len({one.place.id for one in found}) == len(found) <= 10
    return [one.place.id for one in found]


def test_what_was_decided_goes_first(tiny: Gazetteer) -> None:
    before = ids(tiny, "Bakh", None)
    memory = Memory.of([Decision("Bakhchyk", KHERSON, by="Olena", id="a")], "world")
    after = tiny.suggest("bakh", memory=memory)
    assert [one.place.id for one in after] == [KHERSON, *before][:10]
    assert after[0].matched == "Bakhchyk"
    assert after[0].decided is not None
    assert after[0].decided.decision.by == "Olena"
    assert all(one.decided is None for one in after[1:])
    assert ids(tiny, "Kyi", memory) == ids(tiny, "Kyi", None)
    assert ids(tiny, "Bakhchyka", memory) == ids(tiny, "Bakhchyka", None)


def test_the_narrower_counts_and_what_the_query_says_excludes(tiny: Gazetteer) -> None:
    memory = Memory.of([Decision("Paris", KHERSON), Decision("Paris", PARIS_TX, when=When(collection="texas"))])
    assert ids(tiny, "Par", memory)[0] == KHERSON
    assert ids(tiny, "Par", memory.at("texas"))[0] == PARIS_TX
    assert KHERSON not in ids(tiny, "Par", memory, ("US",))


def test_no_place_and_a_place_that_is_gone_suggest_nothing(tiny: Gazetteer) -> None:
    memory = Memory.of([Decision("Bakhmut", None), Decision("Bakhmutka", 1)])
    assert ids(tiny, "Bakhmu", memory) == ids(tiny, "Bakhmu", None)


def test_the_base_counts_where_the_desk_is_silent(tiny: Gazetteer) -> None:
    base = Memory.of([Decision("Bakhmut", KHERSON), Decision("Bakhmutovka", KYIV)], "base")
    memory = Memory.of([Decision("Bakhmut", PARIS_TX)], "world").over(base)
    assert ids(tiny, "Bakhmut", memory)[:2] == [PARIS_TX, KYIV]


def test_a_preferred_place_goes_before_the_others_where_it_is_among_them(tiny: Gazetteer) -> None:
    plain = ids(tiny, "Pari", None)
    last = plain[-1]
    memory = Memory.of([Decision("Paris", last, Strength.PREFERS), Decision("Parisk", KHERSON, Strength.PREFERS)])
    assert ids(tiny, "Pari", memory) == [last, *plain[:-1]]


def test_of_very_many_some_are_looked_at(tiny: Gazetteer) -> None:
    many = [Decision(f"Bakhmut {number:05}", KHERSON) for number in range(20 * MOST_LOOKED_AT)]
    assert ids(tiny, "Bakhmut", Memory.of(many))[0] == KHERSON


@pytest.mark.parametrize("prefix", ["'", "'.", "..."])
def test_a_prefix_without_a_letter(tiny: Gazetteer, prefix: str) -> None:
    with pytest.raises(QueryError):
        tiny.suggest(prefix, memory=Memory.of([Decision("Bakhmut", KHERSON)]))


NAMES = st.text("abAB ñé'", min_size=1, max_size=6)


@given(st.lists(st.tuples(NAMES, st.sampled_from([KHERSON, KYIV, None])), max_size=8))
@settings(max_examples=30, deadline=None)
def test_each_place_that_is_decided_comes_before_those_that_are_not(
    tiny: Gazetteer, told: list[tuple[str, int | None]]
) -> None:
    memory = Memory.of([Decision(f"b{name}", place) for name, place in told])
    found = tiny.suggest("b", memory=memory)
    marks = [one.decided is None for one in found]
    assert marks == sorted(marks)
