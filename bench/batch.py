"""Whole files: how long a CSV of 100,000 rows takes, how much memory one of 5 million, against rapidfuzz and over HTTP.

python -m bench.batch --data-dir data                 100,000 rows, against rapidfuzz
python -m bench.batch --data-dir data --rows 5000000  memory and rate of a large file
python -m bench.batch --data-dir data --job           the same file as a job over HTTP

That a job whose worker is killed gives the same bytes is a test: tests/service/jobs/test_survival.py.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import httpx
import numpy as np
from rapidfuzz import fuzz, process

from bench.batch_file import SEED, write_file
from bench.table import print_targets, target
from gazetteer.index.index import open_index

SMALL = 100_000
RAPIDFUZZ_NAMES = 60  # a sample; all would take an hour
MEMORY_PAUSE = 0.5  # seconds


@dataclass(frozen=True, slots=True)
class Run:
    """One run of the command.

    Args:
        rows: of the file.
        seconds: from start to end of the process.
        processor_seconds: of all its processes.
        memory_mb: the most that all its processes held, each shared page divided among them (PSS).
    """

    rows: int
    seconds: float
    processor_seconds: float
    memory_mb: float


def run_command(command: Sequence[str], rows: int) -> Run:
    """Run a command to its end, and watch its memory."""
    started, used = time.perf_counter(), _children_seconds()
    child = subprocess.Popen(command)
    most = 0.0

    def watch() -> None:
        nonlocal most
        while child.poll() is None:
            most = max(most, sum(memory_of(pid) for pid in family(child.pid)) / 1024)
            time.sleep(MEMORY_PAUSE)

    watcher = threading.Thread(target=watch)
    watcher.start()
    code = child.wait()
    seconds = time.perf_counter() - started
    watcher.join()
    if code:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    print(f"{seconds:.1f} s, {_children_seconds() - used:.1f} s of processor time, {most:,.0f} MB", flush=True)
    return Run(rows, seconds, _children_seconds() - used, most)


def _children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    found = [pid]
    for parent in found:
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        except OSError:
            continue
        found += map(int, children)
    return found


def memory_of(pid: int) -> float:
    """The proportional set size of a process in kB; 0 where it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(float(line.split()[1]) for line in lines if line.startswith("Pss:"))


def rapidfuzz_seconds(data_dir: Path, file: Path) -> tuple[float, float]:
    """How long rapidfuzz would take for each distinct name of a file, from a sample of them: `extract`, which uses one
    processor, and `cdist` on all."""
    index = open_index(data_dir)
    names = [index.keys.text(number) for number in range(len(index.keys))]
    with file.open(encoding="utf-8", newline="") as stream:
        distinct = sorted({row["place"] for row in csv.DictReader(stream)})
    sample = Random(SEED).sample(distinct, min(RAPIDFUZZ_NAMES, len(distinct)))
    folded = [name.lower() for name in sample]
    started = time.perf_counter()
    for name in folded:
        process.extract(name, names, scorer=fuzz.ratio, limit=5)
    one = time.perf_counter()
    process.cdist(folded, names, scorer=fuzz.ratio, dtype=np.uint8, workers=-1)
    many = time.perf_counter()
    return (one - started) / len(sample) * len(distinct), (many - one) / len(sample) * len(distinct)


def reconcile(data_dir: Path, folder: Path, rows: int) -> Run:
    """Make a file of so many rows and reconcile it by the command line."""
    file = folder / f"{rows}.csv"
    if not file.exists():
        print(f"making a file of {rows:,} rows", flush=True)
        write_file(file, rows)
    command = [sys.executable, "-m", "service.cli", "reconcile", str(file), "-o", str(folder / f"{rows}.out.csv")]
    return run_command([*command, "--name", "place", "--country", "country", "--data-dir", str(data_dir)], rows)


def job_seconds(data_dir: Path, folder: Path) -> float:
    """How long the file takes as a job of a service that is warm, from the upload to the end."""
    port = "8765"
    environ = os.environ | {"EXONYM_JOBS_DIR": str(folder / "jobs")}
    command = [sys.executable, "-m", "service.cli", "serve", "--port", port, "--data-dir", str(data_dir)]
    server = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=600) as client:
            while not _is_ready(client):
                time.sleep(0.2)
            _do_job(client, folder / "2000.csv")
            return _do_job(client, folder / f"{SMALL}.csv")
    finally:
        server.terminate()
        server.wait()


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").is_success
    except httpx.TransportError:
        return False


def _do_job(client: httpx.Client, file: Path) -> float:
    started = time.perf_counter()
    with file.open("rb") as stream:
        job = client.post("/v1/jobs", files={"file": stream}, data={"name": "place", "country": "country"}).json()
    while job["state"] in ("queued", "running"):
        time.sleep(0.1)
        job = client.get(job["links"]["self"]).json()
    if job["state"] != "done":
        raise SystemExit(job["error"])
    client.delete(job["links"]["self"])
    return time.perf_counter() - started


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--rows", type=int, default=SMALL)
    parser.add_argument("--folder", type=Path, help="Keep the files here.")
    parser.add_argument("--job", action="store_true", help="The same file as a job over HTTP.")
    parser.add_argument("--no-rapidfuzz", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = given.folder or Path(temporary)
        reconcile(given.data_dir, folder, 2_000)  # warm: the index in the page cache, the kernels compiled
        small = reconcile(given.data_dir, folder, SMALL)
        targets = [target(f"{SMALL:,} rows by the command line", 15, "s", small.seconds, at_most=True)]
        if not given.no_rapidfuzz:
            one, many = rapidfuzz_seconds(given.data_dir, folder / f"{SMALL}.csv")
            targets.append(target("against rapidfuzz extract once per distinct name", 40, "x", one / small.seconds))
            what = "against rapidfuzz cdist, all processors, once per distinct name"
            targets.append(target(what, 60, "x", many / small.seconds))
        if given.job:
            share = job_seconds(given.data_dir, folder) / small.seconds
            targets.append(target("the same as a job over HTTP, against the command", 1.25, "x", share, at_most=True))
        if given.rows != SMALL:
            large = reconcile(given.data_dir, folder, given.rows)
            rate = (large.rows / large.seconds) / (small.rows / small.seconds)
            targets.append(
                target(f"{given.rows:,} rows: memory of all processes", 1200, "MB", large.memory_mb, at_most=True)
            )
            targets.append(target(f"{given.rows:,} rows: of the small file's rate", 0.8, "", rate))
        print(f"{os.cpu_count()} processors")
        print_targets(targets)


if __name__ == "__main__":
    main()
