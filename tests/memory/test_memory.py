"""A memory as data: which decision is found, when it holds, in which order, and what of it a file keeps."""

from __future__ import annotations

import csv
import io
from itertools import pairwise, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer import Decision, Memory, QueryError, Strength, TableError, When
from gazetteer.memory.checks import checked
from gazetteer.memory.lines import COLUMNS, read_csv, write_csv
from gazetteer.memory.memory import in_order
from gazetteer.memory.setting import Setting

COUNTRIES = ("UA", "PL", "US")
LANGS = ("uk", "uk-ua", "en")
IDS = (1, 2, 3)

whens = st.builds(
    When,
    country=st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=2).map(lambda few: tuple(sorted(few))),
    unless_country=st.lists(st.sampled_from(COUNTRIES), unique=True, max_size=2).map(lambda few: tuple(sorted(few))),
    within=st.none() | st.sampled_from(IDS),
    lang=st.none() | st.sampled_from(LANGS),
    collection=st.none() | st.sampled_from(("sport", "war")),
    document=st.none() | st.sampled_from(("a", "b")),
)
situations = st.builds(
    Setting,
    country=st.frozensets(st.sampled_from(COUNTRIES)),
    within=st.frozensets(st.sampled_from(IDS)),
    lang=st.none() | st.sampled_from(LANGS),
    collection=st.none() | st.sampled_from(("sport", "war")),
    document=st.none() | st.sampled_from(("a", "b")),
)
decisions = st.builds(
    Decision,
    name=st.just("Bakhmut"),
    place=st.none() | st.sampled_from(IDS),
    when=whens,
    at=st.sampled_from(("2026-11-27", "2026-11-28")),
    id=st.text("0123456789abcdef", min_size=12, max_size=12),
)


def plainly(when: When, setting: Setting) -> bool:
    """The rules of `when`, one by one, as docs/desk.md has them."""
    rules = []
    if when.country:
        rules.append(any(code in setting.country for code in when.country))
    if when.unless_country:
        rules.append(all(code not in setting.country for code in when.unless_country))
    if when.within is not None:
        rules.append(when.within in setting.within)
    if when.lang is not None:
        rules.append(setting.lang is not None and (setting.lang + "-").startswith(when.lang + "-"))
    if when.collection is not None:
        rules.append(setting.collection == when.collection)
    if when.document is not None:
        rules.append(setting.document == when.document)
    return all(rules)


@given(whens, situations)
def test_when_is_what_the_rules_say(when: When, setting: Setting) -> None:
    assert setting.meets(when) == plainly(when, setting)


@given(st.lists(decisions, min_size=1, max_size=4, unique_by=lambda one: one.id))
def test_precedence_is_a_total_order(some: list[Decision]) -> None:
    ordered = in_order(some)
    assert sorted(ordered, key=lambda one: one.id) == sorted(some, key=lambda one: one.id)
    assert all(in_order(shuffled) == ordered for shuffled in permutations(some))
    for before, after in pairwise(ordered):
        assert in_order([after, before]) == (before, after)


def test_the_narrower_counts_before_the_newer() -> None:
    whens = [
        When(document="a"),
        When(collection="sport"),
        When(within=1),
        When(country=("UA",)),
        When(lang="uk"),
        When(),
    ]
    found = in_order(Decision("x", 1, when=when, at=f"2026-11-{day:02}") for day, when in enumerate(whens, 1))
    assert [one.when for one in found] == whens
    assert in_order([Decision("x", 1, at="2026-11-01"), Decision("x", 2, at="2026-11-02")])[0].place == 2


@pytest.mark.parametrize(
    ("decided", "asked", "found"),
    [
        ("Shevchenkove", "SHEVCHENKOVE", True),
        ("Shevchenkove", " Shevchénkove ", True),
        ("Shevchenkove", "Shevchenkowe", False),
        ("Шевченкове", "шевченкове", True),
        ("Шевченкове", "Shevchenkove", False),
        ("Saint-Denis", "saint denis", True),
        ("Lyman", "Lyman,", True),
        ("Lyman", "", False),
        ("Lyman", "\ud800", False),
    ],
)
def test_a_spelling_is_found_by_its_letters_and_never_by_likeness(decided: str, asked: str, found: bool) -> None:
    assert bool(Memory.of([Decision(decided, 1)]).find(asked)) is found


