"""What is answered with a memory."""

from __future__ import annotations

import pytest

from gazetteer import (
    Decision,
    Gazetteer,
    How,
    Memory,
    Near,
    Options,
    Query,
    QueryError,
    Resolution,
    Strength,
    Verdict,
    When,
)

KHARKIV, KHERSON = 694137, 694126  # two Shevchenkoves
OBLAST, BAKHMUT, KHARKIV_CITY = 706482, 713174, 706483


def memory(*decisions: Decision) -> Memory:
    return Memory.of(decisions, desk="world", title="the World desk")


def first(resolution: Resolution) -> int | None:
    return resolution.candidates[0].place.id if resolution.candidates else None


def test_a_decision_answers_and_says_whose_it_is(tiny: Gazetteer) -> None:
    assert tiny.resolve("Shevchenkove").verdict is Verdict.AMBIGUOUS
    decided = memory(Decision("Shevchenkove", KHARKIV, by="Olena", at="2026-11-27T10:00:00+00:00"))
    found = tiny.resolve("shevchenkove", memory=decided)
    assert (found.verdict, first(found), found.candidates[0].score, found.none) == (Verdict.MATCH, KHARKIV, 1.0, 0.0)
    matched = found.candidates[0].matched
    assert matched.how is How.DECIDED
    assert matched.detail == "decided by Olena for the World desk, 27 November 2026"
    assert found.decided is not None
    assert found.decided.applied
    assert found.decided.otherwise is None


def test_an_explanation_says_what_the_gazetteer_alone_says(tiny: Gazetteer) -> None:
    found = tiny.resolve("Bakhmut", Options(explain=True), memory=memory(Decision("Bakhmut", KHERSON)))
    assert found.decided is not None
    assert found.decided.otherwise is not None
    assert (found.decided.otherwise.verdict, found.decided.otherwise.id) == ("match", BAKHMUT)
    assert [(one.place.id, one.score) for one in found.candidates][:2] == [(KHERSON, 1.0), (BAKHMUT, 0.0)]
    assert found.trace is not None


def test_no_place_may_be_meant(tiny: Gazetteer) -> None:
    found = tiny.resolve("Paris", memory=memory(Decision("Paris", None, by="Olena")))
    assert (found.verdict, found.candidates, found.none) == (Verdict.NO_MATCH, (), 1.0)
    assert found.hint == "decided by Olena for the World desk: no place is meant"


@pytest.mark.parametrize(
    ("query", "applied", "why"),
    [
        (Query("Paris", country=("US",)), True, None),
        (Query("Paris", country=("FR",)), False, "the query says country FR"),
        (Query("Paris", country=("France",)), False, "the query says country France"),
        (Query("Paris", within="Texas"), True, None),
        (Query("Paris", within="US.TX"), True, None),
        (Query("Paris", within="4736286"), True, None),
        (Query("Paris", within="France"), False, "the query says within France"),
        (Query("Paris", classes=("A",)), False, "the query says class A"),
        (Query("Paris", codes=("PPLC",)), False, "the query says code PPLC"),
        (Query("Paris", near=Near(48.8, 2.3)), True, None),
    ],
)
@pytest.mark.parametrize("strict", [False, True])
def test_a_decision_yields_to_what_the_query_says(
    tiny: Gazetteer, query: Query, applied: bool, why: str | None, strict: bool
) -> None:
    texas = memory(Decision("Paris", 4717560))
    found = tiny.resolve(query, Options(strict=strict), memory=texas)
    assert found.decided is not None
    assert (found.decided.applied, found.decided.why_not) == (applied, why)
    assert (first(found) == 4717560) is applied
    if not applied:
        alone = tiny.resolve(query, Options(strict=strict))
        assert (found.verdict, found.candidates) == (alone.verdict, alone.candidates)


def test_what_cannot_be_read_is_said_by_the_gazetteer(tiny: Gazetteer) -> None:
    nowhere = Query("Paris", country=("Nowhere",))
    texas = memory(Decision("Paris", 4717560))
    assert first(tiny.resolve(nowhere, memory=texas)) == 4717560
    with pytest.raises(QueryError, match="Nowhere"):
        tiny.resolve(nowhere, Options(strict=True), memory=texas)
    with pytest.raises(QueryError, match="limit"):
        tiny.resolve(Query("Paris", limit=0), memory=texas)


