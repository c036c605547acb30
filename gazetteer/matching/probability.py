"""From evidence to probabilities: a conditional logit over the candidates and "none of these".

The model is McFadden's (Conditional logit analysis of qualitative choice behavior, 1974). The probabilities of all
candidates and of none sum to 1 by construction.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from threading import local
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gazetteer.index.jit import kernel
from gazetteer.index.likeness import BYTES
from gazetteer.index.masks import concept_bits
from gazetteer.index.opened import Columns, Index
from gazetteer.index.store import Array
from gazetteer.index.strings import frozen
from gazetteer.index.years import day_number
from gazetteer.matching.beside import compete, yield_own_names
from gazetteer.matching.compare import COMPARED, DEPTHS, compare
from gazetteer.matching.context import Context
from gazetteer.matching.evidence import CANDIDATES, FEATURES, weigh
from gazetteer.matching.features import Evidence, Nothing
from gazetteer.matching.question import Question
from gazetteer.matching.retrieve import Retrieved
from gazetteer.matching.weights import Weights
from gazetteer.translit.confusions import confusions
from gazetteer.translit.scheme import Scheme
from gazetteer.translit.sound import DEPTH2, DEPTH3

NOTHINGS = len(Nothing)
GOOD_BLEND = 0.85
LONGEST_CODE = 5  # characters of a code (IATA, UN/LOCODE); names in capitals are longer, or no codes
_DEPTHS = frozen(np.frombuffer(DEPTH2 + DEPTH3, np.uint8).reshape(2, 256))


@dataclass(frozen=True, slots=True)
class Chosen:
    """One candidate: its place, the name and key that matched, and how well.

    Args:
        place: row of the place.
        name: row of the name.
        key: id of the key.
        form: the form of the query that fits it, a `FormKind`.
        exactness: 2 the same letters in the same script, 1 the same reading, 0 less.
        probability: that it is meant.
        string: the spelling's ratio.
        sound: the ratio of the sounds at depth 1.
        transcription: a name of the place of which the query is a transcription, and by which scheme.
    """

    place: int
    name: int
    key: int
    form: int
    exactness: int
    probability: float
    string: float
    sound: float
    transcription: tuple[str, Scheme] | None = None


@dataclass(frozen=True, slots=True)
class Weighed:
    """What the model says of one question.

    Args:
        chosen: the likeliest candidates: as many as were to be listed.
        count: how many candidates there are in all.
        none: the probability of none.
        together: the probability of the first candidate and its twins: a city and the unit of its name around it.
        second: the greatest probability of another.
        rivals: how many others the name fits as exactly, with a share of the first one's people that counts.
        namesakes: how many candidates have a name equal to the query.
    """

    chosen: tuple[Chosen, ...]
    count: int
    none: float
    together: float
    second: float
    rivals: int
    namesakes: int


class Written(NamedTuple):
    """What the kernel writes of one question: one row a candidate, the likeliest first; the rest is for one and all.

    Args:
        rows: place, name, hit, form, exactness; shape (60, 5).
        evidence: shape (60, len(Evidence)).
        probability: shape (60,).
        chosen: the fields of `Chosen`, shape (60, 8).
        nothing: the evidence for none, shape (len(Nothing),).
        facts: none, together, second, rivals, namesakes, as in `Weighed`.
    """

    rows: Array
    evidence: Array
    probability: Array
    chosen: Array
    nothing: Array
    facts: Array


class Scratch(local):
    """What kernels write, one set a thread; it holds the last question's evidence until the next one."""

    def __init__(self) -> None:
        self.written = Written(
            rows=np.zeros((CANDIDATES, 5), np.int64),
            evidence=np.zeros((CANDIDATES, FEATURES)),
            probability=np.zeros(CANDIDATES),
            chosen=np.zeros((CANDIDATES, 8)),
            nothing=np.zeros(NOTHINGS),
            facts=np.zeros(5),
        )
        self.out = tuple(self.written)
        self.masks = np.zeros(BYTES * 64, np.uint64)


scratch = Scratch()


