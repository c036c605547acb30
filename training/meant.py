"""Who is meant by a bare name.

That is not in any package; so an assumption stands in for it, here and in no other place: a place is meant in
proportion to its people, times the square root of the number of its names, and a capital twice as often. An area
counts with 3 % of its people: a bare Lisbon is the city. The weights for equal letters say the same.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from math import sqrt
from random import Random

from bench.quality_sets.corpus import Corpus, key_of
from bench.quality_sets.half import Half
from bench.quality_sets.withheld import Withholding

CAPITAL = 2.0
AREA_MEANT = 0.03  # of an area's people: a bare Lisbon is the city
OWN_NAME = 3.0  # how much rather a name brings to mind the place whose main name it is
DRAWN = 0.6  # places are drawn by this power of what they are meant, so that the small ones are seen too
LEAST_PEOPLE = 100
PLAINLY = 20.0  # how many times rather than all others a place is meant where that is plain
SAME_MARKS = 30.0  # how much rather a name with a mark brings to mind a place written with it: Andé is no Ande


def meant(corpus: Corpus, place: int) -> float:
    """How often a place is meant, against others."""
    record = corpus.places[place]
    people = float(max(corpus.people(place), LEAST_PEOPLE))
    if record.feature_class == "A" and not record.feature_code.startswith("PCL"):
        people *= AREA_MEANT
    return people * sqrt(len(corpus.names[place])) * (CAPITAL if record.feature_code == "PPLC" else 1.0)


def who_is_meant(corpus: Corpus, bearers: Sequence[int], key: str, chance: Random, text: str = "") -> int:
    """One of the bearers of a name, drawn by how often each is meant by it.

    Args:
        corpus: the places.
        bearers: those that bear the name.
        key: the name's key.
        chance: the seeded source of randomness.
        text: the name as written: who bears it with these very marks is meant rather than who bears but the letters.
    """
    weights = [
        meant(corpus, place)
        * (OWN_NAME if key_of(corpus.places[place].name) == key else 1.0)
        * (SAME_MARKS if text and text in corpus.names[place] else 1.0)
        for place in bearers
    ]
    return chance.choices(bearers, weights)[0]


def bearers_left(corpus: Corpus, plan: Withholding, key: str) -> list[int]:
    """The places that bear a name in the gazetteer that is asked."""
    return sorted(
        place
        for place in corpus.bearers.get(key, ())
        if place not in plan.all_absent and all(key_of(text) != key for text in plan.spellings(place))
    )


def who(
    corpus: Corpus,
    plan: Withholding,
    key: str,
    chance: Random,
    text: str = "",
    country: str = "",
    admin1: str = "",
) -> int | None:
    """Who is meant by a name in the gazetteer that is asked; for the bench, nobody unless that is plain.

    Args:
        corpus: the whole gazetteer.
        plan: what the gazetteer that is asked lacks.
        key: the name's key.
        chance: the seeded source of randomness.
        text: the name as written, where its marks may tell.
        country: where the place is said to be, ISO alpha-2.
        admin1: the same, GeoNames' code of a division.
    """
    left = [
        place
        for place in bearers_left(corpus, plan, key)
        if country in ("", corpus.places[place].country) and admin1 in ("", corpus.places[place].admin1)
    ]
    if not left:
        return None
    found = who_is_meant(corpus, left, key, chance, text)
    if plan.half is Half.BENCH:
        others = sum(meant(corpus, place) for place in left if not corpus.same(found, place))
        if others * PLAINLY > meant(corpus, found):
            return None
    return found


def drawn(corpus: Corpus, places: Collection[int], count: int, chance: Random) -> list[int]:
    """Places by how often they are meant, the small ones oftener than that; a place may come several times."""
    order = sorted(places)
    return chance.choices(order, [meant(corpus, place) ** DRAWN for place in order], k=count) if order else []