def test_where_one_yields_the_next_counts(tiny: Gazetteer) -> None:
    both = memory(
        Decision("Shevchenkove", KHARKIV, when=When(lang="uk")),
        Decision("Shevchenkove", KHERSON),
    )
    assert first(tiny.resolve(Query("Shevchenkove", lang="uk-UA"), memory=both)) == KHARKIV
    assert first(tiny.resolve(Query("Shevchenkove", lang="en"), memory=both)) == KHERSON
    excluded = Query("Shevchenkove", lang="uk", within="Kharkiv Oblast")
    other = memory(Decision("Shevchenkove", KHERSON, when=When(lang="uk")), Decision("Shevchenkove", KHARKIV))
    assert first(tiny.resolve(excluded, memory=other)) == KHARKIV


@pytest.mark.parametrize(
    ("when", "query", "holds"),
    [
        (When(country=("UA",)), Query("Shevchenkove", country=("Україна",)), True),
        (When(country=("UA",)), Query("Shevchenkove"), False),
        (When(unless_country=("UA",)), Query("Shevchenkove"), True),
        (When(unless_country=("UA",)), Query("Shevchenkove", country=("804",)), False),
        (When(within=OBLAST), Query("Shevchenkove", within="Kharkiv Oblast"), True),
        (When(within=690791), Query("Shevchenkove", within="Kharkiv Oblast"), True),
        (When(within=OBLAST), Query("Shevchenkove", within="Ukraine"), False),
        (When(within=OBLAST), Query("Shevchenkove"), False),
    ],
)
def test_when(tiny: Gazetteer, when: When, query: Query, holds: bool) -> None:
    found = tiny.resolve(query, memory=memory(Decision("Shevchenkove", KHARKIV, when=when)))
    assert (found.decided is not None) is holds


def test_a_preference_breaks_an_ambiguity_and_nothing_else(tiny: Gazetteer) -> None:
    prefers = memory(
        Decision("Shevchenkove", KHERSON, Strength.PREFERS, by="Olena"),
        Decision("Bakhmut", KHERSON, Strength.PREFERS),
        Decision("Springfield", BAKHMUT, Strength.PREFERS),
    )
    broken = tiny.resolve(Query("Shevchenkove", limit=1), memory=prefers)
    assert (broken.verdict, first(broken), broken.hint) == (Verdict.MATCH, KHERSON, None)
    assert broken.candidates[0].matched.detail.startswith("preferred by Olena for the World desk")
    clear = tiny.resolve("Bakhmut", memory=prefers)
    assert (first(clear), clear.decided) == (BAKHMUT, None)
    other = tiny.resolve("Springfield", memory=prefers)
    assert other.verdict is Verdict.AMBIGUOUS
    assert other.decided is not None
    assert not other.decided.applied


def test_what_decides_goes_before_what_prefers(tiny: Gazetteer) -> None:
    both = memory(
        Decision("Shevchenkove", KHERSON, Strength.PREFERS, When(lang="uk")), Decision("Shevchenkove", KHARKIV)
    )
    assert first(tiny.resolve(Query("Shevchenkove", lang="uk"), memory=both)) == KHARKIV


def test_a_stale_decision_never_answers(tiny: Gazetteer) -> None:
    found = tiny.resolve("Bakhmut", memory=memory(Decision("Bakhmut", 1)))
    assert first(found) == BAKHMUT
    assert found.decided is not None
    assert found.decided.why_not == "the gazetteer no longer has its place"


def test_many_names_are_answered_as_each_alone(tiny: Gazetteer) -> None:
    decided = memory(Decision("Shevchenkove", KHARKIV), Decision("Paris", None))
    queries = ["Shevchenkove", "Paris", "Bakhmut", "", "Odesa"]
    found = tiny.resolve_many(queries, memory=decided)
    assert [first(one) for one in found] == [KHARKIV, None, BAKHMUT, None, 698740]
    assert found[3].error is not None
    sound = [query for query in queries if query]
    assert tiny.resolve_many(sound, memory=Memory()) == tiny.resolve_many(sound)


def test_a_decided_name_is_evidence_for_its_neighbours(tiny: Gazetteer) -> None:
    queries = [Query("Shevchenkove"), Query("Paris")]
    to_texas = memory(Decision("Shevchenkove", 5527554))  # Odessa, Texas
    alone = tiny.resolve_many(queries, Options(joint=True))
    found = tiny.resolve_many(queries, Options(joint=True), memory=to_texas)
    assert first(found[0]) == 5527554

    def texas(resolution: Resolution) -> float:
        return next(one.score for one in resolution.candidates if one.place.id == 4717560)

    assert texas(found[1]) > texas(alone[1])
