"""Names in Latin letters without their marks, with a wrong mark, and told apart from others by their marks."""

from __future__ import annotations

import re
import unicodedata
from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from bench.quality_sets.withheld import Withholding
from gazetteer.model import Query
from gazetteer.translit.scripts import LATIN, scripts_of
from training.meant import bearers_left, drawn, who

MARKED = {
    "a": "àáâãäåāăą", "c": "çćčċ", "d": "ďđ", "e": "èéêëēĕėęě", "g": "ğģġ", "i": "ìíîïīĭį", "k": "ķ", "l": "ĺľļł",
    "n": "ñńňņ", "o": "òóôõöøōŏő", "r": "ŕřŗ", "s": "śšşș", "t": "ťţț", "u": "ùúûüūŭůűų", "y": "ýÿ", "z": "źžż",
}  # fmt: skip
"""The letters of Europe's Latin alphabets that are a basic letter with a mark (Unicode's Latin-1 and Extended-A)."""
BARE = {mark: letter for letter, marks in MARKED.items() for mark in marks}
ANY_MARK = re.compile(f"[{''.join(BARE)}]", re.IGNORECASE)
DROPPED, WRONG, APART = "diacritics dropped", "diacritics wrong", "diacritics tell apart"
OTHER_LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th"})


def without_marks(text: str) -> str:
    """A text in basic Latin letters as a person without the keyboard writes it."""
    text = "".join(_cased(sign, sign.lower().translate(OTHER_LETTERS)) for sign in text)
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def with_wrong_mark(text: str, chance: Random) -> str:
    """A text with one mark taken for another, or set where none belongs."""
    marked = [at for at, sign in enumerate(text) if sign.lower() in BARE]
    places = marked or [at for at, sign in enumerate(text) if at and sign in MARKED]
    if not places:
        return text
    at = chance.choice(places)
    letter = text[at].lower()
    others = [sign for sign in MARKED[BARE.get(letter, letter)] if sign != letter]
    return text[:at] + _cased(text[at], chance.choice(others or [letter])) + text[at + 1 :]


def dropped(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Known names without their marks."""
    return _changed(DROPPED, corpus, plan, count, chance)


def wrong(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Known names with a wrong mark."""
    return _changed(WRONG, corpus, plan, count, chance)


def apart(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Names as written whose letters, but for the marks, are a name of another place too."""
    cases = []
    for place, text in _marked(corpus, plan, 8 * count, chance):
        bearers = bearers_left(corpus, plan, key_of(text))
        if any(not corpus.same(place, other) and text not in corpus.names[other] for other in bearers):
            cases.append(Case(APART, Query(text), who(corpus, plan, key_of(text), chance, text)))
    return [case for case in dict.fromkeys(cases) if case.place is not None][:count]


def _changed(name: str, corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    cases = []
    for _, known in _marked(corpus, plan, round(1.4 * count), chance, any_name=name == WRONG):
        text = without_marks(known) if name == DROPPED else with_wrong_mark(known, chance)
        meant = who(corpus, plan, key_of(known), chance, text)
        if text != known and meant is not None and key_of(text) == key_of(known):
            cases.append(Case(name, Query(text), meant))
    return list(dict.fromkeys(cases))


def _marked(
    corpus: Corpus, plan: Withholding, count: int, chance: Random, any_name: bool = False
) -> list[tuple[int, str]]:
    """Places by fame, each with one of its names that has a mark; one in four times with any name, if so wished."""
    found = []
    with_marks = [
        place
        for place, names in corpus.names.items()
        if place not in plan.all_absent and any(_has_mark(name) for name in names)
    ]
    for place in drawn(corpus, with_marks, count, chance):
        gone = set(plan.spellings(place))
        bare_too = any_name and chance.random() < 0.25
        names = sorted(n for n in set(corpus.names[place]) - gone if _has_mark(n) or (bare_too and n.isascii()))
        names = [name for name in names if scripts_of(name) <= {LATIN}]
        main = corpus.places[place].name
        if names:
            found.append((place, main if main in names and chance.random() < 0.5 else chance.choice(names)))
    return found


def _has_mark(text: str) -> bool:
    return ANY_MARK.search(text) is not None


def _cased(like: str, text: str) -> str:
    return text.upper() if like.isupper() else text