def test_a_changed_memory_leaves_the_one_before_as_it_was() -> None:
    before = Memory.of([Decision("Lyman", 1, id="a"), Decision("Izium", 2, id="b")], desk="world")
    after = before.changed([Decision("Lyman", 3, id="a")], gone=["b"])
    assert [one.place for one in before.find("Lyman")] == [1]
    assert [one.place for one in after.find("Lyman")] == [3]
    assert not after.find("Izium")
    assert [len(before), len(after)] == [2, 1]
    assert {one.desk for one in after} == {"world"}


def test_the_base_is_asked_where_a_desk_is_silent() -> None:
    base = Memory.of([Decision("Lyman", 1), Decision("Izium", 2)], desk="agency")
    memory = Memory(base=base, desk="world").changed([Decision("Lyman", 3)])
    assert [one.place for one in memory.find("Lyman")] == [3, 1]
    assert [one.desk for one in memory.find("Izium")] == ["agency"]


EXAMPLES = settings(max_examples=30)
words = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)


@EXAMPLES
@given(
    st.lists(
        st.builds(
            lambda name, place, when, note, strength: Decision(f"a{name}", place, strength, when, note),
            words,
            st.none() | st.integers(1, 10**7),
            whens,
            words | st.just("=1+1") | st.just("'quoted"),
            st.sampled_from(Strength),
        ),
        max_size=5,
    )
)
def test_what_is_written_is_read_back(some: list[Decision]) -> None:
    kept = [checked(one) for one in some if one.when.document is None and len(one.name) <= 20]
    read = read_csv(write_csv(kept).encode())
    assert not read.problems
    assert [line.decision for line in read.lines] == kept


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_any_file_is_read_or_said_to_be_none(content: bytes) -> None:
    for heading in (b"", b"name,place,within,country,lang,at,strength\n"):
        read = read_csv(heading + content)
        assert all(problem.message for problem in read.problems)


def test_no_cell_is_a_formula() -> None:
    note = "=HYPERLINK(1)"
    row = next(csv.DictReader(io.StringIO(write_csv([Decision("=1+1 Lyman", 1, note=note, by="@x")]))))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row.values())
    assert list(row) == list(COLUMNS)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("name;place\nLyman;704508\n", [704508]),
        ("\ufeffname\tplace\nLyman\tnone\nOther\t\n", [None]),
        ("name,country,within,rows,decision\nLyman,UA,Donetsk Oblast,12,704508 \nIzium,UA,,3,\n", [704508]),
        ("name,match id,judgement\nLyman,704508,matched\nOdd,1,none\nOdd,1,new\n", [704508]),
        ("name,place\nLyman,704508.0\nFriesland,Q770\n", [704508, 500_000_770]),
    ],
)
def test_files_of_many_origins(text: str, places: list[int | None]) -> None:
    read = read_csv(text.encode())
    assert not read.problems
    assert [line.decision.place for line in read.lines] == places


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("Lyman,nowhere", "place is 'nowhere'"),
        (",704508", "empty"),
        ("Lyman,1,maybe", "strength"),
        ("Lyman,1,,Atlantis", "ISO 3166-1"),
        ("Lyman,1,,,,,,soon", "at is 'soon'"),
        ("Lyman,1,,,x y", "language"),
        ("Lyman,1,,,,," + "n" * 501, "501 characters"),
        ("x" * 300 + ",1", "300 characters"),
    ],
)
def test_a_bad_line_is_told_and_the_others_are_read(row: str, told: str) -> None:
    read = read_csv(f"name,place,strength,country,lang,collection,note,at\n{row}\nIzium,2\n".encode())
    assert [line.decision.place for line in read.lines] == [2]
    assert read.problems[0].line == 2
    assert told in read.problems[0].message


def test_a_file_of_decisions_is_read_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "world.csv"
    path.write_text("name,place,by,at\nLyman,1,Olena,2026-11-27T09:00:00+02:00\n", "utf-8")
    assert [one.at for one in Memory.read(path)] == ["2026-11-27T07:00:00+00:00"]
    path.write_text("name,place\nLyman,here\n", "utf-8")
    with pytest.raises(TableError, match="Line 2"):
        Memory.read(path)
    with pytest.raises(QueryError):
        Memory.of([Decision("…", 1)])
