"""What is answered: a `Resolution`, made of `Candidate`s, each a `Place` and the `Match` that says why."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from gazetteer.errors import QueryError
from gazetteer.model.decision import Decided
from gazetteer.model.geojson import feature
from gazetteer.model.html import credited, table
from gazetteer.model.place import Name, Place
from gazetteer.model.query import Query
from gazetteer.model.read import Point, Read
from gazetteer.model.trace import Trace


class Verdict(StrEnum):
    """What a resolution says: one place, several, or none."""

    MATCH = "match"
    AMBIGUOUS = "ambiguous"
    NO_MATCH = "no_match"


class How(StrEnum):
    """By which likeness a name was matched, the nearest first; last, that somebody decided it."""

    EXACT = "exact"
    FOLDED = "folded"
    ROMANIZED = "romanized"
    TRANSCRIBED = "transcribed"
    SOUND = "sound"
    FUZZY = "fuzzy"
    DECIDED = "decided"


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
class Resolution:
    """The answer to one query.

    Args:
        query: what was asked.
        verdict: match, ambiguous or no_match; None where `error` is set.
        candidates: the likeliest first, at most `query.limit`.
        none: the probability that no place of the gazetteer is meant.
        hint: what to add to the query, where it is ambiguous; what of it is not met or was not used, on a match too.
        error: why this query could not be answered.
        read: how the string was read, where that is more than the string itself; each of `parts` has its own.
        point: the point meant, where the string says how it lies to the place (30 km N of Aleppo).
        parts: of a string that names several places, the answer to each.
        trace: how the answer came about, where that was asked for.
        decided: what a decision of the memory did to it, where one speaks of the name.
    """

    query: Query
    verdict: Verdict | None
    candidates: tuple[Candidate, ...] = ()
    none: float = 1.0
    hint: str | None = None
    error: QueryError | None = None
    read: Read | None = None
    point: Point | None = None
    parts: tuple[Resolution, ...] = ()
    trace: Trace | None = None
    decided: Decided | None = None

    def split(self) -> tuple[Resolution, ...]:
        """The answer to each place that the string names: its parts, or itself where it names one."""
        return self.parts or (self,)

    @property
    def __geo_interface__(self) -> dict[str, Any]:
        best = self.candidates[0] if self.verdict is Verdict.MATCH and self.candidates else None
        said = {
            "query": self.query.name,
            "verdict": self.verdict,
            "score": None if best is None else best.score,
            "hint": self.hint if self.error is None else str(self.error),
        }
        if best is None:
            return feature(None, None, said)
        place = best.place
        point = (place.lat, place.lon) if self.point is None else (self.point.lat, self.point.lon)
        return feature(place.key, point, {**said, **place.__geo_interface__["properties"]})

    def _repr_html_(self) -> str:
        rows = [
            (f"{one.score:.3f}", one.place.key, one.place.label, one.place.kind, one.matched.reason)
            for one in self.candidates
        ]
        error = None if self.error is None else str(self.error)
        heading = f"{self.query.name}: {(self.verdict or 'error').replace('_', ' ')}"
        return table(heading, ("score", "id", "place", "kind", "why"), rows, credited((error, self.hint)))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place whose name begins as typed; `matched` is that name, `decided` what a desk decided of it."""

    place: Place
    matched: str
    decided: Decided | None = None


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
