"""From evidence to probabilities: a conditional logit over the candidates and "none of these".

The model is McFadden's (Conditional logit analysis of qualitative choice behavior, 1974). The probabilities of all
candidates and of none sum to 1 by construction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from threading import local

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.likeness import BYTES
from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.index.strings import frozen, join_texts
from gazetteer.matching.context import Context
from gazetteer.matching.evidence import CANDIDATES, FEATURES, GOOD_BLEND, NOTHINGS, compare, weigh
from gazetteer.matching.features import Evidence, Nothing
from gazetteer.matching.question import Question
from gazetteer.matching.retrieve import Retrieved
from gazetteer.matching.weights import Weights
from gazetteer.translit.sound import DEPTH2, DEPTH3

_DEPTH2 = frozen(np.frombuffer(DEPTH2, np.uint8))
_DEPTH3 = frozen(np.frombuffer(DEPTH3, np.uint8))
_NO_EVIDENCE = np.zeros((0, FEATURES))


@dataclass(frozen=True, slots=True)
class Weighed:
    """The candidates of one question, the likeliest first.

    Args:
        places: rows of places, shape (n,).
        names: rows of the names that matched.
        keys: ids of the keys by which they did.
        alike: ratios of string and of sound at three depths, shape (n, 4).
        evidence: shape (n, len(Evidence)).
        probabilities: shape (n,).
        nothing: the evidence for none, shape (len(Nothing),).
        none: the probability of none.
    """

    places: Array
    names: Array
    keys: Array
    alike: Array
    evidence: NDArray[np.float64]
    probabilities: NDArray[np.float64]
    nothing: NDArray[np.float64]
    none: float


class _Scratch(local):
    """Arrays that the kernels write, one set a thread."""

    def __init__(self) -> None:
        self.rows = np.zeros((CANDIDATES, 3), np.int64)
        self.evidence = np.zeros((CANDIDATES, FEATURES))
        self.utility = np.zeros(CANDIDATES)
        self.masks = np.zeros(BYTES * 64, np.uint64)


_scratch = _Scratch()


def weigh_candidates(
    index: Index, question: Question, found: Retrieved, context: Context, weights: Weights, *, strict: bool
) -> Weighed:
    """Weigh what retrieval found.

    Args:
        index: the opened index.
        question: what is looked for.
        found: the keys found.
        context: what else is known.
        weights: the model's.
        strict: leave out what disagrees with the context.
    """
    scratch = _scratch
    alike, forms = _compare(index, found, scratch)
    first = question.forms[0].readings[0].key if question.forms[0].readings else ""
    letters = max(len(first.replace(" ", "")), 1)
    foreign = question.foreign
    count = weigh(
        found.keys,
        alike,
        forms,
        index.columns,
        index.places.kinds,
        (question.native, index.places.language_number(question.query.lang), foreign, letters, ord(first[:1] or " ")),
        context.for_kernel,
        weights.candidate,
        strict,
        scratch.rows,
        scratch.evidence,
        scratch.utility,
    )
    order = np.argsort(-scratch.utility[:count], kind="stable")
    rows, evidence, utility = scratch.rows[order], scratch.evidence[order], scratch.utility[order]
    nothing = np.zeros(NOTHINGS)
    blends = evidence[:, Evidence.BLEND]
    nothing[Nothing.BIAS] = 1.0
    nothing[Nothing.LETTERS] = math.log(letters)
    nothing[Nothing.TOKENS] = first.count(" ")
    nothing[Nothing.FOREIGN] = foreign
    if count:
        nothing[Nothing.BEST_BLEND] = blends.max()
        nothing[Nothing.BEST_STRING] = evidence[:, Evidence.STRING].max()
        nothing[Nothing.ANY_EXACT] = evidence[:, Evidence.STRING].max() == 1.0
        nothing[Nothing.GOOD_ONES] = math.log1p(np.count_nonzero(blends > GOOD_BLEND))
    none = float(nothing @ weights.nothing)
    highest = max(none, float(utility[0]) if count else none)
    exp = np.exp(utility - highest)
    total = float(exp.sum()) + math.exp(none - highest)
    hits = rows[:, 2]
    return Weighed(
        places=rows[:, 0],
        names=rows[:, 1],
        keys=found.keys[hits] if count else rows[:, 1],
        alike=alike[hits],
        evidence=evidence,
        probabilities=exp / total,
        nothing=nothing,
        none=math.exp(none - highest) / total,
    )


def _compare(index: Index, found: Retrieved, scratch: _Scratch) -> tuple[Array, Array]:
    alike = np.zeros((len(found.keys), 4))
    forms = np.zeros(len(found.keys), np.int64)
    need = BYTES * (len(found.patterns) + 3 * len(found.heard))
    if len(scratch.masks) < need:
        scratch.masks = np.zeros(2 * need, np.uint64)
    compare(
        found.keys,
        index.columns,
        join_texts([text for text, _kind in found.patterns]),
        np.array([kind for _text, kind in found.patterns], np.int64),
        join_texts(found.heard),
        _DEPTH2,
        _DEPTH3,
        alike,
        forms,
        scratch.masks,
    )
    return alike, forms
