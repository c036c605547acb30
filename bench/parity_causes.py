"""Why two builds answer a question otherwise, in a word."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from bench.parity_sets import Asked
from bench.parity_weighed import Weighed, weighed
from bench.quality_sets.case import NEAR_KM
from bench.quality_sets.corpus import key_of
from gazetteer import Gazetteer
from gazetteer.errors import UnknownPlace
from gazetteer.matching.distance import distance_km
from gazetteer.model import CANDIDATE_LIMIT, Candidate, Place, Resolution, Verdict

PEOPLE_TIMES = 2
"""How many times more people one build must give a place for that to be the cause."""
LEAST_SHIFT = 0.01
"""How much probability must go elsewhere for that to be more than a limit that was just missed."""


class Loss(StrEnum):
    """What a build has not that the other has."""

    PLACE = "the right place"
    NO_WRONG_MATCH = "no wrong match"
    ANY_ANSWER = "an answer"
    MATCH = "a match"


class Cause(StrEnum):
    """Why."""

    NAME_MISSING = "name missing"
    TWIN = "another twin"
    NO_MATCH = "rather none of these"
    RIVAL_EMPTY = "rival without people, not in the other"
    RIVAL = "rival not in the other"
    RIVALS_NAME = "rival's name not in the other"
    PEOPLE = "its people differ"
    RIVALS_PEOPLE = "rival's people differ"


@dataclass(frozen=True, slots=True)
class Build:
    """A build, and its answers to the questions."""

    name: str
    gazetteer: Gazetteer

    def place(self, id: int) -> Place | None:
        """The place with an id, None where the build lacks it."""
        try:
            return self.gazetteer.place(id)
        except UnknownPlace:
            return None

    def is_right(self, asked: Asked, answer: Place) -> bool:
        """Whether an answer is right: the place, or one that is the same for a reader.

        That is one close by, where either bears the other's main name: a city and the unit around it.
        """
        if answer.id in asked.right:
            return True
        if not asked.twins:
            return False
        close = [place for id in asked.right if (place := self.place(id)) is not None and _near(place, answer)]
        return any(
            asked.nearby or self.has_name(place.id, answer.name) or self.has_name(answer.id, place.name)
            for place in close
        )

    def has_name(self, id: int, text: str) -> bool:
        """Whether a place bears a name in this build."""
        if self.place(id) is None:
            return False
        return any(key_of(name.text) == key_of(text) for name in self.gazetteer.names(id))


@dataclass(frozen=True, slots=True)
class Told:
    """What a build answered: the verdict, the first candidate, and where the first right one stands."""

    build: Build
    resolution: Resolution
    rank: int | None

    @property
    def top(self) -> Candidate | None:
        """The first candidate."""
        return self.resolution.candidates[0] if self.resolution.candidates else None

    @property
    def right(self) -> bool:
        """Whether the first candidate is right."""
        return self.rank == 0

    @property
    def verdict(self) -> Verdict:
        """What was said."""
        return self.resolution.verdict or Verdict.NO_MATCH


@dataclass(frozen=True, slots=True)
class Difference:
    """A question on which one build loses what the other has."""

    asked: Asked
    loser: Told
    winner: Told
    loss: Loss
    cause: Cause | Weighed


def told(build: Build, asked: Asked, resolution: Resolution) -> Told:
    """Hold an answer against the question."""
    places = [candidate.place for candidate in resolution.candidates]
    return Told(build, resolution, next((at for at, place in enumerate(places) if build.is_right(asked, place)), None))


def differences(asked: Asked, one: Told, other: Told) -> Iterator[Difference]:
    """What each of two builds loses against the other; nothing where they answer alike."""
    for loser, winner in ((one, other), (other, one)):
        loss = _loss(loser, winner)
        if loss is not None:
            yield Difference(asked, loser, winner, loss, _cause(asked, loser, winner, loss))


def _loss(loser: Told, winner: Told) -> Loss | None:
    if winner.right and not loser.right:
        return Loss.PLACE
    if not winner.right and not loser.right and loser.verdict is Verdict.MATCH is not winner.verdict:
        return Loss.NO_WRONG_MATCH
    if winner.right and loser.right:
        if loser.verdict is Verdict.NO_MATCH is not winner.verdict:
            return Loss.ANY_ANSWER
        if winner.verdict is Verdict.MATCH is not loser.verdict:
            return Loss.MATCH
    return None


def _cause(asked: Asked, loser: Told, winner: Told, loss: Loss) -> Cause | Weighed:
    if winner.right and winner.top is not None:
        meant, text = winner.top.place.id, winner.top.matched.name.text
        if loser.build.place(meant) is not None and not loser.build.has_name(meant, text):
            return Cause.NAME_MISSING
    if loss is not Loss.PLACE:
        return _shifted(asked, loser, winner)
    rival = _rival(asked, loser)
    if rival is None or loser.verdict is Verdict.NO_MATCH:
        return _weighed(asked, loser, winner, None)
    cause = _of_rival(rival, winner.build)
    if cause is None and _is_near(asked, loser.build, rival.place):
        return Cause.TWIN
    return cause or _of_both(asked, loser, winner, rival)


def _shifted(asked: Asked, loser: Told, winner: Told) -> Cause | Weighed:
    """Where the probability went that the first candidate has on one build and not on the other."""
    query = replace(asked.query, limit=CANDIDATE_LIMIT)
    here, there = (one.build.gazetteer.resolve(query) for one in (loser, winner))
    before = {candidate.place.id: candidate.score for candidate in there.candidates}
    gains: dict[Cause | None, float] = defaultdict(float)
    most: Candidate | None = None
    for candidate in here.candidates:
        gain = candidate.score - before.get(candidate.place.id, 0.0)
        cause = _of_rival(candidate, winner.build)
        if gain > 0:
            gains[cause] += gain
        if cause is None and gain > 0 and (most is None or gain > most.score - before.get(most.place.id, 0.0)):
            most = candidate
    gains[Cause.NO_MATCH] = here.none - there.none
    cause = max(gains, key=gains.__getitem__)
    if gains[cause] < LEAST_SHIFT:
        return Weighed.LIMIT
    if cause is None and most is not None:
        return _of_both(asked, loser, winner, most)
    return _weighed(asked, loser, winner, None) if cause in (None, Cause.NO_MATCH) else cause


def _of_rival(rival: Candidate, other: Build) -> Cause | None:
    """What another build lacks of a candidate, None where it has the place and its name."""
    elsewhere = other.place(rival.place.id)
    if elsewhere is None:
        return Cause.RIVAL if rival.place.population else Cause.RIVAL_EMPTY
    return None if other.has_name(rival.place.id, rival.matched.name.text) else Cause.RIVALS_NAME


def _of_both(asked: Asked, loser: Told, winner: Told, rival: Candidate) -> Cause | Weighed:
    """Why a candidate that both builds have gains on one of them."""
    if _people_differ(rival.place, winner.build.place(rival.place.id)):
        return Cause.RIVALS_PEOPLE
    if any(_people_differ(loser.build.place(id), winner.build.place(id)) for id in asked.right):
        return Cause.PEOPLE
    return _weighed(asked, loser, winner, rival.place.id)


def _weighed(asked: Asked, loser: Told, winner: Told, rival: int | None) -> Weighed:
    meant = winner.top.place.id if winner.top is not None else 0
    return weighed(asked.query, meant, rival, loser.build.gazetteer, winner.build.gazetteer)


def _rival(asked: Asked, loser: Told) -> Candidate | None:
    """The likeliest wrong candidate."""
    wrong = (one for one in loser.resolution.candidates if not loser.build.is_right(asked, one.place))
    return next(wrong, None)


def _is_near(asked: Asked, build: Build, answer: Place) -> bool:
    return any((place := build.place(id)) is not None and _near(place, answer) for id in asked.right)


def _near(one: Place, other: Place) -> bool:
    return one.country == other.country and distance_km(one.lat, one.lon, other.lat, other.lon) <= NEAR_KM


def _people_differ(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None:
        return False
    low, high = sorted((one.population, other.population))
    return high > PEOPLE_TIMES * low
