"""Names in Arabic letters as dialects and neighbours write them: hamza left out, final letters changed, the article
dropped, letters that Arabic lacks written with their neighbours, and Persian and Urdu forms of the same letters."""

from __future__ import annotations

from random import Random

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, key_of
from bench.quality_sets.withheld import Withholding
from gazetteer.model import Query
from gazetteer.translit.scripts import script_of
from training.meant import bearers_left, drawn, who

NAME = "Arabic letters by habit"
ARTICLE = "ال"
ANYWHERE = (
    ("أ", "ا"), ("إ", "ا"), ("آ", "ا"), ("ؤ", "و"), ("ئ", "ي"), ("ء", ""),
    ("ا", "أ"), ("ج", "چ"), ("چ", "ج"), ("غ", "ج"), ("ج", "غ"), ("غ", "ق"), ("ق", "غ"), ("ق", "گ"), ("ق", "ك"),
    ("ج", "ق"), ("ك", "ک"), ("ک", "ك"), ("ك", "گ"), ("گ", "ك"), ("گ", "غ"), ("ي", "ی"), ("ی", "ي"), ("پ", "ب"),
    ("ب", "پ"), ("ڤ", "ف"), ("ف", "ڤ"), ("و", "ف"), ("ژ", "ج"), ("ژ", "ز"), ("تش", "چ"), ("چ", "تش"), ("ث", "س"),
    ("ث", "ت"), ("ذ", "د"), ("ذ", "ز"), ("ظ", "ض"), ("ض", "ظ"), ("ض", "د"), ("ط", "ت"), ("ت", "ط"), ("ص", "س"),
    ("س", "ص"), ("ه", "ح"), ("ح", "ه"), ("ٹ", "ت"), ("ڈ", "د"), ("ڑ", "ر"), ("ں", "ن"), ("ے", "ي"), ("ہ", "ه"),
)  # fmt: skip
"""What stands for what, anywhere in a word.

From the orthographies of Arabic, Persian and Urdu, and from how Egypt (ج for g), Iraq and the Gulf (گ, چ) write."""
AT_END = (("ة", "ه"), ("ه", "ة"), ("ى", "ي"), ("ي", "ى"), ("ا", "ة"), ("ة", "ا"), ("اء", "ا"), ("ا", "ى"), ("ية", "يا"))
"""What stands for what at the end of a word."""
LONG_VOWELS = "اوي"
ARTICLE_SHARE, VOWEL_SHARE, TWICE = 0.15, 0.15, 0.25
"""The shares of names without their article (or with one), with a long vowel dropped, and with two habits at once."""
LEAST_LETTERS = 3
TRIES = 8


def by_habit(corpus: Corpus, plan: Withholding, count: int, chance: Random) -> list[Case]:
    """Known names in Arabic letters, written by another habit."""
    here = [
        place
        for place, names in corpus.names.items()
        if place not in plan.all_absent and any(script_of(name) == "Arab" for name in names if not name.isascii())
    ]
    cases: dict[str, Case] = {}
    for place in drawn(corpus, here, 2 * count, chance):
        gone = plan.spellings(place)
        names = sorted({n for n in corpus.names[place] if not n.isascii() and script_of(n) == "Arab" and n not in gone})
        if not names or len(cases) >= count:
            continue
        name = chance.choice(names)
        text = varied(name, chance)
        others = corpus.bearers.get(key_of(text), set()) - set(bearers_left(corpus, plan, key_of(name)))
        meant = who(corpus, plan, key_of(name), chance)
        if text and text != name and meant and not others:
            cases[text] = Case(NAME, Query(text), meant, script="Arab")
    return list(cases.values())


def varied(name: str, chance: Random) -> str:
    """A name written by one other habit, or two; empty where none changes it."""
    text = name
    for _ in range(2 if chance.random() < TWICE else 1):
        for _ in range(TRIES):
            changed = _once(text, chance)
            if changed != text and sum(map(str.isalpha, changed)) >= LEAST_LETTERS:
                text = changed
                break
    return "" if text == name else text


def _once(text: str, chance: Random) -> str:
    draw = chance.random()
    if draw < ARTICLE_SHARE:
        return text.removeprefix(ARTICLE) if text.startswith(ARTICLE) else ARTICLE + text
    if draw < ARTICLE_SHARE + VOWEL_SHARE:
        inner = [at for at in range(1, len(text) - 1) if text[at] in LONG_VOWELS]
        at = chance.choice(inner) if inner else len(text)
        return text[:at] + text[at + 1 :]
    words = text.split(" ")
    number = chance.randrange(len(words))
    words[number] = _by_letters(words[number], chance)
    return " ".join(words)


def _by_letters(word: str, chance: Random) -> str:
    ends = [(old, new) for old, new in AT_END if word.endswith(old)]
    inside = [(old, new) for old, new in ANYWHERE if old in word]
    if ends and (not inside or chance.random() < 0.5):
        old, new = chance.choice(ends)
        return word.removesuffix(old) + new
    if not inside:
        return word
    old, new = chance.choice(inside)
    return word.replace(old, new, 1)
