"""Translations of divisions' names that are a neighbour's or a country's."""

from __future__ import annotations

from collections import Counter

import pytest

from gazetteer.sources.claims import ISO, Claim
from gazetteer.sources.division_clashes import DivisionCourt

OWN = {
    "RU-KDA": ("Krasnodar Krai", "Krasnodarskiy kray"),
    "RU-KYA": ("Krasnoyarsk Krai", "Krasnoyarskiy kray"),
    "RU-KAM": ("Kamchatka Krai",),
    "CH-SZ": ("Canton of Schwyz", "Schwyz"),
    "NG-NI": ("Niger",),
    "US-GA": ("Georgia",),
    "UZ-TK": ("Tashkent City",),
    "UZ-TO": ("Tashkent Region",),
}


def judged(*claims: tuple[str, str, str]) -> tuple[list[bool], Counter[str]]:
    mended: Counter[str] = Counter()
    found = [Claim(code, text, lang, ISO) for code, text, lang in claims]
    court = DivisionCourt(found, OWN, mended)
    return [court.stands(claim) for claim in found], mended


@pytest.mark.parametrize(
    ("code", "text", "lang"),
    [("RU-KAM", "Кения", "bg"), ("CH-SZ", "Швајцарска", "sr"), ("CH-SZ", "Švajcarska", "sr-Latn")],
)
def test_a_countrys_name_is_not_a_divisions(code: str, text: str, lang: str) -> None:
    assert judged((code, text, lang)) == ([False], Counter({"a country's name": 1}))


@pytest.mark.parametrize(("code", "text", "lang"), [("NG-NI", "니제르", "ko"), ("US-GA", "喬治亞", "zh-Hant")])
def test_a_division_that_shares_its_name_with_a_country_keeps_it(code: str, text: str, lang: str) -> None:
    assert judged((code, text, lang)) == ([True], Counter())


def test_a_neighbours_name_is_the_neighbours() -> None:
    stands, mended = judged(("RU-KDA", "Ținutul Krasnodar", "ro"), ("RU-KYA", "Ținutul Krasnodar", "ro"))
    assert stands == [True, False]
    assert mended == {"a neighbour's name": 1}


def test_a_city_and_its_region_share_a_name() -> None:
    assert judged(("UZ-TK", "Ташкент", "ru"), ("UZ-TO", "Ташкент", "ru"))[0] == [True, True]


def test_the_table_says_what_no_rule_reaches() -> None:
    assert judged(("RU-KYA", "Краснодарський край", "uk")) == ([False], Counter({"table": 1}))


def test_a_division_that_is_not_known_stands() -> None:
    assert judged(("XX-1", "Кения", "bg"))[0] == [True]
