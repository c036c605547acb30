"""What a desk decided: which place a spelling means to it, and when that holds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PERSON_LIMIT = 100  # letters of whoever decided
NOTE_LIMIT = 500
LABEL_LIMIT = 100  # of a collection
DOCUMENT_LIMIT = 200
WHEN_COUNTRIES = 300  # there are 250
SOMEBODY = "somebody"


class Strength(StrEnum):
    """How strong a decision is: it answers instead of the gazetteer, or it settles what the gazetteer leaves open."""

    DECIDES = "decides"
    PREFERS = "prefers"


@dataclass(frozen=True, slots=True)
class When:
    """When a decision holds: all that is given must; where nothing is, it holds everywhere.

    Args:
        country: ISO 3166-1 alpha-2 codes: the query names one of these.
        unless_country: likewise: the query names none of these.
        within: an id: the query's `within` is that area or lies inside it.
        lang: language of the text, BCP 47; `uk` holds for `uk-UA` as well.
        collection: a label that the caller sends: a section, a kind of file.
        document: this document only, as the caller names it.
    """

    country: tuple[str, ...] = ()
    unless_country: tuple[str, ...] = ()
    within: int | None = None
    lang: str | None = None
    collection: str | None = None
    document: str | None = None

    @property
    def breadth(self) -> tuple[bool, ...]:
        """What it is sorted by among others for the same spelling: the narrower is the lesser."""
        return (
            self.document is None,
            self.collection is None,
            self.within is None,
            not (self.country or self.unless_country),
            self.lang is None,
        )


EVERYWHERE = When()


@dataclass(frozen=True, slots=True)
class Decision:
    """Which place a spelling means to a desk.

    Args:
        name: the spelling, as it was written.
        place: an id; None says that no place is meant.
        strength: how strong it is.
        when: when it holds.
        note: why, for colleagues.
        by: who decided.
        at: when, ISO 8601, UTC.
        id: which decision it is; empty where nobody keeps count.
        desk: whose it is; filled in by the memory that it stands in.
    """

    name: str
    place: int | None
    strength: Strength = Strength.DECIDES
    when: When = EVERYWHERE
    note: str = ""
    by: str = SOMEBODY
    at: str = ""
    id: str = ""
    desk: str = ""


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What the gazetteer alone says: its verdict, and its first place with the probability."""

    verdict: str | None
    id: int | None
    score: float | None


@dataclass(frozen=True, slots=True)
class Decided:
    """What a decision did to an answer.

    Args:
        decision: the decision.
        applied: whether the answer is its.
        why_not: where it is not, a sentence that says why.
        otherwise: what the gazetteer alone says; where an explanation was asked for.
    """

    decision: Decision
    applied: bool = True
    why_not: str | None = None
    otherwise: Otherwise | None = None
