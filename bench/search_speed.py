"""The fuzzy search against its peers: time, and recall against brute force."""

from __future__ import annotations

import statistics
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
from rapidfuzz import fuzz

from bench.peers import TOP, Answers, ask, rapidfuzz_extract, rapidfuzz_wratio, sqlite_trigrams
from bench.peers_batch import duckdb_jaro_winkler, rapidfuzz_cdist, sparse_trigrams
from bench.peers_postgres import postgres_trigrams
from bench.table import Measurement, Target, row_of_times, target
from gazetteer.index.build.fuzzy import build_fuzzy
from gazetteer.index.index import open_index
from gazetteer.index.search.fuzzy import FuzzyIndex
from gazetteer.index.strings import build_strings
from gazetteer.model import Mode

SEED = 7
ALIKE = 0.7  # recall is of names that are at least so like the query
SHORTEST = 3
WRATIO_QUERIES = 20
ROUNDS = 5
LETTERS = "abcdefghijklmnopqrstuvwxyz"
HAIR = 1e-6


def index_of(data_dir: Path, names_file: Path | None) -> FuzzyIndex:
    """The spelling index of the gazetteer, or one over the lines of a file."""
    if names_file is None:
        return open_index(data_dir).spelling
    table, _ = build_strings(names_file.read_text().splitlines())
    every = np.full(len(table), 1, np.uint64)
    return FuzzyIndex(table, build_fuzzy(table, every, every))


def misspelt(name: str, random: Random) -> str:
    """The name with one or two letters dropped, added, changed or exchanged with the next."""
    letters = list(name)
    for _ in range(random.choice((1, 2))):
        place = random.randrange(len(letters))
        edit = random.randrange(4)
        if edit == 0:
            letters.insert(place, random.choice(LETTERS))
        elif edit == 1:
            letters[place] = random.choice(LETTERS)
        elif edit == 2 and len(letters) > SHORTEST:
            del letters[place]
        else:
            letters[place : place + 2] = reversed(letters[place : place + 2])
    return "".join(letters).strip()


def search_section(index: FuzzyIndex, count: int) -> tuple[list[Measurement], list[Target]]:
    """Searches misspelt names, the same for all.

    Args:
        index: whose names are searched.
        count: how many queries.
    """
    table = index.table
    names = [name for name in map(table.text, range(len(table))) if name]
    random = Random(SEED)
    queries = [misspelt(random.choice(names), random) for _ in range(count)]
    brute = rapidfuzz_extract(names, queries)
    likest = [_likest(query, found) for query, found in zip(queries, brute.found, strict=True)]
    modes: tuple[Mode, ...] = ("thorough", "fast")
    ours = {mode: _ours(index, mode, queries) for mode in modes}
    peers = [
        rapidfuzz_wratio(names, queries[:WRATIO_QUERIES]),
        sqlite_trigrams(names, queries),
        rapidfuzz_cdist(names, queries),
        sparse_trigrams(names, queries),
        duckdb_jaro_winkler(names, queries),
        postgres_trigrams(names, queries),
    ]
    base = row_of_times("", ours["thorough"].seconds).median_ms
    rows, recalls, medians = [], {}, {}
    for answers in [*ours.values(), brute, *(peer for peer in peers if peer)]:
        recalls[answers.what] = _recall(queries, answers, likest)
        row = row_of_times(answers.what, answers.seconds)
        medians[answers.what] = row.median_ms
        recall = "" if len(answers.found) < count else f", recall {recalls[answers.what]:.3f}"
        note = f"{row.median_ms / base:,.2f} x thorough{recall}"
        rows.append(Measurement(row.what, row.median_ms, row.p99_ms, row.per_second, note))
    for mode in modes:
        seconds = _batch(index, mode, queries)
        rows.append(
            Measurement(f"ours, {mode}, many in one call, one core", float("nan"), float("nan"), count / seconds)
        )
    if peers[-1] is None:
        rows.append(Measurement("PostgreSQL is not installed: not measured", float("nan"), float("nan"), float("nan")))
    extract, fast = medians[brute.what], medians[ours["fast"].what]
    postgres = None if peers[-1] is None else medians[peers[-1].what] / base
    return rows, [
        target("search, thorough, against rapidfuzz extract", 150, "x", extract / base),
        target("search, thorough, against pg_trgm GIN at 0.3", 15, "x", postgres),
        target(f"search, thorough, recall@{TOP} of ratio >= {ALIKE}", 0.99, "", recalls[ours["thorough"].what]),
        target("search, fast, against rapidfuzz extract", 400, "x", extract / fast),
    ]


def _ours(index: FuzzyIndex, mode: Mode, queries: Sequence[str]) -> Answers:
    """Our search, one query a call, with what turns ids to strings left out."""
    hits: dict[str, list[int]] = {}

    def search(query: str) -> list[str]:
        hits[query] = index.search(query, k=TOP, mode=mode).ids.tolist()
        return []

    rounds = [ask(f"ours, {mode}", search, queries) for _ in range(ROUNDS)]
    # One call is so short that whatever else the machine does in that moment would be all that is seen.
    seconds = [statistics.median(times) for times in zip(*(each.seconds for each in rounds), strict=True)]
    found = [[index.table.text(id) for id in hits[query]] for query in queries]
    return Answers(rounds[0].what, seconds, found)


def _batch(index: FuzzyIndex, mode: Mode, queries: Sequence[str]) -> float:
    """Seconds of this thread for all queries in one call."""
    started = time.thread_time()
    index.search_many(queries, k=TOP, mode=mode)
    return time.thread_time() - started


def _likest(query: str, names: Sequence[str]) -> list[float]:
    """Ratios of the names that are alike enough, best first."""
    ratios = (fuzz.ratio(query, name) / 100 for name in names)
    return sorted((ratio for ratio in ratios if ratio >= ALIKE - HAIR), reverse=True)


def _recall(queries: Sequence[str], answers: Answers, likest: Sequence[Sequence[float]]) -> float:
    """Of the names that brute force finds, how many were found, or others as like."""
    wanted = reached = 0
    for query, found, best in zip(queries, answers.found, likest, strict=False):
        if best:
            wanted += len(best)
            reached += min(len(best), sum(ratio >= best[-1] - HAIR for ratio in _likest(query, found)))
    return reached / max(wanted, 1)
