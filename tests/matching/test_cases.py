"""Every case of tests/cases/*.tsv, asked of the embedded gazetteer."""

from __future__ import annotations

import contextlib
from math import cos, hypot, radians
from pathlib import Path

import pytest
from cases_read import EXPECTED, HEADING, Case, read_cases
from row_by_row import each_row

from gazetteer import Gazetteer, Place, Resolution, Verdict

TWIN_KM = 50.0
KM_PER_DEGREE = 111.2
KNOWN_MISSES = "known-misses"

ALL = list(read_cases())


def is_twin(one: Place, other: Place) -> bool:
    """Whether two entries of one country and name lie so near that a reader takes them for one."""
    if one.country != other.country or one.name.casefold() != other.name.casefold():
        return False
    east = (one.lon - other.lon) * cos(radians(one.lat))
    return hypot(one.lat - other.lat, east) * KM_PER_DEGREE <= TWIN_KM


def stands_first(gazetteer: Gazetteer, resolution: Resolution, ids: tuple[int, ...]) -> bool:
    """Whether one of the places, or what a reader takes for it, stands before all others."""
    firsts = [candidate.place for candidate in resolution.candidates[:1]]
    return any(first.id == id or is_twin(first, gazetteer.place(id)) for first in firsts for id in ids)


@pytest.mark.parametrize("file", sorted({case.file for case in ALL} - {KNOWN_MISSES}))
def test_cases_hold(embedded: Gazetteer, file: str) -> None:
    @each_row("case", [case for case in ALL if case.file == file])
    def test(case: Case) -> None:
        holds(embedded, case)

    test()


# One that is mended is noticed, and moved.
@each_row("case", [case for case in ALL if case.file == KNOWN_MISSES])
def test_known_misses_still_miss(embedded: Gazetteer, case: Case) -> None:
    with contextlib.suppress(AssertionError):
        holds(embedded, case)
        pytest.fail(f"is answered as expected now, with {came(embedded.resolve(case.query))}: move it to its file")


def holds(gazetteer: Gazetteer, case: Case) -> None:
    """Ask a case, and compare the answer with what is expected."""
    resolution = gazetteer.resolve(case.query)
    first = bool(case.ids) and stands_first(gazetteer, resolution, case.ids)
    verdict = resolution.verdict
    if case.expected == "not-place":
        good = verdict is Verdict.NO_MATCH or not first
    else:
        good = first or not case.ids
        if case.expected == "not-match":
            good = good and verdict is not Verdict.MATCH
        elif case.expected != "top":
            good = good and verdict == Verdict(case.expected)
    if not good:
        wanted = " ".join((case.expected, *map(str, case.ids)))
        raise AssertionError(f"came {came(resolution)}; expected {wanted}")


def came(resolution: Resolution) -> str:
    """An answer in a few words: the verdict, and the places that stand first."""
    places = [
        f"{one.place.id} {one.place.name}, {one.place.country} ({one.score:.2f})" for one in resolution.candidates[:2]
    ]
    return f"{resolution.verdict}: {'; '.join(places) or 'nothing'}"


def test_there_are_cases_of_every_kind() -> None:
    assert len(ALL) >= 300
    assert {case.expected for case in ALL} == set(EXPECTED)


def test_a_case_has_an_id_exactly_where_a_place_is_told() -> None:
    odd = [case for case in ALL if (not case.ids) != (case.expected in {"ambiguous", "no_match", "not-match"})]
    assert odd == []


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("Kyiv\t\t703448\tmatch", "6 cells with tabs between, found 4"),
        ("Kyiv country=UA 703448 match Kyiv English", "6 cells with tabs between, found 1"),
        ("Kyiv\tUA\t703448\tmatch\tKyiv\t", "context is 'UA'"),
        ("Kyiv\tadmin=UA\t703448\tmatch\tKyiv\t", "context is 'admin=UA'"),
        ("Kyiv\t\tKyiv\tmatch\tKyiv\t", "id is 'Kyiv'"),
        ("Kyiv\t\t703448\tmatches\tKyiv\t", "expected is 'matches'"),
    ],
)
def test_a_row_that_cannot_be_read_says_where_it_stands(row: str, said: str, tmp_path: Path) -> None:
    lines = ["# a comment", "\t".join(HEADING), "Lviv\tcountry=UA\t702550\tmatch\tLviv\t", row]
    (tmp_path / "latin.tsv").write_text("\n".join(lines), "utf-8")
    with pytest.raises(ValueError, match=f"^latin.tsv:4: {said}"):
        list(read_cases(tmp_path))


def test_no_case_stands_twice() -> None:
    asked = [case.query for case in ALL]
    assert [query for query in set(asked) if asked.count(query) > 1] == []
