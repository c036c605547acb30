"""Peers over the same names that use all processors, as batch work does.

rapidfuzz' `cdist` compares many queries with all names at once; sparse_dot_topn multiplies TF-IDF vectors of trigrams,
made by scikit-learn; DuckDB orders all names by their Jaro-Winkler similarity. A peer that is not installed is None.
"""

from __future__ import annotations

import time
from collections.abc import Sequence

import numpy as np
from rapidfuzz import fuzz, process

from bench.peers import TOP, Answers, ask

CDIST_QUERIES = 32  # in one matrix, which has a byte for each query and name
DUCKDB_QUERIES = 20


def rapidfuzz_cdist(names: Sequence[str], queries: Sequence[str]) -> Answers:
    """`process.cdist` with the indel ratio on all processors: brute force, many queries at once."""
    found: list[list[str]] = []
    started = time.perf_counter()
    for first in range(0, len(queries), CDIST_QUERIES):
        some = queries[first : first + CDIST_QUERIES]
        ratios = process.cdist(some, names, scorer=fuzz.ratio, dtype=np.uint8, workers=-1)
        found += [[names[at] for at in np.argpartition(row, -TOP)[-TOP:].tolist()] for row in ratios]
    each = (time.perf_counter() - started) / len(queries)
    return Answers("rapidfuzz cdist, all processors", [each] * len(queries), found)


def sparse_trigrams(names: Sequence[str], queries: Sequence[str]) -> Answers | None:
    """`sp_matmul_topn` of trigrams' TF-IDF vectors on all processors; the vectors of the names are made beforehand."""
    try:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sparse_dot_topn import sp_matmul_topn
    except ImportError:
        return None
    vectors = TfidfVectorizer(analyzer="char", ngram_range=(3, 3), dtype=np.float32)
    known = vectors.fit_transform(names).T.tocsr()
    started = time.perf_counter()
    best = sp_matmul_topn(vectors.transform(queries), known, top_n=TOP, n_threads=-1)
    each = (time.perf_counter() - started) / len(queries)
    found = [[names[at] for at in best[row].indices.tolist()] for row in range(len(queries))]
    return Answers("sparse_dot_topn, trigrams, all processors", [each] * len(queries), found)


def duckdb_jaro_winkler(names: Sequence[str], queries: Sequence[str]) -> Answers | None:
    """DuckDB on all processors: all names ordered by `jaro_winkler_similarity`, for the first few queries."""
    try:
        import duckdb
        import pyarrow as pa
    except ImportError:
        return None
    with duckdb.connect() as database:
        database.register("arrow", pa.table({"name": list(names)}))
        database.execute("create table names as select * from arrow")
        command = f"select name from names order by jaro_winkler_similarity(name, ?) desc limit {TOP}"

        def search(query: str) -> list[str]:
            return [str(row[0]) for row in database.execute(command, [query]).fetchall()]

        some = queries[:DUCKDB_QUERIES]
        return ask(f"DuckDB, Jaro-Winkler ({len(some)} queries)", search, some)
