"""Other ways to find the strings likest to a query, each as one would use it, over the same names.

All give the ten likest that they find. rapidfuzz compares all names; SQLite looks up trigrams and its best 500 are
ranked by rapidfuzz.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

TOP = 10
TRIGRAM_CANDIDATES = 500


@dataclass(frozen=True, slots=True)
class Answers:
    """What a peer found for each query, and how long each took.

    Args:
        what: which peer.
        seconds: one for each query.
        found: the names found for each query.
    """

    what: str
    seconds: list[float]
    found: list[list[str]]


def ask(what: str, search: Callable[[str], list[str]], queries: Sequence[str]) -> Answers:
    """Asks one query after the other; the first is asked once more beforehand."""
    search(queries[0])
    seconds, found = [], []
    for query in queries:
        started = time.perf_counter()
        names = search(query)
        seconds.append(time.perf_counter() - started)
        found.append(names)
    return Answers(what, seconds, found)


def rapidfuzz_extract(names: Sequence[str], queries: Sequence[str]) -> Answers:
    """`process.extract` with the indel ratio: brute force."""

    def search(query: str) -> list[str]:
        return [name for name, _, _ in process.extract(query, names, scorer=fuzz.ratio, limit=TOP)]

    return ask("rapidfuzz extract, ratio (brute force)", search, queries)


def rapidfuzz_wratio(names: Sequence[str], queries: Sequence[str]) -> Answers:
    """`process.extractOne` with WRatio, its default."""

    def search(query: str) -> list[str]:
        best = process.extractOne(query, names, scorer=fuzz.WRatio)
        return [best[0]] if best else []

    return ask(f"rapidfuzz extractOne, WRatio ({len(queries)} queries)", search, queries)


def sqlite_trigrams(names: Sequence[str], queries: Sequence[str]) -> Answers:
    """A full-text table of trigrams in memory; the best 500 by BM25 are ranked by the indel ratio."""
    with sqlite3.connect(":memory:") as database:
        database.execute("create virtual table names using fts5(name, tokenize='trigram', detail='none')")
        database.executemany("insert into names values (?)", ((name,) for name in names))
        database.execute("insert into names(names) values ('optimize')")

        def search(query: str) -> list[str]:
            trigrams = {query[start : start + 3] for start in range(len(query) - 2)}
            if not trigrams:
                return []
            wanted = " OR ".join(f'"{trigram}"' for trigram in sorted(trigrams))
            command = f"select name from names where names match ? order by rank limit {TRIGRAM_CANDIDATES}"
            rows = [row[0] for row in database.execute(command, (wanted,))]
            return [name for name, _, _ in process.extract(query, rows, scorer=fuzz.ratio, limit=TOP)]

        return ask("SQLite FTS5 trigram, best 500 reranked", search, queries)