def weigh_candidates(
    index: Index, question: Question, found: Retrieved, context: Context, weights: Weights, listed: int, *, strict: bool
) -> Weighed:
    """Weigh what retrieval found.

    Args:
        index: the opened index.
        question: what is looked for.
        found: the keys found.
        context: what else is known.
        weights: the model's.
        listed: how many candidates to say more of, at most.
        strict: leave out what disagrees with the context.
    """
    first = question.forms[0].readings[0].key if question.forms[0].readings else ""
    need = BYTES * (len(found.patterns[1]) + DEPTHS * len(found.heard[1]))
    mine, easily = scratch, confusions(question.script)
    if len(mine.masks) < need:
        mine.masks = np.zeros(2 * need, np.uint64)
    count = int(
        _judge(
            found.keys,
            index.plain_columns,
            index.places.kinds,
            found.patterns,
            found.heard,
            _DEPTHS,
            (
                day_number(question.query.date) if question.query.date else 0,
                index.places.language_number(question.query.lang),
                question.foreign,
                max(len(first) - first.count(" "), 1),
                first.count(" "),
                question.name.isupper() and len(question.name) <= LONGEST_CODE,
                ord(first[:1] or " "),
                concept_bits(first) if " " in first else 0,
            ),
            context.for_kernel,
            weights.candidate,
            weights.nothing,
            weights.rival,
            strict,
            mine.masks,
            (easily.number, easily.pairs, easily.gaps),
            mine.out,
        )
    )
    listed = min(count, listed)
    none, together, second, rivals, namesakes = mine.written.facts.tolist()
    chosen = tuple(
        [
            Chosen(int(place), int(name), int(key), int(form), int(exactness), probability, string, sound)
            for place, name, key, form, exactness, probability, string, sound in mine.written.chosen[:listed].tolist()
        ]
    )
    return Weighed(chosen, count, none, together, second, int(rivals), int(namesakes))


@kernel
def _judge(
    keys: NDArray[np.int64],
    plain_columns: Any,
    kinds: NDArray[np.uint8],
    patterns: Any,
    heard: Any,
    depths: NDArray[np.uint8],
    asked: Any,
    context: Any,
    weights: NDArray[np.float64],
    nothing_weights: NDArray[np.float64],
    rival: float,
    strict: bool,
    masks: NDArray[np.uint64],
    easily: Any,
    out: Any,
) -> int:
    """Compare, weigh, sort, and turn utilities into probabilities, for one question.

    `out` is written, in the order of `Written`. Named tuples are dear to pass, so both come plain.
    """
    columns = Columns(*plain_columns)
    rows, evidence, utility, chosen, nothing, facts = out
    day, language, foreign, letters, spaces, capitals, first_letter, concepts = asked
    alike = np.zeros((len(keys), COMPARED))
    forms = np.zeros((len(keys), 3), np.int64)
    compare(keys, columns, patterns, heard, depths, masks, easily, alike, forms)
    asks = (day, language, foreign, letters, capitals, first_letter, concepts)
    count = weigh(keys, alike, forms, columns, kinds, asks, context, weights, strict, rows, evidence, utility)
    yield_own_names(columns, kinds, rows, evidence, utility, count)
    order = np.argsort(-utility[:count], kind="mergesort")
    rows[:count] = rows[:count][order]
    evidence[:count] = evidence[:count][order]
    utility[:count] = utility[:count][order]
    nothing[:] = 0.0
    nothing[Nothing.BIAS] = 1.0
    nothing[Nothing.LETTERS] = math.log(letters)
    nothing[Nothing.TOKENS] = spaces
    nothing[Nothing.FOREIGN] = foreign
    good, namesakes = 0, 0
    met, elsewhere = 0.0, 0.0
    for number in range(count):
        hit = rows[number, 2]
        chosen[number, 0], chosen[number, 1], chosen[number, 2] = rows[number, 0], rows[number, 1], keys[hit]
        chosen[number, 3], chosen[number, 4] = rows[number, 3], rows[number, 4]
        chosen[number, 6], chosen[number, 7] = alike[hit, 0], alike[hit, 1]
        blend, string = evidence[number, Evidence.BLEND], evidence[number, Evidence.STRING]
        nothing[Nothing.BEST_BLEND] = max(nothing[Nothing.BEST_BLEND], blend)
        nothing[Nothing.BEST_STRING] = max(nothing[Nothing.BEST_STRING], string)
        if min(evidence[number, Evidence.IN_COUNTRY], evidence[number, Evidence.IN_AREA]) < 0:
            elsewhere = max(elsewhere, blend)
        else:
            met = max(met, blend)
        good += blend > GOOD_BLEND
        namesakes += string == 1.0
    nothing[Nothing.ANY_EXACT] = namesakes > 0
    nothing[Nothing.GOOD_ONES] = math.log(1.0 + good)
    nothing[Nothing.UNMET] = elsewhere if elsewhere > met else 0.0
    none = 0.0
    for number in range(NOTHINGS):
        none += nothing_weights[number] * nothing[number]
    highest = max(none, utility[0]) if count else none
    none = math.exp(none - highest)
    total = none
    for number in range(count):
        utility[number] = math.exp(utility[number] - highest)
        total += utility[number]
    utility[:count] /= total
    chosen[:count, 5] = utility[:count]
    facts[0] = none / total
    facts[4] = namesakes
    compete(columns, kinds, rows, evidence, utility, count, math.log10(rival), facts)
    return count
