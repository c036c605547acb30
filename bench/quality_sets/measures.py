"""What the answers are worth: shares with their 95 % intervals, and how far the probabilities can be believed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus
from gazetteer.model import Verdict

Z95 = 1.959964
"""The normal distribution's two-sided 95 % quantile."""
BINS = 10
TOP = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What a resolver said: candidates, the likeliest first, as place and probability, and its verdict."""

    candidates: tuple[tuple[int, float], ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Share:
    """A share of cases: `hits` of `of`."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share, not a number where there are no cases."""
        return self.hits / self.of if self.of else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval."""
        if not self.of:
            return (0.0, 1.0)
        p, n = self.value, self.of
        middle = (p + Z95**2 / (2 * n)) / (1 + Z95**2 / n)
        half = Z95 * sqrt(p * (1 - p) / n + Z95**2 / (4 * n * n)) / (1 + Z95**2 / n)
        return (max(0.0, middle - half), min(1.0, middle + half))

    def __str__(self) -> str:
        """The share with its interval, `.912 (.89–.93)`; a dash where there are no cases."""
        if not self.of:
            return "–"
        low, high = self.interval
        return f"{_short(self.value, 3)} ({_short(low, 2)}–{_short(high, 2)})"


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer held against its case.

    Args:
        case: the question.
        rank: at which rank the right place stands, 0 first; None where it does not stand among the candidates.
        verdict: what was said.
        probability: of the first candidate and those that are the same place.
    """

    case: Case
    rank: int | None
    verdict: Verdict
    probability: float

    @property
    def top(self) -> bool:
        """Whether the first candidate is right."""
        return self.rank == 0


def judge(case: Case, answer: Answer, corpus: Corpus) -> Judged:
    """Hold an answer against its case."""
    rank = next((at for at, (place, _) in enumerate(answer.candidates) if case.right(corpus, place)), None)
    first = answer.candidates[0][0] if answer.candidates else None
    together = sum(p for place, p in answer.candidates if first is not None and corpus.same(first, place))
    return Judged(case, rank, answer.verdict, min(1.0, together))


def recall(judged: Sequence[Judged], within: int = 1) -> Share:
    """The share whose right place stands among the first so many."""
    asked = [one for one in judged if one.case.place is not None]
    return Share(sum(one.rank is not None and one.rank < within for one in asked), len(asked))


def reciprocal_rank(judged: Sequence[Judged]) -> float:
    """The mean of 1 / rank over the first ten, 0 where the right place is not among them."""
    asked = [one for one in judged if one.case.place is not None]
    return sum(1 / (one.rank + 1) for one in asked if one.rank is not None and one.rank < TOP) / max(1, len(asked))


def precision(judged: Sequence[Judged]) -> Share:
    """Of the answers called a match, the share that are right."""
    matched = [one for one in judged if one.verdict is Verdict.MATCH]
    return Share(sum(one.top for one in matched), len(matched))


def given(judged: Sequence[Judged]) -> Share:
    """The share called a match."""
    return Share(sum(one.verdict is Verdict.MATCH for one in judged), len(judged))


def lost(judged: Sequence[Judged]) -> Share:
    """Of the answers whose first candidate is right, the share called no_match."""
    right = [one for one in judged if one.top]
    return Share(sum(one.verdict is Verdict.NO_MATCH for one in right), len(right))


def right_verdict(judged: Sequence[Judged]) -> Share:
    """Of the cases with one right verdict, the share that got it, and for a match the right place."""
    asked = [one for one in judged if one.case.verdict is not None]
    hits = sum(one.verdict is one.case.verdict and (one.top or one.verdict is not Verdict.MATCH) for one in asked)
    return Share(hits, len(asked))


def calibration_error(judged: Iterable[Judged]) -> float:
    """The expected calibration error: |share right - mean probability| over ten equal bins, weighed by their cases."""
    bins: list[list[Judged]] = [[] for _ in range(BINS)]
    total = 0
    for one in judged:
        bins[min(BINS - 1, int(one.probability * BINS))].append(one)
        total += 1
    return sum(abs(sum(o.top for o in part) - sum(o.probability for o in part)) for part in bins) / max(1, total)


def _short(value: float, digits: int) -> str:
    text = f"{value:.{digits}f}"
    return text.removeprefix("0") if value < 1 and float(text) < 1 else text[: digits + 1]
