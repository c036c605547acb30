"""What strangers send to be dear, to be wrong, or to break something: bounded, and never an error that is not ours."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Indel, LCSseq

from gazetteer import Gazetteer, Near, Options, Query, Verdict
from gazetteer.errors import QueryError
from gazetteer.index.search.fuzzy import FuzzyIndex
from gazetteer.matching import lookup, searches
from gazetteer.matching.resolve import PART_SEARCHES
from gazetteer.matching.searches import Searches
from gazetteer.model import NAME_LIMIT, TAG_LIMIT


def fill(unit: str) -> str:
    return (unit * NAME_LIMIT)[:NAME_LIMIT]


MISSPELT = ("Londn", "Pariss", "Berlinn", "Romee", "Madridd", "Viena", "Tokyoo", "Bejing", "Moskow", "Kairro", "Lagoss")
AREAS = ("Englnd", "Frnace", "Germny", "Itly", "Spian", "Astria", "Japn", "Chna", "Rusia", "Egpt", "Nigria")
SHORTENED = ("St. Petersbrg", "Nov. Hrad.", "Mt. Plesant", "Ft. Wort", "N. Karolin", "Gr. Gerrau", "Bad Hombrg")
HOSTILE = {
    "40 separators": "Paris" + ", ; | / " * 10 + "Texas",
    "12 places": "London; Paris; Berlin; Rome; Madrid; Vienna; Tokyo; Beijing; Moscow; Cairo; Lagos; Lima",
    "misspelt list": "; ".join(MISSPELT),
    "misspelt areas": ", ".join(MISSPELT),
    "misspelt list in areas": "; ".join(map(", ".join, zip(MISSPELT, AREAS, strict=True)))[:NAME_LIMIT],
    "shortened list": "; ".join(SHORTENED),
    "shortened areas": ", ".join(SHORTENED),
    "nested brackets": "(" * 100 + "Paris" + ")" * 95,
    "unclosed brackets": fill("Paris ("),
    "postcodes": fill("75001 "),
    "British postcodes": fill("SW1A 1AA "),
    "places with postcodes": fill("75001 Paris, "),
    "letters": ", ".join("abcdefghijklmnopqrstuvwxyz" * 2),
    "initials": ".".join("abcdefghijklmnopqrstuvwxyz" * 3),
    "abbreviations": fill("St. Mt. Ft. "),
    "kinds": fill("village town city "),
    "kind and of": fill("city of "),
    "relations": fill("near "),
    "distances": fill("30 km N of "),
    "conjunctions": fill("x and "),
    "names and conjunctions": fill("Paris and "),
    "slashes": fill("Paris/Rome/"),
    "French slashes": fill("s/"),
    "one unit": "市" * NAME_LIMIT,
    "units": fill("千葉県市川市"),
    "spaced letters": fill("a b c d "),
    "flags": fill("🇺🇦 Paris "),
    "emoji": fill("Paris 😀 "),
    "marks": fill("e\u0301\u0302"),
    "mixed scripts": fill("Pаrіsοѕ"),
    "right to left": "القاهرة, Egypt, مصر, Cairo",
    "overridden": "\u202eParis\u202c, \u200fFrance",
    "mojibake": fill("ÐšÐ¸Ñ—Ð² "),
    "one letter": "ß" * NAME_LIMIT,
    "per cent": "%" + "25" * 99 + "41",
    "entities": "Paris &" + "amp;" * 48,
    "Cyrillic letters": fill("г. "),
}


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are searched by likeness."""
    asked: list[str] = []
    real = FuzzyIndex.search

    def search(self: FuzzyIndex, text: Any, **kwargs: Any) -> Any:
        asked.append(text)
        return real(self, text, **kwargs)

    monkeypatch.setattr(FuzzyIndex, "search", search)
    return asked


@pytest.mark.parametrize("name", HOSTILE)
def test_no_string_costs_many_searches(embedded: Gazetteer, counted: list[str], name: str) -> None:
    embedded.resolve(Query(HOSTILE[name]))
    assert len(counted) <= searches.MOST + PART_SEARCHES


@pytest.mark.parametrize("name", ["one letter", "kinds", "units", "abbreviations", "distances"])
def test_rubbish_is_no_match(embedded: Gazetteer, name: str) -> None:
    assert embedded.resolve(Query(HOSTILE[name])).verdict is not Verdict.MATCH


@pytest.mark.parametrize("name", ["nested brackets", "unclosed brackets", "places with postcodes", "overridden"])
def test_a_name_is_found_behind_what_stands_around_it(embedded: Gazetteer, name: str) -> None:
    assert embedded.resolve(Query(HOSTILE[name])).candidates[0].place.name == "Paris"


