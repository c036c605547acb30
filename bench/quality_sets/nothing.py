"""Words that name no place: invented ones, people's names, common nouns."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from pathlib import Path
from random import Random

from babel import Locale
from babel.localedata import locale_identifiers

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from gazetteer.model import Query
from gazetteer.translit.scripts import LATIN, script_of, scripts_of

PEOPLE = Path(__file__).with_name("people.tsv")
ORDER = 3
"""Letters that the next letter of an invented word depends on."""
LENGTHS = range(6, 15)
TAUGHT_BY = 30_000
END = "\n"
SYMBOLS = (0x1F300, 0x1FAFF)
"""Unicode's pictographs: their names are an everyday English vocabulary that comes with Python."""
LEAST_LETTERS = 5


def nothing_cases(corpus: Corpus, count: int, chance: Random) -> list[Case]:
    """Three sets; no word in them is a name in the gazetteer."""
    people = [_full_name(given, family) for given, family in _people()]
    drawn = {
        "nothing: invented words": _invented(corpus, 3 * count, chance),
        "nothing: people": chance.sample(people, min(3 * count, len(people))),
        "nothing: common nouns": chance.sample(nouns := _nouns(), min(3 * count, len(nouns))),
    }
    cases = []
    for name, words in drawn.items():
        unknown = [word for word in dict.fromkeys(words) if key_of(word) and key_of(word) not in corpus.bearers]
        cases += [Case(name, Query(word), None, script=script_of(word) or LATIN) for word in unknown[:count]]
    return cases


def _invented(corpus: Corpus, count: int, chance: Random) -> list[str]:
    """Words with the letters of place names in likely order, each place name's letters teaching which follow which."""
    cities = sorted(corpus.cities())
    follow: dict[str, Counter[str]] = defaultdict(Counter)
    for place in chance.sample(cities, min(TAUGHT_BY, len(cities))):
        name = corpus.places[place].name
        if scripts_of(name) <= {LATIN} and " " not in name:
            text = END * ORDER + name.lower() + END
            for at in range(ORDER, len(text)):
                follow[text[at - ORDER : at]][text[at]] += 1
    words: list[str] = []
    while len(words) < count:
        word = END * ORDER
        while not word.endswith(END) or len(word) == ORDER:
            letters = follow[word[-ORDER:]]
            word += chance.choices(list(letters), list(letters.values()))[0]
        word = word.strip()
        if len(word) in LENGTHS:
            words.append(word.capitalize())
    return words


def _people() -> list[tuple[str, str]]:
    rows = (line.split("\t") for line in PEOPLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return [(given, family) for _, ones, others in rows for given in ones.split() for family in others.split()]


def _full_name(given: str, family: str) -> str:
    return f"{given}{'' if script_of(given) == 'Hani' else ' '}{family}"


def _nouns() -> list[str]:
    """Everyday words: of Unicode's pictographs in English, months and days in every language of CLDR."""
    words = set()
    for code in range(*SYMBOLS):
        for word in unicodedata.name(chr(code), "").split():
            words.add(word.capitalize())
    for identifier in locale_identifiers():
        if "_" not in identifier:
            locale = Locale.parse(identifier)
            for names in (locale.months["format"]["wide"], locale.days["format"]["wide"]):
                words.update(str(name) for name in names.values())
    return sorted(word for word in words if word.isalpha() and len(word) >= LEAST_LETTERS)
