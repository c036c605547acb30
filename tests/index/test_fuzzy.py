"""Fuzzy search: held against brute force, filters, odd strings, threads, mapped arrays."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz import fuzz, process

from gazetteer.index.build.fuzzy import build_fuzzy
from gazetteer.index.search.fuzzy import ALL, FuzzyIndex, Hits
from gazetteer.index.strings import StringTable, build_strings

SYLLABLES = "ba ka ra na mo lo sto gra ville burg sk ov ich san nova del a i u ch zh"


def make_index(texts: list[str], where: list[int] | None = None, what: list[int] | None = None) -> FuzzyIndex:
    """An index over texts; masks are given by the texts' order in the table, and are all ones where left out."""
    table, _ = build_strings(texts)
    ones = [ALL] * len(table)
    return FuzzyIndex(table, build_fuzzy(table, np.array(where or ones, np.uint64), np.array(what or ones, np.uint64)))


def brute_force(index: FuzzyIndex, query: str, floor: float) -> list[float]:
    """The ratios of all strings of an index that reach the floor, best first."""
    texts = [index.table.text(id) for id in range(len(index.table))]
    ratios = (fuzz.ratio(query, text) / 100 for text in texts if text)
    return sorted((ratio for ratio in ratios if ratio >= floor - 1e-9), reverse=True)


def check(index: FuzzyIndex, query: str, hits: Hits, k: int, floor: float) -> None:
    """Nothing better is left out, every ratio is right, and the order is by ratio and id."""
    assert hits.ratios.tolist() == pytest.approx(brute_force(index, query, floor)[:k])
    assert len(set(hits.ids.tolist())) == len(hits)
    for id, ratio in zip(hits.ids.tolist(), hits.ratios.tolist(), strict=True):
        assert ratio == pytest.approx(fuzz.ratio(query, index.table.text(id)) / 100)
    order = list(zip((-hits.ratios).tolist(), hits.ids.tolist(), strict=True))
    assert order == sorted(order)


def made_names(number: int, seed: int) -> list[str]:
    """Names of one to three words, made of syllables."""
    random = Random(seed)
    return [
        " ".join(
            "".join(random.choices(SYLLABLES.split(), k=random.randint(1, 4)))
            for _ in range(random.choice((1, 1, 2, 3)))
        )
        for _ in range(number)
    ]


def misspelt(text: str, random: Random) -> str:
    """The text with one or two letters dropped, added or changed."""
    letters = list(text)
    for _ in range(random.randint(1, 2)):
        place = random.randrange(len(letters) + 1)
        letters[place : place + random.randint(0, 1)] = random.choices("abcdefgh ", k=random.randint(0, 1))
    return "".join(letters) or "a"


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.text(alphabet="abc 1-", max_size=12), max_size=40),
    st.text(alphabet="abc 1-", min_size=1, max_size=14),
    st.integers(1, 12),
    st.sampled_from([0.0001, 0.3, 0.6, 0.8, 1.0]),
)
def test_thorough_search_leaves_nothing_out(texts: list[str], query: str, k: int, floor: float) -> None:
    index = make_index(texts)
    check(index, query, index.search(query, k=k, floor=floor), k, floor)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet="ab c", min_size=50, max_size=300), max_size=8),
    st.text(alphabet="ab c", min_size=40, max_size=1000),
)
def test_long_strings_and_long_queries_take_part(texts: list[str], query: str) -> None:
    index = make_index(texts)
    check(index, query, index.search(query, k=5, floor=0.3), 5, 0.3)


def test_thorough_search_equals_brute_force_on_many_names() -> None:
    names = made_names(6000, seed=1)
    index = make_index(names)
    random = Random(2)
    queries = [misspelt(random.choice(names), random) for _ in range(60)]
    texts = [index.table.text(id) for id in range(len(index.table))]
    for query, hits in zip(queries, index.search_many(queries), strict=True):
        best = process.extract(query, texts, scorer=fuzz.ratio, limit=10, score_cutoff=60)
        assert hits.ratios.tolist() == pytest.approx([score / 100 for _, score, _ in best])


def test_fast_search_finds_the_likest() -> None:
    names = made_names(6000, seed=3)
    index = make_index(names)
    random = Random(4)
    queries = [misspelt(random.choice(names), random) for _ in range(60)]
    for thorough, fast in zip(index.search_many(queries), index.search_many(queries, mode="fast"), strict=True):
        near = thorough.ratios.max(initial=0) - 0.2 + 1e-6
        assert fast.ratios[fast.ratios > near].tolist() == thorough.ratios[thorough.ratios > near].tolist()


