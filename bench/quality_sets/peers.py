"""What one would otherwise use, on the same gazetteer: rapidfuzz, or PostgreSQL's trigrams, over folded names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.fuzz import ratio
from unidecode import unidecode

from bench.peers_postgres import postgres_trigrams
from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from bench.quality_sets.measures import Answer
from gazetteer.model import Verdict

AT_ONCE = 32
NAMES_KEPT = 200
CANDIDATES = 10
LEAST = 60
MATCH = 90.0
DWARFED = 20
"""The peer's verdicts: a match from a ratio of 90, unless a rival of the same ratio has a twentieth of the people."""


class Peer:
    """A resolver over names folded by Unidecode, that ranks by likeness, ties by population."""

    name = ""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus
        bearers: dict[str, set[int]] = defaultdict(set)
        for place in corpus.places:  # sources also name places that they then leave out
            for text in corpus.names[place]:
                bearers[_folded(text)].add(place)
        bearers.pop("", None)
        self._names = list(bearers)
        self._bearers = bearers

    def answer(self, cases: Sequence[Case]) -> list[Answer]:
        """Answer each case; context that the resolver gets as a field or in the text, a peer gets as a filter."""
        raise NotImplementedError

    def _ranked(self, case: Case, likeness: Iterable[tuple[str, float]]) -> Answer:
        best: dict[int, float] = {}
        for name, score in likeness:
            for place in self._bearers[name]:
                record = self._corpus.places[place]
                if case.filter_country not in ("", record.country) or case.filter_admin1 not in ("", record.admin1):
                    continue
                best[place] = max(best.get(place, 0.0), score)
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


class Rapidfuzz(Peer):
    """The starting line: rapidfuzz's ratio over every name."""

    name = "rapidfuzz"

    def answer(self, cases: Sequence[Case]) -> list[Answer]:
        """Answer each case."""
        answers: list[Answer] = []
        for start in range(0, len(cases), AT_ONCE):
            part = cases[start : start + AT_ONCE]
            scores = process.cdist(
                [_asked(case) for case in part],
                self._names,
                scorer=ratio,
                dtype=np.uint8,
                workers=-1,
                score_cutoff=LEAST,
            )
            for case, row in zip(part, scores, strict=True):
                least = LEAST if case.filter_country else max(LEAST, int(np.partition(row, -NAMES_KEPT)[-NAMES_KEPT]))
                chosen = np.flatnonzero(row >= least)
                answers.append(self._ranked(case, ((self._names[at], float(row[at])) for at in chosen)))
        return answers


class Trigrams(Peer):
    """PostgreSQL's pg_trgm over every name: the ten most similar; of verdicts it knows nothing."""

    name = "pg_trgm"

    def answer(self, cases: Sequence[Case]) -> list[Answer]:
        """Answer each case; no answers where no server is installed."""
        asked = postgres_trigrams(self._names, [_asked(case) for case in cases], rounds=1)
        if asked is None:
            return []
        found = [[name for name in names if name in self._bearers] for names in asked.found]
        return [
            self._ranked(case, ((name, ratio(_asked(case), name)) for name in names))
            for case, names in zip(cases, found, strict=True)
        ]


def _asked(case: Case) -> str:
    return _folded(case.query.name.partition(",")[0] if case.filter_country else case.query.name)


def _folded(text: str) -> str:
    """A text in basic Latin and small letters, of letters, digits and single blanks."""
    return " ".join("".join(c if c.isalnum() else " " for c in unidecode(text).lower()).split())
