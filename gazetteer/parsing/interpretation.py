"""What a string may mean before any place is looked at: which of its letters are the name, and what the others are."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from gazetteer.model import Relation


class Way(StrEnum):
    """One thing done to a string to read it; the words are for people."""

    AREAS_AFTER = "name, then its areas"
    AREAS_BEFORE = "areas, then the name"
    AREAS_AROUND = "the name between its areas"
    TURNED = "turned round"
    SECOND_NAME = "two names of one place"
    REMARK = "without a remark"
    UNKNOWN_REMARK = "without a part that is unknown"
    NUMBER = "without a number"
    SETTLEMENT = "without a word for a settlement"
    EXPANDED = "abbreviations written out"
    SHORT_NAME = "a customary short name"
    COUNTRY = "another way to write a country's name"
    PARTED = "a name taken apart"
    UNMARKED = "an area that nothing sets apart"
    JOINED = "an area written together with the name"
    UNIT = "the unit around a town of that name"
    RELATION = "what is near it or around it"


# What each costs in utility, beside what its areas say: how seldom a string is meant so. Set by hand: no package has
# strings with the reading that their writers meant.
COSTS = {
    Way.AREAS_AFTER: 0.0,
    Way.AREAS_BEFORE: 0.3,
    Way.AREAS_AROUND: 1.0,
    Way.TURNED: -3.0,  # only where it is a name: that two parts make one by chance is rarer than a name in an area
    Way.SECOND_NAME: 0.0,
    Way.REMARK: 0.1,
    Way.UNKNOWN_REMARK: 1.5,
    Way.NUMBER: 0.2,
    Way.SETTLEMENT: 0.0,
    Way.EXPANDED: 0.3,
    Way.SHORT_NAME: 1.0,
    Way.COUNTRY: 0.0,
    Way.UNMARKED: 1.0,
    Way.JOINED: 0.3,
    Way.PARTED: 3.5,
    Way.UNIT: 1.5,
    Way.RELATION: 0.3,
}


class Size(StrEnum):
    """What kind of settlement a word in the string speaks of."""

    VILLAGE = "village"
    TOWN = "town"
    CITY = "city"


@dataclass(frozen=True, slots=True)
class Interpretation:
    """One way to read a string.

    Args:
        name: the letters that are the place's name.
        areas: what it lies in, the inner first.
        alias: a second name that the same place must have.
        size: the kind of settlement that was said.
        kind: GeoNames class and code of what is meant, where the name alone would not say it.
        relation: how what is meant lies to the place named.
        set_aside: what was taken for no part of the name.
        ways: what was done to read it so.
        unexplained: the share of the string's letters that nothing explains, 0 to 1.
    """

    name: str
    areas: tuple[str, ...] = ()
    alias: str | None = None
    size: Size | None = None
    kind: str | None = None
    relation: Relation | None = None
    set_aside: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()
    unexplained: float = 0.0

    @property
    def cost(self) -> float:
        """How seldom a string is meant so, in utility."""
        return sum(COSTS[way] for way in dict.fromkeys(self.ways))


@dataclass(frozen=True, slots=True)
class Parsed:
    """A string read.

    Args:
        text: the string, repaired and cleaned.
        mended: what was repaired, for people.
        interpretations: the ways to read it, the likeliest first; never empty.
        parts: the names of a list, where it may be one: each a string of its own.
    """

    text: str
    interpretations: tuple[Interpretation, ...]
    mended: tuple[str, ...] = ()
    parts: tuple[str, ...] = field(default=())
