"""How an answer came about: the interpretations of the string with their shares, and the sums behind the scores."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of evidence, what it weighs, and so what it adds to the utility."""

    name: str
    evidence: float
    weight: float

    @property
    def product(self) -> float:
        """Evidence times weight."""
        return self.evidence * self.weight


@dataclass(frozen=True, slots=True)
class Waterfall:
    """What is known of one candidate, or of none of them: the products of its steps add up to its utility.

    Args:
        place: id of the place; None for none of them.
        interpretation: the number of the interpretation that found it; None likewise.
        probability: that it is meant.
        utility: the sum.
        steps: the evidence that is not zero, in the order of docs/features.md.
    """

    place: int | None
    interpretation: int | None
    probability: float
    utility: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """One interpretation of the string.

    Args:
        name: the letters that are the place's name.
        areas: what it lies in, the inner first.
        ways: what was done to read it so, for people.
        share: the probability of its candidates together.
    """

    name: str
    areas: tuple[str, ...]
    ways: tuple[str, ...]
    share: float


@dataclass(frozen=True, slots=True)
class Trace:
    """How an answer came about.

    Args:
        interpretations: those that compete, by number.
        candidates: the likeliest first, at most five.
        none: the same for "none of these".
    """

    interpretations: tuple[Share, ...]
    candidates: tuple[Waterfall, ...]
    none: Waterfall
