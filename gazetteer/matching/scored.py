"""Scoring: the candidates of one interpretation of a string, each with its evidence and its utility."""

from __future__ import annotations

from dataclasses import dataclass
from threading import local

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.records.years import day_number
from gazetteer.index.search.likeness import BYTES
from gazetteer.index.search.masks import concept_bits
from gazetteer.index.store import Array
from gazetteer.index.strings import frozen
from gazetteer.matching.compare import DEPTHS, WORDS
from gazetteer.matching.context import Context
from gazetteer.matching.features import Evidence
from gazetteer.matching.question import Question
from gazetteer.matching.retrieve import Retrieved
from gazetteer.matching.weighing import score
from gazetteer.matching.weights import Weights
from gazetteer.text import marks
from gazetteer.translit.confusions import confusions
from gazetteer.translit.sound import DEPTH2, DEPTH3

LONGEST_CODE = 5  # characters of a code (IATA, UN/LOCODE) or of initials; names in capitals are longer, or are known
SHORTEST_CODE = 2
READING = (Evidence.CUT, Evidence.UNEXPLAINED, Evidence.AREAS_UNREAD, Evidence.AREA_DOUBT)
"""The evidence that is the same for all candidates of one interpretation, in the order in which it is given."""
PLAINLY: Array = frozen(np.zeros(len(READING)))
"""Of a string that is read as it stands."""
_DEPTHS = frozen(np.frombuffer(DEPTH2 + DEPTH3, np.uint8).reshape(2, 256))


@dataclass(frozen=True, slots=True)
class Scored:
    """The candidates of one interpretation, the best first.

    Args:
        rows: by `Row`, shape (n, len(Row)).
        sound: the ratio of the sounds at depth 1, shape (n,).
        evidence: shape (n, len(Evidence)).
        utility: the sum of evidence times weight, shape (n,).
        told: what the evidence for none needs to know of the name: the letters of its first reading, blanks apart; the
            blanks; whether it is in another script than Latin.
    """

    rows: Array
    sound: Array
    evidence: Array
    utility: Array
    told: tuple[int, int, bool]


class _Scratch(local):
    """The masks that the kernel writes and clears, one set a thread."""

    def __init__(self) -> None:
        self.masks = np.zeros(BYTES * 64, np.uint64)


_scratch = _Scratch()


def score_candidates(
    index: Index,
    question: Question,
    found: Retrieved,
    context: Context,
    weights: Weights,
    *,
    strict: bool,
    reading: Array = PLAINLY,
) -> Scored:
    """Score what retrieval found for one interpretation of a string.

    Args:
        index: the opened index.
        question: what is looked for.
        found: the keys found.
        context: what else is known.
        weights: the model's.
        strict: leave out what disagrees with the context.
        reading: the evidence of the interpretation, in the order of `READING`.
    """
    first = question.forms[0].readings[0].key if question.forms[0].readings else ""
    blanks = first.count(" ")
    letters = max(len(first) - blanks, 1)
    capitals = question.name.isupper() and len(question.name) <= LONGEST_CODE
    initials = question.name.replace(".", "")
    asked = (
        day_number(question.query.date) if question.query.date else 0,
        index.places.language_number(question.query.lang),
        question.foreign,
        letters,
        capitals,
        initials.isupper() and SHORTEST_CODE <= len(initials) <= LONGEST_CODE and initials.isalpha(),
        index.places.language_number(question.query.lang or "en"),
        ord(first[:1] or " "),
        concept_bits(first) if blanks else 0,
        context.settlement,
        marks(question.name),
    )
    easily = confusions(question.script)
    rows, sound, evidence, utility = score(
        found.keys,
        index.plain_columns,
        index.places.kinds,
        found.patterns,
        found.heard,
        _DEPTHS,
        asked,
        context.for_kernel,
        reading,
        weights.candidate,
        strict,
        _masks(BYTES * (WORDS * len(found.patterns[1]) + DEPTHS * len(found.heard[1]))),
        (easily.number, easily.pairs, easily.gaps),
    )
    return Scored(rows, sound, evidence, utility, (letters, blanks, question.foreign))


def _masks(need: int) -> Array:
    if len(_scratch.masks) < need:
        _scratch.masks = np.zeros(2 * need, np.uint64)
    return _scratch.masks
