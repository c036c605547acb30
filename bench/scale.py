"""How does it do at the size of all GeoNames? Makes a gazetteer of that size, measures it, writes a page; an hour.

    python -m bench.scale --work FOLDER [--places 13000000 --names 25000000] [--queries 400] [--write docs/scale.md]

With --keep the build that is in the folder is measured and not made anew; its time and memory are then not shown.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from random import Random

from bench.memory import Stage, Stages, watched
from bench.resolve_speed import opening_section
from bench.scale_source import SEED, Made
from bench.search_speed import misspelt
from bench.table import Measurement, Target, print_rows, print_targets, row_of_times, target
from gazetteer import Gazetteer, build
from gazetteer.index.index import Index, open_index
from gazetteer.index.search.masks import country_bit
from gazetteer.model import Mode, Options, Query

PLACES, NAMES = 13_000_000, 25_000_000
QUERIES = 400
TOP = 10
GIGABYTE = 1e9
MINUTE = 60.0


def made(folder: Path, places: int, names: int) -> tuple[list[Target], list[Stage]]:
    """Build the made gazetteer in processes of its own, and watch them."""
    command = [sys.executable, "-m", "bench.scale", "--work", str(folder), "--only-build"]
    run = watched([*command, "--places", str(places), "--names", str(names)])
    stages = [Stage(**each) for each in json.loads(run.output)]
    return [
        target("build", 8, "min", run.seconds / MINUTE, at_most=True),
        target("build, time of processors", 14, "min", run.processor_seconds / MINUTE, at_most=True),
        target("build, memory of all its processes", 6, "GB", run.peak / GIGABYTE, at_most=True),
    ], stages


def measured(folder: Path, queries: int) -> tuple[list[Measurement], list[Target]]:
    """Disk, opening, and the time of one query of each kind."""
    build_folder = (folder / "current").resolve()
    disk = sum(file.stat().st_size for file in build_folder.iterdir())
    gazetteer, index = Gazetteer.open(folder, kept=0), open_index(folder)
    asked, exact_keys = _queries(index, queries), [(key, 0) for key in _keys(index)]
    written = [(name, 0) for name in _names(index)]
    fast_mode = Options(mode="fast")
    rows = [
        _row("search, thorough", lambda text, _where: _search(index, text, "thorough"), asked),
        _row("search, fast", lambda text, _where: _search(index, text, "fast"), asked),
        _row("search, thorough, a country given", lambda text, where: _search(index, text, "thorough", where), asked),
        _row("lookup of an exact key", lambda text, _where: index.keys.find(text), exact_keys),
        _row("resolve, misspelt, thorough", lambda text, _where: gazetteer.resolve(Query(text)), asked),
        _row("resolve, misspelt, fast", lambda text, _where: gazetteer.resolve(Query(text), fast_mode), asked),
        _row("resolve, a name as it is written", lambda text, _where: gazetteer.resolve(Query(text)), written),
        _row("resolve, a key", lambda text, _where: gazetteer.resolve(Query(text)), exact_keys),
        _row("suggest, one or two letters", lambda text, _where: gazetteer.suggest(text), _beginnings(exact_keys)),
    ]
    # Last, when all kernels are compiled: what compiling takes is no worker's memory.
    opened, openings = opening_section(folder)
    milliseconds = next(row.median_ms for row in opened)
    private = next(each for each in openings if "private" in each.what)
    thorough, fast, country, exact, answer, fast_answer, exact_answer, key_answer, short = rows
    return [*rows, *opened], [
        target("index on disk", 5, "GB", disk / GIGABYTE, at_most=True),
        target("opening", 300, "ms", milliseconds, at_most=True),
        target("private memory of a worker", 200, "MB", _number(private), at_most=True),
        target("search, thorough, median", 6, "ms", thorough.median_ms, at_most=True),
        target("search, thorough, p99", 60, "ms", thorough.p99_ms, at_most=True),
        target("search, fast, median", 0.5, "ms", fast.median_ms, at_most=True),
        target("search, thorough, a country given, p99", 10, "ms", country.p99_ms, at_most=True),
        target("lookup of an exact key, median", 0.1, "ms", exact.median_ms, at_most=True),
        target("answer to an exact name, median", 0.15, "ms", exact_answer.median_ms, at_most=True),
        target("answer to an exact name, p99", 2, "ms", exact_answer.p99_ms, at_most=True),
        target("answer to a key, p99", 2, "ms", key_answer.p99_ms, at_most=True),
        target("answer to a misspelt name, thorough, median", 2.5, "ms", answer.median_ms, at_most=True),
        target("answer to a misspelt name, thorough, p99", 15, "ms", answer.p99_ms, at_most=True),
        target("answer to a misspelt name, fast, median", 1, "ms", fast_answer.median_ms, at_most=True),
        target("answer to a misspelt name, fast, p99", 5, "ms", fast_answer.p99_ms, at_most=True),
        target("suggestions for one or two letters, p99", 1, "ms", short.p99_ms, at_most=True),
    ]


def page(
    gazetteer: Gazetteer,
    keys: int,
    rows: Sequence[Measurement],
    targets: Sequence[Target],
    stages: Sequence[Stage],
) -> str:
    """What docs/scale.md says."""
    info = gazetteer.info
    lines = [
        "# Scale",
        "",
        f"Made by `python -m bench.scale`: {info.places:,} places, {info.names:,} names, {keys:,} distinct keys, made",
        "from the real names of the embedded gazetteer by a seeded generator (`bench/scale_source.py`). Queries are",
        "keys with one or two letters dropped, added, changed or exchanged; names as the places have them; and keys,",
        "which are names folded, or read from another script, and which no place may have in these letters.",
        "",
        "| what | wanted | measured | |",
        "| --- | --- | --- | --- |",
        *(
            f"| {each.what} | {each.wanted} | {each.measured or '–'} | {'met' if each.reached else 'not met'} |"
            for each in targets
        ),
        "",
        *_stage_rows(stages),
        "",
        "| one query | median ms | p99 ms |",
        "| --- | --- | --- |",
        *(f"| {row.what} | {row.median_ms:.3f} | {row.p99_ms:.3f} |" for row in rows),
        "",
    ]
    return "\n".join(lines)


def _stage_rows(stages: Sequence[Stage]) -> list[str]:
    """A table of what each stage of the build took; nothing where none was watched."""
    if not stages:
        return []
    return [
        "| stage of the build | seconds | of processors | memory at most, GB |",
        "| --- | --- | --- | --- |",
        *(
            f"| {each.name} | {each.seconds:.0f} | {each.processor_seconds:.0f} | {each.peak / GIGABYTE:.2f} |"
            for each in stages
        ),
    ]


def _queries(index: Index, count: int) -> list[tuple[str, int]]:
    """Misspelt keys, each with the mask of a country that has a place of that name."""
    random, columns = Random(SEED), index.columns
    out: list[tuple[str, int]] = []
    while len(out) < count:
        key = random.randrange(len(index.keys))
        text = index.keys.text(key)
        place = columns.name_place[columns.key_name[columns.key_first_name[key]]]
        country = int(columns.place_country[place])
        if text and country >= 0:
            out.append((misspelt(text, random), country_bit(country)))
    return out


def _keys(index: Index) -> list[str]:
    random = Random(SEED + 1)
    return [index.keys.text(random.randrange(len(index.keys))) or "a" for _ in range(QUERIES)]


def _names(index: Index) -> list[str]:
    """Names as places have them."""
    random, number = Random(SEED + 2), len(index.columns.name_place)
    return [index.places.known_name(random.randrange(number)).name.text for _ in range(QUERIES)]


def _beginnings(keys: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """The first one and two letters of keys, each once."""
    return [(text, 0) for text in dict.fromkeys(key[:size] for key, _ in keys for size in (1, 2)) if text.strip()]


def _search(index: Index, text: str, mode: Mode, where: int | None = None) -> object:
    if where is None:
        return index.spelling.search(text, k=TOP, mode=mode)
    return index.spelling.search(text, k=TOP, mode=mode, where=where)


def _row(what: str, ask: Callable[[str, int], object], asked: Sequence[tuple[str, int]]) -> Measurement:
    """The time of each query in a second round: the first brings the pages that they touch into memory."""
    for text, where in asked:
        ask(text, where)
    seconds = []
    for text, where in asked:
        started = time.perf_counter()
        ask(text, where)
        seconds.append(time.perf_counter() - started)
    return row_of_times(what, seconds)


def _number(each: Target) -> float | None:
    return None if each.measured is None else float(each.measured.split()[0].replace(",", ""))


def main() -> None:
    """Makes, measures, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="an empty folder on a disk with room for 15 GB")
    parser.add_argument("--places", type=int, default=PLACES)
    parser.add_argument("--names", type=int, default=NAMES)
    parser.add_argument("--queries", type=int, default=QUERIES)
    parser.add_argument("--keep", action="store_true", help="measure the build that is there")
    parser.add_argument("--only-build", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--write", type=Path, help="the page to write")
    options = parser.parse_args()
    if options.only_build:
        watching = Stages()
        build(Made(options.places, options.names), options.work, watching)
        print(json.dumps([asdict(stage) for stage in watching.over()]))
        return
    targets, stages = ([], []) if options.keep else made(options.work, options.places, options.names)
    print("\n".join(_stage_rows(stages)), flush=True)
    rows, more = measured(options.work, options.queries)
    targets += more
    gazetteer = Gazetteer.open(options.work, kept=0)
    keys = len(open_index(options.work).keys)
    print_rows(f"{gazetteer.info.places:,} places, {gazetteer.info.names:,} names, {keys:,} distinct keys", rows)
    print_targets(targets)
    if options.write:
        options.write.write_text(page(gazetteer, keys, rows, targets, stages), "utf-8")


if __name__ == "__main__":
    main()
