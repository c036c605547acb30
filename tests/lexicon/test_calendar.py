"""Months and days of the week, and what they mean for a verdict."""

from __future__ import annotations

import pytest
from babel import Locale

from gazetteer import Gazetteer, Query, Verdict
from gazetteer.lexicon.calendar import in_calendar, months
from gazetteer.lexicon.tables import rows


@pytest.mark.parametrize(
    "word",
    ["March", "märz", "Montag", "mayo", "август", "Середа", "Πέμπτη", "يوليو", "luni", "Lipanj", "środa", "วันจันทร์"],
)
def test_a_word_of_the_calendar(word: str) -> None:
    assert in_calendar(word)


@pytest.mark.parametrize("word", ["", "Paris", "Marz", "3", "一月", "Sun", "March 3"])
def test_no_word_of_the_calendar(word: str) -> None:
    assert not in_calendar(word)


def test_shortened_months_are_those_of_datelines() -> None:
    assert {"january", "jan", "août", "aoû", "січ"} & months(shortened=True) >= {"january", "jan", "août", "січ"}
    assert "jan" not in months(shortened=False)


@pytest.mark.parametrize("row", list(rows("calendar.tsv")), ids=lambda row: " ".join(list(row.values())[:3]))
def test_the_table_is_that_of_cldr(row: dict[str, str]) -> None:
    table = getattr(Locale.parse(row["lang"]), row["part"])
    names = [name for use in ("format", "stand-alone") for name in table[use][row["width"]].values()]
    assert row["names"].split("|") == list(dict.fromkeys(name for name in names if not name.isdigit()))


@pytest.mark.parametrize("word", ["March", "August", "März", "domingo", "Juli", "март"])
def test_a_bare_one_is_no_match(embedded: Gazetteer, word: str) -> None:
    assert embedded.resolve(Query(word)).verdict != Verdict.MATCH


def test_with_a_country_it_is_a_place(embedded: Gazetteer) -> None:
    answer = embedded.resolve(Query("March", country=("GB",)))
    assert (answer.verdict, answer.candidates[0].place.name) == (Verdict.MATCH, "March")


def test_the_hint_says_what_else_it_is(embedded: Gazetteer) -> None:
    assert "a month or a day of the week" in str(embedded.resolve(Query("August")).hint)
