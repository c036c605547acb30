"""Why two builds answer a question otherwise, in a word."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from bench.parity_sets import Asked
from bench.quality_sets.case import NEAR_KM
from bench.quality_sets.corpus import key_of
from gazetteer import Gazetteer
from gazetteer.errors import UnknownPlace
from gazetteer.matching.distance import distance_km
from gazetteer.model import Candidate, Place, Resolution, Verdict

PEOPLE_TIMES = 2
"""How many times more people one build must give a place for that to be the cause."""


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
    NO_MATCH = "no_match"
    RIVAL_EMPTY = "rival without people, not in the other"
    RIVAL = "rival not in the other"
    RIVALS_NAME = "rival's name not in the other"
    PEOPLE = "its people differ"
    RIVALS_PEOPLE = "rival's people differ"
    NOT_FOUND = "not found"
    WEIGHED = "weighed otherwise"


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
    cause: Cause


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


def _cause(asked: Asked, loser: Told, winner: Told, loss: Loss) -> Cause:
    if winner.right and winner.top is not None:
        meant, text = winner.top.place.id, winner.top.matched.name.text
        if loser.build.place(meant) is not None and not loser.build.has_name(meant, text):
            return Cause.NAME_MISSING
    if loss is Loss.ANY_ANSWER:
        return Cause.NO_MATCH
    rival = _rival(asked, loser, loss)
    if rival is None:
        return Cause.NOT_FOUND
    elsewhere = winner.build.place(rival.place.id)
    if elsewhere is None:
        return Cause.RIVAL if rival.place.population else Cause.RIVAL_EMPTY
    if not winner.build.has_name(rival.place.id, rival.matched.name.text):
        return Cause.RIVALS_NAME
    if loss is Loss.PLACE and _is_near(asked, loser.build, rival.place):
        return Cause.TWIN
    if loss is Loss.PLACE and loser.rank is None:
        return Cause.NOT_FOUND
    if _people_differ(rival.place, elsewhere):
        return Cause.RIVALS_PEOPLE
    if any(_people_differ(loser.build.place(id), winner.build.place(id)) for id in asked.right):
        return Cause.PEOPLE
    return Cause.WEIGHED


def _rival(asked: Asked, loser: Told, loss: Loss) -> Candidate | None:
    """The likeliest wrong candidate; where only a match is lost, the likeliest other one, be it close by."""
    for candidate in loser.resolution.candidates:
        is_other = candidate.place.id not in asked.right
        if is_other and (loss is Loss.MATCH or not loser.build.is_right(asked, candidate.place)):
            return candidate
    return None


def _is_near(asked: Asked, build: Build, answer: Place) -> bool:
    return any((place := build.place(id)) is not None and _near(place, answer) for id in asked.right)


def _near(one: Place, other: Place) -> bool:
    return one.country == other.country and distance_km(one.lat, one.lon, other.lat, other.lon) <= NEAR_KM


def _people_differ(one: Place | None, other: Place | None) -> bool:
    if one is None or other is None:
        return False
    low, high = sorted((one.population, other.population))
    return high > PEOPLE_TIMES * low
