"""How a house writes places, and its datelines."""

from __future__ import annotations

from datetime import date

import pytest

from gazetteer import Gazetteer, UnknownPlace
from gazetteer.house import DatelineRule, HouseStyle, dateline, written
from gazetteer.model import StyleEntry

KYIV, BAKHMUT, KRAMATORSK, PARIS_TX, BERLIN = 703448, 713174, 704508, 4717560, 2950159


@pytest.mark.parametrize(
    ("id", "house", "text", "source"),
    [
        (KYIV, HouseStyle("en"), "Kyiv", "main"),
        (KYIV, HouseStyle("de"), "Kiew", "exonym"),
        (KYIV, HouseStyle("de", entries=(StyleEntry(KYIV, "Kyjiw"),)), "Kyjiw", "own"),
        (KYIV, HouseStyle("de", entries=(StyleEntry(KYIV, "Kyïv", "fr"),)), "Kiew", "exonym"),
        (KYIV, HouseStyle("de", entries=(StyleEntry(KYIV, "Kyjiw"), StyleEntry(KYIV, "Kyiv", "de"))), "Kyiv", "own"),
        (BAKHMUT, HouseStyle("en", sources=("exonym:fr",)), "Bakhmout", "exonym:fr"),
        (BAKHMUT, HouseStyle("de", sources=("main",)), "Bakhmut", "main"),
        (BAKHMUT, HouseStyle("uk", sources=("official", "exonym")), "Бахмут", "exonym"),  # never Артемівськ
    ],
)
def test_a_place_is_written_as_the_house_does(
    tiny: Gazetteer, id: int, house: HouseStyle, text: str, source: str
) -> None:
    found = written(tiny, id, house)
    assert (found.text, found.source) == (text, source)


@pytest.mark.parametrize(
    ("id", "lang", "rule", "line"),
    [
        (KRAMATORSK, "en", DatelineRule(agency="(Agency)"), "KRAMATORSK, Ukraine (Agency) —"),
        (KRAMATORSK, "en", DatelineRule(case="as_is", country=False, dash=":"), "Kramatorsk:"),
        (BERLIN, "en", DatelineRule(alone=(BERLIN,)), "BERLIN —"),
        (BERLIN, "en", DatelineRule(alone_over=3_000_000), "BERLIN —"),
        (KRAMATORSK, "pt", DatelineRule(), "KRAMATORSK, Ucrânia —"),
        (PARIS_TX, "en", DatelineRule(region=("US",)), "PARIS, Texas —"),
        (KYIV, "tr", DatelineRule(country=False), "KİEV —"),
        (690791, "en", DatelineRule(), "UKRAINE —"),
        (BERLIN, "en", DatelineRule(alone=(BERLIN,), date="d MMMM"), "BERLIN, 29 November —"),
        (BERLIN, "de", DatelineRule(alone=(BERLIN,), date="d MMMM", dash=" -"), "BERLIN, 29 November -"),
    ],
)
def test_a_dateline(tiny: Gazetteer, id: int, lang: str, rule: DatelineRule, line: str) -> None:
    entries = (StyleEntry(KYIV, "Kiev", "tr"),)
    assert dateline(tiny, id, HouseStyle(lang, entries=entries, dateline=rule), date(2026, 11, 29)) == line


def test_a_place_that_is_not_there_is_said(tiny: Gazetteer) -> None:
    with pytest.raises(UnknownPlace):
        written(tiny, 1, HouseStyle(sources=("own", "official")))
