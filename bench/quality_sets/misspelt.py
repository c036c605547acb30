"""Main names with one or two slips of the pen."""

from __future__ import annotations

from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from gazetteer.model import Query
from gazetteer.translit.scripts import LATIN, scripts_of

LETTERS = "abcdefghijklmnopqrstuvwxyz"
TWO_SLIPS = 0.3
SHORT = 6
SHORTEST = 4
TRIES = 10


def slip(text: str, chance: Random) -> str:
    """One slip: a letter left out, put in, taken for another, or two changed about. The first letter stands."""
    at = chance.randrange(1, len(text))
    letter = chance.choice(LETTERS)
    kind = chance.choice(("out", "in", "other", "about"))
    if kind == "out":
        return text[:at] + text[at + 1 :]
    if kind == "in":
        return text[:at] + letter + text[at:]
    if kind == "about" and at + 1 < len(text):
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + letter + text[at + 1 :]


def misspelt(text: str, chance: Random, two_slips: float = TWO_SLIPS) -> str:
    """A name with one slip, or two: short names (6 letters or fewer) always with one.

    Args:
        text: the name.
        chance: the seeded source of randomness.
        two_slips: the share of longer names that get two.
    """
    times = 2 if len(text) > SHORT and chance.random() < two_slips else 1
    for _ in range(times):
        text = slip(text, chance)
    return text


def misspelt_cases(corpus: Corpus, count: int, chance: Random) -> list[Case]:
    """Two sets: names of all lengths, and names of 6 letters or fewer. No misspelling is another place's name."""
    cities = [
        place
        for place in corpus.cities()
        if len(corpus.places[place].name) >= SHORTEST and scripts_of(corpus.places[place].name) <= {LATIN}
    ]
    short = [place for place in cities if len(corpus.places[place].name) <= SHORT]
    cases = []
    for name, places in (("misspelt", cities), ("misspelt, 6 letters or fewer", short)):
        for place in corpus.draw(places, count, chance):
            for _ in range(TRIES):
                text = misspelt(corpus.places[place].name, chance)
                if key_of(text) not in corpus.bearers:
                    cases.append(Case(name, Query(text), place))
                    break
    return cases