def test_a_block_of_more_than_65536_strings_of_one_length() -> None:
    texts = [f"{number:08x}" for number in range(0, 140_000 * 97, 97)]
    index = make_index(texts)
    for query in ("00cb4f51", "0012345", "00000061"):
        hits = index.search(query, k=10, floor=0.7)
        best = process.extract(query, texts, scorer=fuzz.ratio, limit=10, score_cutoff=70)
        assert hits.ratios.tolist() == pytest.approx([score / 100 for _, score, _ in best])


@pytest.mark.parametrize("mode", ["thorough", "fast"])
def test_filters_pass_only_strings_that_share_a_bit(mode: str) -> None:
    texts = ["charkow", "kharkiw", "kharkov", "kharkow"]
    index = make_index(texts, where=[1, 2, 4, 2**63], what=[1, 1, 2, 2])
    assert [index.table.text(id) for id in range(4)] == texts

    def found(**filters: int) -> set[str]:
        hits = index.search("kharkow", mode=mode, **filters)  # type: ignore[arg-type]
        return {index.table.text(int(id)) for id in hits.ids}

    assert found() == set(texts)
    assert found(where=2 | 2**63) == {"kharkiw", "kharkow"}
    assert found(what=2) == {"kharkov", "kharkow"}
    assert found(where=1 | 4, what=1) == {"charkow"}
    assert found(where=8) == set()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.text(alphabet="abcd", min_size=1, max_size=6), min_size=1, max_size=60, unique=True),
    st.text(alphabet="abcd", min_size=1, max_size=6),
)
def test_neighbours_are_all_strings_one_letter_away(texts: list[str], query: str) -> None:
    index = make_index(texts)
    # One letter dropped, added, changed or moved: all letters but one of the longer string are common.
    expected = {
        text
        for text in texts
        if fuzz.ratio(query, text) / 200 * (len(query) + len(text)) > max(len(query), len(text)) - 1.5
        and abs(len(query) - len(text)) <= 1
    }
    hits = index.neighbours(query, k=100)
    assert {index.table.text(int(id)) for id in hits.ids} == expected


def test_neighbours_of_long_names() -> None:
    index = make_index(["velykyi bereznyi raion", "velykyi bereznyj raion", "velykyi berezny raion", "velykyi"])
    hits = index.neighbours("velykyi bereznyi raion")
    assert index.table.text(int(hits.ids[0])) == "velykyi bereznyi raion"
    assert len(hits) == 3


def test_neighbours_obey_the_filters() -> None:
    index = make_index(["lviv", "lvov", "lvow"], where=[1, 2, 4])
    assert [index.table.text(int(id)) for id in index.neighbours("lvof", where=2).ids] == ["lvov"]


def test_another_distance_is_refused() -> None:
    with pytest.raises(ValueError, match="distance 1"):
        make_index(["a"]).neighbours("a", distance=2)


def test_an_empty_query_finds_nothing_and_stops_no_other() -> None:
    index = make_index(["", "lviv"])
    none, one = index.search_many(["", "lvov"])
    assert len(none) == 0
    assert one.ratios.tolist() == [0.75]
    assert len(index.search("")) == 0
    assert len(index.neighbours("")) == 0
    assert index.search_many([]) == []


def test_an_empty_table_finds_nothing() -> None:
    index = make_index([])
    assert len(index.search("lviv")) == 0
    assert len(index.neighbours("lviv")) == 0


def test_eight_threads_give_the_answers_of_one() -> None:
    names = made_names(4000, seed=5)
    index = make_index(names)
    random = Random(6)
    queries = [misspelt(random.choice(names), random) for _ in range(400)]
    queries[7] = "x" * 700  # makes one thread enlarge its scratch
    alone = [(hits.ids.tolist(), hits.ratios.tolist()) for hits in index.search_many(queries)]
    with ThreadPoolExecutor(8) as threads:
        together = [(hits.ids.tolist(), hits.ratios.tolist()) for hits in threads.map(index.search, queries)]
    assert together == alone


def test_mapped_arrays_give_the_answers_of_those_in_memory(tmp_path: Path) -> None:
    names = made_names(2000, seed=7)
    index = make_index(names)
    arrays = build_fuzzy(index.table, np.full(len(index.table), 1, np.uint64), np.full(len(index.table), 1, np.uint64))
    for name, values in (index.table.arrays("table_") | arrays).items():
        np.save(tmp_path / f"{name}.npy", values)
    stored = {path.stem: np.load(path, mmap_mode="r") for path in tmp_path.glob("*.npy")}
    mapped = FuzzyIndex(StringTable.from_arrays(stored, "table_"), stored)
    for name in names[:50]:
        here, there = index.search(name[1:] + "x"), mapped.search(name[1:] + "x")
        assert here.ids.tolist() == there.ids.tolist()
