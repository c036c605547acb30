"""What one would otherwise use: rapidfuzz over Unidecode-folded names, on the same gazetteer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.fuzz import ratio
from unidecode import unidecode

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from bench.quality_sets.measures import Answer
from gazetteer.model import Verdict

AT_ONCE = 32
NAMES_KEPT = 200
CANDIDATES = 10
MATCH = 90.0
DWARFED = 20
"""The peer's verdicts: a match from a ratio of 90, unless a rival of the same ratio has a twentieth of the people."""


class Rapidfuzz:
    """The starting line: every name folded by Unidecode, ranked by ratio, ties by population."""

    name = "rapidfuzz on Unidecode"

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        bearers: dict[str, set[int]] = defaultdict(set)
        for place, names in corpus.names.items():
            for text in names:
                bearers[unidecode(text).lower().strip()].add(place)
        bearers.pop("", None)
        self._names = list(bearers)
        self._bearers = list(bearers.values())

    def answer(self, cases: Sequence[Case]) -> list[Answer]:
        """Answer each case; context that the resolver gets as a field or in the text, the peer gets as a filter."""
        answers: list[Answer] = []
        for start in range(0, len(cases), AT_ONCE):
            part = cases[start : start + AT_ONCE]
            folded = [unidecode(self._bare(case)).lower().strip() for case in part]
            scores = process.cdist(folded, self._names, scorer=ratio, dtype=np.uint8, workers=-1)
            answers += [self._ranked(case, row) for case, row in zip(part, scores, strict=True)]
        return answers

    @staticmethod
    def _bare(case: Case) -> str:
        text = case.query.name
        return text.partition(",")[0] if case.filter_country else text

    def _ranked(self, case: Case, scores: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> Answer:
        best: dict[int, float] = {}
        kept = len(scores) if case.filter_country else NAMES_KEPT
        chosen = np.flatnonzero(scores >= 60) if kept == len(scores) else np.argpartition(scores, -kept)[-kept:]
        for number in chosen:
            for place in self._bearers[number]:
                record = self._corpus.places[place]
                if case.filter_country not in ("", record.country) or case.filter_admin1 not in ("", record.admin1):
                    continue
                best[place] = max(best.get(place, 0.0), float(scores[number]))
        order = sorted(best, key=lambda place: (-best[place], -self._corpus.places[place].population))[:CANDIDATES]
        return Answer(tuple((place, best[place] / 100) for place in order), self._verdict(order, best))

    def _verdict(self, order: list[int], best: dict[int, float]) -> Verdict:
        if not order or best[order[0]] < MATCH:
            return Verdict.NO_MATCH
        people = self._corpus.places[order[0]].population
        rivals = [
            place
            for place in order[1:]
            if best[place] == best[order[0]]
            and self._corpus.places[place].population * DWARFED > people
            and not self._corpus.same(order[0], place)
        ]
        return Verdict.AMBIGUOUS if rivals else Verdict.MATCH
