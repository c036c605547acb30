"""What the gazetteer makes of the cases: the evidence of their candidates, or what its verdicts rest on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple, TypeVar

import click
import numpy as np
from numpy.typing import NDArray

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from gazetteer import Gazetteer
from gazetteer.errors import QueryError
from gazetteer.index.cores import usable_cores
from gazetteer.index.index import Index
from gazetteer.matching.choice import judge
from gazetteer.matching.consider import consider
from gazetteer.matching.features import Row
from gazetteer.matching.found import Found, how_found
from gazetteer.matching.verdict import LEAST_SHARED, is_guessed
from gazetteer.matching.weights import Weights
from gazetteer.model import Options, Query
from training.sample import Sample

CHUNK = 250
LISTED = 10

T = TypeVar("T")


class Choices(NamedTuple):
    """The candidates of one query: their evidence, their places' ids, and the evidence for none."""

    evidence: NDArray[np.float32]
    ids: list[int]
    nothing: NDArray[np.float64]


class Verdicts(NamedTuple):
    """What the verdict on one query rests on.

    Args:
        found: how the first candidate was found.
        ids: of the likeliest candidates, the first of them first.
        together: the probability of the first and its twins.
        none: the probability of none.
        clear: whether nothing but the probability may stand against a match.
    """

    found: Found
    ids: list[int]
    together: float
    none: float
    clear: bool


def observe(directory: Path, corpus: Corpus, cases: Sequence[Case], weighing: Weights) -> Sample:
    """Gather the evidence of cases, as a gazetteer would weigh it with these weights.

    Args:
        directory: the gazetteer's.
        corpus: holds the answers against their cases.
        cases: those that cannot be read, or have no candidate, are left out.
        weighing: decides which candidates are kept.
    """
    seen = _spread(directory, partial(_choices, weighing=weighing), cases)
    kept = [(case, choices) for case, choices in zip(cases, seen, strict=True) if choices and choices.ids]
    right = [one.right(corpus, place) for one, choices in kept for place in choices.ids]
    return Sample(
        np.concatenate([choices.evidence for _, choices in kept]),
        np.array(right, np.bool_),
        np.cumsum([0, *(len(choices.ids) for _, choices in kept)]),
        np.stack([choices.nothing for _, choices in kept]),
        np.array([case.set for case, _ in kept]),
        np.array([case.country or case.set for case, _ in kept]),
    )


def verdicts(directory: Path, cases: Sequence[Case], weighing: Weights) -> list[Verdicts | None]:
    """What verdicts rest on; None where a query cannot be read or has no candidate."""
    return _spread(directory, partial(_verdict, weighing=weighing), cases)


def _choices(index: Index, query: Query, weighing: Weights) -> Choices | None:
    choices = consider(index, query, Options(), weighing).choices
    ids = index.places.ids[choices.rows[:, Row.PLACE]].tolist()
    return Choices(choices.evidence.astype(np.float32), ids, choices.probabilities(weighing)[2])


def _verdict(index: Index, query: Query, weighing: Weights) -> Verdicts | None:
    considered = consider(index, query, Options(), weighing)
    judged = judge(index, considered.choices, weighing, LISTED)
    if not judged.chosen:
        return None
    first, line = judged.chosen[0], considered.first
    clear = (
        judged.together >= weighing.clear * judged.second
        and not judged.rivals
        and not line.context.contradicted(first.astray)
        and not is_guessed(first, line.question.name)
    )
    found = how_found(first.form, first.exactness, first.string, line.question.foreign)
    ids = [int(index.places.ids[one.place]) for one in judged.chosen]
    none = 1.0 if first.string < LEAST_SHARED else judged.none
    return Verdicts(found, ids, judged.together, none, clear)


_Ask = Callable[[Index, Query], T | None]
_here: list[Gazetteer] = []


def _spread(directory: Path, ask: _Ask[T], cases: Sequence[Case]) -> list[T | None]:
    """Ask all cases, in all processes that there are processors for; in order."""
    chunks = [[case.query for case in cases[at : at + CHUNK]] for at in range(0, len(cases), CHUNK)]
    out: list[T | None] = []
    with (
        ProcessPoolExecutor(usable_cores(), get_context("spawn"), _open, (directory,)) as pool,
        click.progressbar(length=len(cases), label="asking") as bar,
    ):
        for answers in pool.map(partial(_ask, ask), chunks):
            out += answers
            bar.update(len(answers))
    return out


def _open(directory: Path) -> None:
    _here.append(Gazetteer.open(directory))


def _ask(ask: _Ask[T], queries: Sequence[Query]) -> list[T | None]:
    out: list[T | None] = []
    for query in queries:
        try:
            out.append(ask(_here[0]._index, query))
        except QueryError:
            out.append(None)
    return out
