"""What is answered: a `Resolution`, made of `Candidate`s, each a `Place` and the `Match` that says why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gazetteer.errors import QueryError
from gazetteer.model.place import Name, Place
from gazetteer.model.query import Query


class Verdict(StrEnum):
    """What a resolution says: one place, several, or none."""

    MATCH = "match"
    AMBIGUOUS = "ambiguous"
    NO_MATCH = "no_match"


class How(StrEnum):
    """By which likeness a name was matched, the nearest first."""

    EXACT = "exact"
    FOLDED = "folded"
    ROMANIZED = "romanized"
    TRANSCRIBED = "transcribed"
    SOUND = "sound"
    FUZZY = "fuzzy"


@dataclass(frozen=True, slots=True)
class Match:
    """Why a candidate matched: its name that did, by which likeness, and a sentence to show the user.

    `similarity` is the likeness of the two spellings, from 0 to 1.
    """

    name: Name
    how: How
    detail: str
    similarity: float

    @property
    def reason(self) -> str:
        """The name and why it matched, in a sentence."""
        return self.detail if self.name.text in self.detail else f"{self.name.text}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that may be meant. `score` is the probability that it is."""

    place: Place
    score: float
    matched: Match
    distance_km: float | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """How the place that is meant lies to the one that is named.

    Args:
        kind: of the relation, for example near, direction or part.
        text: the words that say it.
        km: how far away, in kilometres.
        bearing: in which direction, in degrees clockwise from north.
    """

    kind: str
    text: str
    km: float | None = None
    bearing: float | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """How a string was read, where that is more than the string itself.

    Args:
        name: the letters that are the name.
        areas: those that are areas around the place, the inner first, and the id of each where it was found.
        kind: the kind of place that the string names.
        relation: of the place meant to the one that is named.
        set_aside: what is no part of the name: remarks, postcodes, agencies.
        mended: the string before it was mended.
        aliases: further names of the same place.
    """

    name: str
    areas: tuple[tuple[str, int | None], ...] = ()
    kind: str | None = None
    relation: Relation | None = None
    set_aside: tuple[str, ...] = ()
    mended: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All of it in one line, for people: `Aleppo; in Syria; 30 km N of; aside: (Reuters)`."""
        parts = [self.name]
        parts += [f"or {alias}" for alias in self.aliases]
        parts += [f"in {area}" for area, _ in self.areas]
        parts += [f"a {self.kind}"] if self.kind else []
        parts += [self.relation.text] if self.relation else []
        parts += [f"aside: {', '.join(self.set_aside)}"] if self.set_aside else []
        parts += [f"mended from {self.mended}"] if self.mended else []
        return "; ".join(" ".join(part.split()) for part in parts)


@dataclass(frozen=True, slots=True)
class Resolution:
    """The answer to one query.

    Args:
        query: what was asked.
        verdict: match, ambiguous or no_match; None where `error` is set.
        candidates: the likeliest first, at most `query.limit`.
        none: the probability that no place of the gazetteer is meant.
        hint: what to add to the query, where it is ambiguous.
        error: why this query could not be answered.
        read: how the name was read, where that is more than the name itself.
        parts: the answer to each, where the name is a list of several places.
    """

    query: Query
    verdict: Verdict | None
    candidates: tuple[Candidate, ...] = ()
    none: float = 1.0
    hint: str | None = None
    error: QueryError | None = None
    read: Read | None = None
    parts: tuple[Resolution, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place whose name begins as typed; `matched` is that name."""

    place: Place
    matched: str


@dataclass(frozen=True, slots=True)
class Nearby:
    """A place near a point, and how far from it along the Earth, in kilometres."""

    place: Place
    distance_km: float


@dataclass(frozen=True, slots=True)
class BuildInfo:
    """Which gazetteer answered: its build id, source, counts and the time of its making (ISO 8601, UTC)."""

    build: str
    source: str
    places: int
    names: int
    built: str
