"""What the commands say of names that two countries claimed."""

from __future__ import annotations

from service.commands.clashes import listed, said

REPORT = {
    "found": 75,
    "mended": {"CLDR of the language": 43, "sound": 4, "table": 20},
    "left": 2,
    "unexplained": 1,
    "listed": [["kongo", "CD CG", "Both Congos"], ["samename", "AA BB", ""]],
    "unused_rows": [],
    "divisions": {"table": 3},
    "notes": [],
}


def test_the_report_in_sentences() -> None:
    countries, divisions = said(REPORT)
    assert countries == (
        "75 names were claimed by several countries: 47 translations turned down by rule, 20 by the table; "
        "2 are left, 1 of them unexplained: see `exonym info --clashes`."
    )
    assert divisions == "3 translations of divisions were another's name."


def test_names_of_hamlets_that_were_an_articles_are_counted() -> None:
    *_others, hamlets = said({**REPORT, "hamlets": {"names": 1_200, "places": 30}})
    assert hamlets.startswith("1,200 names in languages, of 30 places without people,")


def test_rows_that_met_nothing_and_what_a_package_lacks_are_told() -> None:
    found = list(said({**REPORT, "divisions": {}, "unused_rows": ["guyane"], "notes": ["A catalogue is broken."]}))
    assert found[1:] == ["Rows of clashes.tsv that met nothing: guyane.", "A catalogue is broken."]


def test_a_build_without_a_report_says_nothing() -> None:
    assert list(said({})) == list(listed({})) == []


def test_what_is_shared_is_listed_with_its_reason() -> None:
    assert list(listed(REPORT)) == [("kongo", "CD CG", "Both Congos"), ("samename", "AA BB", "unexplained")]
