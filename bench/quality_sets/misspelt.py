"""Main names with one or two slips of the pen."""

from __future__ import annotations

from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from gazetteer.model import Query
from gazetteer.translit.scripts import LATIN, scripts_of

TWO_SLIPS = 0.3
SHORT = 6
SHORTEST = 4
LEAST_PEOPLE = 5_000
TRIES = 10

VOWELS = "aeiouy"
CONFUSED = ("ck", "sz", "vw", "bp", "dt", "gj", "fv", "mn", "iy", "lr", "kq")
"""Consonants (and i, y) that writers take for one another."""
KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
"""The rows of a keyboard: a slip of the finger hits the next key."""


def slip(text: str, chance: Random) -> str:
    """One slip: a letter left out, written twice, changed about with the next, or taken for another. The first stands.

    A vowel is taken for another vowel, a consonant for one that it is confused with or for the next on the keyboard.
    """
    letters = [at for at in range(1, len(text)) if text[at].isalpha()]
    if not letters:
        return text
    at = chance.choice(letters)
    kind = chance.choice(("out", "twice", "about", "other"))
    if kind == "out":
        return text[:at] + text[at + 1 :]
    if kind == "twice":
        return text[:at] + text[at] + text[at:]
    if kind == "about" and at + 1 in letters and text[at] != text[at + 1]:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    others = _others(text[at].lower())
    return text[:at] + (chance.choice(others) if others else "") + text[at + 1 :]


def _others(letter: str) -> list[str]:
    """The letters that a letter is taken for."""
    if letter in VOWELS:
        return [other for other in VOWELS if other != letter]
    found = {pair.replace(letter, "") for pair in CONFUSED if letter in pair}
    for row in KEYS:
        at = row.find(letter)
        if at >= 0:
            found |= set(row[max(0, at - 1) : at + 2]) - {letter}
    return sorted(found)


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
    """Two sets: names of all lengths, and names of 6 letters or fewer.

    Each is the name of no larger place, so that it is clear whose it is; no misspelling is the name of any place.
    """
    cities = [
        place
        for place in corpus.cities()
        if corpus.places[place].population >= LEAST_PEOPLE
        and len(corpus.places[place].name) >= SHORTEST
        and scripts_of(corpus.places[place].name) <= {LATIN}
        and corpus.is_largest(place, key_of(corpus.places[place].name))
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
