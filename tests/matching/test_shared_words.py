"""Long names that are not written as the gazetteer has them: found by their words, and compared to their end."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tiny import Tiny

from gazetteer import Gazetteer, How, Query, build
from gazetteer.errors import QueryError
from gazetteer.index.build.long_words import build_long_words
from gazetteer.index.search.long_words import LongWords
from gazetteer.index.strings import build_strings
from gazetteer.matching.shared_words import KEYS, LONG, is_long, rearranged, share_words
from gazetteer.model import NAME_LIMIT

PARIS, BERLIN, KYIV, ODESA = 2988507, 2950159, 703448, 698740
LONG_NAMES = {
    PARIS: "Département_de_la_Haute_Vallée_et_des_Sources_Froides",
    BERLIN: "Département_de_la_Basse_Vallée_et_des_Sources_Chaudes",
    KYIV: "Monastery_of_the_Venerable_Fathers_and_Mothers_of_the_Wide_Steppe_and_North",
    ODESA: "Monastery_of_the_Venerable_Fathers_and_Mothers_of_the_Wide_Steppe_and_South",
}
TEXTS = (
    "region de magallanes y de la antartica chilena",
    "region de murcia y de la costa calida del sur",
    "municipality of santa maria magdalena jicotlan",
    "municipality of santa maria magdalena",
    "municipality of san pedro jicotlan",
    "bakhmut",
)


@pytest.fixture(scope="module")
def long(tmp_path_factory: pytest.TempPathFactory) -> Gazetteer:
    """The tiny gazetteer with a few long names."""
    path: Path = tmp_path_factory.mktemp("long")
    build(Tiny(more=LONG_NAMES), path)
    return Gazetteer.open(path)


def table(*texts: str) -> LongWords:
    keys = build_strings(texts)[0]
    return LongWords(keys, build_long_words(keys))


@pytest.mark.parametrize(
    ("key", "found"),
    [
        ("antartica chilena region de magallanes y de la", TEXTS[0]),
        ("provincia de magallanes y la antartica", TEXTS[0]),
        ("jicotlan santa maria magdalena municipality of", TEXTS[2]),
        ("santa maria magdalena the municipality of", TEXTS[3]),
        ("pedro san jicotlan village and municipality", TEXTS[4]),
    ],
)
def test_the_keys_that_share_the_rarest_words_come_first(key: str, found: str) -> None:
    long = table(*TEXTS)
    assert long.keys.text(share_words(long, key)[0]) == found


def test_one_word_in_common_is_not_enough() -> None:
    assert share_words(table(*TEXTS), "municipality of nowhere at all whatsoever") == []


def test_short_words_are_none_in_common() -> None:
    assert share_words(table(*TEXTS), "de la y de la of de la y de la of nothing") == []


def test_no_more_keys_than_asked_for() -> None:
    long = table(*(f"municipality of santa maria number {number}" for number in range(1000)))
    assert len(share_words(long, "santa maria municipality of some number")) == KEYS


@pytest.mark.parametrize("keys", [(), ("paris",), ("a" * 200,)])
def test_tables_without_long_names_of_words(keys: tuple[str, ...]) -> None:
    assert share_words(table(*keys), "municipality of santa maria magdalena") == []


@pytest.mark.parametrize(
    ("key", "other", "text"),
    [
        ("c d a b", "a b c d", "a b c d"),
        ("c d x a b", "a b c d", "a b x c d"),
        ("b a", "a b c", "a b"),
        ("b b a", "a b", "a b b"),
        ("x y", "a b", "x y"),
        ("", "a", ""),
    ],
)
def test_the_words_in_common_are_put_in_the_other_order(key: str, other: str, text: str) -> None:
    assert rearranged(key, other) == text


WORDS = st.lists(st.sampled_from(("santa", "maria", "de", "jicotlan", "x", "", "magdalena")), max_size=40).map(" ".join)


@given(WORDS, WORDS)
def test_no_word_is_lost_or_added(key: str, other: str) -> None:
    assert sorted(rearranged(key, other).split(" ")) == sorted(key.split(" "))


@given(st.one_of(WORDS, st.text(max_size=1_000)))
def test_any_string_has_at_most_so_many_keys(key: str) -> None:
    long = table(*TEXTS)
    found = share_words(long, key)
    assert len(found) == len(set(found)) <= KEYS
    assert all(0 <= one < len(long.keys) for one in found)


@pytest.mark.parametrize("unit", ["municipality ", "a", "santa maria ", "magdalenaxyz", " "])
def test_a_thousand_letters_cost_no_more_than_a_name(unit: str) -> None:
    long = table(*(f"municipality of santa maria magdalena number {number}" for number in range(20_000)))

    def seconds(key: str) -> float:
        def once() -> float:
            start = time.perf_counter()
            share_words(long, key)
            return time.perf_counter() - start

        return min(once() for _ in range(5))

    usual = seconds("magdalena santa maria municipality of number 7")
    assert seconds((unit * 1_000)[:1_000]) < 5 * usual + 0.01


def test_only_long_names_of_some_words_are_looked_for_so() -> None:
    assert is_long("a" * LONG + " b c")
    assert not is_long("santa maria de jicotlan")
    assert not is_long("llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch")


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("Haute Vallée et des Sources Froides, Département de la", PARIS),
        ("Sources Froides et de la Haute Vallée (Département)", PARIS),
        ("des Sources Chaudes et de la Basse Vallée Département", BERLIN),
        ("Region de la Basse Valle et des Sources Chaudes", BERLIN),
        ("Wide Steppe and South Monastery of the Venerable Fathers and Mothers of the", ODESA),
    ],
)
def test_a_long_name_is_found_in_another_order(long: Gazetteer, name: str, place: int) -> None:
    assert long.resolve(Query(name)).candidates[0].place.id == place


def test_it_is_said_that_words_were_moved(long: Gazetteer) -> None:
    matched = long.resolve(Query("Sources Froides Département de la Haute Vallée et des")).candidates[0].matched
    assert matched.how is How.FUZZY
    assert matched.detail.endswith("with its words in another order")


@pytest.mark.parametrize(("place", "other"), [(KYIV, ODESA), (ODESA, KYIV)])
def test_names_with_the_same_first_64_letters_are_told_apart(long: Gazetteer, place: int, other: int) -> None:
    name = LONG_NAMES[place].replace("_", " ")
    assert name[:64] == LONG_NAMES[other].replace("_", " ")[:64]
    exact, misspelt = long.resolve(Query(name)), long.resolve(Query(name.replace("Venerable", "Venerble")))
    assert exact.candidates[0].matched.how is How.EXACT
    assert exact.candidates[0].matched.similarity == 1.0
    assert [answer.candidates[0].place.id for answer in (exact, misspelt)] == [place, place]


@given(st.one_of(WORDS.map(lambda text: text[:NAME_LIMIT]), st.text(min_size=LONG, max_size=NAME_LIMIT)))
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_long_string_is_answered_or_refused_in_our_words(long: Gazetteer, text: str) -> None:
    (answer,) = long.resolve_many([Query(text)])
    assert answer.error is None or answer.error.code == "bad_query"


def test_a_thousand_letters_are_refused(long: Gazetteer) -> None:
    with pytest.raises(QueryError):
        long.resolve(Query("santa maria " * 84))
