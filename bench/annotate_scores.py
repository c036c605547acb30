"""How well places are found in marked texts: overlap, one to one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from gazetteer.annotation.bearers import Bearers
from gazetteer.annotation.believe import Looks, believe
from gazetteer.annotation.counts import Counts
from gazetteer.annotation.names import find_names, keys_of
from gazetteer.annotation.spans import taken
from gazetteer.annotation.words import read_words
from training.annotation.texts import DEMONYM, PLACE, MarkedText

THRESHOLD = 0.35


@dataclass(slots=True)
class Scores:
    """Counts of one language or source.

    Args:
        right: places found.
        wrong: what was taken for a place and is none.
        missed: places not found.
        offered: places that overlap with a name found at all.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0
    offered: int = 0

    @property
    def precision(self) -> float:
        """Of what was found, the share that is right."""
        return self.right / max(self.right + self.wrong, 1)

    @property
    def recall(self) -> float:
        """Of the places, the share that is found."""
        return self.right / max(self.right + self.missed, 1)

    @property
    def f1(self) -> float:
        """Their harmonic mean."""
        return 2 * self.right / max(2 * self.right + self.wrong + self.missed, 1)

    @property
    def candidate_recall(self) -> float:
        """Of the places, the share that some name in the gazetteer overlaps with."""
        return self.offered / max(self.right + self.missed, 1)


def score(
    bearers: Bearers,
    texts: Iterable[MarkedText],
    known: Counts,
    grown: Looks | None = None,
    threshold: float = THRESHOLD,
) -> dict[str, Scores]:
    """The scores by language, and by language and source."""
    out: dict[str, Scores] = {}
    for text in texts:
        words = read_words(text.text)
        keys = keys_of(words)
        hits = find_names(bearers, words, keys, text.lang)
        rows = taken(hits, believe(bearers, words, keys, hits, known, text.lang, grown), threshold) if len(hits) else []
        spans = [(int(words.start[hits.first[row]]), int(words.end[hits.last[row]])) for row in rows]
        offered = [(int(words.start[one]), int(words.end[two])) for one, two in zip(hits.first, hits.last, strict=True)]
        for name in (text.lang, f"{text.lang} {text.source}"):
            _add(out.setdefault(name, Scores()), text, spans, offered)
    return out


def _add(scores: Scores, text: MarkedText, spans: list[tuple[int, int]], offered: list[tuple[int, int]]) -> None:
    gold = [(one.start, one.end) for one in text.gold if one.label == PLACE]
    inside = [(one.start, one.end) for one in text.gold if one.label not in (PLACE, DEMONYM)]
    found: set[int] = set()
    for span in spans:
        at = next((number for number, one in enumerate(gold) if number not in found and _overlap(span, one)), None)
        if at is not None:
            found.add(at)
        elif not any(_overlap(span, one) for one in inside):
            scores.wrong += 1
    scores.right += len(found)
    scores.missed += len(gold) - len(found)
    scores.offered += sum(any(_overlap(one, span) for span in offered) for one in gold)


def _overlap(one: tuple[int, int], other: tuple[int, int]) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def table(scores: dict[str, Scores]) -> list[str]:
    """A row a language: precision, recall, F1, candidate recall, places."""
    lines = ["lang      P     R    F1  offered  places"]
    for lang, one in scores.items():
        if " " not in lang:
            lines.append(
                f"{lang:6} {one.precision:.3f} {one.recall:.3f} {one.f1:.3f}    {one.candidate_recall:.3f}  "
                f"{one.right + one.missed:6,}"
            )
    return lines
