"""What a desk's memory costs: `resolve_many` with no memory, with an empty one, and with one of 50,000 decisions.

    python -m bench.memory_speed --data-dir data

The names are the gazetteer's own, as they are written, which are the quickest to resolve. They come in parts. Each is
asked with each memory in turn, the turns in another order each round, and its best time counts, in seconds of a
processor: what else the machine does slows all of them alike.
"""

from __future__ import annotations

import argparse
import gc
import random
from collections.abc import Mapping
from pathlib import Path
from time import process_time

from gazetteer import Decision, Gazetteer, Memory

NAMES = 50_000
DECISIONS = 50_000
ROUNDS = 6
PART = 200  # names that are asked at once
SEED = 7


def names_of(gazetteer: Gazetteer, count: int) -> list[str]:
    """Names of places, as they are written, in no order."""
    index = gazetteer._index
    rows = random.Random(SEED).sample(range(len(index.places)), count)
    return [index.places.place(row).name for row in rows]


def seconds(gazetteer: Gazetteer, names: list[str], memory: Memory | None) -> float:
    """How long it takes to resolve the names, in seconds of a processor."""
    began = process_time()
    gazetteer.resolve_many(names, memory=memory)
    return process_time() - began


def compared(
    gazetteer: Gazetteer, names: list[str], memories: Mapping[str, Memory | None], rounds: int
) -> dict[str, float]:
    """How long it takes with each memory: the sum of the best times of all parts."""
    labels = list(memories)
    totals = dict.fromkeys(labels, 0.0)
    for start in range(0, len(names), PART):
        part = names[start : start + PART]
        gazetteer.resolve_many(part)  # what is read for the first time is read before anything is measured
        best = dict.fromkeys(labels, float("inf"))
        for number in range(rounds):
            turn = number % len(labels)
            for label in labels[turn:] + labels[:turn]:
                best[label] = min(best[label], seconds(gazetteer, part, memories[label]))
        for label, took in best.items():
            totals[label] += took
    return totals


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--names", type=int, default=NAMES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    given = parser.parse_args()
    gazetteer = Gazetteer.open(given.data_dir, kept=0)
    names = names_of(gazetteer, given.names)
    memories = {
        "no memory": None,
        "an empty memory": Memory(),
        f"{DECISIONS:,} decisions about other names": Memory.of(
            Decision(f"{name} of nowhere", 1) for name in names_of(gazetteer, DECISIONS)
        ),
        f"{len(names):,} decisions about these names": Memory.of(Decision(name, 713174) for name in names),
    }
    gc.collect()
    gc.freeze()  # as the service does: what is opened for good is not looked through again
    best = compared(gazetteer, names, memories, given.rounds)
    plain = best["no memory"]
    for label, took in best.items():
        print(f"{label:40} {took:7.2f} s  {len(names) / took:9,.0f}/s  {took / plain - 1:+.1%}")


if __name__ == "__main__":
    main()