def test_a_place_of_a_list_is_resolved_once(embedded: Gazetteer) -> None:
    found = embedded.resolve(Query("Paris; Rome; Paris; Rome; Paris"))
    assert found.verdict is Verdict.AMBIGUOUS
    assert found.parts[0] is found.parts[2] is found.parts[4]


@settings(deadline=None)
@given(
    st.lists(st.text("abc", min_size=1, max_size=40), min_size=2, max_size=5),
    st.lists(st.tuples(st.text("abc", max_size=20), st.sampled_from(["", " de", " am"])), min_size=5, max_size=5),
)
def test_whatever_words_shorten_is_as_alike_as_is_looked_for(
    embedded: Gazetteer, words: list[str], more: list[tuple[str, str]]
) -> None:
    index = embedded._index
    short, full = " ".join(words), " ".join(word + end + small for word, (end, small) in zip(words, more, strict=False))
    full = full[: len(index.keys.length_start) - 2]
    if LCSseq.similarity(short, full) == len(short):
        alike = max(lookup._FLOOR, Indel.normalized_similarity(short, full))
        assert alike >= lookup.IndexLookup(index, None, Searches())._floor(short)


def test_a_long_text_is_not_compared_with_every_name_that_it_may_shorten(
    embedded: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, float]] = []
    real = FuzzyIndex.search

    def search(self: FuzzyIndex, text: Any, **kwargs: Any) -> Any:
        asked.append((len(text), kwargs.get("floor", 1.0)))
        return real(self, text, **kwargs)

    monkeypatch.setattr(FuzzyIndex, "search", search)
    embedded.resolve(Query("Verwaltungsgemeinsch. Niederschlesischer Oberlausitz. Donnersbergkreiss. Hrad. Kralovsk."))
    long = [floor for length, floor in asked if length > 60]
    assert long
    assert min(long) > 0.6


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "Paris",
                "Rome",
                "Kyiv",
                "市",
                "г.",
                "obl.",
                "of",
                "near",
                "and",
                "30 km N of",
                "75001",
                "²",
                "٣",
                "፩",
                "-0",
            ),
            *(
                ",",
                ";",
                "|",
                "/",
                "(",
                ")",
                "[",
                "]",
                "«",
                "»",
                "—",
                "-",
                "_",
                ".",
                "'",
                '"',
                "&amp;",
                "%41",
                "\\u0041",
            ),
            *(" ", "\t", "\n", "\0", "\u200d", "\u202e", "\u0301", "\ud800", "😀", "🇫🇷", "İ", "ß", "ﷺ", "1e400"),
        ]
    ),
    max_size=60,
).map("".join)


@given(st.one_of(PIECES, st.text(max_size=NAME_LIMIT)))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_string_is_answered_or_refused_in_our_words(tiny: Gazetteer, text: str) -> None:
    (answer,) = tiny.resolve_many([Query(text, within=text, country=(text,))])
    assert answer.error is None or answer.error.code == "bad_query"


@pytest.mark.parametrize("number", ["፩", "٣", "²", "9" * 5_000, "-0", "1e400", "nan", "½", "①"])
def test_no_number_breaks_a_batch(tiny: Gazetteer, number: str) -> None:
    queries = [
        Query("Bakhmut"),
        Query(number),
        Query("Bakhmut", within=number),
        Query("Bakhmut", country=(number,)),
        Query(f"{number} km N of Bakhmut"),
        Query(f"{number} Bakhmut {number}"),
    ]
    for options in (Options(), Options(joint=True), Options(strict=True)):
        answered = tiny.resolve_many(queries, options)
        assert answered[0].candidates
        assert all(one.error is None or one.error.code == "bad_query" for one in answered)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1e400, 91.0])
def test_a_point_is_a_point(value: float) -> None:
    with pytest.raises(QueryError):
        Near(value, 0.0)


@pytest.mark.parametrize(
    ("query", "where"),
    [
        (Query("Paris", lang="x" * (TAG_LIMIT + 1)), "lang"),
        (Query("Paris", country=("FR",) * 1_000), "country"),
        (Query("Paris", codes=("PPL",) * 10_000), "codes"),
        (Query("Paris", limit=10**5_000), "limit"),
    ],
)
def test_more_than_a_name_needs_is_refused(tiny: Gazetteer, query: Query, where: str) -> None:
    (answer,) = tiny.resolve_many([query])
    assert answer.error is not None
    assert answer.error.where == where
    assert answer.error.code == "bad_query"
